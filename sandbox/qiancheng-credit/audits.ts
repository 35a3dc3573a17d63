import { randomBytes } from 'node:crypto';
import type { SentObject } from './nested.ts';
import { listingOf, risk } from './rules.ts';
import type { Settings } from './settings.ts';

/** One risk audit (chapter 7). */
export interface Audit {
	openId: string;
	username: string;
	orderId: string;
	name: string;
	phone: string;
	receivedAt: number;
	/** The time from which the verdict is there. */
	decidedAt: number;
	/** Dictionary auditState: 0 建议通过, 1 建议拒绝. */
	verdict: 0 | 1;
	reason?: string;
	/** The decrypted data, for people and tests that compare; of the newest small ones only. */
	data?: SentObject;
}

const keptAudits = 20_000;
const keptData = 50;
const largestKeptData = 1_000_000;

/** Why the provider advises against a loan, or undefined. */
function reasonAgainst(
	person: { name: string; phone: string },
	data: SentObject,
	settings: Settings,
): string | undefined {
	const loans = (data.user_loan_orders ?? []) as SentObject[];
	const late = loans.some(
		({ state, overdue_day: days }) => state === 2 && Number(days) > risk.mostOverdueDays,
	);
	if (late) return `存在逾期超过${risk.mostOverdueDays}天未还的借款`;
	const listing = listingOf(person.phone, person.name, settings.blacklistedNames);
	return listing === 'listed' ? '命中黑名单' : undefined;
}

/** The risk audits of all merchants. */
export class Audits {
	private audits = new Map<string, Audit>();
	private orders = new Map<string, Audit>();
	private withData: Audit[] = [];

	clear(): void {
		this.audits.clear();
		this.orders.clear();
		this.withData = [];
	}

	/** The audit of a merchant's order, if there was one (避免重复调用, gap QC-41). */
	ofOrder(username: string, orderId: string): Audit | undefined {
		return this.orders.get(`${username} ${orderId}`);
	}

	find(openId: string): Audit | undefined {
		return this.audits.get(openId);
	}

	/** Takes an application in and decides on it; the answer waits until its time. */
	add(
		application: { username: string; orderId: string; name: string; phone: string },
		data: SentObject,
		plainBytes: number,
		settings: Settings,
		now: number,
	): Audit {
		const { amount } = data.order_detail as { amount: number };
		const isLarge = amount > risk.largeAmount;
		const reason = reasonAgainst(application, data, settings);
		const audit: Audit = {
			...application,
			openId: randomBytes(16).toString('hex'),
			receivedAt: now,
			decidedAt: now + (isLarge ? settings.longReviewMs : settings.reviewMs),
			verdict: reason === undefined ? 0 : 1,
			...(reason !== undefined && { reason }),
		};
		if (plainBytes <= largestKeptData) {
			audit.data = data;
			this.withData.push(audit);
			if (this.withData.length > keptData) delete this.withData.shift()?.data;
		}
		this.audits.set(audit.openId, audit);
		this.orders.set(`${audit.username} ${audit.orderId}`, audit);
		if (this.audits.size > keptAudits) this.forgetOldest();
		return audit;
	}

	/** Audits, newest first. */
	list(limit: number): Audit[] {
		return [...this.audits.values()].slice(-limit).reverse();
	}

	private forgetOldest(): void {
		const [oldest] = this.audits.values();
		if (!oldest) return;
		this.audits.delete(oldest.openId);
		this.orders.delete(`${oldest.username} ${oldest.orderId}`);
	}
}
