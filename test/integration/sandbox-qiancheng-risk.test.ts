import { gzipSync } from 'node:zlib';
import { account, idCard, other, riskData, useQiancheng } from '../reference/qiancheng-sandbox.ts';
import type { Params, Value } from '../reference/qiancheng.ts';

const { apply, ask, client, control, failedChecks, journal, pass, settings, token } =
	useQiancheng();

const inputError = { code: 1001, msg: '输入错误' };
const idOf = ({ data }: { data?: unknown }): string => (data as { open_id: string }).open_id;
const resultOf = async (open_id: string): Promise<unknown> =>
	(await ask('riskAuditResult', { open_id })).data;

/** The right data with one value changed; JSON leaves out what is undefined. */
function changed(path: string, value: Value): Params {
	const data = structuredClone(riskData());
	const keys = path.split('.');
	const last = keys.pop() as string;
	const target = keys.reduce<Value>((branch, key) => (branch as Params)[key], data) as Params;
	target[last] = value;
	return data;
}

describe('A risk audit', () => {
	test('is under review first, then approved', async () => {
		const reply = await apply(riskData());
		expect(reply).toEqual({ code: 0, data: { open_id: expect.stringMatching(/^[0-9a-f]{32}$/) } });
		expect(await resultOf(idOf(reply))).toEqual({ state: 2 });
		await pass(2);
		expect(await resultOf(idOf(reply))).toEqual({ state: 0 });
		await settings({ resultShape: 'list' });
		expect(await resultOf(idOf(reply))).toEqual([{ state: 0 }]);
		const { audits } = await control<{ audits: Array<{ data: unknown }> }>(
			'/qiancheng-credit/audits',
		);
		expect(audits[0]).toMatchObject({ username: account.username, orderId: '1' });
		expect(audits[0].data).toEqual(riskData());
	});

	test.each([
		['a loan overdue for more than 30 days', 'user_loan_orders.2.overdue_day', 31, {}],
		['a number on the blacklist', 'zm_data.zm_score', 650, { phone: '13800138008' }],
		['a name on the blacklist', 'zm_data.zm_score', 650, { name: '黑名单测试员' }],
	])('with %s is rejected with a reason', async (_what, path, value, params) => {
		const id = idOf(await apply(changed(path, value), params));
		await pass(2);
		expect(await resultOf(id)).toEqual({ state: 1, reason: expect.stringMatching(/./) });
	});

	test('of a large amount takes ten minutes, unless a control request decides', async () => {
		const id = idOf(await apply(changed('order_detail.amount', 5_000_001)));
		await pass(599);
		expect(await resultOf(id)).toEqual({ state: 2 });
		await control('/qiancheng-credit/decide', { open_id: id, state: 1, reason: '人工' });
		expect(await resultOf(id)).toEqual({ state: 1, reason: '人工' });
	});

	test('of an order that was sent before is refused, but not that of another merchant', async () => {
		await settings({ orderId: 'any' });
		expect((await apply(riskData('9007199254740993'))).code).toBe(0);
		expect(await apply(riskData('9007199254740993'))).toEqual(inputError);
		expect((await failedChecks()).state).toContain('9007199254740993 was sent before');
		// The same number with its digits in JSON, which JavaScript cannot hold.
		const text = JSON.stringify(riskData('9007199254740993')).replace(/"(9007199254740993)"/, '$1');
		expect(await apply(text)).toEqual(inputError);
		expect((await failedChecks()).state).toContain('9007199254740993 was sent before');
		expect((await apply(riskData('9007199254740994'))).code).toBe(0);
		const foreign = { token: await token(other) };
		expect((await apply(riskData('9007199254740993'), foreign)).code).toBe(0);
	});

	test('of an unknown open_id is refused', async () => {
		expect(await ask('riskAuditResult', { open_id: 'x' })).toEqual({
			code: 1001,
			msg: '参数错误错误',
		});
	});

	test('leaves none of its data in the journal', async () => {
		await apply(riskData());
		expect(JSON.stringify(await journal())).not.toContain('13900139000');
	});
});

describe('The data', () => {
	const cases: Array<[string, Value, string]> = [
		['order_detail', undefined, 'is missing'],
		['order_detail', [], 'is not a valid object'],
		['order_detail.order_id', undefined, 'is missing'],
		['order_detail.order_id', 0, 'is not a valid order-id'],
		['order_detail.order_id', 'A1', 'is not a valid order-id'],
		['order_detail.order_id', '9223372036854775808', 'is not a valid order-id'],
		['order_detail.amount', '200', 'is not a valid integer'],
		['order_detail.amount', 0.5, 'is not a valid integer'],
		['order_detail.amount', 0, 'is not above 0'],
		['order_detail.order_time', '2020-01-02', 'is not like yyyy-MM-dd HH:mm:ss'],
		['order_detail.order_time', '2020-02-30 00:00:00', 'is not like yyyy-MM-dd HH:mm:ss'],
		['order_detail.order_time', '2020-01-02 24:00:00', 'is not like yyyy-MM-dd HH:mm:ss'],
		['basic_info.user_contact', undefined, 'is missing'],
		['basic_info.user_contact', [], 'is not a valid object'],
		['basic_info.user_contact.relation', 5, 'has a value outside dictionary contactRelation'],
		['basic_info.user_contact.relation', '0', 'is not a valid integer'],
		['basic_info.user_contact.moblie', '', 'is missing'],
		['basic_info.user_contact.mobile', '13900139000', 'is not a parameter of this operation'],
		['basic_info.age', 3, 'is not a parameter of this operation'],
		['user_proof_materia.url', 'photo', 'is not like url'],
		['user_proof_materia.type', 3, 'has a value outside dictionary proofType'],
		['user_mobile_contacts.0', 'x', 'is not a valid object'],
		['user_mobile_contacts.0.mobile', 1, 'is not a text'],
		['telecom_data.real_name_status', 2, 'has a value outside dictionary realNameStatus'],
		['telecom_data.bill_list', undefined, 'is missing'],
		['telecom_data.contact_list.0.msg_cnt', '3', 'is not a valid integer'],
		['zm_data', null, 'is not a valid object'],
		['user_loan_orders.0.overdue_day', undefined, 'must be given when state is 0'],
		['user_loan_orders.0.repayment_time', '0', 'must be given when state is 0'],
		['user_loan_orders.1.overdue_day', 1, 'must be 0 when state is 1'],
		['user_loan_orders.2.repayment_time', '2020-01-01', 'must be "0" when state is 2'],
		['zfb_data.wealth', '12.34', 'is not a valid number'],
		['zfb_data.real_name_status', 1, 'is not a text'],
		['card_info.type', 4, 'has a value outside dictionary cardType'],
		['user_proof_material', [], 'is not a parameter of this operation'],
	];
	test.each(cases)('with %s = %j is refused', async (path, value, reason) => {
		expect(await apply(changed(path, value))).toEqual(inputError);
		const field = path.replace(/\.(\d+)/g, '[$1]');
		expect(await failedChecks()).toEqual({ data: `${field} ${reason}` });
	});

	test.each([
		['[]', 'the decrypted data is not a JSON object'],
		['{', 'the decrypted data is not a JSON object'],
	])('that is %s is refused', async (text, reason) => {
		expect(await apply(text)).toEqual(inputError);
		expect(await failedChecks()).toEqual({ data: reason });
	});

	test('may have mobile beside moblie when told so', async () => {
		await settings({ alsoSendMobile: true });
		const data = changed('basic_info.user_contact.mobile', '13900139000');
		expect((await apply(data)).code).toBe(0);
	});

	test.each([
		['number', 7, '7'],
		['text', '7', 7],
	])('has its order ID as a %s when told so (QC-41)', async (orderId, right, wrong) => {
		await settings({ orderId });
		expect(await apply(riskData(wrong))).toEqual(inputError);
		expect((await failedChecks()).data).toContain(`order_id is not a ${orderId}`);
		expect((await apply(riskData(right))).code).toBe(0);
	});

	test.each(['user_contact', 'user_proof_materia', 'card_info', 'zm_data', 'ants_lines'])(
		'has %s as a list when told so (QC-22)',
		async (group) => {
			const text = JSON.stringify(riskData());
			const listed = text.replace(
				new RegExp(`("${group}":)(\\{[^{}]*(\\{[^{}]*\\}[^{}]*)?\\})`),
				'$1[$2]',
			);
			expect(listed).not.toBe(text);
			expect(await apply(listed)).toEqual(inputError);
			await settings({ lists: [group] });
			expect(await apply(text)).toEqual(inputError);
			expect((await apply(listed)).code).toBe(0);
		},
	);
});

describe('The encryption', () => {
	test.each([
		['oaep', 'base64'],
		['oaep-sha256', 'base64'],
		['pkcs1', 'hex'],
	] as const)('can be %s in %s', async (rsaPadding, rsaOutput) => {
		const options = { padding: rsaPadding, output: rsaOutput };
		expect(await apply(riskData(), {}, options)).toEqual(inputError);
		await settings({ rsaPadding, rsaOutput });
		expect((await apply(riskData(), {}, options)).code).toBe(0);
	});

	test.each([
		['x', { 'data text': 'data is not Base64 of the standard alphabet with its padding' }],
		['AAAA', { 'data encryption': 'data has 3 bytes, which are no blocks of 256' }],
		[
			Buffer.alloc(256, 1).toString('base64'),
			{ 'data encryption': 'block 1 of data is not encrypted with the public key and pkcs1' },
		],
	])('given %s is refused', async (data, failed) => {
		expect(await apply(riskData(), { data })).toEqual(inputError);
		expect(await failedChecks()).toEqual(failed);
	});
});

describe('The request', () => {
	test.each([
		[{ phone: '1380013800' }, { parameters: 'phone is not a valid phone' }],
		[{ phone: '' }, { parameters: 'phone is missing' }],
		[{ mobile: '13800138000' }, { parameters: 'mobile is not a parameter of this operation' }],
		[{ id_card: 'x' }, { parameters: 'id_card is not an identity number' }],
		[{ data: '' }, { parameters: 'data is missing' }],
	])('with %j is refused', async (params, failed) => {
		expect(await apply(riskData(), params)).toEqual(inputError);
		expect(await failedChecks()).toEqual(failed);
	});

	test.each([
		['required', false, 'Content-Encoding is none, not gzip'],
		['optional', false, undefined],
		['optional', true, undefined],
		['refused', true, 'Content-Encoding is gzip, not none'],
		['refused', false, undefined],
	])('when gzip is %s and sent is %s', async (gzip, isSent, reason) => {
		await settings({ gzip });
		const params = { token: await token(), name: '甲', phone: '13800138000', id_card: idCard };
		await client().call('riskAuditApply', { params: { ...params, data: 'x' }, gzip: isSent });
		expect((await failedChecks())['content encoding']).toBe(reason);
	});

	test.each([
		['that only says it is gzip', Buffer.from('a=1'), /^the body is not gzip/],
		['that unpacks to too much', gzipSync(Buffer.alloc(65 * 1024 * 1024)), /more than 67108864/],
	])('with a body %s is refused', async (_what, body, reason) => {
		const reply = await ask('riskAuditApply', {}, { body });
		expect(reply).toEqual(inputError);
		expect((await failedChecks()).compression).toMatch(reason);
	});

	test('can be JSON with the phone as a number', async () => {
		const first = await apply(riskData());
		expect(first.code).toBe(0);
		const params = { token: await token(), name: '甲', phone: 13_800_138_000, id_card: idCard };
		await ask('riskAuditApply', { ...params, data: 'x' }, { format: 'json' });
		expect(Object.keys(await failedChecks())).toEqual(['data text']);
	});
});
