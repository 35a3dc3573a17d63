import { Outlet } from '../core/deliver.ts';
import { rounded } from '../core/load.ts';
import type { Account } from './accounts.ts';
import { buildNotification, form, verifyReply } from './notification.ts';
import type { NotificationFields } from './notification.ts';

/** One try to tell a partner a result. */
interface Attempt {
	at: string;
	httpStatus: number | null;
	body: string;
	error: string | null;
	accepted: boolean;
	durationMs: number;
}

/** The notification of one result, repeated until the partner's reply is the expected one. */
export interface Notice {
	merchant: string;
	url: string;
	fields: NotificationFields;
	/** The very body that every attempt sends. */
	sent: string;
	state: 'waiting' | 'delivered' | 'given up';
	attempts: Attempt[];
}

const kept = 200;
const timeoutMs = 10_000;

/** The document has no rule of repetition (gap HTH-08); this is the sandbox's, in milliseconds. */
const usualDelays: readonly number[] = [0, 1000, 2000, 4000, 8000];

/** Tells partners the results of the bank's page, server to server. */
export class Notices {
	list: Notice[] = [];
	delays: readonly number[] = usualDelays;
	private serial = 0;
	private readonly timers = new Set<NodeJS.Timeout>();

	clear(): void {
		for (const timer of this.timers) clearTimeout(timer);
		this.timers.clear();
		this.list = [];
		this.delays = usualDelays;
	}

	add(account: Account, url: string, fields: NotificationFields): Notice {
		const { serialField } = account;
		const serial = String(++this.serial).padStart(8, '0');
		const numbered = serialField === '' ? fields : { ...fields, [serialField]: serial };
		const sent = buildNotification(numbered, account).body;
		const notice: Notice = {
			...{ merchant: account.merchant, url, fields, sent },
			...{ state: 'waiting', attempts: [] },
		};
		this.list = [...this.list, notice].slice(-kept);
		this.schedule(notice, account, 0);
		return notice;
	}

	/** Sends a result once more, as a platform does that lost the reply. */
	resend(notice: Notice, account: Account): void {
		this.schedule(notice, account, this.delays.length - 1, 0);
	}

	private schedule(
		notice: Notice,
		account: Account,
		attempt: number,
		delay = this.delays[attempt],
	): void {
		const timer = setTimeout(() => {
			this.timers.delete(timer);
			void this.attempt(notice, account, attempt);
		}, delay ?? 0);
		// Nothing waits for a repetition when the sandbox ends.
		timer.unref();
		this.timers.add(timer);
	}

	private async attempt(notice: Notice, account: Account, attempt: number): Promise<void> {
		const outlet = new Outlet(1);
		const started = performance.now();
		const done = { at: new Date().toISOString(), httpStatus: null, body: '', error: null };
		let result: Attempt = { ...done, accepted: false, durationMs: 0 };
		try {
			const message = { method: 'POST', contentType: form, body: notice.sent };
			const { body, status } = await outlet.deliver(notice.url, message, timeoutMs);
			const verdict = verifyReply(body, account.notificationReply, status);
			const accepted = verdict.replyCode === 'success';
			result = { ...result, httpStatus: status, body: body.slice(0, 2000), accepted };
		} catch (error) {
			result.error = error instanceof Error ? error.message : String(error);
		} finally {
			outlet.close();
		}
		notice.attempts.push({ ...result, durationMs: rounded(performance.now() - started) });
		const isLast = attempt + 1 >= this.delays.length;
		if (result.accepted) notice.state = 'delivered';
		else if (isLast) notice.state = notice.state === 'delivered' ? 'delivered' : 'given up';
		// A reset in the meantime has forgotten the notice.
		else if (this.list.includes(notice)) this.schedule(notice, account, attempt + 1);
	}
}
