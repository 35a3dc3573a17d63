import type { Sandbox } from '../../sandbox/index.ts';
import type { Report } from '../../sandbox/webank/sender.ts';
import { controlAt } from '../../scripts/shared/control.ts';

export interface JournalEntry {
	seq: number;
	operation: string;
	code: string;
	httpStatus: number;
	fault: string | null;
	processed: boolean;
	params: Record<string, unknown>;
	files: Array<{ name: string }>;
}

/** Talks to the sandbox's control server. */
export function controlOf({ controlUrl }: Pick<Sandbox, 'controlUrl'>) {
	const call = controlAt(controlUrl);
	return {
		call,
		reset: async () => await call('/reset', {}),
		faults: async (hstong: Record<string, unknown>) => await call('/faults', { hstong }),
		noFaults: async () =>
			await call('/faults', {
				hstong: {
					latencyMs: null,
					concurrencyLimit: null,
					expireTokensAtRequest: null,
					events: null,
					force: null,
				},
			}),
		/** Has the bank send a notification; tells how it was answered. */
		notifyWebank: async (order: object) => await call<Report>('/webank/notify', order),
		journal: async (since = 0) =>
			(await call<{ entries: JournalEntry[] }>(`/journal?limit=50000&since=${since}`)).entries,
		lastSeq: async () => (await call<{ lastSeq: number }>('/journal?limit=1')).lastSeq,
		stats: async () =>
			(await call<{ hstong: { requests: number; maxInFlight: number } }>('/stats')).hstong,
		smsCode: async (mobile: string) =>
			(await call<{ code: string }>(`/hstong/sms?mobile=${mobile}`)).code,
		review: async (mobile: string, status: number, msg?: string) =>
			await call('/hstong/review', { mobile, status, ...(msg && { msg }) }),
	};
}
export type Control = ReturnType<typeof controlOf>;
