import type { Draft, Params } from '../reference/client.ts';
import { account, other, right, useQiancheng } from '../support/sandboxes/use-qiancheng.ts';

const qiancheng = useQiancheng();
const { call, control, course, create, failedChecks, journal, page, pass, settings, token } =
	qiancheng;

/** The envelope that answers a call. */
const ask = async (
	operation: string,
	params?: Params,
): Promise<{ code: number; msg?: string; data?: unknown }> =>
	(await qiancheng.ask(operation, params)).json as { code: number };
const person = (digit: number): Params => right('searchBlacklist', digit);

const stateIn = ({ data }: { data?: unknown }): number => (data as { state: number }).state;

const telecom = async (digit: number, service_password = 'right'): Promise<string> =>
	await create('telecomCreate', digit, { service_password });

describe('A token', () => {
	test('is given for account and password, and others stay valid', async () => {
		const first = await token();
		const second = await token();
		expect(first).toMatch(/^[0-9a-f]{32}$/);
		for (const one of [first, second])
			expect(await ask('searchBlacklist', { ...person(0), token: one })).toMatchObject({ code: 0 });
	});

	test('ends the others of its merchant when the sandbox is told so', async () => {
		await settings({ kickOut: true });
		const first = await token();
		const foreign = await token(other);
		await token();
		expect(await ask('searchBlacklist', { ...person(0), token: first })).toEqual({
			code: 1001,
			msg: '令牌验证失败',
		});
		expect(await ask('searchBlacklist', { ...person(0), token: foreign })).toMatchObject({
			code: 0,
		});
	});

	test.each([
		[undefined, 86_400],
		['1', 3600],
		['0.5', 1800],
	])('asked for %s hours lives %i seconds', async (hours, seconds) => {
		const { data } = await ask('authorizeToken', { ...account, hours });
		const own = { ...person(0), token: (data as { token: string }).token };
		await pass(seconds - 60);
		expect((await ask('searchBlacklist', own)).code).toBe(0);
		await pass(61);
		expect(await ask('searchBlacklist', own)).toEqual({ code: 1001, msg: '令牌验证失败' });
		expect(await failedChecks()).toEqual({ token: 'token is past its time' });
	});

	test('can be ended by a control request, and refused with the other code', async () => {
		const own = { ...person(0), token: await token() };
		await settings({ tokenRefusalCode: '1000' });
		expect(await control('/qiancheng-credit/kick-out', {})).toEqual({ ended: 1 });
		expect(await ask('searchBlacklist', own)).toEqual({ code: 1000, msg: '令牌验证失败' });
		await token();
		expect(await control('/expire-tokens', {})).toMatchObject({
			expired: { 'qiancheng-credit': 1 },
		});
	});
});

test.each([
	[0, { code: 0, data: { is_in: false } }],
	[8, { code: 0, data: { is_in: true } }],
	[9, { code: 0, data: {} }],
	[7, { code: 0 }],
])('The blacklist answers a number that ends with %i', async (digit, answer) => {
	expect(await ask('searchBlacklist', person(digit))).toEqual(answer);
});

test('The blacklist knows names, too', async () => {
	await settings({ blacklistedNames: ['甲'] });
	const reply = await ask('searchBlacklist', { ...person(0), name: '甲' });
	expect(reply.data).toEqual({ is_in: true });
});

describe('A carrier query', () => {
	test('goes straight to its data, which are not there before', async () => {
		const id = await telecom(0);
		expect(await course('telecomGetState', id, 2)).toEqual([0, 11, 41]);
		for (const operation of ['telecomGetRawData', 'telecomGetReport'] as const)
			expect(await ask(operation, { open_id: id })).toEqual({ code: 1003, msg: '正在采集数据' });
		await pass(1);
		expect(await ask('telecomGetState', { open_id: id })).toEqual({
			code: 0,
			data: { state: 43, message: '数据可用' },
		});
		const raw = await ask('telecomGetRawData', { open_id: id });
		expect(raw).toMatchObject({ code: 0, data: { mobile: person(0).mobile } });
		expect(await ask('telecomGetRawData', { open_id: id })).toEqual(raw);
		expect((await ask('telecomGetReport', { open_id: id })).code).toBe(0);
	});

	test('asks for an SMS captcha, again after a wrong one, and takes only the newest', async () => {
		const id = await telecom(1);
		const submit = async (captcha: string): Promise<number> =>
			(await ask('telecomSubmitCaptcha', { open_id: id, captcha })).code;
		expect(await course('telecomGetState', id, 2)).toEqual([0, 11, 21]);
		expect(await submit('999999')).toBe(0);
		expect(await course('telecomGetState', id, 1)).toEqual([22, 23]);
		expect(await ask('telecomResendCaptcha', { open_id: id })).toEqual({ code: 0 });
		expect(await course('telecomGetState', id, 1)).toEqual([24, 21]);
		await submit('123456');
		expect(await course('telecomGetState', id, 1)).toEqual([22, 23]);
		const { queries } = await control<{ queries: Array<{ rightAnswer: string }> }>(
			`/qiancheng-credit/queries?open_id=${id}`,
		);
		await submit(queries[0].rightAnswer);
		expect(await course('telecomGetState', id, 2)).toEqual([22, 41, 43]);
	});

	test.each([
		[0, '000000', 0],
		[4, 'right', 0],
		[5, 'right', 1],
	])('of …%i with %s goes back to state %i', async (digit, password, state) => {
		const id = await telecom(digit, password);
		expect(await course('telecomGetState', id, 2)).toEqual([0, 11, state]);
		const again = { open_id: id, service_password: 'right' };
		expect(await ask('telecomSubmitServicePassword', again)).toEqual({ code: 0 });
		expect(await course('telecomGetState', id, 2)).toEqual([11, 41, 43]);
	});

	test('asks for a query password, again after a wrong one', async () => {
		const id = await telecom(2);
		expect(await course('telecomGetState', id, 2)).toEqual([0, 11, 31]);
		await ask('telecomSubmitQueryPassword', { open_id: id, query_password: 'wrong' });
		expect(await course('telecomGetState', id, 1)).toEqual([32, 33]);
		await ask('telecomSubmitQueryPassword', { open_id: id, query_password: '654321' });
		expect(await course('telecomGetState', id, 2)).toEqual([32, 41, 43]);
	});

	test('fails after its captcha, or has its data late', async () => {
		const failing = await telecom(8);
		const slow = await telecom(9);
		await pass(2);
		await ask('telecomSubmitCaptcha', { open_id: failing, captcha: '123456' });
		await pass(1);
		expect(stateIn(await ask('telecomGetState', { open_id: failing }))).toBe(42);
		expect(await course('telecomGetState', slow, 9)).toEqual([...Array(9).fill(41), 43]);
	});

	test('fails, by itself or after ten minutes', async () => {
		const failing = await telecom(6);
		const endless = await telecom(7);
		const asking = await telecom(1);
		expect(await course('telecomGetState', failing, 2)).toEqual([0, 11, 42]);
		expect((await ask('telecomGetRawData', { open_id: failing })).code).toBe(1001);
		await pass(590);
		expect(stateIn(await ask('telecomGetState', { open_id: endless }))).toBe(11);
		expect(stateIn(await ask('telecomGetState', { open_id: asking }))).toBe(21);
		await pass(10);
		expect(stateIn(await ask('telecomGetState', { open_id: endless }))).toBe(42);
		expect(stateIn(await ask('telecomGetState', { open_id: asking }))).toBe(42);
		const late = await ask('telecomSubmitCaptcha', { open_id: asking, captcha: '123456' });
		expect(late.code).toBe(1001);
	});
});

describe('A degree query', () => {
	const degree = async (digit: number): Promise<string> => await create('degreeCreate', digit);
	const logIn = async (id: string, sync: number, more: Params = {}): Promise<unknown> =>
		await ask('degreeLogin', { open_id: id, account: 'a', password: 'p', sync, ...more });

	test('waits for the login, then collects', async () => {
		const id = await degree(0);
		expect(await course('degreeGetState', id, 2)).toEqual([0, 0, 0]);
		expect(await logIn(id, 1)).toEqual({ code: 0 });
		expect(await course('degreeGetState', id, 1)).toEqual([11, 21]);
		const { data } = await ask('degreeGetState', { open_id: id, username: account.username });
		expect(data).toEqual({ state: 21, message: 'STATE_COLLECT_FINISHED' });
		const raw = await ask('degreeGetRawData', { open_id: id });
		expect(raw.data).toEqual([expect.objectContaining({ length_school: '4年' })]);
	});

	test.each([
		[6, 'p', 22],
		[0, '000000', 22],
		[7, 'p', 11],
	])('of …%i with %s ends in %i', async (digit, password, state) => {
		const id = await degree(digit);
		expect(await ask('degreeGetRawData', { open_id: id })).toMatchObject({ code: 1003 });
		await logIn(id, 1, { password });
		await pass(5);
		expect(stateIn(await ask('degreeGetState', { open_id: id }))).toBe(state);
		await pass(600);
		expect(stateIn(await ask('degreeGetState', { open_id: id }))).toBe(22);
	});

	test.each([
		['printed', '/degree/collect/login', 404],
		['degree', '/telecom/collect/login', 404],
		['degree', '/degree/collect/login', 200],
	])('with the login path %s, answers %s with %i', async (degreeLoginPath, path, status) => {
		await settings({ degreeLoginPath });
		const after = (draft: Draft) => void (draft.path = path);
		expect((await call('degreeLogin', {}, { after })).status).toBe(status);
	});
});

test.each([
	['text', '查询初始化'],
	['constant', 'STATE_INIT'],
	['none', undefined],
])('A message can be %s', async (stateMessage, message) => {
	await settings({ stateMessage });
	const id = await create('degreeCreate', 0);
	expect((await ask('degreeGetState', { open_id: id })).data).toEqual({ state: 0, message });
});

test('The journal keeps no password, captcha or token', async () => {
	const own = await token();
	const id = await telecom(1);
	await pass(2);
	await ask('telecomSubmitCaptcha', { open_id: id, captcha: '123456' });
	await ask('searchBlacklist', { ...person(0), token: own });
	const text = JSON.stringify(await journal());
	for (const secret of [account.password, own, '"123456"', '"right"'])
		expect(text).not.toContain(secret);
	expect(text).toContain('"captcha":"***"');
});

test('The page shows queries with what they ask, and a control request can move one', async () => {
	const id = await telecom(1);
	await pass(2);
	expect(await page()).toMatch(
		new RegExp(`${id}[^]+21 Captcha required 需要验证码[^]+SMS captcha[^]+123456`),
	);
	const forced = await control('/qiancheng-credit/state', { open_id: id, state: 31 });
	expect(forced).toMatchObject({ state: 31, asks: 'queryPassword', rightAnswer: '654321' });
	expect(await control('/qiancheng-credit/accounts')).toEqual({ accounts: [account, other] });
	expect(await control('/qiancheng-credit/rules')).toHaveProperty('paths.telecom.length', 10);
	expect(await control('/qiancheng-credit/tokens')).toHaveProperty('tokens.0.alive', true);
});

test('A password can be changed until the next reset', async () => {
	await control('/qiancheng-credit/password', { password: 'new' });
	expect(await ask('authorizeToken', { ...account })).toEqual({
		code: 1001,
		msg: '账户或密码错误',
	});
	expect((await ask('authorizeToken', { ...account, password: 'new' })).code).toBe(0);
});
