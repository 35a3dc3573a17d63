import type { Outlet } from '../core/deliver.ts';
import { isAddress, readCounts, rounded, sendAll } from '../core/load.ts';
import type { LoadSummary } from '../core/load.ts';
import { accounts, readSettings, settingNames } from './accounts.ts';
import type { Account } from './accounts.ts';
import { expectedOf, isKindName, kindNames, kindOf } from './kinds.ts';
import type { KindName } from './kinds.ts';
import { notificationFields, verifyReply } from './notification.ts';
import type { NotificationField, ReplyVerdict } from './notification.ts';

/** What to send, as a control client or the command line asks for it. */
export interface Order {
	url: string;
	kind: KindName;
	/** Whose signature, common fields and reply; with the settings of the order in place of its own. */
	account: Account;
	htouhuiUserId: string;
	/** Absent = a new one for each notification, so that nothing takes it for a repetition. */
	thirdPartyUserId: string | undefined;
	status: string;
	bankCardNumber: string;
	field: NotificationField;
	/** Other replies than a right receiver's. */
	expect: readonly string[] | undefined;
	times: number;
	concurrency: number;
	timeoutMs: number;
}

/** What became of one notification. */
export interface Delivery extends ReplyVerdict {
	kind: KindName;
	url: string;
	merchant: string;
	thirdPartyUserId: string;
	at: string;
	/** HTTP status; null when no answer came. */
	status: number | null;
	contentType: string | null;
	body: string;
	/** Why no answer came. */
	error: string | null;
	/** Replies of a right receiver; empty = any answer, also of HTTP. */
	expected: readonly string[];
	asExpected: boolean;
	durationMs: number;
}

/** The first delivery, with all of them counted and the first ones listed. */
export interface Report extends Delivery {
	summary: LoadSummary;
	results: Delivery[];
}

const keptDeliveries = 200;
const listedDeliveries = 20;
const longestBody = 64 * 1024;
const counts = { times: 1, concurrency: 1, timeoutMs: 60_000 };
const texts = { htouhuiUserId: '10001', status: '3', bankCardNumber: '6222020000000010001' };

const orderFields = [
	...['url', 'kind', 'merchant', 'htouhuiUserId', 'thirdPartyUserId', 'status'],
	...['bankCardNumber', 'field', 'expect', 'times', 'concurrency', 'timeoutMs'],
];

/** Options of an order that are not settings of an account. */
export const orderNames: readonly string[] = orderFields;

/**
 * Completes an order; says what is wrong with it, if so. The accounts are those of the running sandbox, which
 * a control request may have changed.
 */
export function readOrder(value: unknown, known = accounts): Order | string {
	if (typeof value !== 'object' || value === null) return 'an order must be an object';
	const order = value as Record<string, unknown>;
	const names = [...orderFields, ...settingNames];
	const unknown = Object.keys(order).find((name) => !names.includes(name));
	if (unknown) return `there is no '${unknown}'; known are ${names.join(', ')}`;
	const { url, kind = 'right', merchant = known[0]?.merchant, field = 'status' } = order;
	if (!isAddress(url)) return 'url must be an http or https address';
	if (!isKindName(kind)) return `kind must be one of ${kindNames.join(', ')}`;
	if (!notificationFields.includes(field as NotificationField))
		return `field must be one of ${notificationFields.join(', ')}`;
	const account = known.find((candidate) => candidate.merchant === merchant);
	if (!account) return `There is no account '${String(merchant)}'`;
	const changes = Object.entries(order).filter(([name]) => settingNames.includes(name));
	const settings = readSettings(Object.fromEntries(changes));
	if (typeof settings === 'string') return settings;
	const read: Record<string, string> = {};
	for (const [name, otherwise] of Object.entries(texts)) {
		const text = order[name] ?? otherwise;
		if (typeof text !== 'string') return `${name} must be a string`;
		read[name] = text;
	}
	const { expect, thirdPartyUserId } = order;
	if (thirdPartyUserId !== undefined && typeof thirdPartyUserId !== 'string')
		return 'thirdPartyUserId must be a string';
	const isList = Array.isArray(expect) && expect.every((code) => typeof code === 'string');
	if (expect !== undefined && !isList) return 'expect must be a list of replies';
	const numbers = readCounts(order, counts);
	if (typeof numbers === 'string') return numbers;
	return {
		...{ url, kind, account: { ...account, ...settings }, thirdPartyUserId },
		...(read as typeof texts),
		field: field as NotificationField,
		expect: expect as string[] | undefined,
		...numbers,
	};
}

let lastSerial = 0;

/** Plays the platform's side of the notification: calls the partner and looks at the reply. */
export class NotificationSender {
	/** The newest deliveries, oldest first. */
	deliveries: Delivery[] = [];
	/** The address of the last order, offered again on the page. */
	lastUrl = '';

	clear(): void {
		this.deliveries = [];
	}

	async send(order: Order): Promise<Report> {
		this.lastUrl = order.url;
		const { deliveries, summary } = await sendAll(
			order,
			async (outlet) => await sendOnce(order, outlet, order.kind === 'replay' ? 2 : 1),
		);
		this.deliveries = [...this.deliveries, ...deliveries].slice(-keptDeliveries);
		const [first] = deliveries;
		if (!first) throw new Error('Nothing was sent');
		return { ...first, summary, results: deliveries.slice(0, listedDeliveries) };
	}
}

async function sendOnce(order: Order, outlet: Outlet, repeats: number): Promise<Delivery[]> {
	const { account, field, kind, timeoutMs, url } = order;
	const thirdPartyUserId = order.thirdPartyUserId ?? `sandbox-${Date.now()}-${++lastSerial}`;
	const outgoing = kindOf(kind).build({
		...{ account, field },
		fields: {
			htouhui_user_id: order.htouhuiUserId,
			third_party_user_id: thirdPartyUserId,
			status: order.status,
			bank_card_number: order.bankCardNumber,
		},
	});
	const expected = order.expect ?? expectedOf(kind, account);
	const deliveries: Delivery[] = [];
	for (let repeat = 0; repeat < repeats; repeat++) {
		const started = performance.now();
		const { merchant } = account;
		const common = {
			kind,
			url,
			merchant,
			thirdPartyUserId,
			at: new Date().toISOString(),
			expected,
		};
		try {
			const { status, contentType, body } = await outlet.deliver(url, outgoing, timeoutMs);
			const durationMs = rounded(performance.now() - started);
			const verdict = verifyReply(body, account.notificationReply, status);
			const isRight = expected.includes(verdict.replyCode ?? '') && verdict.faults.length === 0;
			deliveries.push({
				...{ ...common, ...verdict, status, contentType, error: null, durationMs },
				body: body.slice(0, longestBody),
				asExpected: expected.length === 0 || isRight,
			});
		} catch (error) {
			deliveries.push({
				...{ ...common, status: null, contentType: null, body: '' },
				error: error instanceof Error ? error.message : String(error),
				...{ replyCode: null, content: null, faults: [], asExpected: false },
				durationMs: rounded(performance.now() - started),
			});
		}
	}
	return deliveries;
}
