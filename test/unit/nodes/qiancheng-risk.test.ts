import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { checkPayload as check } from '../../../nodes/QianchengCredit/risk/checkPayload';
import { toShanghaiTime } from '../../../nodes/QianchengCredit/risk/time';
import { InputProblem } from '../../../nodes/shared/model/errors';
import { riskFields } from '../../../nodes/QianchengCredit/operations/riskAudit.fields';
import { chineseFault } from '../../support/chinese';
import { riskData } from '../../support/qiancheng-data';

const checkPayload = async (data: unknown, credential: ICredentialDataDecryptedObject = {}) =>
	await check(data, { fields: riskFields, inJson: true, credential });

const complete = (): IDataObject => riskData(10000001);

async function problem(change: (data: IDataObject) => void): Promise<InputProblem> {
	const data = complete();
	change(data);
	return await checkPayload(data).then(
		() => {
			throw new Error('nothing was refused');
		},
		(error: unknown) => {
			expect(error).toBeInstanceOf(InputProblem);
			return error as InputProblem;
		},
	);
}

const inside = (data: IDataObject, name: string) => data[name] as IDataObject;

test('complete data passes as it is, but for the order ID, which is a text until it is written', async () => {
	const order = { ...inside(complete(), 'order_detail'), order_id: '10000001' };
	expect(await checkPayload(complete())).toEqual({
		data: { ...complete(), order_detail: order },
		normalized: {},
	});
});

/** The names of section 7.1 by which a value is found, and what it is there. */
const set =
	(path: string, value: unknown) =>
	(data: IDataObject): void => {
		const names = path.split('.');
		const last = names.pop() as string;
		const target = names.reduce((object, name) => object[name] as IDataObject, data);
		if (value === undefined) Reflect.deleteProperty(target, last);
		else target[last] = value as IDataObject;
	};

/** The path at which a value is set, and how it goes on to the value that is refused; what is said of that one. */
test.each<[path: string, value: unknown, message: string]>([
	['order_detail', undefined, 'is empty'],
	['order_detail', [], 'must be an object'],
	['order_detail.amount', 1.5, 'must be a whole number of at least 1'],
	['order_detail.amount', -5, 'must be a whole number of at least 1'],
	['order_detail.loan_term', 0, 'must be a whole number of at least 1'],
	['order_detail.order_id', 1e18, 'lost digits on its way here'],
	['order_detail.order_id', '1.10105E+17', 'lost digits on its way here'],
	[
		'order_detail.order_id',
		'12A',
		'must be a whole number from 1 to 9223372036854775807, without zeros in front',
	],
	[
		'order_detail.order_id',
		'9223372036854775808',
		'must be a whole number from 1 to 9223372036854775807, without zeros in front',
	],
	[
		'order_detail.order_time',
		'2020-02-30 00:00:00',
		'must be a date and time such as 2026-01-31 09:30:00',
	],
	['basic_info.user_contact', [], 'has no entry'],
	['basic_info.user_contact.name', ' \u200B', 'is empty'],
	['basic_info.user_contact.moblie', '555', 'must have 11 digits and begin with 13 to 19'],
	['basic_info.user_contact.relation', 9, 'must be one of its choices'],
	['basic_info.company_name', ['a'], 'must be a single value'],
	['basic_info.company_name', 'a\nb', 'holds a line break U+000A'],
	['user_proof_materia.type', 7, 'must be one of its choices'],
	['user_proof_materia.url', 'front.jpg', 'must be a web address that begins with http'],
	['user_mobile_contacts', null, 'is empty'],
	['user_mobile_contacts.0.name', undefined, 'is empty'],
	['telecom_data', 'text', 'must be an object'],
	['telecom_data.bill_list [0]', ['x'], 'must be an object'],
	['telecom_data.contact_list.0.msg_cnt', -1, 'must be a whole number of at least 0'],
	['zm_data .zm_score', { zm_score: 'high' }, 'must be a whole number of at least 0'],
	['zfb_data .wealth', { wealth: 'much' }, 'must be a number'],
	['zfb_data .wealth', { wealth: {} }, 'must be a single value'],
	['zm_dat', {}, 'is not known'],
	['telecom_data.bill_list.0.amonut', 1, 'is not known'],
	[
		'user_loan_orders [1].overdue_day',
		[{ state: 1 }, { state: 2 }],
		'is empty, although state is Overdue (逾期未还)',
	],
	[
		'user_loan_orders [0].repayment_time',
		[{ state: 0, overdue_day: 0 }],
		'is empty, although state is Repaid (已还款)',
	],
	[
		'user_loan_orders [0].repayment_time',
		[{ state: 0, overdue_day: 0, repayment_time: '0' }],
		'is empty, although state is Repaid (已还款)',
	],
	[
		'user_loan_orders [0].overdue_day',
		[{ state: 1, overdue_day: 5 }],
		'must be 0 or left out, as state is Running (进行中)',
	],
	[
		'user_loan_orders [0].overdue_day',
		[{ state: 3, overdue_day: '12' }],
		'must be 0 or left out, as state is Rejected (审核拒绝)',
	],
	[
		'user_loan_orders [0].repayment_time',
		[{ state: 2, overdue_day: 5, repayment_time: '2020-01-01' }],
		'must be 0 or left out, as state is Overdue (逾期未还)',
	],
	['user_loan_orders [0].amount', [{ amount: -1 }], 'must be a whole number of at least 0'],
])('%s = %j is refused', async (place, value, message) => {
	const [path, inner = ''] = place.split(' ');
	const { message: said, remedy, chinese } = await problem(set(path, value));
	const refused = path.replace(/\.(\d+)/g, '[$1]') + inner;
	expect(said).toBe(`'Data: ${refused}' ${message}`);
	expect(remedy).toMatch(/Nothing was sent|Fill it in/);
	expect(chineseFault(chinese)).toBe('');
});

test('a contact with two numbers that differ is refused', async () => {
	const { message } = await problem(set('basic_info.user_contact.mobile', '13900139001'));
	expect(message).toBe("'Data: basic_info.user_contact' has moblie and mobile, and they differ");
});

test.each<[path: string, value: unknown, chinese: RegExp]>([
	['order_detail', undefined, /^借款资料里有/],
	['order_detail.amount', 1.5, /^借款金额必须是整数/],
	['order_detail.loan_term', 0, /^借款期限必须是整数，不能小于1/],
	['order_detail.order_id', 1e18, /^订单号的位数不完整/],
	['order_detail.order_id', 'A1', /^订单号必须是数字，最多19位/],
	['order_detail.order_time', '2020-02-30 00:00:00', /^借款时间必须是真实的日期和时间/],
	['basic_info.user_contact', [], /^紧急联系人至少要有一项/],
	['basic_info.user_contact', [complete(), complete()], /^紧急联系人/],
	['user_mobile_contacts.0.name', undefined, /^通讯录第1项里的一项内容没有填写/],
	['user_proof_materia.type', 7, /^身份证信息.*类型不在可选范围内|^身份证信息里的一项内容/],
	['telecom_data', 'text', /^借款资料里有/],
	['zm_data', { zm_score: 'high' }, /^芝麻信息里的一项内容必须是整数/],
	['basic_info.company_name', ['a'], /^公司名只能填写一项内容/],
	['user_loan_orders', [{ state: 1 }, { state: 2 }], /^之前的借款信息第2项里的一项内容没有填写/],
	[
		'user_loan_orders',
		[{ state: 1, overdue_day: 5 }],
		/^之前的借款信息第1项里的一项内容与借款的状态不符/,
	],
])('%s = %j is told to the person', async (path, value, chinese) => {
	expect((await problem(set(path, value))).chinese).toMatch(chinese);
});

test('all problems are told at once, as far as they can be read', async () => {
	const contacts = Array.from({ length: 12 }, () => ({ name: 'x' }));
	const { message, remedy } = await problem((data) => (data.user_mobile_contacts = contacts));
	expect(message).toBe("'Data: user_mobile_contacts[0].mobile' is empty");
	expect(remedy).toContain("'Data: user_mobile_contacts[9].mobile' is empty.");
	expect(remedy).not.toContain('[10]');
	expect(remedy).toContain('And 2 more.');
});

test.each<[path: string, value: unknown, sent: unknown]>([
	['order_detail.order_id', 7, '7'],
	['order_detail.order_id', ' 9223372036854775807 ', '9223372036854775807'],
	['order_detail.amount', '200', 200],
	['order_detail.order_time', '2020-01-01T19:04:05.000Z', '2020-01-02 03:04:05'],
	[
		'basic_info.user_contact',
		[{ mobile: 13900139000, name: '李四', relation: '朋友' }],
		{ moblie: '13900139000', name: '李四', relation: 3 },
	],
	['basic_info.user_contact.mobile', '13900139000', undefined],
	['user_mobile_contacts', [], []],
	['user_mobile_contacts', { name: 'A', mobile: 1 }, [{ name: 'A', mobile: '1' }]],
	['telecom_data.bill_list', [], []],
	['telecom_data.contact_list', [], []],
	['telecom_data.contact_list.0.msg_cnt', '12', 12],
	['telecom_data.contact_list.0.talk_cnt', 12, '12'],
	['user_loan_orders', [{ state: '进行中' }], [{ state: 1, overdue_day: 0, repayment_time: '0' }]],
	[
		'user_loan_orders',
		[{ state: 1, overdue_day: '0', repayment_time: 0 }],
		[{ state: 1, overdue_day: 0, repayment_time: '0' }],
	],
	[
		'user_loan_orders',
		[{ state: 0, overdue_day: '3', repayment_time: '2020-01-01' }],
		[{ state: 0, overdue_day: 3, repayment_time: '2020-01-01' }],
	],
	['user_loan_orders', [{ amount: 5, overdue_day: 5 }], [{ amount: 5, overdue_day: 5 }]],
	['zm_data', [{ zm_score: '700' }], { zm_score: 700 }],
	['zm_data', {}, undefined],
	['card_info', [{}, { type: '信用卡' }], { type: 1 }],
	['app_info', [{}, { app_name: ' ' }, { app_name: 'A' }], [{ app_name: 'A' }]],
	[
		'zfb_data',
		{ friends_contact: [{ name: '' }], wealth: '1.50' },
		{ friends_contact: [], wealth: 1.5 },
	],
	[
		'zfb_data',
		{ ants_lines: [{ ants_lines_total: '3000' }] },
		{ ants_lines: { ants_lines_total: 3000 } },
	],
])('%s = %j is sent as %j', async (path, value, sent) => {
	const data = complete();
	set(path, value)(data);
	const { data: checked } = await checkPayload(data);
	const found = path.split('.').reduce<unknown>((at, name) => (at as IDataObject)[name], checked);
	expect(found).toEqual(sent);
});

describe.each([
	'ants_lines',
	'card_info',
	'user_contact',
	'user_login_upload_logs',
	'user_proof_materia',
	'zm_data',
])('%s, which the document calls 一维数组', (group) => {
	const rows: Record<string, IDataObject> = {
		ants_lines: { ants_arrears: 1 },
		card_info: { type: 1 },
		user_contact: { moblie: '13900139000', name: 'A' },
		user_login_upload_logs: { device_id: 'd' },
		user_proof_materia: { url: 'https://a.example/b', type: 2 },
		zm_data: { zm_score: 1 },
	};
	const within: Record<string, string> = { ants_lines: 'zfb_data.', user_contact: 'basic_info.' };
	const path = `${within[group] ?? ''}${group}`;
	const setting = `${group.replace(/_(\w)/g, (_sign, letter: string) => letter.toUpperCase())}As`;
	const row = rows[group];
	const sentOf = async (value: unknown, credential: ICredentialDataDecryptedObject) => {
		const data: IDataObject = { ...complete(), zfb_data: {} };
		set(path, value)(data);
		const { data: checked } = await checkPayload(data, credential);
		return path.split('.').reduce<unknown>((at, name) => (at as IDataObject)[name], checked);
	};

	test.each([[row], [[row]]])(
		'is sent as one row, or as the credential says: %j',
		async (value) => {
			expect(await sentOf(value, {})).toEqual(row);
			expect(await sentOf(value, { [setting]: 'row' })).toEqual(row);
			expect(await sentOf(value, { [setting]: 'list' })).toEqual([row]);
		},
	);

	test('is never cut: several need the setting', async () => {
		expect(await sentOf([row, row], { [setting]: 'list' })).toEqual([row, row]);
		await expect(sentOf([row, row], {})).rejects.toMatchObject({
			message: `'Data: ${path}' has 2 entries, of which the document takes one (一维数组)`,
			remedy: expect.stringContaining("choose 'As a List' under 'Send "),
		});
	});
});

test.each([
	['2020-01-02 03:04:05', '2020-01-02 03:04:05'],
	['2020-01-02T03:04', '2020-01-02 03:04:00'],
	['2020-01-01T20:04:05Z', '2020-01-02 04:04:05'],
	['2020-01-02T03:04:05.123+08:00', '2020-01-02 03:04:05'],
	['2020/1/2 3:04', '2020-01-02 03:04:00'],
	['2020年1月2日 03:04:05', '2020-01-02 03:04:05'],
	['2020/2/30 3:04', undefined],
	['2020-01-02', undefined],
	['2020-02-30T00:00:00+08:00', undefined],
	['2021-02-29T00:00:00.000Z', undefined],
	['2020-04-31T10:00:00+08:00', undefined],
	['2020-01-02 24:00:00', undefined],
	['2020-01-02T24:00:00Z', undefined],
	['2020-01-02T03:60:00Z', undefined],
	['2020-01-02T03:04:05+25:00', undefined],
	['2020-02-29T23:30:00-08:00', '2020-03-01 15:30:00'],
	['2021-02-29 00:00:00', undefined],
	['yesterday', undefined],
])('the time %s is sent as %s', (value, sent) => {
	expect(toShanghaiTime(value)).toBe(sent);
});
