import type { IDataObject } from 'n8n-workflow';

import { riskFields } from '../../../nodes/QianchengCredit/operations/riskAudit.fields';
import { checkPayload } from '../../../nodes/QianchengCredit/risk/checkPayload';
import { payload, type Rules } from '../../../nodes/QianchengCredit/risk/payload';
import { toShanghaiTime } from '../../../nodes/QianchengCredit/risk/time';
import { InputProblem } from '../../../nodes/shared/model/errors';
import { readValues } from '../../../nodes/shared/values/values';
import { operationFinder, readSpec } from '../../../spec/read.ts';
import type { SpecField } from '../../../spec/types.ts';
import { chineseFault } from '../../support/chinese';

const spec = readSpec('qiancheng-credit');
const { params } = operationFinder(spec)('riskAuditApply');
const children = params.find(({ name }) => name === 'data')?.children ?? [];

const WIRE: Record<string, string> = {
	text: 'string',
	list: 'array',
	dateTime: 'string',
	url: 'string',
};

/** Both are written as paths with type and need, so that a difference names its path. */
const ofSpec = (fields: SpecField[], path = ''): string[] =>
	fields.flatMap(({ name, type, required, enum: dictionary, children: inner }) => [
		`${path}${name} ${type}${required ? ' required' : ''}${dictionary ? ` ${dictionary}` : ''}`,
		...ofSpec(inner ?? [], `${path}${name}.`),
	]);
const ofNode = (rules: Rules, path = ''): string[] =>
	Object.entries(rules).flatMap(([name, { type, required, choices, fields }]) => [
		`${path}${name} ${WIRE[type] ?? type}${required ? ' required' : ''}${choices ? ` ${nameOf(choices)}` : ''}`,
		...ofNode(fields ?? {}, `${path}${name}.`),
	]);
/** The dictionary with these choices; pickers have them in title case. */
function nameOf(choices: Array<{ name: string; value: unknown }>): string | undefined {
	const texts = choices.map(({ name, value }) => `${String(value)} ${name}`.toLowerCase());
	return Object.entries(spec.dictionaries).find(([, entries]) => {
		const words = entries.map(({ value, zh, en }) => `${value} ${en} (${zh})`.toLowerCase());
		return words.join() === texts.join();
	})?.[0];
}

test.each([
	['order_id', 'A-1', "'Order ID' must be a whole number of at most 19 digits"],
	['order_id', '1'.repeat(20), "'Order ID' must be a whole number of at most 19 digits"],
	['amount', 0, "'Amount in Fen' must be a whole number"],
	['loan_term', '1.5', "'Term in Days' must be a whole number"],
	[
		'user_contact',
		{ contact: [{ name: '李四', moblie: '123' }] },
		"'Contact 1: Mobile Number' must have 11 digits",
	],
])('the field %s refuses %j', (name, value, complaint) => {
	const fields = riskFields.filter((field) => field.name === name || field.name === 'specifyData');
	const values: IDataObject = { specifyData: 'fields', [name]: value };

	expect(() => readValues(fields, (field) => values[field])).toThrow(complaint);
});

test('the rules are those of the specification, nested fields included', () => {
	expect(ofNode(payload)).toEqual(ofSpec(children));
});

const complete = (): IDataObject => ({
	order_detail: {
		order_id: 10000001,
		amount: 200,
		loan_term: 7,
		order_time: '2020-01-02 03:04:05',
	},
	basic_info: { user_contact: [{ moblie: '13900139000', name: '李四', relation: 3 }] },
	user_proof_materia: [{ url: 'https://img.example.com/1.jpg', type: 1 }],
	user_mobile_contacts: [{ mobile: '13700137000', name: 'A&B 😀' }],
	telecom_data: {
		real_name_status: 1,
		bill_list: [{ month: '202001', amount: '58.00' }],
		contact_list: [
			{ phone: '13900139000', last_contact_date: '2020-01-01', talk_seconds: '60', talk_cnt: '2' },
		],
	},
});

async function problem(change: (data: IDataObject) => void): Promise<InputProblem> {
	const data = complete();
	change(data);
	return await checkPayload(data, riskFields).then(
		() => {
			throw new Error('nothing was refused');
		},
		(error: unknown) => {
			expect(error).toBeInstanceOf(InputProblem);
			return error as InputProblem;
		},
	);
}

const first = (data: IDataObject, name: string) => (data[name] as IDataObject[])[0];
const inside = (data: IDataObject, name: string) => data[name] as IDataObject;

test('complete data passes as it is', async () => {
	expect(await checkPayload(complete(), riskFields)).toEqual({ data: complete(), normalized: {} });
});

test.each<[message: string, chinese: string, change: (data: IDataObject) => void]>([
	["'order_detail' is empty", '借款资料里有', (data) => delete data.order_detail],
	[
		"'order_detail.amount' must be a whole number",
		'借款金额必须是整数',
		(data) => (inside(data, 'order_detail').amount = 1.5),
	],
	[
		"'order_detail.order_id' lost digits on its way here, give it as text",
		'订单号的位数不完整',
		(data) => (inside(data, 'order_detail').order_id = Number('1234567890123456789')),
	],
	[
		"'order_detail.order_time' must be a date and time such as 2026-01-31 09:30:00",
		'借款时间必须是真实的日期和时间',
		(data) => (inside(data, 'order_detail').order_time = '2020-02-30 00:00:00'),
	],
	[
		"'user_mobile_contacts' has no entry",
		'通讯录至少要有一项',
		(data) => (data.user_mobile_contacts = []),
	],
	[
		"'user_mobile_contacts[0].name' is empty",
		'通讯录第1项里的一项内容没有填写',
		(data) => delete first(data, 'user_mobile_contacts').name,
	],
	[
		"'user_proof_materia[0].type' must be one of 0: Liveness Photo (活体照片), 1: Identity Card Front (身份证正面), 2: Identity Card Back (身份证反面)",
		'身份证照片第1项的类型不在可选范围内',
		(data) => (first(data, 'user_proof_materia').type = 7),
	],
	[
		"'user_proof_materia[0].url' must be a web address that begins with http",
		'身份证照片第1项的网址必须是',
		(data) => (first(data, 'user_proof_materia').url = 'front.jpg'),
	],
	["'telecom_data' must be an object", '借款资料里有', (data) => (data.telecom_data = 'text')],
	[
		"'telecom_data.bill_list[0]' must be an object",
		'月账单第1项的格式不正确',
		(data) => (inside(data, 'telecom_data').bill_list = ['x']),
	],
	[
		"'zm_data.zm_score' must be a whole number",
		'芝麻信息里的一项内容必须是整数',
		(data) => (data.zm_data = { zm_score: 'high' }),
	],
	[
		"'zfb_data.wealth' must be a number",
		'支付宝信息里的一项内容必须是数字',
		(data) => (data.zfb_data = { wealth: 'much' }),
	],
	[
		"'basic_info.company_name' must be a single text",
		'公司名只能填写一项内容',
		(data) => (inside(data, 'basic_info').company_name = ['a']),
	],
	["'zm_dat' is not known", '借款资料里有', (data) => (data.zm_dat = {})],
	[
		"'user_loan_orders[1].overdue_day' is empty, although state is 2",
		'之前的借款信息第2项里的一项内容没有填写',
		(data) => (data.user_loan_orders = [{ state: 1 }, { state: 2 }]),
	],
	[
		"'user_loan_orders[0].repayment_time' is empty, although state is 0",
		'之前的借款信息第1项里的一项内容没有填写',
		(data) => (data.user_loan_orders = [{ state: 0, overdue_day: 0 }]),
	],
])('%s', async (message, chinese, change) => {
	const found = await problem(change);
	expect(found.message).toBe(message);
	expect(found.chinese).toMatch(new RegExp(`^${chinese}`));
	expect(chineseFault(found.chinese)).toBe('');
});

test('all problems are told at once, as far as they can be read', async () => {
	const contacts = Array.from({ length: 12 }, () => ({ name: 'x' }));
	const { message, remedy } = await problem((data) => (data.user_mobile_contacts = contacts));
	expect(message).toBe("'user_mobile_contacts[0].mobile' is empty");
	expect(remedy).toContain("'user_mobile_contacts[9].mobile' is empty.");
	expect(remedy).not.toContain('[10]');
	expect(remedy).toContain('And 2 more.');
});

test('values are brought into the types of the document', async () => {
	const data = complete();
	Object.assign(inside(data, 'order_detail'), {
		order_id: '9223372036854775807',
		amount: '200',
		order_time: '2020-01-01T19:04:05.000Z',
	});
	data.basic_info = { user_contact: { mobile: 13900139000, name: '李四', relation: '朋友' } };
	data.user_loan_orders = [
		{ state: '进行中' },
		{ state: 0, overdue_day: '3', repayment_time: '2020-01-01' },
	];
	const { data: checked } = await checkPayload(data, riskFields);
	expect(checked.order_detail).toEqual({
		order_id: '9223372036854775807',
		amount: 200,
		loan_term: 7,
		order_time: '2020-01-02 03:04:05',
	});
	expect(checked.basic_info).toEqual({
		user_contact: [{ moblie: '13900139000', name: '李四', relation: 3 }],
	});
	expect(checked.user_loan_orders).toEqual([
		{ state: 1, overdue_day: 0, repayment_time: '0' },
		{ state: 0, overdue_day: 3, repayment_time: '2020-01-01' },
	]);
});

test.each([
	['2020-01-02 03:04:05', '2020-01-02 03:04:05'],
	['2020-01-02T03:04', '2020-01-02 03:04:00'],
	['2020-01-01T20:04:05Z', '2020-01-02 04:04:05'],
	['2020-01-02T03:04:05.123+08:00', '2020-01-02 03:04:05'],
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
