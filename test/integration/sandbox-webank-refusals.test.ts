import type { SpecOperation } from '../../spec/types.ts';
import type { Draft, Extra, Params, Value } from '../reference/client.ts';
import { photo, samples } from '../reference/samples.ts';
import { spoilt, testRefusals, without, wrongAddresses } from '../support/sandboxes/refusals.ts';
import type { Around } from '../support/sandboxes/refusals.ts';
import { account, accounts, newToken, useWebank } from '../support/sandboxes/use-webank.ts';

const webank = useWebank();
const { call, codeOf, codeWith, connect, control, failedChecks, journal, ticket, urls } = webank;
const usedNonce = 'N0nce'.padEnd(32, '0');
const withNonce =
	(nonce: string): Extra['before'] =>
	({ query }) =>
		void query.push(['nonce', nonce]);
let foreignTicket = '';

async function right(
	{ id }: Pick<SpecOperation, 'id'>,
	n: number,
): Promise<{ params: Params; extra?: Extra }> {
	const params = samples('webank', id, n);
	const { appId, secret } = account;
	if (id === 'getAccessToken') return { params: { ...params, app_id: appId, secret } };
	if (id === 'getApiTicket') {
		const user = { ...params, type: 'user,sign', mechant_id: 'm-1', user_data: { USER_ID: 'u-1' } };
		const proof = await newToken(connect());
		return { params: n === 1 ? user : { type: 'sign' }, extra: { proof } };
	}
	foreignTicket = await ticket(accounts[2]);
	const proof = await ticket();
	if (n === 1) await call('networkTest', { $body: {} }, { proof, before: withNonce(usedNonce) });
	if (id !== 'downloadFile') return { params, extra: { proof } };
	const { json } = await call('uploadFile', samples('webank', 'uploadFile'), { proof });
	const { FILE_LIST: [file] = [] } = JSON.parse(String(json.jsonData)) as {
		FILE_LIST?: Array<Record<string, string>>;
	};
	const { FILE_ID, HASH_VALUE } = file ?? {};
	return {
		params: { fileId: FILE_ID, hashValue: HASH_VALUE, contentType: 'image/png' },
		extra: { proof },
	};
}

function around(operation: SpecOperation): Around[] {
	const { group, host, id, params } = operation;
	const isOauth = group === 'oauth';
	const [pathCode, code] = isOauth ? ['60851007', '60851007'] : ['60840110', '60840002'];
	// The path of 4.5.1 looks like that of a business interface, which has other parameters.
	const isLikeBusiness = id === 'uploadFile';
	const elsewhere = isLikeBusiness ? 'is not a parameter' : 'it belongs to the ';
	const otherHost = urls()[host === 'capup' ? 'webank' : 'webank-files'] ?? '';
	const names = params.filter(({ by }) => by === 'credential').map(({ name }) => name);
	const common: Around[] = [
		...wrongAddresses(operation, pathCode, code),
		[
			...(['another host', isLikeBusiness ? code : pathCode, elsewhere] as const),
			(draft) => void (draft.base = otherHost),
		],
		['another version', code, 'version must be', without('version', '3.0.0')],
		...names
			.filter((name) => !['app_id', 'access_token'].includes(name) || !isOauth)
			.flatMap((name): Around[] => [
				[`no ${name}`, code, `${name} is missing`, without(name)],
				[`empty ${name}`, code, name, without(name, '')],
			]),
	];
	if (id === 'getAccessToken')
		return [
			...common,
			['another account', '60851009', "no account 'x'", without('app_id', 'x')],
			['another secret', '60851007', 'secret is not the one of', without('secret', 'x')],
		];
	if (isOauth)
		return [
			...common,
			['no access token', '60851002', 'access_token is unknown', without('access_token')],
			['another access token', '60851002', 'access_token is unknown', without('access_token', 'x')],
			['no account', '60851009', "no account ''", without('app_id')],
			['the token of another account', '60851002', 'access_token is', connect(accounts[2])],
		];
	const nonce = (what: string, says: string, text: string): Around => [
		...([what, code, says] as const),
		{ before: withNonce(text) },
	];
	const signed = (what: string, wrong: Around[3]): Around => [what, '60841018', 'expected', wrong];
	const lower = spoilt('sign', (text) => text.toLowerCase());
	return [
		...common,
		nonce('a short nonce', 'nonce is not 32', 'a1'),
		nonce('a nonce with a hyphen', 'nonce is not 32', `${'a'.repeat(31)}-`),
		nonce('a nonce for the second time', 'was used before', usedNonce),
		signed('another nonce', without('nonce', 'a'.repeat(32))),
		signed('another signature', without('sign', 'A'.repeat(40))),
		signed('another ticket', { proof: 'x' }),
		signed("another account's ticket", { proof: foreignTicket }),
		['lower case', '60841018', 'sign must be in upper case', lower],
		['no ticket fetched', '60841017', 'no sign ticket was fetched', connect(accounts[1])],
		['another account', '60841017', "no account 'x'", connect({ appId: 'x' })],
		...(host === 'capup'
			? [['another kind', code, 'type must be sign', without('type', 'user')] as Around]
			: []),
	];
}

testRefusals({
	...{ sandbox: webank, provider: 'webank', right, around },
	code: ({ group }) => (group === 'oauth' ? '60851007' : '60840002'),
	success: ({ group, id }) =>
		id === 'downloadFile' ? '' : group === 'oauth' ? '60850000' : '60840000',
	special: [
		[/Token app_id (missing|empty)/, '60851009', "no account ''"],
		[/Ticket type outside/, '60851001', 'there is no ticket type'],
		[/Ticket type empty/, '60851001', 'there is no ticket type'],
	],
	// The platform's JSON text has them, which each business system writes by itself.
	answers: { absent: ['CODE', 'DESC', 'FILE_LIST', 'FILE_ID', 'HASH_VALUE', 'FILE_NAME'] },
	// Files are of any type, and the list of formats is open ("等").
	taken: /no image|fileFormat outside/,
});

describe('A user ticket', () => {
	const user = { type: 'user', mechant_id: 'm', user_data: { USER_ID: 'u-1' } as Value };
	const text = '(sent when, and only when, type contains user)';
	test.each<[Params, string]>([
		[{ ...user, type: 'sign', mechant_id: undefined }, `user_data must not be sent ${text}`],
		[{ ...user, type: 'sign', user_data: undefined }, `mechant_id must not be sent ${text}`],
		[{ ...user, user_data: undefined }, `user_data is missing ${text}`],
		[{ ...user, mechant_id: undefined }, `mechant_id is missing ${text}`],
		[{ ...user, user_data: '{}' }, 'user_data has no USER_ID'],
		[{ ...user, user_data: { USER_ID: 'u', AGE: '1' } }, 'user_data has no field AGE'],
		[{ ...user, user_data: '{"USER_ID":"u","EXTEND_INFO":{}}' }, 'EXTEND_INFO of user_data is not'],
		[
			{ ...user, user_data: { USER_ID: 'u', EXTEND_INFO: 'x' } },
			'EXTEND_INFO is not the text of a JSON',
		],
	])('asked for with %j is refused', async (params, reason) => {
		const proof = await newToken(connect());
		expect(await codeOf('getApiTicket', params, { proof })).toBe('60851007');
		expect(Object.values(await failedChecks()).join()).toContain(reason);
	});

	test.each(['SIGN', 'sign,'])('of type %j is unknown', async (type) => {
		const proof = await newToken(connect());
		expect(await codeOf('getApiTicket', { type }, { proof })).toBe('60851001');
	});
});

test.each(['/', '/api', '/api/s/yh', '/api/s/yh/1/2', '/up/s/x/uploadXml'])(
	'A call to %s is refused by both hosts',
	async (path) => {
		for (const host of [urls().webank, urls()['webank-files']]) {
			const reply = await fetch(host + path, { method: 'POST' });
			expect(await reply.json()).toMatchObject({ code: '60840110', msg: '请求路径不合法' });
		}
	},
);

describe('The body of a business call', () => {
	test.each([
		['', 'the body is empty'],
		['USER_ID=u-1', 'the body is not JSON'],
		['[1,2]', 'the body is not a JSON object'],
		['"text"', 'the body is not a JSON object'],
		['{"jsonData":{"A":1}}', 'the business fields must not be wrapped in jsonData'],
		['\ufeff{}', 'the body is not JSON'],
	])('that is %j is refused', async (text, reason) => {
		for (const operation of ['callService', 'networkTest']) {
			expect(await codeWith(operation, { $body: text })).toBe('60840002');
			expect(await failedChecks()).toEqual({ body: reason });
		}
	});

	test('that is no UTF-8 is refused', async () => {
		const after = (draft: Draft) => void (draft.body = Buffer.from([0x7b, 0xff, 0x7d]));
		const params = samples('webank', 'callService');
		expect(await codeOf('callService', params, { proof: await ticket(), after })).toBe('60840002');
		expect(await failedChecks()).toEqual({ encoding: 'the body is not UTF-8' });
	});

	test('signed with other spacing is refused, and the journal shows what to hash', async () => {
		const [proof, nonce, text] = [await ticket(), 'b'.repeat(32), '{"A": 1}'];
		const after = (draft: Draft) => void (draft.body = text);
		const params = { ...samples('webank', 'networkTest'), $body: '{"A":1}' };
		const extra = { proof, after, before: withNonce(nonce) };
		expect(await codeOf('networkTest', params, extra)).toBe('60841018');
		const hashed = ['2.0.0', proof, nonce, account.appId, text].sort().join('');
		expect((await failedChecks()).sign).toContain(` of ${hashed} (the newest ticket)`);
	});

	test('of more than 64 MB is not read at all', async () => {
		const $body = `{"A":"${'x'.repeat(64 * 1024 * 1024)}"}`;
		const asked = call('networkTest', { $body }, { proof: await ticket() });
		expect((await asked.catch(() => undefined))?.status ?? 413).toBe(413);
		expect((await journal(1)).at(-1)).toMatchObject({ httpStatus: 413, processed: false });
	});
});

test('A refused call leaves a right one as it was: only what is right uses up its nonce', async () => {
	const extra = { proof: await ticket(), before: withNonce('c'.repeat(32)) };
	const after = spoilt('sign', () => 'A'.repeat(40));
	expect(await codeOf('networkTest', { $body: {} }, { ...extra, after })).toBe('60841018');
	expect(await codeOf('networkTest', { $body: {} }, extra)).toBe('60840000');
});

describe('Files', () => {
	test('of another part are refused, and nothing is kept', async () => {
		expect(await codeWith('uploadFile', { file: undefined, upload: photo('a') })).toBe('60840002');
		const body = 'upload is not a file part of this operation; the file part file is missing';
		expect(await failedChecks()).toEqual({ body });
		expect(await control('/webank/files')).toEqual({ files: [], notices: [] });
	});

	test.each([
		['uploadFile', { fileFormat: 'a/b' }, 'fileFormat is not a file format like jpg'],
		['downloadFile', { contentType: 'jpeg' }, 'contentType is not a media type'],
	])('of %s with %j are refused', async (operation, params, reason) => {
		expect(await codeWith(operation, params)).toBe('60840002');
		expect((await failedChecks()).parameters).toContain(reason);
	});

	test('of more than 64 MB are refused', async () => {
		const file = photo('a', Buffer.alloc(64 * 1024 * 1024 + 1));
		expect(await codeWith('uploadFile', { file })).toBe('60840002');
		expect((await failedChecks()).body).toMatch(/^file is larger than 67108864 bytes/);
	});

	test('are given with the right hash to their own account only', async () => {
		const { extra, params } = await right({ id: 'downloadFile' }, 2);
		const other = connect(accounts[2]);
		const proof = await ticket(accounts[2]);
		expect((await other.call('downloadFile', params, { proof })).code).toBe('60840002');
		const hashValue = String(params.hashValue).toUpperCase();
		const reply = await call('downloadFile', { ...params, hashValue }, extra);
		expect(reply.headers['content-type']).toMatch(/^application\/json/);
		expect(reply.code).toBe('60840002');
		expect((await failedChecks()).state).toBe(
			`hashValue of this file is ${String(params.hashValue)}`,
		);
	});
});
