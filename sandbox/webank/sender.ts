import { commonNames, readCommonOrder } from '../core/order.ts';
import type { CommonOrder } from '../core/order.ts';
import { Sender } from '../core/sender.ts';
import type { Delivery as CommonDelivery, Report as CommonReport } from '../core/sender.ts';
import { accountOf, accounts } from './accounts.ts';
import { kindOf, kindsOfWebank } from './kinds.ts';
import type { KindInput, KindName, Outgoing } from './kinds.ts';
import { notificationFields, verifyReply } from './notification.ts';
import type { Notification, ReplyVerdict } from './notification.ts';

/** What to send, as a control client or the command line asks for it. */
export interface Order extends CommonOrder<KindName, keyof Notification> {
	transName: string;
	/** A JSON value, or the exact text of one. */
	content: unknown;
	/** The SEQ_NO; absent = a new one for each notification. */
	seqNo: string | undefined;
	/** The account whose salt signs. */
	appId: string;
	salt: string;
	skewSeconds: number;
}

/** What became of one notification. */
export type Delivery = CommonDelivery & ReplyVerdict & { transName: string; seqNo: string };

export type Report = CommonReport<Delivery>;

const defaultContent = {
	STATUS: 'SUCC',
	NAME: '测试员 😀',
	REMARK: "a b+c&d=e/f !'()~*",
	AMOUNT: 1234.5,
	LIST: [{ KEY: '值' }, []],
};

const ownNames = ['transName', 'content', 'seqNo', 'appId', 'salt', 'skewSeconds'];

/** Options of an order. */
export const orderNames: readonly string[] = [...commonNames, ...ownNames];

/** Completes an order; says what is wrong with it, if so. */
export function readOrder(value: unknown): Order | string {
	const common = readCommonOrder(value, {
		...{ kinds: kindsOfWebank, fields: notificationFields, field: 'Signature' },
		...{ names: ownNames, counts: { skewSeconds: 600 } },
	});
	if (typeof common === 'string') return common;
	const order = value as Record<string, unknown>;
	const { transName = 'accountOpened', appId = accounts[0]?.appId } = order;
	const { content = defaultContent, seqNo } = order;
	if (typeof transName !== 'string') return 'transName must be a string';
	if (seqNo !== undefined && typeof seqNo !== 'string') return 'seqNo must be a string';
	const account = accountOf(String(appId));
	if (!account) return `There is no account '${String(appId)}'`;
	const { salt = account.salt } = order;
	if (typeof salt !== 'string') return 'salt must be a string';
	return { ...common, transName, content, seqNo, appId: account.appId, salt };
}

let lastSerial = 0;

/** A SeqNo like the document's: the time in milliseconds and six digits. */
function nextSeqNo(now: number): string {
	lastSerial = (lastSerial + 1) % 1_000_000;
	return `${now}${String(lastSerial).padStart(6, '0')}`;
}

function inputOf(order: Order): KindInput {
	const { content } = order;
	const now = Date.now();
	const text = typeof content === 'string' ? content : JSON.stringify(content);
	return { ...order, text, timestamp: String(now), seqNo: order.seqNo ?? nextSeqNo(now) };
}

/** Plays the bank's side of chapter 5: calls the partner and checks what comes back. */
export class NotificationSender extends Sender<
	Order,
	KindInput,
	Outgoing,
	{ transName: string; seqNo: string },
	ReplyVerdict
> {
	constructor() {
		super({
			input: inputOf,
			kind: ({ kind }) => kindOf(kind),
			about: (_order, { message }) => ({ transName: message.transName, seqNo: message.SeqNo }),
			judge: ({ kind, salt }, { body, isUnproven, message }, reply) => {
				const isProven = !(isUnproven ?? kindOf(kind).unproven);
				const verdict = verifyReply(reply.body, salt, echoOf(body, message), isProven);
				if (reply.status !== 200) verdict.faults.push(`HTTP ${reply.status}`);
				if (!/^application\/json\b/i.test(reply.contentType ?? ''))
					verdict.faults.push('the reply is not application/json');
				return verdict;
			},
			nothing: {
				...{ replyCode: null, replyDesc: null, content: null, signatureOk: false, faults: [] },
			},
		});
	}

	/** Sends after the answer to the request that caused it is out; a failure shows on the page. */
	sendLater(order: Pick<Order, 'url' | 'transName' | 'appId' | 'content'>): void {
		const complete = readOrder(order);
		if (typeof complete === 'string') throw new Error(complete);
		setTimeout(() => void this.send(complete), 50);
	}
}

/** The fields that a reply can repeat: those that really were in the request as texts. */
function echoOf(body: string, message: Notification): Partial<Notification> {
	if (!body.startsWith('{')) return {};
	const names = ['Timestamp', 'transName', 'SeqNo'] as const;
	const sent = names.filter((name) => body.includes(`"${name}":${JSON.stringify(message[name])}`));
	return Object.fromEntries(sent.map((name) => [name, message[name]]));
}
