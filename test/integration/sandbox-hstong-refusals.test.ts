import type { Account } from '../../sandbox/hstong/accounts.ts';
import type { SpecOperation } from '../../spec/types.ts';
import { createClient, flatten } from '../reference/client.ts';
import type { Draft, Envelope, Extra, Pairs, Params } from '../reference/client.ts';
import { signPairs } from '../reference/hstong.ts';
import { mobileNumber, photo, samples } from '../reference/samples.ts';
import { idCardNumber, jpeg } from '../support/applicant.ts';
import { spoilt, testRefusals, without, wrongAddresses } from '../support/sandboxes/refusals.ts';
import type { Around } from '../support/sandboxes/refusals.ts';
import { accounts, applyUntil, authorise, useHstong } from '../support/sandboxes/use-hstong.ts';

const hstong = useHstong();
const { call, codeOf, connect, control, controlUrl, failedChecks, urls, userAt } = hstong;

/** How far an application is when an operation is called. */
function stepBefore(id: string): number | 'none' {
	const [, step] = /^submitStep(\d)$/.exec(id) ?? [];
	const others: Record<string, number | 'none'> = {
		...{ agreeLicense: 'none', uploadIdCard: 0, ocrValidate: 1, submitStep1: 1 },
		uploadAvatarAction: 6,
	};
	return others[id] ?? (step ? Number(step) - 1 : 8);
}

async function right({ authenticated, id, pathParams }: SpecOperation, n: number) {
	const params: Params = samples('hstong', id, n);
	if (!authenticated) {
		if (id === 'sendAuthCode') return { params };
		const mobile = mobileNumber(n);
		await call('sendAuthCode', { mobile });
		const { code } = await control<{ code: string }>(`/hstong/sms?mobile=${mobile}`);
		return { params: { ...params, mobileCode: code } };
	}
	const proof = await userAt(stepBefore(id), n);
	if (id === 'submitStep4') params.scOthers = ['日本', 'A&B'];
	if (pathParams.some(({ name }) => name === 'applyId'))
		params.applyId = (await call('getStep7Info', {}, { proof })).data.applyId;
	return { params, extra: { proof } };
}

function around(operation: SpecOperation): Around[] {
	const { authenticated, contentType } = operation;
	const seconds = (offset: number): Extra => ({ now: Date.now() + offset * 1000 });
	const signed = (what: string, wrong: Around[3]): Around => [what, '10105', 'expected', wrong];
	const timed = (what: string, extra: Extra): Around => [what, '10103', 'sign_time is', extra];
	const tokens: Around[] = [
		['no token', '10101', 'missing token', { proof: undefined }],
		['a wrong token', '10106', 'token is unknown', { proof: 'x' }],
		['a token of another account', '10106', 'token', connect(accounts[2])],
	];
	const twofold: Around = [
		...(contentType === 'multipart/form-data'
			? (['a common parameter in two places', '10102', 'in the query but'] as const)
			: (['a common parameter in the query', '10003', 'client_key must not be'] as const)),
		({ query }) => void query.push(['client_key', 'x']),
	];
	return [
		...wrongAddresses(operation, '50001', '10101'),
		...['client_key', 'sign_time', 'sign'].flatMap((name): Around[] => [
			[`no ${name}`, '10101', `missing ${name}`, without(name)],
			[`empty ${name}`, '10101', `missing ${name}`, without(name, '')],
		]),
		signed(
			'another signature',
			spoilt('sign', () => 'a'.repeat(32)),
		),
		signed(
			'an upper-case signature',
			spoilt('sign', (text) => text.toUpperCase()),
		),
		signed(
			'a time changed on its way',
			spoilt('sign_time', (text) => String(Number(text) - 1)),
		),
		signed('another secret', connect({ appSecret: 'x' })),
		['another client', '10104', 'no account x', connect({ appId: 'x' })],
		timed('310 s ago', seconds(-310)),
		timed('310 s ahead', seconds(310)),
		timed('milliseconds', { now: Date.now() * 1000 }),
		['a date', '10102', 'sign_time is not a whole', without('sign_time', '2017-09-29 10:00:00')],
		...(authenticated ? tokens : []),
		...(authenticated ? [] : [['a token', '10112', 'takes no token', { proof: 'x' }] as Around]),
		...(contentType === null ? [] : [twofold]),
	];
}

testRefusals({
	...{ sandbox: hstong, provider: 'hstong', right, around, code: () => '10003' },
	success: ({ group }) => (group === 'image' ? '' : '00000'),
	special: [
		[/countryCode of/, '10110'],
		[/(send|auth)\w+ mobile of/, '10111'],
		[/(image|signature) (empty|no image)/, '60017'],
	],
	taken: /email of another form/,
});

describe('What an account is set to', () => {
	test.each(accounts)('$appId: a whole application goes through', async (account) => {
		const client = connect(account);
		const token = await authorise(client, controlUrl(), mobileNumber(1));
		await applyUntil(client, token, 1, 8);
	});

	test.each<[string, Partial<Account>, string]>([
		['a number that is not encrypted', { ...accounts[1], encryptMobile: false }, '10003'],
		['a word for a digit', { ...accounts[2], booleanStyle: 'word' }, '10003'],
		['a path that is not signed', { ...accounts[3], pathParamsSigned: undefined }, '10105'],
	])('is held to: %s is refused', async (_what, changes, code) => {
		const right = connect({ ...changes, ...accounts.find(({ appId }) => appId === changes.appId) });
		const proof = await authorise(right, controlUrl(), mobileNumber(1));
		await applyUntil(right, proof, 1, 6);
		const wrong = connect(changes);
		const codes = [
			(await wrong.call('sendAuthCode', samples('hstong', 'sendAuthCode'))).code,
			(await wrong.call('submitStep6', samples('hstong', 'submitStep6'), { proof })).code,
			(await wrong.call('uploadIdCard', samples('hstong', 'uploadIdCard'), { proof })).code,
		];
		expect(codes.filter((one) => one !== '00000')).toEqual([code]);
	});

	test('leaves both places to the common parameters of an upload', async () => {
		const proof = await userAt(0);
		const inQuery = (draft: Draft): void => {
			const isCommon = ([name]: unknown[]) =>
				['client_key', 'sign_time', 'sign', 'token'].includes(String(name));
			draft.query = flatten(draft.fields.filter(isCommon));
			draft.fields = draft.fields.filter((field) => !isCommon(field));
		};
		const params = samples('hstong', 'uploadIdCard');
		expect(await codeOf('uploadIdCard', params, { proof, after: inQuery })).toBe('00000');
	});

	test('never lets plain text pass where it must be encrypted', async () => {
		const proof = await userAt(1);
		const plain: Envelope<Account> = (draft, account, { now }) => {
			const common: Pairs = [
				['token', proof],
				['sign_time', String(Math.floor(now / 1000))],
			];
			draft.fields = signPairs([...draft.fields, ...common], [], account).pairs;
		};
		const client = createClient('hstong', urls(), plain, accounts[0] as Account);
		expect((await client.call('submitStep1', samples('hstong', 'submitStep1'))).code).toBe('10003');
		client.close();
		expect((await failedChecks())['encryption of idCardNo']).toContain('not encrypted');
	});
});

describe('Codes and tokens', () => {
	const mobile = mobileNumber(1);
	const sent = async (): Promise<string> => {
		await call('sendAuthCode', { mobile });
		return (await control<{ code: string }>(`/hstong/sms?mobile=${mobile}`)).code;
	};

	test('A code is good once, and only the newest one is', async () => {
		const [first, second] = [await sent(), await sent()];
		expect(first).toMatch(/^\d{6}$/);
		const codes = [];
		for (const mobileCode of [first, '000000', second, second])
			codes.push(await codeOf('authByMobile', { mobile, mobileCode }));
		expect(codes).toEqual(['10107', '10107', '00000', '10107']);
	});

	test('A number of another country is known with its code', async () => {
		const params = { mobile: '51234567', countryCode: '00852' };
		expect(await codeOf('sendAuthCode', params)).toBe('00000');
		const path = '/hstong/sms?mobile=51234567&countryCode=00852';
		const { code: mobileCode } = await control<{ code: string }>(path);
		expect(await codeOf('authByMobile', { ...params, mobileCode })).toBe('00000');
	});

	test('A token that was replaced or has ended is refused', async () => {
		const old = await userAt(0);
		const proof = await userAt(0);
		expect(await codeOf('getApplyIndex', {}, { proof: old })).toBe('10106');
		expect((await failedChecks()).token).toContain('replaced');
		expect(await codeOf('getApplyIndex', {}, { proof })).toBe('00000');
		expect(await control('/expire-tokens', {})).toMatchObject({ expired: { hstong: 1 } });
		expect(await codeOf('getApplyIndex', {}, { proof })).toBe('10106');
	});
});

describe('Out of its turn', () => {
	test.each<[string, number | 'none', string]>([
		['getOpenStatus', 'none', '60003'],
		['getApplyIndex', 'none', '60003'],
		['getStep1Info', 'none', '60015'],
		['submitStep1', 'none', '60015'],
		['submitStep3', 1, '60019'],
		['uploadAvatarAction', 1, '60019'],
		['submitStep8', 1, '60019'],
		['getStep1Info', 0, '60005'],
		['getStep3Info', 1, '60005'],
		['submitStep1', 0, '60031'],
	])('%s of a user at step %s is refused with %s', async (operation, step, code) => {
		const proof = await userAt(step);
		expect(await codeOf(operation, samples('hstong', operation), { proof })).toBe(code);
	});

	test('the identity number of another user is refused', async () => {
		await userAt(1, 1);
		const proof = await userAt(1, 2);
		const params = { ...samples('hstong', 'submitStep1', 2), idCardNo: idCardNumber(1) };
		expect(await codeOf('submitStep1', params, { proof })).toBe('60038');
	});

	test("another user's application, or a photo that is not uploaded, is refused", async () => {
		const proof = await userAt(1, 1);
		const other = await userAt(0, 2);
		const { applyId } = (await call('getStep7Info', {}, { proof })).data;
		const front = { applyId, type: 'front' };
		expect(await codeOf('getIdCardImage', front, { proof: other })).toBe('60003');
		expect(await codeOf('getAvatarActionImage', { applyId, type: 2 }, { proof })).toBe('10114');
	});

	test('another liveness action than the one asked for is refused', async () => {
		const proof = await userAt(6);
		const asked = Number((await call('getStep7Info', {}, { proof })).data.pic2TypeIdx);
		const codes = [];
		for (const action of [asked === 3 ? 4 : 3, asked])
			codes.push(
				await codeOf('uploadAvatarAction', { type: 2, action, image: photo() }, { proof }),
			);
		expect(codes).toEqual(['10003', '00000']);
	});

	test('a photo of more than 100 K is refused', async () => {
		const proof = await userAt(0);
		const upload = async (size: number): Promise<string> =>
			await codeOf('uploadIdCard', { type: 'front', image: photo('x.jpg', jpeg(size)) }, { proof });
		expect([await upload(102_401), await upload(102_400)]).toEqual(['10113', '00000']);
	});
});
