import type { Message, Outlet, PartnerReply } from './deliver.ts';
import type { Kind } from './kinds.ts';
import { rounded, sendAll } from './load.ts';
import type { Counted, LoadSummary } from './load.ts';
import type { CommonOrder } from './order.ts';

/** What a provider finds out about a partner's reply. */
export interface ReplyVerdict {
	/** What the reply says, where it can be read. */
	replyCode: string | null;
	/** The reply's message decoded. */
	content: unknown;
	/** Everything that is wrong with the reply. */
	faults: string[];
}

/** What became of one notification. */
export interface Delivery<Name extends string = string> extends ReplyVerdict, Counted {
	kind: Name;
	url: string;
	at: string;
	contentType: string | null;
	body: string;
	/** Why no answer came. */
	error: string | null;
	/** Replies of a right receiver; empty = any answer, also of HTTP. */
	expected: readonly string[];
}

/** The first delivery, with all of them counted and the first ones listed. */
export type Report<Sent extends Delivery> = Sent & { summary: LoadSummary; results: Sent[] };

/** How a provider makes notifications of an order, and judges the replies. */
export interface Side<Order, Input, Outgoing extends Message, About, Verdict> {
	input: (order: Order) => Input;
	kind: (order: Order) => Kind<Input, Outgoing>;
	/** What a delivery tells beside the common fields. */
	about: (order: Order, outgoing: Outgoing) => About;
	judge: (order: Order, outgoing: Outgoing, reply: PartnerReply) => Verdict;
	/** The verdict where no answer came. */
	nothing: Verdict;
}

const keptDeliveries = 200;
const listedDeliveries = 20;
const longestBody = 64 * 1024;

/** Plays the provider's side of its notifications: calls the partner and judges what comes back. */
export class Sender<
	Order extends CommonOrder<string, string>,
	Input,
	Outgoing extends Message,
	About extends object,
	Verdict extends ReplyVerdict,
> {
	/** The newest deliveries, oldest first. */
	deliveries: Array<Delivery & About & Verdict> = [];
	/** The address of the last order, offered again on the page. */
	lastUrl = '';
	private readonly side: Side<Order, Input, Outgoing, About, Verdict>;

	constructor(side: Side<Order, Input, Outgoing, About, Verdict>) {
		this.side = side;
	}

	clear(): void {
		this.deliveries = [];
	}

	async send(order: Order): Promise<Report<Delivery & About & Verdict>> {
		this.lastUrl = order.url;
		const { deliveries, summary } = await sendAll(
			order,
			async (outlet) => await this.sendOnce(order, outlet),
		);
		this.deliveries = [...this.deliveries, ...deliveries].slice(-keptDeliveries);
		const [first] = deliveries;
		if (!first) throw new Error('Nothing was sent');
		return { ...first, summary, results: deliveries.slice(0, listedDeliveries) };
	}

	/** Sends a message and, where the kind says so, another one after its answer. */
	private async sendOnce(order: Order, outlet: Outlet): Promise<Array<Delivery & About & Verdict>> {
		const { input: inputOf, kind: kindOf } = this.side;
		const input = inputOf(order);
		const { build, expected, then } = kindOf(order);
		const first = build(input);
		const sent = await this.deliver(order, outlet, first, expected);
		if (!then || !sent.reply) return [sent.delivery];
		const second = then.build(first, sent.reply, input);
		const answered = await this.deliver(order, outlet, second, then.expected ?? expected);
		return [sent.delivery, answered.delivery];
	}

	private async deliver(
		order: Order,
		outlet: Outlet,
		outgoing: Outgoing,
		usual: readonly string[],
	): Promise<{ delivery: Delivery & About & Verdict; reply?: PartnerReply }> {
		const { kind, timeoutMs, url } = order;
		const expected = order.expect ?? usual;
		const at = new Date().toISOString();
		const common = { kind, url, at, expected, ...this.side.about(order, outgoing) };
		const started = performance.now();
		const durationMs = (): number => rounded(performance.now() - started);
		try {
			const reply = await outlet.deliver(url, outgoing, timeoutMs);
			const took = durationMs();
			const verdict = this.side.judge(order, outgoing, reply);
			const isRight = expected.includes(verdict.replyCode ?? '') && verdict.faults.length === 0;
			const delivery = {
				...{ ...common, ...verdict, error: null, durationMs: took },
				...{ status: reply.status, contentType: reply.contentType },
				body: reply.body.slice(0, longestBody),
				asExpected: expected.length === 0 || isRight,
			};
			return { delivery, reply };
		} catch (error) {
			const delivery = {
				...{ ...common, ...this.side.nothing, status: null, contentType: null, body: '' },
				error: error instanceof Error ? error.message : String(error),
				...{ asExpected: false, durationMs: durationMs() },
			};
			return { delivery };
		}
	}
}
