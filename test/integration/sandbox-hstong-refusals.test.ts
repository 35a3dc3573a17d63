import { encodeForm, signPairs, toTexts } from '../reference/hstong.ts';
import type {
	ClientOptions,
	HstongClient,
	OperationId,
	Pairs,
	Value,
} from '../reference/hstong.ts';
import {
	applyUntil,
	authorise,
	idCardNo,
	image,
	mobileNo,
	stepParams,
} from '../reference/hstong-people.ts';
import { useHstong } from '../reference/hstong-sandbox.ts';

const { connect, control, codeOf, controlUrl, failedChecks, url, userAt } = useHstong();
const jpeg = { image: { content: image('photo'), fileName: 'photo.jpg' } };
let client: HstongClient;

beforeAll(() => {
	client = connect();
});

const account = ['sandbox-hstong', 'hstong-sandbox-secret'] as const;

function signedTexts(params: Record<string, Value>): Pairs {
	return toTexts({ ...params, sign_time: Math.floor(Date.now() / 1000) });
}

/** Posts a form that the reference client would not make. */
async function post(path: string, body: string): Promise<unknown> {
	const headers = { 'content-type': 'application/x-www-form-urlencoded' };
	return await (await fetch(url() + path, { method: 'POST', headers, body })).json();
}

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
			Reflect.deleteProperty(pairs, name);
		};
		expect(await codeOf('sendAuthCode', { params, afterSigning })).toBe('10101');
		expect(await failedChecks()).toEqual({ 'common parameters': `missing ${name}` });
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
		const { sign } = await failedChecks();
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
		const answer = await fetch(`${url()}/account/apply/step7/submit`, {
			method: 'POST',
		});
		expect(answer.status).toBe(200);
		expect(await answer.json()).toEqual({ code: '50001', error: '接口不存在' });
		expect(await (await fetch(`${url()}/account/apply/index`)).json()).toMatchObject({
			code: '50001',
		});
	});

	test('given JSON instead of a form, refuses and says so in the journal', async () => {
		const headers = { 'content-type': 'application/json' };
		const init = { method: 'POST', headers, body: JSON.stringify(params) };
		const answer = await fetch(`${url()}/account/auth-code/send`, init);
		expect(await answer.json()).toMatchObject({ code: '10101' });
		expect((await failedChecks())['common parameters']).toContain('the body is application/json');
	});

	test('given common parameters both in query and body of an upload, refuses', async () => {
		const address = `${url()}/account/apply/step1/upload/id-card/front?client_key=x`;
		const body = new FormData();
		body.append('client_key', 'sandbox-hstong');
		const answer = await fetch(address, { method: 'POST', body });
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
		const token = await authorise(right, controlUrl(), mobileNo(1));
		await applyUntil(right, token, 1, 6);

		const digits = { appId: 'sandbox-hstong-digits', appSecret: 'hstong-digits-secret' };
		const digitToken = await authorise(connect(digits), controlUrl(), mobileNo(1));
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
	])('given %s, authorisation is refused', async (_what, changed: Record<string, string>, code) => {
		await client.call('sendAuthCode', { params: { mobile: mobileNo(1) } });
		expect(await codeOf('authByMobile', { params: { mobile: mobileNo(1), ...changed } })).toBe(
			code,
		);
	});

	test('given a token, authorisation is refused', async () => {
		const params = { mobile: mobileNo(1), mobileCode: '1' };
		expect(await codeOf('authByMobile', { params, token: 'abc' })).toBe('10112');
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
		expect((await failedChecks()).token).toContain('replaced');
		expect(await codeOf('getApplyIndex', { token })).toBe('00000');
		expect(await control('/expire-tokens', {})).toMatchObject({ expired: { hstong: 1 } });
		expect(await codeOf('getApplyIndex', { token })).toBe('10106');
	});

	test('given a user without an application, say so', async () => {
		const token = await userAt('none');
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
		['a Chinese family name', 1, { enameFirst: '王' }, 'enameFirst is not in Latin letters'],
		['a given name with digits', 1, { enameLast: 'Da2' }, 'enameLast is not in Latin letters'],
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
		expect(Object.values(await failedChecks()).join()).toContain(fault);
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
		const { pairs } = signPairs(signedTexts({ ...stepParams(1)[1], token }), [], ...account);
		const answer = await post('/account/apply/step1/submit', encodeForm(pairs));
		expect(answer).toEqual({ code: '10003', error: '参数错误' });
		expect((await failedChecks())['encryption of idCardNo']).toContain('not encrypted');
	});

	test.each([
		['a parameter sent twice', '', '&mobile=13900000001', 'mobile is sent twice'],
		[
			'a parameter in the query of a form',
			'?client_key=sandbox-hstong',
			'',
			'client_key must not be in the query',
		],
	])('given %s, are refused', async (_what, query, tail, fault) => {
		const { pairs } = signPairs(signedTexts({ mobile: mobileNo(1) }), [], ...account);
		const answer = await post(`/account/auth-code/send${query}`, encodeForm(pairs) + tail);
		expect(answer).toMatchObject({ code: '10003' });
		expect((await failedChecks()).parameters).toBe(fault);
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
