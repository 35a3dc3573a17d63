import spec from '../../spec/webank.json';
import type { CallInput, OperationId, WebankClient } from '../reference/webank.ts';
import { account, rightInput, useWebank } from '../reference/webank-sandbox.ts';
import type { SignedOperation } from '../reference/webank-sandbox.ts';

const { codeOf, connect, control, failedChecks, journal, urls } = useWebank();
let client: WebankClient;

beforeAll(() => {
	client = connect();
});

const messages = new Map(spec.errorCodes.map(({ code, zh }) => [code, zh]));
const operations = Object.keys(rightInput) as SignedOperation[];
type Change = NonNullable<CallInput['afterSigning']>;

/** The code of a credential call, and what the sandbox thought of it. */
async function ask(
	operation: OperationId,
	input: CallInput,
): Promise<{ code: string; failed: Record<string, string> }> {
	const { json } = await client.call(operation, input);
	expect(json.msg).toBe(messages.get(json.code) ?? '系统处理成功');
	return { code: json.code, failed: await failedChecks() };
}

describe('Getting an access token', () => {
	const parameters = (fault: string) => ['60851007', { parameters: fault }] as const;
	test.each<[CallInput['query'], code: string, failed: object]>([
		[{ app_id: undefined }, '60851009', { app_id: "there is no account ''" }],
		[{ app_id: 'x' }, '60851009', { app_id: "there is no account 'x'" }],
		[{ secret: 'x' }, '60851007', { secret: 'secret is not the one of sandbox-webank' }],
		[{ secret: undefined }, ...parameters('secret is missing')],
		[
			{ grant_type: 'password' },
			...parameters('grant_type has a value outside dictionary grantType'),
		],
		[{ version: '1.0.0' }, ...parameters('version must be 2.0.0')],
		[{ nonce: 'n' }, ...parameters('nonce is not a parameter of this operation')],
	])('given %j, is refused', async (query, code, failed) => {
		expect(await ask('getAccessToken', { query })).toEqual({ code, failed });
	});

	test('by POST is refused', async () => {
		const { json } = await client.call('getAccessToken', { method: 'POST' });
		expect(json.code).toBe('60851007');
		expect((await failedChecks()).path).toBe('there is no POST /api/oauth2/access_token');
	});

	test('given a parameter twice, is refused', async () => {
		const query =
			'app_id=sandbox-webank&secret=a&secret=b&grant_type=client_credential&version=2.0.0';
		const reply = await fetch(`${urls().webank}/api/oauth2/access_token?${query}`);
		expect(await reply.json()).toMatchObject({ code: '60851007' });
		expect(await failedChecks()).toEqual({ parameters: 'secret is sent twice' });
	});
});

describe('Getting a ticket', () => {
	const person = '{"USER_ID":"u-1"}';
	const user = { type: 'user', mechant_id: 'm' };
	const onlyForUsers = '(sent when, and only when, type contains user)';
	const parameters = (fault: string) => ['60851007', { parameters: fault }] as const;
	const state = (fault: string) => ['60851007', { state: fault }] as const;
	const type = (name: string) =>
		['60851001', { type: `there is no ticket type '${name}'` }] as const;
	const unknown = ['60851002', { access_token: 'access_token is unknown' }] as const;
	test.each<[CallInput['query'], code: string, failed: object]>([
		[{ access_token: undefined }, ...unknown],
		[{ access_token: 'x' }, ...unknown],
		[{ type: undefined }, ...parameters('type is missing')],
		[{ type: 'page' }, ...type('page')],
		[{ type: 'SIGN' }, ...type('SIGN')],
		[{ type: 'sign,' }, ...type('')],
		[{ version: '1.0.0' }, ...parameters('version must be 2.0.0')],
		[{ user_data: person }, ...parameters(`user_data must not be sent ${onlyForUsers}`)],
		[user, ...parameters(`user_data is missing ${onlyForUsers}`)],
		[{ type: 'user', user_data: person }, ...parameters(`mechant_id is missing ${onlyForUsers}`)],
		[
			{ ...user, user_data: person, merchant_id: 'm' },
			...parameters('merchant_id is not a parameter of this operation'),
		],
		[{ ...user, user_data: 'u-1' }, ...state('user_data is not a JSON object')],
		[{ ...user, user_data: '{}' }, ...state('user_data has no USER_ID')],
		[{ ...user, user_data: '{"USER_ID":"u","AGE":"1"}' }, ...state('user_data has no field AGE')],
		[
			{ ...user, user_data: '{"USER_ID":"u","EXTEND_INFO":{}}' },
			...state('EXTEND_INFO of user_data is not a string'),
		],
		[
			{ ...user, user_data: '{"USER_ID":"u","EXTEND_INFO":"x"}' },
			...state('EXTEND_INFO is not the text of a JSON'),
		],
	])('given %j, is refused', async (query, code, failed) => {
		const accessToken = await client.accessToken();
		expect(await ask('getApiTicket', { accessToken, query })).toEqual({ code, failed });
	});

	test('given the access token of another account, is refused', async () => {
		const other = connect({ appId: 'sandbox-webank-part-name', secret: 'webank-part-name-secret' });
		const accessToken = await other.accessToken();
		expect((await ask('getApiTicket', { accessToken })).code).toBe('60851002');
	});
});

describe('A signed call', () => {
	// The only thing wrong with the download is its made-up file.
	test.each(operations)('of %s is right as the other tests begin with it', async (operation) => {
		expect(await codeOf(operation)).toBe(operation === 'downloadFile' ? '60840002' : '60840000');
		const failed = operation === 'downloadFile' ? { state: 'sandbox-webank has no file 1' } : {};
		expect(await failedChecks()).toEqual(failed);
	});

	type Query = Record<string, string | undefined>;
	const changes: Array<[Query | Change, code: string, reason: RegExp]> = [
		[{ app_id: undefined }, '60840002', /^app_id is missing$/],
		[{ app_id: 'x' }, '60841017', /^there is no account 'x', so it has no ticket$/],
		[{ nonce: undefined }, '60840002', /^nonce is missing$/],
		[{ nonce: 'a1' }, '60840002', /^nonce is not 32 letters and digits$/],
		[{ nonce: `${'a'.repeat(31)}-` }, '60840002', /^nonce is not 32 letters and digits$/],
		[
			{ nonce: 'a'.repeat(32) },
			'60841018',
			/^expected [0-9A-F]{40} of .*a{32}.* \(the newest ticket\)$/,
		],
		[{ sign: undefined }, '60840002', /^sign is missing$/],
		[
			(query) => void (query.sign = query.sign?.toLowerCase()),
			...(['60841018', /^sign must be in upper case; expected/] as const),
		],
		[{ sign: 'A'.repeat(40) }, '60841018', /^expected/],
		[{ version: undefined }, '60840002', /^version is missing$/],
		[{ version: '3.0.0' }, '60840002', /^version must be [12]\.0\.0$/],
		[{ ticket: 't' }, '60840002', /^ticket is not a parameter of this operation$/],
	];
	test.each(
		operations.flatMap((operation) => changes.map((change) => [operation, ...change] as const)),
	)('of %s given %j after signing, is refused', async (operation, change, code, reason) => {
		const afterSigning: Change =
			typeof change === 'function' ? change : (query) => void Object.assign(query, change);
		expect(await codeOf(operation, { afterSigning })).toBe(code);
		expect(Object.values(await failedChecks())[0]).toMatch(reason);
	});

	test.each(operations)('of %s without any ticket fetched is refused', async (operation) => {
		expect(await codeOf(operation, { ticket: 'x' })).toBe('60841017');
		expect(await failedChecks()).toEqual({ ticket: 'no sign ticket was fetched' });
	});

	test.each(operations)(
		'of %s with the ticket of another account is refused',
		async (operation) => {
			const other = connect({
				appId: 'sandbox-webank-part-name',
				secret: 'webank-part-name-secret',
			});
			const ticket = await other.signTicket();
			await client.signTicket();
			expect(await codeOf(operation, { ticket })).toBe('60841018');
		},
	);

	test.each(operations)('of %s with a nonce for the second time is refused', async (operation) => {
		const ticket = await client.signTicket();
		const nonce = 'N0nce'.padEnd(32, '0');
		const first = await codeOf(operation, { ticket, nonce });
		expect(first).toBe(operation === 'downloadFile' ? '60840002' : '60840000');
		expect(await codeOf(operation, { ticket, nonce })).toBe('60840002');
		expect(await failedChecks()).toEqual({ nonce: `nonce ${nonce} was used before` });
	});

	test.each(operations)('of %s to the other host is refused', async (operation) => {
		// The path of 4.5.1 looks like that of a business interface, which takes JSON only.
		const isLikeBusiness = operation === 'uploadFile';
		const code = isLikeBusiness ? '60840002' : '60840110';
		expect(await codeOf(operation, { wrongHost: true })).toBe(code);
		const failed = await failedChecks();
		if (!isLikeBusiness) expect(failed.path).toContain('it belongs to the ');
	});

	test.each(operations)('of %s by another method is refused', async (operation) => {
		const method = operation === 'downloadFile' ? 'DELETE' : 'PUT';
		expect(await codeOf(operation, { method })).toBe('60840110');
		expect((await failedChecks()).path).toContain(`there is no ${method} /`);
	});

	test.each(['/', '/api', '/api/s/yh', '/api/s/yh/1/2', '/up/s/x/uploadXml'])(
		'to %s is refused',
		async (path) => {
			for (const host of [urls().webank, urls()['webank-files']]) {
				const reply = await fetch(host + path, { method: 'POST' });
				expect(await reply.json()).toMatchObject({ code: '60840110', msg: '请求路径不合法' });
			}
		},
	);
});

describe('The body of a business call', () => {
	test.each([
		['nothing', '', 'the body is empty'],
		['no JSON', 'USER_ID=u-1', 'the body is not JSON'],
		['a list', '[1,2]', 'the body is not a JSON object'],
		['a text', '"text"', 'the body is not a JSON object'],
		[
			'jsonData around the fields',
			'{"jsonData":{"A":1}}',
			'the business fields must not be wrapped in jsonData',
		],
		['a byte order mark', '\ufeff{}', 'the body is not JSON'],
	])('given %s, is refused', async (_what, text, reason) => {
		for (const operation of ['callService', 'networkTest'] as const) {
			expect(await codeOf(operation, { text })).toBe('60840002');
			expect(await failedChecks()).toEqual({ body: reason });
		}
	});

	test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
		'of type %s is refused',
		async (contentType) => {
			expect(await codeOf('callService', { contentType })).toBe('60840002');
			const type = contentType.split(';')[0];
			const wanted = 'application/json';
			expect(await failedChecks()).toEqual({
				'content type': `the body is ${type}, not ${wanted}`,
			});
		},
	);

	test('that is no UTF-8 is refused', async () => {
		await client.signTicket();
		const sign = 'A'.repeat(40);
		const query = `app_id=${account.appId}&nonce=${'a'.repeat(32)}&sign=${sign}&version=2.0.0`;
		const reply = await fetch(`${urls().webank}/api/s/yh/1?${query}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: new Uint8Array([0x7b, 0xff, 0x7d]),
		});
		expect(await reply.json()).toMatchObject({ code: '60840002' });
		expect(await failedChecks()).toEqual({ encoding: 'the body is not UTF-8' });
	});

	test('signed with other spacing is refused, and the journal shows what to hash', async () => {
		const ticket = await client.signTicket();
		const nonce = 'b'.repeat(32);
		const other = connect();
		let sign: string | undefined;
		const remember: Change = (query) => void (sign = query.sign);
		const input = { ticket, path: { bizPath: 'yh', service_code: '1' }, nonce };
		const text = '{"A": 1}';
		await other.call('callService', { ...input, text: '{"A":1}', afterSigning: remember });
		const { json } = await other.call('callService', {
			...{ ...input, nonce, text },
			afterSigning: (query) => void (query.sign = sign),
		});
		expect(json.code).toBe('60841018');
		const hashed = ['2.0.0', ticket, nonce, account.appId, text].sort().join('');
		expect((await failedChecks()).sign).toContain(` of ${hashed} (the newest ticket)`);
	});

	test('of more than 64 MB is not read at all', async () => {
		const text = `{"A":"${'x'.repeat(64 * 1024 * 1024)}"}`;
		const reply = await client
			.call('callService', { ...rightInput.callService, text })
			.catch(() => undefined);
		expect(reply?.status ?? 413).toBe(413);
		expect((await journal()).at(-1)).toMatchObject({ httpStatus: 413, processed: false });
	});
});

describe('Uploading', () => {
	const content = Buffer.from('x');
	const one = { content, fileName: 'a' };
	const noBase64 = 'file is not Base64 with its padding and without line breaks';
	test.each<[SignedOperation, CallInput, reason: string]>([
		['uploadFile', { files: [] }, 'the file part file is missing'],
		['uploadFile', { files: [one, one] }, 'this operation takes one file'],
		[
			'uploadFile',
			{ files: [{ ...one, partName: 'upload' }] },
			'upload is not a file part of this operation; the file part file is missing',
		],
		[
			'uploadFile',
			{ files: [], parts: { file: 'x' } },
			'file must be a file part with a file name, not a text; the file part file is missing',
		],
		['uploadFile', { parts: { bizContent: '{}' } }, 'bizContent is not a part of this operation'],
		['uploadFile', { files: [{ ...one, content: Buffer.alloc(0) }] }, 'file is empty'],
		['uploadForm', { files: [] }, 'the file part file is missing'],
		['uploadForm', { parts: { note: '{}' } }, 'note is not a part of this operation'],
	])('by %s given %j, is refused', expectRefusedUpload);

	test.each([
		['file', 'the body is no JSON object'],
		['{}', 'file is missing; fileName is missing'],
		['{"file":"a b","fileName":"a"}', noBase64],
		['{"file":"YQ","fileName":"a"}', noBase64],
		['{"file":"-_-_","fileName":"a"}', noBase64],
		['{"file":["YQ=="],"fileName":"a"}', 'file is not a string; file is missing'],
		['{"file":"YQ=="}', 'fileName is missing'],
		['{"file":"YQ==","fileName":"a","bizContent":{}}', 'bizContent is not a string'],
		[
			'{"file":"YQ==","fileName":"a","bizContent":"ORDER=1"}',
			'bizContent is not the text of a JSON object',
		],
		['{"file":"YQ==","fileName":"a","size":"1"}', 'size is not a field of this operation'],
	])('by uploadJson given %s, is refused', async (text, reason) => {
		await expectRefusedUpload('uploadJson', { text }, reason);
	});

	async function expectRefusedUpload(
		operation: SignedOperation,
		input: CallInput,
		reason: string,
	): Promise<void> {
		expect(await codeOf(operation, input)).toBe('60840002');
		expect(await failedChecks()).toEqual({ body: reason });
		expect(await control('/webank/files')).toEqual({ files: [], notices: [] });
	}

	const uploads = ['uploadFile', 'uploadForm', 'uploadJson'] as const;
	const queries: Array<[CallInput['query'], string]> = [
		[{ fileType: '010', fileFormat: 'png' }, 'fileType has a value outside dictionary fileType'],
		[{ fileType: '1', fileFormat: 'png' }, 'fileType has a value outside dictionary fileType'],
		[{ fileFormat: 'png' }, 'fileType is missing'],
		[{ fileType: '001' }, 'fileFormat is missing'],
		[{ fileType: '001', fileFormat: 'a/b' }, 'fileFormat is not a file format like jpg'],
		[{ fileType: '001', fileFormat: 'png', type: 'user' }, 'type must be sign'],
	];
	test.each(uploads.flatMap((operation) => queries.map((query) => [operation, ...query] as const)))(
		'by %s given %j, is refused',
		async (operation, query, reason) => {
			expect(await codeOf(operation, { query })).toBe('60840002');
			expect(await failedChecks()).toEqual({ parameters: reason });
		},
	);

	test('more than 64 MB is refused', async () => {
		const large = Buffer.alloc(64 * 1024 * 1024 + 1);
		expect(await codeOf('uploadFile', { files: [{ content: large, fileName: 'a' }] })).toBe(
			'60840002',
		);
		expect((await failedChecks()).body).toMatch(/^file is larger than 67108864 bytes/);
	});

	test('a body of another type is refused', async () => {
		expect(await codeOf('uploadJson', { contentType: 'text/plain' })).toBe('60840002');
		const failed = { 'content type': 'the body is text/plain, not application/json' };
		expect(await failedChecks()).toEqual(failed);
	});
});

describe('Downloading', () => {
	async function upload(): Promise<{ fileId: string; hashValue: string }> {
		const ticket = await client.signTicket();
		const { data } = await client.call('uploadFile', { ...rightInput.uploadFile, ticket });
		const [file] = data.FILE_LIST as Array<Record<string, string>>;
		return { fileId: file?.FILE_ID ?? '', hashValue: file?.HASH_VALUE ?? '' };
	}

	test('with another hash is refused, as JSON whatever type was asked for', async () => {
		const { fileId, hashValue } = await upload();
		const query = { fileId, hashValue: hashValue.toUpperCase(), contentType: 'image/png' };
		const ticket = await client.signTicket();
		const { headers, json } = await client.call('downloadFile', { ticket, query });
		expect(headers['content-type']).toMatch(/^application\/json/);
		expect(json.code).toBe('60840002');
		expect((await failedChecks()).state).toBe(`hashValue of this file is ${hashValue}`);
	});

	test('the file of another account is refused', async () => {
		const query = await upload();
		const other = connect({ appId: 'sandbox-webank-part-name', secret: 'webank-part-name-secret' });
		const ticket = await other.signTicket();
		expect((await other.call('downloadFile', { ticket, query })).json.code).toBe('60840002');
	});

	test.each([
		[{ contentType: 'jpeg' }, 'contentType is not a media type'],
		[{ fileId: undefined }, 'fileId is missing'],
		[{ hashValue: '' }, 'hashValue is missing'],
	])('given %j, is refused', async (changes, reason) => {
		const query = { ...(await upload()), ...changes };
		expect(await codeOf('downloadFile', { query })).toBe('60840002');
		expect(await failedChecks()).toEqual({ parameters: reason });
	});
});

test('A refused call leaves a right one as it was: only what is right uses up its nonce', async () => {
	const ticket = await client.signTicket();
	const nonce = 'c'.repeat(32);
	const sign = 'A'.repeat(40);
	const afterSigning: Change = (query) => void (query.sign = sign);
	expect(await codeOf('networkTest', { ticket, nonce, afterSigning })).toBe('60841018');
	expect(await codeOf('networkTest', { ticket, nonce })).toBe('60840000');
});
