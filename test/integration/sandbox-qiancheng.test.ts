import {
	account,
	idCard,
	login,
	other,
	person,
	useQiancheng,
} from '../reference/qiancheng-sandbox.ts';
import type { OperationId, Params } from '../reference/qiancheng.ts';

const { ask, client, control, failedChecks, journal, page, pass, settings, token } = useQiancheng();

const idOf = ({ data }: { data?: unknown }): string => (data as { open_id: string }).open_id;
const stateIn = ({ data }: { data?: unknown }): number => (data as { state: number }).state;

/** Starts a query of a mobile number that ends as told. */
const create = async (operation: OperationId, digit: number, more: Params = {}): Promise<string> =>
	idOf(await ask(operation, { ...person(digit), ...more }));
const telecom = async (digit: number, password = 'right'): Promise<string> =>
	await create('telecomCreate', digit, { service_password: password });

/** The states of a query, one a second. */
async function course(operation: OperationId, id: string, seconds: number): Promise<number[]> {
	const states: number[] = [];
	for (let second = 0; second <= seconds; second++) {
		if (second > 0) await pass(1);
		states.push(stateIn(await ask(operation, { open_id: id })));
	}
	return states;
}

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
		expect(raw).toMatchObject({ code: 0, data: { mobile: '13800138000' } });
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
		expect((await client().call('degreeLogin', { path })).status).toBe(status);
	});
});

/** The ways of both e-bank interfaces, from the agreement to the first state. */
const ebanks = {
	ebank: async (digit: number, more: Params = {}): Promise<string> => {
		const { entry_id, login_name } = login;
		const { name } = person(digit);
		await ask('ebankUploadLicense', { entry_id, login_name, name, id_card: idCard });
		const id = await create('ebankCreate', digit, { ...login, ...more });
		await pass(1);
		return id;
	},
	ebankV2: async (digit: number, more: Params = {}): Promise<string> => {
		const id = await create('ebankV2Create', digit);
		const { entry_id, login_name } = login;
		await ask('ebankV2UploadLicense', { open_id: id, entry_id, login_name });
		await ask('ebankV2Login', { open_id: id, ...login, ...more });
		return id;
	},
};

describe.each(['ebank', 'ebankV2'] as const)('An %s query', (kind) => {
	const start = ebanks[kind];
	const submit = async (id: string, code: string): Promise<{ data?: unknown }> =>
		await ask(`${kind}SubmitCaptcha`, { open_id: id, verify_code: code });

	test.each([
		[0, [1, 10], '', []],
		[1, [1, 6], '123456', [7, 10]],
		[2, [1, 2], '246810', [3, 10]],
		[3, [1, 4], '3507', [5, 10]],
		[4, [1, 4], '3507', [5, 6]],
		[5, [1, 2], '246810', [3, 6]],
		[6, [1, 11], '', []],
		[7, [1, 1], '', []],
		[8, [1, 6], '123456', [7, 11]],
	])('of …%i shows %j, and given "%s" %j', async (digit, first, code, then) => {
		const id = await start(digit);
		expect(await course(`${kind}GetState`, id, 1)).toEqual(first);
		if (code === '') return;
		expect(stateIn(await submit(id, code))).toBe(then[0]);
		expect(await course(`${kind}GetState`, id, 1)).toEqual(then);
	});

	test('shows a picture only while it asks for one, and another after a wrong answer', async () => {
		const id = await start(3);
		const read = async (): Promise<{ pic_captcha?: string }> =>
			(await ask(`${kind}GetState`, { open_id: id })).data as { pic_captcha?: string };
		expect(await read()).not.toHaveProperty('pic_captcha');
		await pass(1);
		const { pic_captcha: first = '' } = await read();
		expect(Buffer.from(first, 'base64').subarray(0, 8).toString('latin1')).toBe(
			'\x89PNG\r\n\x1a\n',
		);
		await submit(id, '0000');
		expect(await course(`${kind}GetState`, id, 2)).toEqual([5, 8, 4]);
		expect((await read()).pic_captcha).not.toBe(first);
		await submit(id, '8264');
		expect(await course(`${kind}GetState`, id, 1)).toEqual([5, 10]);
	});

	test('takes a wrong captcha, sends another after the second, and gives up after the third', async () => {
		const id = await start(1);
		await pass(1);
		await submit(id, '999999');
		expect(await course(`${kind}GetState`, id, 1)).toEqual([7, 8]);
		await submit(id, '999999');
		expect(await course(`${kind}GetState`, id, 1)).toEqual([7, 9]);
		await submit(id, '123456');
		expect(await course(`${kind}GetState`, id, 1)).toEqual([7, 11]);
	});

	test('gives data once it is finished', async () => {
		const id = await start(0);
		const name = kind === 'ebank' ? 'openId' : 'open_id';
		expect((await ask(`${kind}GetRawData`, { [name]: id })).code).toBe(1003);
		await settings({ ebankNotReadyCode: '1001' });
		expect((await ask(`${kind}GetRawData`, { [name]: id })).code).toBe(1001);
		await pass(1);
		const { data } = await ask(`${kind}GetRawData`, { [name]: id });
		expect(data).toMatchObject({ version: kind === 'ebank' ? 1 : 2, entry_id: '12' });
	});

	test('fails with a wrong password, and after ten minutes', async () => {
		const wrong = await start(0, { password: '000000' });
		const endless = await start(7);
		await pass(1);
		expect(stateIn(await ask(`${kind}GetState`, { open_id: wrong }))).toBe(11);
		await pass(600);
		expect(await ask(`${kind}GetState`, { open_id: endless })).toMatchObject({
			data: { state: 11, message: '采集失败' },
		});
	});
});

test.each(['openId', 'open_id', 'both'])('The id of 5.2.1 can be called %s', async (name) => {
	const id = await ebanks.ebank(0);
	await pass(5);
	await settings({ ebankRawDataIdName: name });
	const sent = name === 'both' ? { openId: id, open_id: id } : { [name]: id };
	expect((await ask('ebankGetRawData', sent)).code).toBe(0);
	const wrong = name === 'openId' ? 'open_id' : 'openId';
	expect((await ask('ebankGetRawData', { [wrong]: id })).code).toBe(name === 'both' ? 0 : 1001);
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
	expect(await ask('authorizeToken', account)).toEqual({ code: 1001, msg: '账户或密码错误' });
	expect((await ask('authorizeToken', { ...account, password: 'new' })).code).toBe(0);
});

test.each([
	['settings', { speed: 1 }, "there is no setting 'speed'"],
	['settings', { gzip: 'no' }, 'gzip must be one of required, optional, refused'],
	['settings', { stepMs: -1 }, 'stepMs must be a whole number'],
	['settings', { resultParams: 'a' }, 'resultParams must be a list of texts'],
	['clock', { advanceSeconds: '1' }, 'advanceSeconds must be a number from 0'],
	['clock', { seconds: 1 }, "There is no 'seconds'; known are advanceSeconds"],
	['expire', { username: 'x' }, "There is no merchant 'x'"],
	['kick-out', { username: 'x' }, "There is no merchant 'x'"],
	['state', { open_id: 'x', state: 1 }, 'There is no query with this open_id'],
	['decide', { open_id: 'x', state: 1 }, 'There is no risk audit with this open_id'],
])('The control request %s with %j is refused', async (path, body, error) => {
	const reply = await control<{ error: string }>(`/qiancheng-credit/${path}`, body);
	expect(reply.error).toContain(error);
});
