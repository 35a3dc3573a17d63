import { gzipSync } from 'node:zlib';
import {
	account,
	idCard,
	login,
	other,
	person,
	useQiancheng,
} from '../reference/qiancheng-sandbox.ts';
import { interfaces } from '../reference/qiancheng.ts';
import type { CallInput, OperationId, Params } from '../reference/qiancheng.ts';

const { ask, client, failedChecks, pass, settings, token } = useQiancheng();

const inputError = { code: 1001, msg: '输入错误' };
const contact = { contact_tel: '13900139000', contact_name: '李四', contact_type: '0' };
const idOf = ({ data }: { data?: unknown }): string => (data as { open_id: string }).open_id;

/** Parameters that are right in everything but the query, so that a test needs to break one thing only. */
const right: Record<string, Params> = {
	searchBlacklist: person(0),
	telecomCreate: {
		...{ ...person(0), service_password: 'right' },
		options: { work_addr: 'A', contacts: [contact] },
	},
	degreeCreate: person(0),
	ebankUploadLicense: {
		...{ entry_id: '12', login_name: 'sandbox' },
		...{ name: '沙盒测试员', id_card: idCard },
	},
	ebankCreate: { ...person(0), ...login, user_info: { ip: '203.0.113.7', client_type: 2 } },
	ebankV2Create: person(0),
	degreeLogin: { account: 'a', password: 'p', sync: 1 },
	telecomSubmitCaptcha: { captcha: '123456' },
	telecomSubmitQueryPassword: { query_password: '654321' },
	telecomSubmitServicePassword: { service_password: 'right' },
	ebankSubmitCaptcha: { verify_code: '123456' },
	ebankV2SubmitCaptcha: { verify_code: '123456' },
	ebankV2UploadLicense: { entry_id: '12', login_name: 'sandbox' },
	ebankV2Login: login,
};

const operations = Object.keys(interfaces) as OperationId[];
const creators: Record<string, OperationId> = {
	telecom: 'telecomCreate',
	degree: 'degreeCreate',
	ebankV2: 'ebankV2Create',
	ebank: 'ebankCreate',
};
const kindOf = (operation: string): string =>
	/^(telecom|degree|ebankV2|ebank)/.exec(operation)?.[1] ?? '';

/** An open_id of the kind that an operation works on. */
async function openIdFor(operation: OperationId): Promise<string> {
	const creator = creators[kindOf(operation)] as OperationId;
	if (creator === 'ebankCreate') await ask('ebankUploadLicense', right.ebankUploadLicense);
	return idOf(await ask(creator, right[creator]));
}

const needsQuery = operations.filter(
	(operation) => interfaces[operation][2] === 'username' || operation === 'degreeGetState',
);
const idName = (operation: OperationId): string =>
	operation === 'ebankGetRawData' ? 'openId' : 'open_id';

describe('A token', () => {
	test.each([
		[{ password: 'x' }, { state: 'the password is wrong' }],
		[{ username: 'x' }, { username: "there is no merchant 'x'" }],
		[{ username: undefined }, { parameters: 'username is missing' }],
		[{ password: '' }, { parameters: 'password is missing' }],
	])('asked for with %j is refused as account or password', async (change, failed) => {
		const reply = await ask('authorizeToken', { ...account, ...change });
		expect(reply).toEqual({ code: 1001, msg: '账户或密码错误' });
		expect(await failedChecks()).toEqual(failed);
	});

	test.each([
		[{ hours: 'x' }, { state: 'hours is not a number above 0' }],
		[{ hours: '0' }, { state: 'hours is not a number above 0' }],
		[{ more: '1' }, { parameters: 'more is not a parameter of this operation' }],
	])('asked for with %j is not given', async (change, failed) => {
		const reply = await ask('authorizeToken', { ...account, ...change });
		expect(reply).toEqual({ code: 1000, msg: '获取令牌失败' });
		expect(await failedChecks()).toEqual(failed);
	});
});

describe.each(operations.filter((operation) => interfaces[operation][2] === 'token'))(
	'%s',
	(operation) => {
		test('without a token, or with a wrong one, is refused', async () => {
			const gzip = operation === 'riskAuditApply';
			const params = { ...right[operation], token: '' };
			expect(await ask(operation, params, { gzip })).toEqual(inputError);
			expect(await failedChecks()).toEqual({ 'token present': 'token is missing' });
			const reply = await ask(operation, { ...params, token: 'x' }, { gzip });
			expect(reply).toEqual({ code: 1001, msg: '令牌验证失败' });
			expect(await failedChecks()).toEqual({ token: 'token is unknown' });
		});
	},
);

describe.each(needsQuery)('%s', (operation) => {
	test('needs its own open_id and the right merchant', async () => {
		const id = await openIdFor(operation);
		const name = idName(operation);
		const params = { ...right[operation], [name]: id };
		const refused = async (change: Params): Promise<Record<string, string>> => {
			expect(await ask(operation, { ...params, ...change })).toEqual(inputError);
			return await failedChecks();
		};
		expect(await refused({ [name]: '' })).toEqual({ parameters: `${name} is missing` });
		const foreign = operation.startsWith('telecom') ? 'degreeCreate' : 'telecomCreate';
		for (const [change, who] of [
			[{ [name]: 'x' }, account.username],
			[{ [name]: idOf(await ask(foreign, right[foreign])) }, account.username],
			[{ username: other.username }, other.username],
		] as const) {
			if (operation === 'degreeGetState' && who === account.username)
				Object.assign(change, { username: who });
			expect(await refused(change)).toEqual({
				open_id: `there is no ${kindOf(operation)} query of '${who}' with this open_id`,
			});
		}
		expect(await refused({ username: 'x' })).toEqual({ username: "there is no merchant 'x'" });
		if (operation === 'degreeGetState') return;
		expect(await refused({ username: undefined })).toEqual({ parameters: 'username is missing' });
	});
});

describe('Parameters', () => {
	const cases: Array<[OperationId, Params, string]> = [
		['searchBlacklist', { name: '' }, 'name is missing'],
		['searchBlacklist', { id_card: '11010519491231002x' }, 'id_card is not an identity number'],
		['searchBlacklist', { id_card: '110105194912310021' }, 'id_card is not an identity number'],
		['searchBlacklist', { mobile: '12345678901' }, 'mobile is not a mobile number'],
		['searchBlacklist', { mobile: '+8613800138000' }, 'mobile is not a mobile number'],
		['searchBlacklist', { phone: '1' }, 'phone is not a parameter of this operation'],
		['searchBlacklist', { name: ['a'] }, 'name is not a text'],
		['searchBlacklist', { __proto__x: '1' }, '__proto__x is not a parameter of this operation'],
		['telecomCreate', { service_password: undefined }, 'service_password is missing'],
		['telecomCreate', { options: 'a' }, 'options is not a valid object'],
		['telecomCreate', { options: { a: '1' } }, 'options.a is not a parameter of this operation'],
		[
			'telecomCreate',
			{ options: { contacts: [{ contact_type: '7' }] } },
			'options.contacts[0].contact_type has a value outside dictionary contactType',
		],
		[
			'telecomCreate',
			{ options: { contacts: [contact, { contact_cell_phone_number: '1' }] } },
			'options.contacts[1].contact_cell_phone_number is not a parameter of this operation',
		],
		[
			'degreeCreate',
			{ options: { work_addr: 'A' } },
			'options.work_addr is not a parameter of this operation',
		],
		['ebankCreate', { user_info: { ip: 'x' } }, 'user_info.client_type is missing'],
		[
			'ebankCreate',
			{ user_info: { client_type: 3 } },
			'user_info.client_type has a value outside dictionary clientType',
		],
		[
			'ebankCreate',
			{ user_info: { client_type: '01' } },
			'user_info.client_type is not a valid integer',
		],
		['ebankV2Create', { entry_id: '12' }, 'entry_id is not a parameter of this operation'],
	];
	test.each(cases)('of %s with %j are refused', async (operation, change, reason) => {
		expect(await ask(operation, { ...right[operation], ...change })).toEqual(inputError);
		expect(await failedChecks()).toEqual({ parameters: reason });
	});

	test.each([
		[2, 'sync has a value outside dictionary syncMode'],
		['', 'sync is missing'],
		['yes', 'sync is not a valid integer'],
	])('of the degree login with sync %j are refused', async (sync, reason) => {
		const open_id = await openIdFor('degreeLogin');
		const reply = await ask('degreeLogin', { ...right.degreeLogin, open_id, sync });
		expect(reply).toEqual(inputError);
		expect(await failedChecks()).toEqual({ parameters: reason });
	});

	test('of the result query beside open_id are refused unless expected', async () => {
		const params = { open_id: 'x', username: 'u' };
		expect(await ask('riskAuditResult', params)).toEqual({ code: 1001, msg: '参数错误错误' });
		const failed = { parameters: 'username is not a parameter of this operation' };
		expect(await failedChecks()).toEqual(failed);
		await settings({ resultParams: ['channel'] });
		await ask('riskAuditResult', { open_id: 'x', channel: 'u' });
		expect(await failedChecks()).toEqual({ state: 'there is no risk audit with this open_id' });
	});
});

describe('A body', () => {
	const form = { 'content-type': 'application/x-www-form-urlencoded' };
	const json = { 'content-type': 'application/json' };
	const cases: Array<[string, CallInput, Record<string, string>]> = [
		[
			'of another type',
			{ body: 'a=1', headers: { 'content-type': 'text/plain' } },
			{ body: 'the body is text/plain, not application/x-www-form-urlencoded' },
		],
		['with a name twice', { body: 'a=1&a=2', headers: form }, { body: 'a is sent twice' }],
		[
			'with a gap in a list',
			{ body: 'a[0]=1&a[2]=2', headers: form },
			{ body: 'a has the indexes 0, 2 instead of 0, 1, 2 …' },
		],
		[
			'with no index',
			{ body: 'a[]=1', headers: form },
			{ body: 'a[] has brackets without an index' },
		],
		[
			'with a broken name',
			{ body: 'a[b=1', headers: form },
			{ body: 'a[b is not a name with brackets' },
		],
		[
			'with a name both ways',
			{ body: 'a=1&a[b]=1', headers: form },
			{ body: 'a[b] is sent both with and without brackets' },
		],
		['that is no JSON', { body: '{', headers: json }, { body: 'the body is not JSON' }],
		[
			'that is a JSON list',
			{ body: '[]', headers: json },
			{ body: 'the body is not a JSON object' },
		],
		[
			'that is no UTF-8',
			{ body: Buffer.from([0x61, 0x3d, 0xff]), headers: form },
			{ body: 'the body is not UTF-8' },
		],
		[
			'that is compressed',
			{ body: gzipSync('a=1'), headers: { ...form, 'content-encoding': 'gzip' } },
			{ 'content encoding': 'Content-Encoding is gzip, not none' },
		],
	];
	test.each(cases)('%s is refused', async (_what, input, failed) => {
		expect(await ask('searchBlacklist', {}, input)).toEqual(inputError);
		expect(await failedChecks()).toEqual(failed);
	});

	test.each(['form', 'json'] as const)('in %s is the only one when told so', async (format) => {
		await settings({ bodyFormat: format });
		const own = await ask('authorizeToken', account, { format });
		expect(own.code).toBe(0);
		const wrong = format === 'form' ? 'json' : 'form';
		expect((await ask('authorizeToken', account, { format: wrong })).code).toBe(1000);
		expect(await failedChecks()).toEqual({
			'body format': `the body is ${wrong}, not ${format} (QC-08)`,
		});
	});

	test('in the URL is refused', async () => {
		const { path } = { path: `${interfaces.searchBlacklist[1]}?name=a` };
		const params = { ...person(0), token: await token() };
		expect((await client().call('searchBlacklist', { params, path })).json).toEqual(inputError);
		expect(await failedChecks()).toEqual({ parameters: 'name must not be in the query' });
	});
});

test.each([
	['/nowhere', 'POST', 404],
	['/blacklist/search/single', 'GET', 405],
	['/risk-model/audit/result', 'POST', 405],
])('%s by %s is answered with HTTP %i', async (path, method, status) => {
	const reply = await client().call('searchBlacklist', { path, method });
	expect(reply.status).toBe(status);
	expect(await failedChecks()).toEqual({ path: `there is no ${method} ${path}` });
});

describe('Out of its order, a call is refused:', () => {
	const refused = async (operation: OperationId, params: Params): Promise<string | undefined> => {
		expect(await ask(operation, { ...right[operation], ...params })).toEqual(inputError);
		return (await failedChecks()).state;
	};

	test('a captcha, a query password, a service password or a resend that nothing asks for', async () => {
		const open_id = await openIdFor('telecomGetState');
		expect(await refused('telecomSubmitCaptcha', { open_id })).toBe(
			'nothing that captcha answers is asked for in state 0',
		);
		expect(await refused('telecomSubmitQueryPassword', { open_id })).toBe(
			'nothing that query_password answers is asked for in state 0',
		);
		expect(await refused('telecomSubmitServicePassword', { open_id })).toBe(
			'no service password is asked for in state 0',
		);
		expect(await refused('telecomResendCaptcha', { open_id })).toBe(
			'no SMS captcha is asked for in state 0',
		);
	});

	test('a captcha sent again before the state has changed', async () => {
		const created = await ask('telecomCreate', { ...person(1), service_password: 'p' });
		const open_id = idOf(created);
		await pass(2);
		const params = { ...right.telecomSubmitCaptcha, open_id };
		expect((await ask('telecomSubmitCaptcha', params)).code).toBe(0);
		expect(await refused('telecomSubmitCaptcha', { open_id })).toContain('in state 22');
	});

	test('a second login to CHSI', async () => {
		const open_id = await openIdFor('degreeLogin');
		await ask('degreeLogin', { ...right.degreeLogin, open_id });
		expect(await refused('degreeLogin', { open_id })).toBe('the login was done, state 11');
	});

	test('an e-bank query before its agreement, or of another person', async () => {
		const reason = 'the agreement of this person and login was not uploaded (5.1.2)';
		expect(await refused('ebankCreate', {})).toBe(reason);
		await ask('ebankUploadLicense', right.ebankUploadLicense);
		expect(await refused('ebankCreate', { login_name: 'other' })).toBe(reason);
		expect(await refused('ebankCreate', { name: '他人' })).toBe(reason);
		expect((await ask('ebankCreate', right.ebankCreate)).code).toBe(0);
	});

	test('an e-bank login (v2) before its agreement, with another name, or twice', async () => {
		const reason = 'the agreement of this login was not uploaded (6.1.3)';
		const open_id = await openIdFor('ebankV2Login');
		expect(await refused('ebankV2Login', { open_id })).toBe(reason);
		await ask('ebankV2UploadLicense', { ...right.ebankV2UploadLicense, open_id });
		expect(await refused('ebankV2Login', { open_id, login_name: 'other' })).toBe(reason);
		expect((await ask('ebankV2Login', { ...login, open_id })).code).toBe(0);
		expect(await refused('ebankV2Login', { open_id })).toBe('the login was done, state 1');
		expect(await refused('ebankV2UploadLicense', { open_id })).toBe('the login was done, state 1');
		expect(await refused('ebankV2SubmitCaptcha', { open_id })).toContain('in state 1');
	});

	test.each([
		['99', "there is no login type '99'"],
		['31', "the login type '31' is disabled"],
	])('an agreement for the login type %s', async (entry_id, reason) => {
		expect(await refused('ebankUploadLicense', { entry_id })).toBe(reason);
		const open_id = await openIdFor('ebankV2Login');
		expect(await refused('ebankV2UploadLicense', { open_id, entry_id })).toBe(reason);
	});

	test('a login without the password that its login type needs', async () => {
		const reason = "the login type '12' needs a password";
		expect(await refused('ebankCreate', { password: '' })).toBe(reason);
		const open_id = await openIdFor('ebankV2Login');
		expect(await refused('ebankV2Login', { open_id, password: undefined })).toBe(reason);
		const entry = { open_id, entry_id: '21', login_name: 'sandbox' };
		await ask('ebankV2UploadLicense', entry);
		expect((await ask('ebankV2Login', entry)).code).toBe(0);
	});
});
