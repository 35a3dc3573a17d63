import { startSandbox } from '../../sandbox/index.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { createHstongClient } from '../reference/hstong.ts';
import type { CallInput, ClientOptions, HstongClient, OperationId } from '../reference/hstong.ts';
import {
	applyUntil,
	authorise,
	idCardNo,
	image,
	mobileNo,
	stepParams,
} from '../reference/hstong-people.ts';

let sandbox: Sandbox;
let client: HstongClient;
const clients: HstongClient[] = [];

function connect(options: Partial<ClientOptions> = {}): HstongClient {
	const made = createHstongClient({
		baseUrl: sandbox.urls.hstong,
		appId: 'sandbox-hstong',
		appSecret: 'hstong-sandbox-secret',
		...options,
	});
	clients.push(made);
	return made;
}

async function control<Body>(path: string, body?: object): Promise<Body> {
	const init = body && {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	};
	const answer = await fetch(sandbox.controlUrl + path, init);
	return (await answer.json()) as Body;
}

async function lastChecks(): Promise<Record<string, string>> {
	const { entries } = await control<{ entries: Array<{ checks: Check[] }> }>('/journal?limit=1');
	return Object.fromEntries(
		(entries[0]?.checks ?? []).filter(({ ok }) => !ok).map(({ name, detail }) => [name, detail]),
	);
}

interface Check {
	name: string;
	ok: boolean;
	detail: string;
}

/** Signs a user in and takes the application to a step. */
async function userAt(step: number, index = 1): Promise<string> {
	const token = await authorise(client, sandbox.controlUrl, mobileNo(index));
	if (step >= 0) await applyUntil(client, token, index, step);
	return token;
}

async function codeOf(operation: OperationId, input: CallInput): Promise<string> {
	return (await client.call(operation, input)).json.code;
}

const noApplication = -1;
const jpeg = { image: { content: image('photo'), fileName: 'photo.jpg' } };

beforeAll(async () => {
	sandbox = await startSandbox();
	client = connect();
});
beforeEach(async () => await control('/reset', {}));
afterAll(async () => {
	for (const each of clients) each.close();
	await sandbox.close();
});

describe('An account opening', () => {
	test('goes through all eight steps, is returned, submitted again, approved and opened', async () => {
		const token = await userAt(8);
		const ask = async (operation: OperationId): Promise<unknown> =>
			(await client.call(operation, { token })).json.result;
		expect(await ask('getOpenStatus')).toEqual({ status: '2', msg: '' });
		expect(await ask('getApplyIndex')).toEqual({ step: '10' });
		expect(await codeOf('submitStep6', { token, params: stepParams(1)[6] })).toBe('60002');

		const mobile = mobileNo(1);
		await control('/hstong/review', { mobile, status: 3, msg: '签名不清晰' });
		expect(await ask('getOpenStatus')).toEqual({ status: '3', msg: '签名不清晰' });
		expect(await codeOf('submitStep5', { token, params: stepParams(1)[5] })).toBe('00000');
		const files = { signature: { content: image('again'), fileName: '签名.jpg' } };
		expect(await codeOf('submitStep8', { token, files })).toBe('00000');
		expect(await ask('getOpenStatus')).toEqual({ status: '2', msg: '' });

		await control('/hstong/review', { mobile, status: 4 });
		expect(await ask('getOpenStatus')).toEqual({ status: '4', msg: '' });
		await control('/hstong/review', { mobile, status: 6 });
		expect(await ask('getOpenStatus')).toEqual({ status: '6', msg: '' });
		expect(await codeOf('submitStep6', { token, params: stepParams(1)[6] })).toBe('60001');

		await client.call('sendAuthCode', { params: { mobile } });
		const { code } = await control<{ code: string }>(`/hstong/sms?mobile=${mobile}`);
		const { json } = await client.call('authByMobile', { params: { mobile, mobileCode: code } });
		expect(json.result).toMatchObject({ hasKh: true });
	});

	test.each([
		[0, '1'],
		[1, '2'],
		[2, '3'],
		[3, '4'],
		[4, '5'],
		[5, '6'],
		[6, '7'],
		[7, '9'],
		[8, '10'],
	])('after step %i shows step %s on its home', async (step, shown) => {
		const token = await userAt(step);
		const { json } = await client.call('getApplyIndex', { token });
		expect(json.result).toEqual({ step: shown });
	});

	test('after the first liveness photo shows step 8', async () => {
		const token = await userAt(6);
		await client.call('uploadAvatarAction', { token, path: { type: 1 }, files: jpeg });
		expect((await client.call('getApplyIndex', { token })).json.result).toEqual({ step: '8' });
	});

	test('given a deleted application, still tells its status and refuses the rest', async () => {
		const token = await userAt(2);
		await control('/hstong/review', { mobile: mobileNo(1), status: 5 });
		expect((await client.call('getOpenStatus', { token })).json.result).toEqual({
			status: '5',
			msg: '',
		});
		expect(await codeOf('getStep2Info', { token })).toBe('60004');
		expect(await codeOf('submitStep3', { token, params: stepParams(1)[3] })).toBe('60004');
		expect(await codeOf('agreeLicense', { token })).toBe('60004');
	});
});

describe('The step queries', () => {
	test('return what was submitted, in the shapes that the document prints', async () => {
		const token = await userAt(8);
		const ask = async (step: number): Promise<unknown> =>
			(await client.call(`getStep${step}Info` as OperationId, { token })).json;
		const { applyId } = ((await ask(7)) as { result: { applyId: string } }).result;
		expect(await ask(1)).toEqual({
			code: '00000',
			result: {
				ename: 'Sandbox Tester',
				name: '沙盒测试员',
				idCardFrontPath: `/account/apply/${applyId}/images/id-card/front`,
				idCardBackPath: `/account/apply/${applyId}/images/id-card/back`,
				idCardNo: idCardNo(1),
				idCardAddr: '测试省样例市 1 号楼 #2 & 3+4=7',
				bankCardNo: '6222020000000000062',
			},
		});
		const { cAddrDivision, ...personal } = stepParams(1)[2];
		expect(cAddrDivision).toBeDefined();
		const unset = { bussinessDetail: null, reasonOfUnemployment: null };
		expect(await ask(2)).toEqual({ code: '00000', result: { ...personal, ...unset } });
		expect(await ask(3)).toEqual({
			code: '00000',
			result: { ...stepParams(1)[3], employmentStatus: 1 },
		});
		const { scChina, ...declared } = stepParams(1)[4];
		const sc = { china: scChina, JR: 'CHINA', TIN: idCardNo(1), idNo: idCardNo(1), others: [] };
		expect(await ask(4)).toEqual({ code: '00000', result: { ...declared, sc, d7Yes: '' } });
		expect(await ask(5)).toEqual({
			code: '00000',
			result: { ...stepParams(1)[5], q3Disabled: false },
		});
		expect(await ask(6)).toEqual({ code: '00000' });
		const action = 3 + (Number(applyId) % 9);
		expect(await ask(7)).toMatchObject({
			result: { pic2TypeIdx: action, applyId: expect.stringMatching(/^\d{6}$/) },
		});
		expect(await ask(8)).toEqual({ code: '00000' });
	});

	test('map the tax declaration of a resident of elsewhere', async () => {
		const token = await userAt(3);
		const tax = { scChina: false, scJR: 'JP', scTIN: '12-34', scOthers: '["日本 JP","A&B"]' };
		const params = { ...stepParams(1)[4], ...tax, identityOfUs: undefined };
		expect(await codeOf('submitStep4', { token, params })).toBe('00000');
		const { json } = await client.call('getStep4Info', { token });
		expect(json.result).toMatchObject({
			sc: { china: false, JR: 'JP', TIN: '12-34', others: ['日本 JP', 'A&B'] },
			identityOfUs: null,
		});
	});
});

describe('Photos', () => {
	test.each([
		['JPEG', 'jpeg', 'image/jpeg', 102_400],
		['PNG', 'png', 'image/png', 8],
	] as const)('in %s come back byte for byte', async (_name, format, contentType, size) => {
		const token = await userAt(6);
		const content = image('exact', size, format);
		const files = {
			image: { content, fileName: '身份证 正面.bin', contentType: 'application/octet-stream' },
		};
		const front = await client.call('uploadIdCard', { token, path: { type: 'front' }, files });
		const applyId = front.json.result as string;
		expect(applyId).toMatch(/^\d{6}$/);
		const path = { applyId, type: 'front' };
		const card = await client.call('getIdCardImage', { token, path });
		expect(card.headers['content-type']).toBe(contentType);
		expect(card.body.equals(content)).toBe(true);

		const avatar = await client.call('uploadAvatarAction', { token, path: { type: 1 }, files });
		expect(avatar.json.result).toEqual({ applyId });
		const photo = await client.call('getAvatarActionImage', { token, path: { applyId, type: 1 } });
		expect(photo.body.equals(content)).toBe(true);
	});

	test('given common parameters in the query, are accepted', async () => {
		const token = await userAt(0);
		const byQuery = connect({ multipartCommonParams: 'query' });
		const input = {
			token,
			path: { type: 'back' },
			params: { imageName: '反面 1.jpg' },
			files: jpeg,
		};
		expect((await byQuery.call('uploadIdCard', input)).json.code).toBe('00000');
	});

	test.each([
		['too large', image('large', 102_401), '10113'],
		['neither JPEG nor PNG', Buffer.from('GIF89a'), '60017'],
		['empty', Buffer.alloc(0), '60017'],
	])('given an image that is %s, are refused', async (_what, content, code) => {
		const token = await userAt(0);
		const files = { image: { content, fileName: 'photo.jpg' } };
		expect(await codeOf('uploadIdCard', { token, path: { type: 'front' }, files })).toBe(code);
	});

	test('given an upload without its file, or with another part name, are refused', async () => {
		const token = await userAt(0);
		const path = { type: 'front' };
		expect(await codeOf('uploadIdCard', { token, path })).toBe('10003');
		expect(await codeOf('uploadIdCard', { token, path, files: { photo: jpeg.image } })).toBe(
			'10003',
		);
		expect(await codeOf('uploadIdCard', { token, path: { type: 'left' }, files: jpeg })).toBe(
			'10003',
		);
	});

	test("given another user's application or a photo not uploaded, are refused", async () => {
		const token = await userAt(1, 1);
		const other = await userAt(0, 2);
		const { json } = await client.call('getStep7Info', { token });
		const { applyId } = json.result as { applyId: string };
		expect(await codeOf('getIdCardImage', { token: other, path: { applyId, type: 'front' } })).toBe(
			'60003',
		);
		expect(await codeOf('getAvatarActionImage', { token, path: { applyId, type: 2 } })).toBe(
			'10114',
		);
		expect(await codeOf('getAvatarActionImage', { token, path: { applyId, type: 3 } })).toBe(
			'10003',
		);
	});

	test('given another liveness action than the one asked for, are refused', async () => {
		const token = await userAt(6);
		const { json } = await client.call('getStep7Info', { token });
		const { pic2TypeIdx } = json.result as { pic2TypeIdx: number };
		const upload = async (params: CallInput['params']): Promise<string> =>
			await codeOf('uploadAvatarAction', { token, path: { type: 2 }, params, files: jpeg });
		expect(await upload({ action: pic2TypeIdx === 3 ? 4 : 3 })).toBe('10003');
		expect(await upload({})).toBe('10003');
		expect(await upload({ action: pic2TypeIdx })).toBe('00000');
	});
});

describe('OCR', () => {
	const upload = async (token: string, frontName: string, backName = 'back.jpg'): Promise<void> => {
		for (const [type, imageName] of [
			['front', frontName],
			['back', backName],
		] as const) {
			await client.call('uploadIdCard', {
				token,
				path: { type },
				params: { imageName },
				files: jpeg,
			});
		}
	};

	test('reads one fixed person, or the number in the name of the image', async () => {
		const token = await userAt(0);
		await upload(token, 'front.jpg');
		const { json } = await client.call('ocrValidate', { token });
		expect(json.result).toEqual({
			name: '测试员',
			idCardNo: '11010519491231002X',
			idCardAddr: '测试省样例市沙盒区一号',
		});
		await upload(token, `front-${idCardNo(7)}.jpg`);
		const again = await client.call('ocrValidate', { token });
		expect(again.json.result).toMatchObject({ idCardNo: idCardNo(7) });
	});

	test.each([
		['unreadable.jpg', 'back.jpg', '60030'],
		['blurred-front.jpg', 'back.jpg', '60032'],
		['front.jpg', 'blurred-back.jpg', '60033'],
	])('given %s and %s, refuses', async (front, back, code) => {
		const token = await userAt(0);
		await upload(token, front, back);
		expect(await codeOf('ocrValidate', { token })).toBe(code);
	});

	test('given one side only, refuses, and so does step 1', async () => {
		const token = await userAt(0);
		await client.call('uploadIdCard', { token, path: { type: 'front' }, files: jpeg });
		expect(await codeOf('ocrValidate', { token })).toBe('60031');
		expect(await codeOf('submitStep1', { token, params: stepParams(1)[1] })).toBe('60031');
	});
});

describe('The signature and its parameters', () => {
	const params = { mobile: mobileNo(1) };
	const seconds = (offset: number) => (): number => Date.now() + offset * 1000;

	test.each([
		['a wrong secret', { appSecret: 'wrong' }, '10105'],
		['an unknown client', { appId: 'nobody' }, '10104'],
		['a time 310 s ago', { clock: seconds(-310) }, '10103'],
		['a time 310 s ahead', { clock: seconds(310) }, '10103'],
		['milliseconds for seconds', { clock: () => Date.now() * 1000 }, '10103'],
		['a time 290 s ago', { clock: seconds(-290) }, '00000'],
	])('given %s, answers %s', async (_what, options: Partial<ClientOptions>, code) => {
		const { json } = await connect(options).call('sendAuthCode', { params });
		expect(json.code).toBe(code);
	});

	test.each(['client_key', 'sign_time', 'sign'])('given no %s, refuses', async (name) => {
		const afterSigning = (pairs: Record<string, string>): void => {
			delete pairs[name];
		};
		expect(await codeOf('sendAuthCode', { params, afterSigning })).toBe('10101');
		expect(await lastChecks()).toEqual({ 'common parameters': `missing ${name}` });
	});

	test('given a time that is no number, refuses', async () => {
		const afterSigning = (pairs: Record<string, string>): void => {
			pairs.sign_time = '2017-09-29 10:00:00';
		};
		expect(await codeOf('sendAuthCode', { params, afterSigning })).toBe('10102');
	});

	test('given a value changed on its way, refuses and shows what should have been signed', async () => {
		const afterSigning = (pairs: Record<string, string>): void => {
			pairs.mobile = mobileNo(2);
		};
		const { json } = await client.call('sendAuthCode', { params, afterSigning });
		expect(json).toEqual({ code: '10105', error: '签名错误' });
		const { sign } = await lastChecks();
		expect(sign).toMatch(
			/^expected [0-9a-f]{32} of client_keysandbox-hstongmobile13900000002sign_time\d{10}client_secrethstong-sandbox-secret$/,
		);
	});

	test('given an upper-case signature, refuses', async () => {
		const afterSigning = (pairs: Record<string, string>): void => {
			pairs.sign = pairs.sign?.toUpperCase() ?? '';
		};
		expect(await codeOf('sendAuthCode', { params, afterSigning })).toBe('10105');
	});

	test('given an unknown path or method, refuses', async () => {
		const answer = await fetch(`${sandbox.urls.hstong}/account/apply/step7/submit`, {
			method: 'POST',
		});
		expect(answer.status).toBe(200);
		expect(await answer.json()).toEqual({ code: '50001', error: '接口不存在' });
		expect(await (await fetch(`${sandbox.urls.hstong}/account/apply/index`)).json()).toMatchObject({
			code: '50001',
		});
	});

	test('given JSON instead of a form, refuses and says so in the journal', async () => {
		const headers = { 'content-type': 'application/json' };
		const init = { method: 'POST', headers, body: JSON.stringify(params) };
		const answer = await fetch(`${sandbox.urls.hstong}/account/auth-code/send`, init);
		expect(await answer.json()).toMatchObject({ code: '10101' });
		expect((await lastChecks())['common parameters']).toContain('the body is application/json');
	});

	test('given common parameters both in query and body of an upload, refuses', async () => {
		const url = `${sandbox.urls.hstong}/account/apply/step1/upload/id-card/front?client_key=sandbox-hstong`;
		const body = new FormData();
		body.append('client_key', 'sandbox-hstong');
		const answer = await fetch(url, { method: 'POST', body });
		expect(await answer.json()).toMatchObject({ code: '10102' });
	});

	test('given a second interpretation of an account, holds to its switches', async () => {
		const encrypted = connect({
			appId: 'sandbox-hstong-encrypted',
			appSecret: 'hstong-encrypted-secret',
		});
		expect((await encrypted.call('sendAuthCode', { params })).json.code).toBe('10003');
		const right = connect({
			appId: 'sandbox-hstong-encrypted',
			appSecret: 'hstong-encrypted-secret',
			encryptMobile: true,
		});
		const token = await authorise(right, sandbox.controlUrl, mobileNo(1));
		await applyUntil(right, token, 1, 6);

		const digits = { appId: 'sandbox-hstong-digits', appSecret: 'hstong-digits-secret' };
		const digitToken = await authorise(connect(digits), sandbox.controlUrl, mobileNo(1));
		const input = { token: digitToken, params: stepParams(1)[6] };
		expect((await connect(digits).call('submitStep6', input)).json.code).toBe('10003');
		const digitClient = connect({ ...digits, booleanStyle: 'digit' });
		expect((await digitClient.call('submitStep6', input)).json.code).toBe('00000');
		expect(await codeOf('submitStep6', { token: digitToken, params: stepParams(1)[6] })).toBe(
			'10106',
		);
	});
});

describe('Codes and tokens', () => {
	test.each([
		['a wrong code', { mobileCode: '000000' }, '10107'],
		['a number too short', { mobile: '1390000000', mobileCode: '1' }, '10111'],
		['a country code without 00', { countryCode: '86', mobileCode: '1' }, '10110'],
		['a token', { token: 'abc', mobileCode: '1' }, '10112'],
	])('given %s, authorisation is refused', async (_what, changed: Record<string, string>, code) => {
		await client.call('sendAuthCode', { params: { mobile: mobileNo(1) } });
		expect(await codeOf('authByMobile', { params: { mobile: mobileNo(1), ...changed } })).toBe(
			code,
		);
	});

	test('given a code used before or overtaken by a newer one, refuse', async () => {
		const mobile = mobileNo(1);
		const send = async (): Promise<string> => {
			await client.call('sendAuthCode', { params: { mobile } });
			return (await control<{ code: string }>(`/hstong/sms?mobile=${mobile}`)).code;
		};
		const login = async (mobileCode: string): Promise<string> =>
			await codeOf('authByMobile', { params: { mobile, mobileCode } });
		const first = await send();
		const second = await send();
		expect(first).toMatch(/^\d{6}$/);
		expect(await login(first)).toBe('10107');
		expect(await login(second)).toBe('00000');
		expect(await login(second)).toBe('10107');
	});

	test('given a number of another country, accept it', async () => {
		const params = { mobile: '51234567', countryCode: '00852' };
		expect(await codeOf('sendAuthCode', { params })).toBe('00000');
		const { code } = await control<{ code: string }>(
			'/hstong/sms?mobile=51234567&countryCode=00852',
		);
		expect(await codeOf('authByMobile', { params: { ...params, mobileCode: code } })).toBe('00000');
	});

	test('given a missing, unknown, replaced or expired token, refuse', async () => {
		expect(await codeOf('getApplyIndex', {})).toBe('10101');
		expect(await codeOf('getApplyIndex', { token: 'unknown' })).toBe('10106');
		const old = await userAt(0);
		const token = await userAt(0);
		expect(await codeOf('getApplyIndex', { token: old })).toBe('10106');
		expect((await lastChecks()).token).toContain('replaced');
		expect(await codeOf('getApplyIndex', { token })).toBe('00000');
		expect(await control('/expire-tokens', {})).toEqual({ expired: { hstong: 1 } });
		expect(await codeOf('getApplyIndex', { token })).toBe('10106');
	});

	test('given a user without an application, say so', async () => {
		const token = await userAt(noApplication);
		expect(await codeOf('getOpenStatus', { token })).toBe('60003');
		expect(await codeOf('getApplyIndex', { token })).toBe('60003');
		expect(await codeOf('getStep1Info', { token })).toBe('60015');
		expect(await codeOf('submitStep1', { token, params: stepParams(1)[1] })).toBe('60015');
	});
});

describe('Step parameters', () => {
	type Change = Record<string, string | number | boolean | undefined>;
	const cases: Array<[what: string, step: 1 | 2 | 3 | 4 | 5 | 6, change: Change, fault: string]> = [
		['a missing name', 1, { name: undefined }, 'name is missing'],
		['an empty name', 1, { name: '' }, 'name is missing'],
		['an unknown parameter', 1, { nickname: 'x' }, 'nickname is not a parameter'],
		[
			'a wrong check digit',
			1,
			{ idCardNo: '990101199001010010' },
			'idCardNo decrypts to something',
		],
		['a short bank card', 1, { bankCardNo: '62220200000' }, 'bankCardNo decrypts to something'],
		['a value outside its dictionary', 2, { employmentStatus: 5 }, 'dictionary employmentStatus'],
		['a text for an integer', 2, { cAddrCity: '长沙' }, 'cAddrCity is not a valid integer'],
		['years of service of 51', 2, { yearsOfService: 51 }, 'dictionary yearsOfService'],
		[
			'a reason of unemployment at work',
			2,
			{ reasonOfUnemployment: 1 },
			'reasonOfUnemployment must not be sent',
		],
		[
			'a business detail of an employee',
			2,
			{ bussinessDetail: '小吃' },
			'bussinessDetail must not be sent',
		],
		[
			'a main source only listed as other',
			3,
			{ mainSourceOfWealth: 7 },
			'dictionary mainSourceOfWealth',
		],
		['no name of the related person', 4, { d1YesName: undefined }, 'd1YesName is missing'],
		['a related person of nobody', 4, { d1: true }, 'd1YesName must not be sent'],
		['no jurisdiction outside China', 4, { scChina: false, scTIN: '1' }, 'scJR is missing'],
		['no tax number outside China', 4, { scChina: false, scJR: 'JP' }, 'scTIN is missing'],
		['no details of d7', 4, { d7: false }, 'd7Yes is missing'],
		['d2 false', 4, { d2: false }, 'd2 has a value outside [true]'],
		['d5 false', 4, { d5: false }, 'd5 has a value outside [true]'],
		['d6 false', 4, { d6: false }, 'd6 has a value outside [true]'],
		['identityOfUs false', 4, { identityOfUs: false }, 'identityOfUs has a value outside [true]'],
		['others that are no list', 4, { scOthers: 'JP' }, 'scOthers is not a valid JSON list'],
		['acHK false', 5, { acHK: false }, 'acHK has a value outside [true]'],
		['q3Disabled sent', 5, { q3Disabled: true }, 'q3Disabled is not a parameter'],
		['a boolean as a digit', 6, { d1: '1' }, 'd1 is not a valid boolean'],
	];

	test.each(cases)('given %s in step %i, are refused', async (_what, step, change, fault) => {
		const token = await userAt(step === 1 ? 1 : step - 1);
		const params = { ...stepParams(1)[step], ...change };
		expect(await codeOf(`submitStep${step}` as OperationId, { token, params })).toBe('10003');
		expect(Object.values(await lastChecks()).join()).toContain(fault);
	});

	test.each([
		['an unemployed person', { employmentStatus: 8, reasonOfUnemployment: 3 }],
		['a sole trader', { employmentStatus: 7, bussinessDetail: '早餐店' }],
		['the least that is required', { natureOfBussiness: undefined, fullName: undefined }],
	])('given %s, are accepted', async (_what, change: Change) => {
		const token = await userAt(1);
		expect(await codeOf('submitStep2', { token, params: { ...stepParams(1)[2], ...change } })).toBe(
			'00000',
		);
	});

	test('given plain text where it must be encrypted, are refused', async () => {
		const token = await userAt(1);
		const { signPairs, encodeForm, toTexts } = await import('../reference/hstong.ts');
		const texts = toTexts({ ...stepParams(1)[1], token, sign_time: Math.floor(Date.now() / 1000) });
		const { pairs } = signPairs(texts, [], 'sandbox-hstong', 'hstong-sandbox-secret');
		const answer = await fetch(`${sandbox.urls.hstong}/account/apply/step1/submit`, {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: encodeForm(pairs),
		});
		expect(await answer.json()).toEqual({ code: '10003', error: '参数错误' });
		expect((await lastChecks())['encryption of idCardNo']).toContain('not encrypted');
	});

	test('given a step before its turn, are refused', async () => {
		const token = await userAt(1);
		expect(await codeOf('submitStep3', { token, params: stepParams(1)[3] })).toBe('60019');
		expect(await codeOf('uploadAvatarAction', { token, path: { type: 1 }, files: jpeg })).toBe(
			'60019',
		);
		expect(await codeOf('submitStep8', { token, files: { signature: jpeg.image } })).toBe('60019');
		expect(await codeOf('getStep3Info', { token })).toBe('60005');
	});

	test('given the identity number of another user, are refused', async () => {
		await userAt(1, 1);
		const token = await userAt(1, 2);
		const params = { ...stepParams(2)[1], idCardNo: idCardNo(1) };
		expect(await codeOf('submitStep1', { token, params })).toBe('60038');
	});
});
