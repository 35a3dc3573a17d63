import type { IDataObject } from 'n8n-workflow';

import { accountOf, algorithms, merchants, newPerson } from '../support/htouhui';
import {
	message,
	opening,
	question,
	registration,
	useHtouhui,
	visit,
} from '../support/htouhui-node';

const stage = useHtouhui();
const { run, one, registered, finish } = stage;
const base = () => stage.sandbox.urls.htouhui;

describe.each(algorithms.filter((algorithm) => algorithm !== 'none'))('with %s', (algorithm) => {
	const wrong = { secret: 'wrong', privateKey: '' };
	test('a wrong key is told', async () => {
		const { privateKey } = accountOf(base(), algorithm);
		await stage.control.call('/htouhui/settings', {
			merchant: merchants[algorithm],
			secret: 'other',
		});
		// The sandbox knows one key of the partner only: another field name is as good as a wrong key.
		const account = accountOf(base(), algorithm, { ...wrong, privateKey, signField: 'other' });
		await expect(run('user', 'query', question(), { credentials: account })).rejects.toMatchObject({
			message: 'Htouhui does not accept the common fields or the signature',
			description: expect.stringContaining('Htouhui code HTTP 401: {"message":'),
		});
	});
	test('a missing key is told, and nothing is sent', async () => {
		const account = accountOf(base(), algorithm, { secret: '', privateKey: '' });
		for (const [resource, operation, values] of [
			['user', 'query', question()],
			['user', 'register', registration()],
			['user', 'openAccount', opening()],
		] as const) {
			await expect(run(resource, operation, values, { credentials: account })).rejects.toThrow(
				/The credential has no '(Secret|Private Key)'/,
			);
		}
		expect(await stage.control.journal()).toEqual([]);
	});
});

describe('a refusal', () => {
	test('of a registration that exists tells the answer', async () => {
		const person = newPerson();
		await run('user', 'register', registration(person));
		await expect(run('user', 'register', registration(person))).rejects.toMatchObject({
			message: 'Htouhui has this user already',
			description: expect.stringMatching(
				/'Query User'\. Htouhui code HTTP 200: 手机号或商户用户id已注册$/,
			),
		});
	});
	test('with HTTP 400 tells the answer', async () => {
		const { additionalFields: _type, ...values } = registration();
		await stage.control.call('/htouhui/force', {
			...{ operation: 'registerUser', httpStatus: 400, body: { code: 'E1', msg: '错误' } },
		});
		await expect(run('user', 'register', values)).rejects.toMatchObject({
			message: 'Htouhui does not accept the values',
			description: expect.stringContaining('HTTP 400: {"code":"E1","msg":"错误"}'),
		});
	});
	const SIGNATURE = 'Htouhui does not accept the common fields or the signature';
	const NO = 'Htouhui did not register the user';
	const OPEN = 'Htouhui did not say whether it registered the user';
	test.each([
		[{ code: '1003', msg: '签名错误' }, SIGNATURE, '1003', '签名错误', 'refused'],
		[{ respCode: 'E07', respMsg: 'Invalid sign' }, SIGNATURE, 'E07', 'Invalid sign', 'refused'],
		[{ ret_code: 2004, ret_msg: '商户号不存在' }, SIGNATURE, '2004', '商户号不存在', 'refused'],
		[
			{ code: '1010', msg: '手机号已被注册' },
			'Htouhui has this user already',
			'1010',
			'手机号已被注册',
			'refused',
		],
		[{ code: '1001', message: '手机号格式不正确' }, NO, '1001', '手机号格式不正确', 'refused'],
		[{ code: '0', msg: '注册不成功' }, NO, '0', '注册不成功', 'refused'],
		[{ errorCode: 'X1' }, NO, 'X1', '{"errorCode":"X1"}', 'refused'],
		[
			{ code: '1', msg: 'no', trace: 'a' },
			NO,
			'1',
			'{"code":"1","msg":"no","trace":"a"}',
			'refused',
		],
		[{ code: '0000', msg: '成功' }, OPEN, '0000', '成功', 'unknown'],
		[{ code: '0000' }, OPEN, '0000', '{"code":"0000"}', 'unknown'],
		[
			{ code: '9999', msg: '系统异常，请稍后再试' },
			OPEN,
			'9999',
			'系统异常，请稍后再试',
			'unknown',
		],
		[{ code: '2', msg: '处理中' }, OPEN, '2', '处理中', 'unknown'],
		[{ third_party_user_id: 'u' }, OPEN, 'HTTP 200', '{"third_party_user_id":"u"}', 'unknown'],
		[{}, OPEN, 'HTTP 200', '{}', 'unknown'],
	])(
		'of a registration inside the answer %j is shown as what it is',
		async (body, message, code, words, outcome) => {
			await stage.control.call('/htouhui/force', { body });
			const [{ json }] = await run('user', 'register', registration(), { continueOnFail: true });
			expect(json).toMatchObject({
				error: message,
				details: {
					code,
					outcome,
					providerMessage: words,
					description: expect.stringContaining(`Htouhui code ${code}: ${words}`),
				},
			});
			const isTold = message === 'Htouhui has this user already';
			expect(String((json.details as IDataObject).description).includes('registered already')).toBe(
				isTold,
			);
		},
	);
	test.each([
		[{ code: '0001', msg: '验签失败' }, SIGNATURE],
		[{ code: '0002', msg: '用户不存在' }, 'Htouhui did not answer with the state of the user'],
		[{ code: '0000' }, 'Htouhui did not answer with the state of the user'],
	])('of a query inside the answer %j is shown as what it is', async (body, message) => {
		await stage.control.call('/htouhui/force', { body });
		await expect(run('user', 'query', question())).rejects.toMatchObject({
			message,
			description: expect.stringContaining(`Htouhui code ${body.code}: `),
		});
	});
	test.each([
		[{ status: '1', borrower: '0' }, /card number \(bank_card_number\) is missing/],
		[{ status: 3, bank_card_number: '' }, /card number \(bank_card_number\) is missing/],
		[{ status: '9' }, /does not list the status '9'/],
		[{ status: '0', borrower: '0' }, undefined],
		[{ status: '2', bank_card_number: '6222' }, undefined],
	])(
		'is not what lacks something: the answer %j comes out, with a warning',
		async (body, warning) => {
			await stage.control.call('/htouhui/force', { body });
			const { warnings, status } = await one('user', 'query', question());
			expect(status).toBe(String(body.status));
			expect(warnings).toEqual(warning ? [expect.stringMatching(warning)] : []);
		},
	);
	test('by its words is told with HTTP 400, too', async () => {
		await stage.control.call('/htouhui/force', {
			httpStatus: 400,
			body: { code: '1003', msg: '签名错误' },
		});
		await expect(run('user', 'query', question())).rejects.toThrow(SIGNATURE);
	});
	test('of another identity number is told', async () => {
		const person = await registered();
		await visit(await one('user', 'openAccount', opening(person)));
		await finish('success');
		const other = { ...question(person), id_card: newPerson().id_card };
		await expect(run('user', 'query', other)).rejects.toThrow('Htouhui does not accept the values');
	});
	test.each([
		['', "The credential has no 'Query User Path'"],
		['query', "'Query User Path' does not begin with a slash"],
	])('of a query without address (%p) is told before it is sent', async (path, complaint) => {
		const account = accountOf(base(), 'md5', { queryUserPath: path });
		await expect(run('user', 'query', question(), { credentials: account })).rejects.toThrow(
			complaint,
		);
	});
	test('of an unknown path is told', async () => {
		const account = accountOf(base(), 'md5', { queryUserPath: '/nowhere' });
		await expect(run('user', 'query', question(), { credentials: account })).rejects.toThrow(
			'Htouhui does not know the address of this interface',
		);
	});
});

describe('Verify Notification', () => {
	const verify = async (notification: unknown, account?: IDataObject) =>
		await one('notification', 'verify', { notification } as never, { credentials: account });

	test.each([
		['an object', () => message().message],
		['JSON', () => JSON.stringify(message().message)],
		['a form', () => message().body],
		['an object with numbers', () => ({ ...message().message, status: 3 })],
		['an object with nothing', () => ({ ...message().message, note: null })],
	])('takes %s', async (_what, given) => {
		expect(await verify(given())).toEqual({
			...{ htouhui_user_id: '10001', third_party_user_id: 'u 1' },
			...{ bank_card_number: '6222020000000010001', status: '3' },
			statusLabel:
				'Account opened, trading password set and fees authorized (开户设置交易密码及授权都成功)',
			...{ nextType: null, nextTypeLabel: null, done: true },
			dedupeKey: expect.stringMatching(/^[0-9a-f]{64}$/),
			...{ verified: true, warnings: [], furtherFields: { merchant_id: 'm' } },
		});
	});

	test('warns of a missing card, but not in the return of the browser', async () => {
		const { message: given } = message({ bank_card_number: '' });
		expect(await verify(given)).toMatchObject({ warnings: [expect.stringMatching(/card number/)] });
		const values = { notification: given, source: 'return' } as never;
		expect(await one('notification', 'verify', values)).toMatchObject({ warnings: [] });
	});

	const tampered = (changes: object) => ({ ...message().message, ...changes });
	test.each([
		['a changed status', () => tampered({ status: '2' }), 'signature'],
		['a missing field', () => message({ status: '' }).message, 'a field is missing (status)'],
		[
			'an unknown status',
			() => message({ status: '9' }).message,
			"not one that Htouhui's document lists",
		],
		['a field twice', () => `${message().body}&status=3`, 'each field comes once'],
		[
			'a page call',
			() => message({ return_url: 'https://a.example/' }).message,
			'it is a page call',
		],
	])('refuses %s', async (_what, given, reason) => {
		await expect(verify(given())).rejects.toThrow(reason);
	});

	test('without a signature says that nothing was verified', async () => {
		const { message: unsigned } = message({}, { algorithm: 'none' });
		expect(await verify(unsigned, accountOf(base(), 'none'))).toMatchObject({ verified: false });
		const undecided = accountOf(base(), 'none', { algorithm: 'notChosen' });
		await expect(verify(unsigned, undecided)).rejects.toThrow("'Signature' has not been chosen");
	});
});
