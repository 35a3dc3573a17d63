import type { Outlet } from '../core/deliver.ts';
import { isAddress, readCounts, rounded, sendAll } from '../core/load.ts';
import type { LoadSummary } from '../core/load.ts';
import { accountOf, accounts } from './accounts.ts';
import { isKindName, kindNames, kindOf } from './kinds.ts';
import type { KindName } from './kinds.ts';
import { notificationFields, verifyReply } from './notification.ts';
import type { Notification, ReplyVerdict } from './notification.ts';

/** What to send, as a control client or the command line asks for it. */
export interface Order {
	url: string;
	kind: KindName;
	transName: string;
	/** A JSON value, or the exact text of one. */
	content: unknown;
	/** Absent = a new one for each notification. */
	seqNo: string | undefined;
	/** Whose salt signs. */
	appId: string;
	salt: string;
	field: keyof Notification;
	skewSeconds: number;
	/** Other reply codes than a right receiver's: a partner may agree on some (gap WB-12). */
	expect: readonly string[] | undefined;
	times: number;
	concurrency: number;
	timeoutMs: number;
}

/** What became of one notification. */
export interface Delivery extends ReplyVerdict {
	kind: KindName;
	url: string;
	transName: string;
	seqNo: string;
	at: string;
	/** HTTP status; null when no answer came. */
	status: number | null;
	contentType: string | null;
	body: string;
	/** Why no answer came. */
	error: string | null;
	/** Reply codes of a right receiver; empty = any answer, also of HTTP. */
	expected: readonly string[];
	/** Whether the reply is one of those, rightly signed. */
	asExpected: boolean;
	durationMs: number;
}

export interface Summary extends LoadSummary {
	signatureOk: number;
}

/** The first delivery, with all of them counted and the first ones listed. */
export interface Report extends Delivery {
	summary: Summary;
	results: Delivery[];
}

const keptDeliveries = 200;
const listedDeliveries = 20;
const longestBody = 64 * 1024;
const defaultContent = {
	STATUS: 'SUCC',
	NAME: '测试员 😀',
	REMARK: "a b+c&d=e/f !'()~*",
	AMOUNT: 1234.5,
	LIST: [{ KEY: '值' }, []],
};

const orderFields = [
	...['url', 'kind', 'transName', 'content', 'seqNo', 'appId', 'salt', 'field', 'skewSeconds'],
	...['expect', 'times', 'concurrency', 'timeoutMs'],
];

const counts = { skewSeconds: 600, times: 1, concurrency: 1, timeoutMs: 60_000 };

const isText = (value: unknown): boolean => typeof value === 'string';

/** Completes an order; says what is wrong with it, if so. */
export function readOrder(value: unknown): Order | string {
	if (typeof value !== 'object' || value === null) return 'an order must be an object';
	const order = value as Record<string, unknown>;
	const unknown = Object.keys(order).find((name) => !orderFields.includes(name));
	if (unknown) return `there is no '${unknown}'; known are ${orderFields.join(', ')}`;
	const { url, kind = 'right', content = defaultContent, field = 'Signature', seqNo } = order;
	const { transName = 'accountOpened', appId = accounts[0]?.appId } = order;
	if (!isAddress(url)) return 'url must be an http or https address';
	if (!isKindName(kind)) return `kind must be one of ${kindNames.join(', ')}`;
	if (!notificationFields.includes(field as keyof Notification))
		return `field must be one of ${notificationFields.join(', ')}`;
	if (typeof transName !== 'string') return 'transName must be a string';
	if (seqNo !== undefined && typeof seqNo !== 'string') return 'seqNo must be a string';
	const account = accountOf(String(appId));
	if (!account) return `There is no account '${String(appId)}'`;
	const { salt = account.salt } = order;
	if (typeof salt !== 'string') return 'salt must be a string';
	const { expect } = order;
	if (expect !== undefined && !(Array.isArray(expect) && expect.every(isText)))
		return 'expect must be a list of codes';
	const numbers = readCounts(order, counts);
	if (typeof numbers === 'string') return numbers;
	return {
		...{ url, kind, transName, content, seqNo, appId: account.appId, salt },
		field: field as keyof Notification,
		expect: expect as string[] | undefined,
		...numbers,
	};
}

let lastSerial = 0;

/** A SeqNo like the document's: the time in milliseconds and six digits. */
function nextSeqNo(now: number): string {
	lastSerial = (lastSerial + 1) % 1_000_000;
	return `${now}${String(lastSerial).padStart(6, '0')}`;
}

/** Plays the bank's side of chapter 5: calls the partner and checks what comes back. */
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
		const { deliveries, summary: counted } = await sendAll(
			order,
			async (outlet) => await this.sendOnce(order, outlet, order.kind === 'replay' ? 2 : 1),
		);
		const signed = deliveries.filter(({ signatureOk }) => signatureOk).length;
		const summary = { ...counted, signatureOk: signed };
		this.deliveries = [...this.deliveries, ...deliveries].slice(-keptDeliveries);
		const [first] = deliveries;
		if (!first) throw new Error('Nothing was sent');
		return { ...first, summary, results: deliveries.slice(0, listedDeliveries) };
	}

	/** Sends after the answer to the request that caused it is out; a failure shows on the page. */
	sendLater(order: Pick<Order, 'url' | 'transName' | 'appId' | 'content'>): void {
		const complete = readOrder(order);
		if (typeof complete === 'string') throw new Error(complete);
		setTimeout(() => void this.send(complete), 50);
	}

	private async sendOnce(order: Order, outlet: Outlet, repeats: number): Promise<Delivery[]> {
		const { content, kind } = order;
		const now = Date.now();
		const outgoing = kindOf(kind).build({
			...order,
			text: typeof content === 'string' ? content : JSON.stringify(content),
			timestamp: String(now),
			seqNo: order.seqNo ?? nextSeqNo(now),
		});
		const { message } = outgoing;
		const expected = order.expect ?? kindOf(kind).expected;
		const deliveries: Delivery[] = [];
		for (let repeat = 0; repeat < repeats; repeat++) {
			const started = performance.now();
			const common = {
				...{ kind, url: order.url, transName: message.transName, seqNo: message.SeqNo },
				at: new Date().toISOString(),
				expected,
			};
			try {
				const reply = await outlet.deliver(order.url, outgoing, order.timeoutMs);
				const { status, contentType, body } = reply;
				const durationMs = rounded(performance.now() - started);
				const verdict = verifyReply(body, order.salt, echoOf(outgoing.body, message));
				if (status !== 200) verdict.faults.push(`HTTP ${status}`);
				if (!/^application\/json\b/i.test(contentType ?? ''))
					verdict.faults.push('the reply is not application/json');
				const isRight = expected.includes(verdict.replyCode ?? '') && verdict.faults.length === 0;
				deliveries.push({
					...common,
					...verdict,
					...{ status, contentType, error: null, durationMs },
					body: body.slice(0, longestBody),
					asExpected: expected.length === 0 || isRight,
				});
			} catch (error) {
				deliveries.push({
					...common,
					...{ status: null, contentType: null, body: '' },
					error: error instanceof Error ? error.message : String(error),
					...{ replyCode: null, replyDesc: null, content: null, signatureOk: false, faults: [] },
					asExpected: false,
					durationMs: rounded(performance.now() - started),
				});
			}
		}
		return deliveries;
	}
}

/** The fields that a reply can repeat: those that really were in the request as texts. */
function echoOf(body: string, message: Notification): Partial<Notification> {
	if (!body.startsWith('{')) return {};
	const names = ['Timestamp', 'transName', 'SeqNo'] as const;
	const sent = names.filter((name) => body.includes(`"${name}":${JSON.stringify(message[name])}`));
	return Object.fromEntries(sent.map((name) => [name, message[name]]));
}
