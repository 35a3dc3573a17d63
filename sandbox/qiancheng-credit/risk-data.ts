import type { SpecField } from '../../spec/types.ts';
import { parseJson } from '../core/json.ts';
import type { Sent, SentObject } from './nested.ts';
import { FaultList, isDateTime, readObject } from './read-values.ts';
import type { Settings } from './settings.ts';
import { operationById, type Param } from './spec.ts';

const repaid = 0;
const overdue = 2;
const notApplicable = '0';

type Choices = Pick<Settings, 'alsoSendMobile' | 'lists' | 'orderId'>;

/** The table of data with the types that gaps decide. */
function tableOf({ alsoSendMobile, lists }: Choices): Param[] {
	const data = operationById('riskAuditApply').params.find(({ name }) => name === 'data');
	const adapt = (param: SpecField): Param[] => {
		const adapted: Param = { ...param, children: param.children?.flatMap(adapt) };
		if (param.name === 'order_id') return [{ ...adapted, type: 'order-id' }];
		if (lists.includes(param.name)) return [{ ...adapted, type: 'array' }];
		// QC-04: printed moblie; some merchants send mobile as well.
		if (param.name === 'moblie' && alsoSendMobile)
			return [adapted, { ...adapted, name: 'mobile', required: false }];
		return [adapted];
	};
	return (data?.children ?? []).flatMap(adapt);
}

/** The numbers of an order must mean something: "200 表示 2 元钱", 借款期限(天). */
function checkOrder(order: SentObject, faults: FaultList): void {
	for (const name of ['amount', 'loan_term']) {
		const value = order[name];
		if (typeof value === 'number' && value <= 0) faults.add(`order_detail.${name} is not above 0`);
	}
}

/** overdue_day for states 0 and 2, repayment_time for 0; "其他状态填0" (gap QC-30). */
function checkLoan(loan: SentObject, path: string, faults: FaultList): void {
	const { state, overdue_day: days, repayment_time: time } = loan;
	if (typeof state !== 'number') return;
	if (state === repaid || state === overdue) {
		if (typeof days !== 'number' || days < 0)
			faults.add(`${path}.overdue_day must be given when state is ${state}`);
	} else if (days !== 0) faults.add(`${path}.overdue_day must be 0 when state is ${state}`);
	if (state === repaid) {
		if (typeof time !== 'string' || !/^\d{4}-\d\d-\d\d/.test(time))
			faults.add(`${path}.repayment_time must be given when state is 0`);
		else if (time.length > 10 && !isDateTime(time))
			faults.add(`${path}.repayment_time is not like yyyy-MM-dd HH:mm:ss`);
	} else if (time !== notApplicable)
		faults.add(`${path}.repayment_time must be "0" when state is ${state}`);
}

const orderIdIn = (content: unknown): unknown =>
	(content as { order_detail?: { order_id?: unknown } } | null | undefined)?.order_detail?.order_id;

/** The data with the digits of numbers that JavaScript would round; order_id has up to 64 bits. */
function readJson(text: string): unknown {
	const content = parseJson(text);
	const orderId = orderIdIn(content);
	if (typeof orderId !== 'number' || Number.isSafeInteger(orderId)) return content;
	// The third parameter is newer than the types; it holds the text of a number.
	const keepDigits = (key: string, value: unknown, context?: { source?: string }): unknown =>
		key === 'order_id' && typeof value === 'number' ? context?.source : value;
	return JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown);
}

/** Reads the plain text of data by the tables of 7.1: every field, its type, its dictionary, no other. */
export function readRiskData(
	bytes: Buffer,
	settings: Choices,
): { data: SentObject; faults: string[] } {
	const faults = new FaultList();
	const refused = (fault: string): { data: SentObject; faults: string[] } => ({
		data: {},
		faults: [fault],
	});
	let text: string;
	try {
		text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return refused('the decrypted data is not UTF-8');
	}
	const content = readJson(text);
	if (typeof content !== 'object' || content === null || Array.isArray(content))
		return refused('the decrypted data is not a JSON object');
	const data = readObject(content as SentObject, tableOf(settings), 'json', faults);
	if (data.order_detail) checkOrder(data.order_detail as SentObject, faults);
	((data.user_loan_orders ?? []) as Sent[]).forEach((loan, index) => {
		if (loan !== null) checkLoan(loan as SentObject, `user_loan_orders[${index}]`, faults);
	});
	const isText = typeof orderIdIn(parseJson(text)) === 'string';
	const isOther = isText ? settings.orderId === 'number' : settings.orderId === 'text';
	if (isOther && faults.list.length === 0)
		faults.add(`order_detail.order_id is not a ${settings.orderId} (QC-41)`);
	return { data, faults: faults.list };
}
