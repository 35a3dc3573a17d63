import type { SpecOperation } from '../../spec/types.ts';
import type { Client, Draft, Params, Reply } from '../reference/client.ts';
import { testRefusals, without, wrongAddresses } from '../support/sandboxes/refusals.ts';
import type { Around } from '../support/sandboxes/refusals.ts';
import {
	openIdOf,
	other,
	right as rightOf,
	useQiancheng,
} from '../support/sandboxes/use-qiancheng.ts';

const qiancheng = useQiancheng();
const { apply, ask, call, connect, control, failedChecks, pass, settings, token } = qiancheng;

/** Who a query is about, by the last digit of the mobile number, and how many seconds later the call is right. */
const STAGES: Record<string, [digit: number, seconds: number]> = {
	telecomSubmitQueryPassword: [2, 2],
	telecomSubmitCaptcha: [1, 2],
	telecomResendCaptcha: [1, 2],
	telecomSubmitServicePassword: [4, 2],
	telecomGetRawData: [0, 3],
	telecomGetReport: [0, 3],
	degreeGetRawData: [0, 3],
	ebankSubmitCaptcha: [1, 2],
	ebankV2SubmitCaptcha: [1, 2],
	ebankGetRawData: [0, 3],
	ebankV2GetRawData: [0, 3],
};
const kindOf = (id: string): string => /^(telecom|degree|ebankV2|ebank)/.exec(id)?.[1] ?? '';
let foreignId = '';
let client: Client;

/** Starts a query of this kind and does what comes before an operation of it. */
async function begin(id: string, digit: number, entry: Params): Promise<string> {
	const kind = kindOf(id);
	const before = async (operation: string, params: Params): Promise<Reply> =>
		await ask(operation, { ...rightOf(operation, digit), ...entry, ...params });
	const own = async (operation: string, params: Params = {}): Promise<Reply> =>
		await ask(operation, { ...rightOf(operation, digit), ...params });
	if (kind === 'ebank') await own('ebankUploadLicense', entry);
	const open_id = openIdOf(await own(`${kind}Create`, kind === 'ebank' ? entry : {}));
	const isLater = id !== `${kind}Login`;
	if (kind === 'degree' && isLater) await own('degreeLogin', { open_id });
	if (kind === 'ebankV2' && id !== 'ebankV2UploadLicense') {
		await before('ebankV2UploadLicense', { open_id });
		if (isLater) await before('ebankV2Login', { open_id });
	}
	return open_id;
}

async function right({ id, params: fields }: SpecOperation, n: number) {
	const [digit = 0, seconds = 0] = STAGES[id] ?? [];
	// This login type needs no password.
	const entry = n === 2 ? { entry_id: '21' } : {};
	const params: Params = { ...rightOf(id, digit), ...('entry_id' in rightOf(id) && entry) };
	const { publicKey } = await control<{ publicKey: string }>('/qiancheng-credit/risk-key');
	client = connect({ publicKey });
	const proof = await token();
	if (id === 'riskAuditApply') params.data = orderOf(n);
	else if (id === 'riskAuditResult') params.open_id = openIdOf(await apply(orderOf(n)));
	else if (id === 'ebankCreate')
		await ask('ebankUploadLicense', { ...rightOf('ebankUploadLicense'), ...entry });
	const name = fields.find((field) => ['open_id', 'openId'].includes(field.name))?.name;
	if (name !== undefined && kindOf(id) !== '') {
		const foreign = kindOf(id) === 'telecom' ? 'degreeCreate' : 'telecomCreate';
		foreignId = openIdOf(await ask(foreign, rightOf(foreign)));
		params[name] = await begin(id, digit, entry);
		await pass(seconds);
	}
	return { params, extra: { proof } };
}

/** Risk data of another order. */
function orderOf(order_id: number): Params {
	const data = rightOf('riskAuditApply').data as Params;
	return { ...data, order_detail: { ...(data.order_detail as Params), order_id } };
}

function around(operation: SpecOperation): Around[] {
	const { authenticated, contentType, id, params } = operation;
	const needs = (name: string) =>
		params.some((param) => param.name === name && param.required === true);
	const code = id === 'authorizeToken' ? '1000' : '1001';
	const mistakes = wrongAddresses(operation, '', code);
	const encoding = id === 'riskAuditApply' ? '' : 'gzip';
	const compressed: Around[3] = ({ headers }) => void (headers['content-encoding'] = encoding);
	if (contentType !== null)
		mistakes.push(['another compression', code, 'Content-Encoding is', compressed]);
	if (authenticated)
		mistakes.push(
			['no token', code, 'token is missing', { proof: undefined }],
			['an empty token', code, 'token is missing', { proof: '' }],
			['another token', code, 'token is unknown', { proof: 'x' }],
		);
	if (needs('username'))
		mistakes.push(
			['no user', '1001', 'username is missing', without('username')],
			['another user', '1001', "no merchant 'x'", without('username', 'x')],
		);
	const name = needs('openId') ? 'openId' : 'open_id';
	if (kindOf(id) === '' || !needs(name)) return mistakes;
	const says = `there is no ${kindOf(id)} query of '`;
	const asOther: Around[3] = (draft) => {
		without('username')(draft);
		draft.fields.push(['username', other.username]);
	};
	return [
		...mistakes,
		['an unknown query', code, says, without(name, 'x')],
		['a query of another kind', code, says, without(name, foreignId)],
		['a query of another merchant', code, says, asOther],
	];
}

testRefusals({
	sandbox: { ...qiancheng, call: async (...input) => await client.call(...input) },
	...{ provider: 'qiancheng-credit', right, around, success: () => '0' },
	code: ({ id }) => (id === 'authorizeToken' ? '1000' : '1001'),
	words: ['令牌验证失败'],
	answers: { absent: ['pic_captcha', 'reason'] },
	special: [[/Token (username|password) (missing|empty)/, '1001']],
	// Only the numbers of the person who is asked about are looked at.
	taken: /(contact_\w+|moblie) of another form/,
});

/** Asks what must be refused as a wrong input, and says what the journal has on it. */
async function refused(...input: Parameters<typeof ask>): Promise<Record<string, string>> {
	expect((await ask(...input)).json).toEqual({ code: 1001, msg: '输入错误' });
	return await failedChecks();
}
const stateOf = async (...input: Parameters<typeof ask>): Promise<string | undefined> =>
	(await refused(...input)).state;

describe('A token', () => {
	test.each<[Params, code: number, msg: string, failed: Record<string, string>]>([
		[{ password: 'x' }, 1001, '账户或密码错误', { state: 'the password is wrong' }],
		[{ hours: 'x' }, 1000, '获取令牌失败', { state: 'hours is not a number above 0' }],
		[{ hours: '0' }, 1000, '获取令牌失败', { state: 'hours is not a number above 0' }],
	])('asked for with %j is not given', async (change, code, msg, failed) => {
		const reply = await call('authorizeToken', { ...rightOf('authorizeToken'), ...change });
		expect([reply.json, await failedChecks()]).toEqual([{ code, msg }, failed]);
	});
});

describe('A parameter', () => {
	test('that is a list instead of a text is refused', async () => {
		const wrong = { ...rightOf('searchBlacklist'), name: ['a'], __proto__x: '1' };
		const { parameters } = await refused('searchBlacklist', wrong);
		expect(parameters).toBe('__proto__x is not a parameter of this operation; name is not a text');
	});

	test('beside open_id of the result query is refused unless expected', async () => {
		const params = { open_id: 'x', channel: 'u' };
		const reply = await call('riskAuditResult', params);
		expect(reply.json).toEqual({ code: 1001, msg: '参数错误错误' });
		expect((await failedChecks()).parameters).toBe('channel is not a parameter of this operation');
		await settings({ resultParams: ['channel'] });
		await call('riskAuditResult', params);
		expect(await failedChecks()).toEqual({ state: 'there is no risk audit with this open_id' });
	});

	test('openId and open_id may be both there, the same (gap QC-07)', async () => {
		await settings({ ebankRawDataIdName: 'both' });
		const openId = await begin('ebankGetRawData', 0, {});
		await pass(5);
		expect(await refused('ebankGetRawData')).toEqual({ open_id: 'open_id is missing' });
		const differing = { openId, open_id: 'x' };
		expect(await refused('ebankGetRawData', differing)).toEqual({
			open_id: 'open_id and openId differ',
		});
		expect((await ask('ebankGetRawData', { openId, open_id: openId })).code).toBe('0');
	});
});

describe('A body', () => {
	const json = { contentType: 'application/json' };
	test.each<[string, Partial<Draft>, string]>([
		['a=1&a=2', {}, 'a is sent twice'],
		['a[0]=1&a[2]=2', {}, 'a has the indexes 0, 2 instead of 0, 1, 2 …'],
		['a[]=1', {}, 'a[] has brackets without an index'],
		['a[b=1', {}, 'a[b is not a name with brackets'],
		['a[1][2][3][4][5][6]=1', {}, 'a[1][2][3][4][5][6] is not a name with brackets'],
		['a=1&a[b]=1', {}, 'a[b] is sent both with and without brackets'],
		['a[b]=1&a=1', {}, 'a is sent both with and without brackets'],
		['a[b][c]=1&a[b]=1', {}, 'a[b] is sent both with and without brackets'],
		['{', json, 'the body is not JSON'],
		['[]', json, 'the body is not a JSON object'],
		['a=\xff', { body: Buffer.from([0x61, 0x3d, 0xff]) }, 'the body is not UTF-8'],
	])('of %j is refused', async (body, changes, fault) => {
		const after = (draft: Draft) => void Object.assign(draft, { body, ...changes });
		expect(await refused('searchBlacklist', {}, { after })).toEqual({ body: fault });
	});

	test.each(['form', 'json'] as const)('in %s is the only one when told so', async (bodyFormat) => {
		await settings({ bodyFormat });
		const wrong = bodyFormat === 'form' ? 'json' : 'form';
		const codes = [];
		for (const format of [bodyFormat, wrong] as const) {
			const sender = connect({ bodyFormat: format });
			codes.push((await sender.call('authorizeToken', rightOf('authorizeToken'))).code);
		}
		expect(codes).toEqual(['0', '1000']);
		expect(await failedChecks()).toEqual({
			'body format': `the body is ${wrong}, not ${bodyFormat} (QC-08)`,
		});
	});
});

test.each<[string, string, number]>([
	['/nowhere', 'POST', 404],
	['/blacklist/search/single', 'GET', 405],
	['/risk-model/audit/result', 'POST', 405],
])('%s by %s is answered with HTTP %i', async (path, method, status) => {
	const after = (draft: Draft) => void Object.assign(draft, { path, method });
	expect((await call('searchBlacklist', {}, { after })).status).toBe(status);
	expect(await failedChecks()).toEqual({ path: `there is no ${method} ${path}` });
});

describe('Out of its order, a call is refused:', () => {
	test.each([
		['telecomSubmitCaptcha', 'nothing that captcha answers is asked for in state 0'],
		['telecomSubmitQueryPassword', 'nothing that query_password answers is asked for in state 0'],
		['telecomSubmitServicePassword', 'no service password is asked for in state 0'],
		['telecomResendCaptcha', 'no SMS captcha is asked for in state 0'],
		['ebankV2Login', 'the agreement of this login was not uploaded (6.1.3)'],
	])('%s, which nothing asks for', async (operation, reason) => {
		const kind = kindOf(operation);
		const open_id = openIdOf(await ask(`${kind}Create`, rightOf(`${kind}Create`)));
		expect(await stateOf(operation, { ...rightOf(operation), open_id })).toBe(reason);
	});

	test('what was answered already', async () => {
		for (const [operation, digit, seconds, reason] of [
			['telecomSubmitCaptcha', 1, 2, 'in state 22'],
			['degreeLogin', 0, 0, 'the login was done, state'],
			['ebankV2Login', 0, 0, 'the login was done, state'],
		] as const) {
			const params = { ...rightOf(operation), open_id: await begin(operation, digit, {}) };
			await pass(seconds);
			expect((await ask(operation, params)).code).toBe('0');
			expect(await stateOf(operation, params)).toContain(reason);
		}
	});

	test('what belongs before the login, after it', async () => {
		const open_id = await begin('ebankV2GetState', 0, {});
		const again = { ...rightOf('ebankV2UploadLicense'), open_id };
		expect(await stateOf('ebankV2UploadLicense', again)).toBe('the login was done, state 1');
		const early = { ...rightOf('ebankV2SubmitCaptcha'), open_id };
		expect(await stateOf('ebankV2SubmitCaptcha', early)).toContain('in state 1');
	});

	test('an e-bank query or login without the agreement of this person and login', async () => {
		const params = rightOf('ebankCreate');
		const reason = 'the agreement of this person and login was not uploaded (5.1.2)';
		expect(await stateOf('ebankCreate', params)).toBe(reason);
		await ask('ebankUploadLicense', rightOf('ebankUploadLicense'));
		for (const change of [{ login_name: 'other' }, { name: '他人' }])
			expect(await stateOf('ebankCreate', { ...params, ...change })).toBe(reason);
		const open_id = await begin('ebankV2Login', 0, {});
		const other = { ...rightOf('ebankV2Login'), open_id, login_name: 'other' };
		expect(await stateOf('ebankV2Login', other)).toContain('was not uploaded (6.1.3)');
	});

	test.each([
		['99', "there is no login type '99'"],
		['31', "the login type '31' is disabled"],
	])('an agreement for the login type %s', async (entry_id, reason) => {
		for (const operation of ['ebankUploadLicense', 'ebankV2UploadLicense']) {
			const open_id =
				operation === 'ebankUploadLicense' ? undefined : await begin(operation, 0, {});
			expect(await stateOf(operation, { ...rightOf(operation), open_id, entry_id })).toBe(reason);
		}
	});

	test('a login without the password that its login type needs', async () => {
		await ask('ebankUploadLicense', rightOf('ebankUploadLicense'));
		for (const operation of ['ebankCreate', 'ebankV2Login']) {
			const open_id = operation === 'ebankCreate' ? undefined : await begin(operation, 0, {});
			const params = { ...rightOf(operation), open_id, password: undefined };
			expect(await stateOf(operation, params)).toBe("the login type '12' needs a password");
		}
	});
});
