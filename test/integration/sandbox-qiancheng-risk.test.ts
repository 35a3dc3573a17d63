import { gzipSync } from 'node:zlib';
import type { Draft, Params, Value } from '../reference/client.ts';
import { changed } from '../support/sandboxes/mistakes.ts';
import {
	account,
	openIdOf,
	other,
	right,
	useQiancheng,
} from '../support/sandboxes/use-qiancheng.ts';

const qiancheng = useQiancheng();
const { ask, call, connect, control, failedChecks, journal, pass, settings, token } = qiancheng;

const inputError = { code: 1001, msg: '输入错误' };
const apply = async (...input: Parameters<typeof qiancheng.apply>): Promise<unknown> =>
	(await qiancheng.apply(...input)).json;
const data = right('riskAuditApply').data as Params;

/** The right data with one value changed; the path has names and places. */
const dataWith = (path: string, value: Value): Value =>
	changed(
		data,
		path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key)),
		value,
	);
const order = (order_id: Value): Value => dataWith('order_detail.order_id', order_id);
const resultOf = async (open_id: string): Promise<unknown> =>
	(await ask('riskAuditResult', { open_id })).json.data;

describe('A risk audit', () => {
	test('is under review first, then approved', async () => {
		const reply = await qiancheng.apply(data);
		const id = openIdOf(reply);
		expect(reply.json).toEqual({
			code: 0,
			data: { open_id: expect.stringMatching(/^[0-9a-f]{32}$/) },
		});
		expect(await resultOf(id)).toEqual({ state: 2 });
		await pass(2);
		expect(await resultOf(id)).toEqual({ state: 0 });
		await settings({ resultShape: 'list' });
		expect(await resultOf(id)).toEqual([{ state: 0 }]);
		const { audits } = await control<{ audits: unknown[] }>('/qiancheng-credit/audits');
		expect(audits).toMatchObject([{ username: account.username, orderId: '1', data }]);
	});

	test.each<[string, string, Value, Params]>([
		['a loan overdue for more than 30 days', 'user_loan_orders.2.overdue_day', 31, {}],
		['a number on the blacklist', 'zm_data.zm_score', 650, { phone: '13800138008' }],
		['a name on the blacklist', 'zm_data.zm_score', 650, { name: '黑名单测试员' }],
	])('with %s is rejected with a reason', async (_what, path, value, params) => {
		const id = openIdOf(await qiancheng.apply(dataWith(path, value), params));
		await pass(2);
		expect(await resultOf(id)).toEqual({ state: 1, reason: expect.stringMatching(/./) });
	});

	test('of a large amount takes ten minutes, unless a control request decides', async () => {
		const id = openIdOf(await qiancheng.apply(dataWith('order_detail.amount', 5_000_001)));
		await pass(599);
		expect(await resultOf(id)).toEqual({ state: 2 });
		await control('/qiancheng-credit/decide', { open_id: id, state: 1, reason: '人工' });
		expect(await resultOf(id)).toEqual({ state: 1, reason: '人工' });
	});

	test('of an order that was sent before is refused, but not that of another merchant', async () => {
		const again = order('9007199254740993');
		await settings({ orderId: 'any' });
		expect(await apply(again)).toMatchObject({ code: 0 });
		// The same number with its digits in JSON, which JavaScript cannot hold.
		const asNumber = JSON.stringify(again).replace(/"(9007199254740993)"/, '$1');
		for (const one of [again, asNumber]) {
			expect(await apply(one)).toEqual(inputError);
			expect((await failedChecks()).state).toContain('9007199254740993 was sent before');
		}
		expect(await apply(order('9007199254740994'))).toMatchObject({ code: 0 });
		expect(await apply(again, { token: await token(other) })).toMatchObject({ code: 0 });
	});

	test('leaves none of its data in the journal', async () => {
		await apply(dataWith('basic_info.user_contact.moblie', '13912345678'));
		expect(JSON.stringify(await journal())).not.toContain('13912345678');
	});
});

describe('The data', () => {
	test.each<[string, Value, string]>([
		['order_detail.order_id', 0, 'is not a valid order-id'],
		['order_detail.order_id', 'A1', 'is not a valid order-id'],
		['order_detail.order_id', '9223372036854775808', 'is not a valid order-id'],
		['order_detail.amount', 0, 'is not above 0'],
		['order_detail.loan_term', 0, 'is not above 0'],
		['user_loan_orders.0.overdue_day', undefined, 'must be given when state is 0'],
		['user_loan_orders.2.overdue_day', undefined, 'must be given when state is 2'],
		['user_loan_orders.0.repayment_time', '0', 'must be given when state is 0'],
		['user_loan_orders.0.repayment_time', '2019-12-01 00:00', 'is not like yyyy-MM-dd HH:mm:ss'],
		['user_loan_orders.1.overdue_day', 1, 'must be 0 when state is 1'],
		['user_loan_orders.2.repayment_time', '2020-01-01', 'must be "0" when state is 2'],
	])('with %s = %j is refused', async (path, value, reason) => {
		expect(await apply(dataWith(path, value))).toEqual(inputError);
		const field = path.replace(/\.(\d+)/g, '[$1]');
		expect(await failedChecks()).toEqual({ data: `${field} ${reason}` });
	});

	test('may have mobile beside moblie when told so', async () => {
		const both = dataWith('basic_info.user_contact.mobile', '13900139000');
		expect(await apply(both)).toEqual(inputError);
		await settings({ alsoSendMobile: true });
		expect(await apply(both)).toMatchObject({ code: 0 });
	});

	test.each<[string, Value, Value]>([
		['number', 7, '7'],
		['text', '7', 7],
	])('has its order ID as a %s when told so (QC-41)', async (orderId, fitting, wrong) => {
		await settings({ orderId });
		expect(await apply(order(wrong))).toEqual(inputError);
		expect((await failedChecks()).data).toContain(`order_id is not a ${orderId}`);
		expect(await apply(order(fitting))).toMatchObject({ code: 0 });
	});

	test.each([
		'basic_info.user_contact',
		'user_proof_materia',
		'card_info',
		'zm_data',
		'zfb_data.ants_lines',
	])('has %s as a list when told so (QC-22)', async (path) => {
		const group = path.split('.').reduce<Value>((inner, key) => (inner as Params)[key], data);
		const listed = dataWith(path, [group]);
		expect(await apply(listed)).toEqual(inputError);
		await settings({ lists: [path.split('.').at(-1)] });
		expect(await apply(data)).toEqual(inputError);
		expect(await apply(listed)).toMatchObject({ code: 0 });
	});
});

describe('The encryption', () => {
	test.each([
		['oaep', 'base64'],
		['oaep-sha256', 'base64'],
		['pkcs1', 'hex'],
	] as const)('can be %s in %s', async (padding, output) => {
		expect(await apply(data, {}, { padding, output })).toEqual(inputError);
		await settings({ rsaPadding: padding, rsaOutput: output });
		expect(await apply(data, {}, { padding, output })).toMatchObject({ code: 0 });
	});

	test.each([
		['x', { 'data text': 'data is not Base64 of the standard alphabet with its padding' }],
		['AAAA', { 'data encryption': 'data has 3 bytes, which are no blocks of 256' }],
		[
			Buffer.alloc(256, 1).toString('base64'),
			{ 'data encryption': 'block 1 of data is not encrypted with the public key and pkcs1' },
		],
	])('given %s is refused', async (cipher, failed) => {
		const after = ({ fields }: Draft) => {
			const place = fields.findIndex(([name]) => name === 'data');
			fields[place] = ['data', cipher];
		};
		const { publicKey } = await control<{ publicKey: string }>('/qiancheng-credit/risk-key');
		const extra = { proof: await token(), after };
		const reply = await connect({ publicKey }).call(
			'riskAuditApply',
			right('riskAuditApply'),
			extra,
		);
		expect([reply.json, await failedChecks()]).toEqual([inputError, failed]);
	});
});

describe('The request', () => {
	test.each([
		['required', 'none', 'Content-Encoding is none, not gzip'],
		['optional', 'none', undefined],
		['optional', 'gzip', undefined],
		['refused', 'gzip', 'Content-Encoding is gzip, not none'],
		['refused', 'none', undefined],
	])('when gzip is %s and sent is %s', async (gzip, sent, reason) => {
		await settings({ gzip });
		const after = ({ headers }: Draft) =>
			void (headers['content-encoding'] = sent === 'none' ? '' : sent);
		await call('riskAuditApply', { ...right('riskAuditApply'), data: '' }, { after });
		expect((await failedChecks())['content encoding']).toBe(reason);
	});

	test.each([
		['that only says it is gzip', Buffer.from('a=1'), /^the body is not gzip/],
		['that unpacks to too much', gzipSync(Buffer.alloc(65 * 1024 * 1024)), /more than 67108864/],
	])('with a body %s is refused', async (_what, body, reason) => {
		const headers = {
			'content-type': 'application/x-www-form-urlencoded',
			'content-encoding': 'gzip',
		};
		const path = `${qiancheng.url()}/risk-model/audit/open-id`;
		const answer = await fetch(path, { method: 'POST', headers, body });
		expect(await answer.json()).toEqual(inputError);
		expect((await failedChecks()).compression).toMatch(reason);
	});

	test('can be JSON with the phone as a number', async () => {
		const asJson = { bodyFormat: 'json' } as const;
		expect(await apply(data, { phone: 13_800_138_000 }, asJson)).toMatchObject({ code: 0 });
	});
});
