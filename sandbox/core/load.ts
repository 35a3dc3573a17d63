import { Outlet } from './deliver.ts';

/** What every delivery of a load is counted by. */
export interface Counted {
	/** HTTP status; null when no answer came. */
	status: number | null;
	replyCode: string | null;
	asExpected: boolean;
	durationMs: number;
}

export interface LoadSummary {
	sent: number;
	statuses: Record<string, number>;
	codes: Record<string, number>;
	asExpected: number;
	lost: number;
	durationMs: number;
	perSecond: number;
	/** Milliseconds to the answer. */
	latencyMs: { p50: number; p95: number; p99: number; max: number };
}

const percentile = (sorted: readonly number[], share: number): number =>
	sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const count = (values: ReadonlyArray<string | null>): Record<string, number> => {
	const counted: Record<string, number> = {};
	for (const value of values) if (value !== null) counted[value] = (counted[value] ?? 0) + 1;
	return counted;
};

function summarise(deliveries: readonly Counted[], durationMs: number): LoadSummary {
	const times = deliveries.map((delivery) => delivery.durationMs).sort((a, b) => a - b);
	return {
		sent: deliveries.length,
		statuses: count(deliveries.map(({ status }) => (status === null ? null : String(status)))),
		codes: count(deliveries.map(({ replyCode }) => replyCode)),
		asExpected: deliveries.filter(({ asExpected }) => asExpected).length,
		lost: deliveries.filter(({ status }) => status === null).length,
		durationMs: Math.round(durationMs),
		perSecond: Math.round((deliveries.length / durationMs) * 10_000) / 10,
		latencyMs: {
			p50: percentile(times, 0.5),
			p95: percentile(times, 0.95),
			p99: percentile(times, 0.99),
			max: times.at(-1) ?? 0,
		},
	};
}

/** Sends so many times, so many at once, over connections of its own. */
export async function sendAll<Delivery extends Counted>(
	{ times, concurrency }: { times: number; concurrency: number },
	sendOnce: (outlet: Outlet) => Promise<Delivery[]>,
): Promise<{ deliveries: Delivery[]; summary: LoadSummary }> {
	const outlet = new Outlet(concurrency);
	const deliveries: Delivery[] = [];
	let next = 0;
	const work = async (): Promise<void> => {
		while (next < times) {
			next++;
			deliveries.push(...(await sendOnce(outlet)));
		}
	};
	const started = performance.now();
	try {
		await Promise.all(Array.from({ length: Math.min(concurrency, times) }, work));
	} finally {
		outlet.close();
	}
	return { deliveries, summary: summarise(deliveries, performance.now() - started) };
}

/** Milliseconds with two decimals. */
export const rounded = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;

/** Reads whole numbers of an order, with what they are otherwise; says what is wrong, if so. */
export function readCounts<Name extends string>(
	order: Readonly<Record<string, unknown>>,
	counts: Readonly<Record<Name, number>>,
): Record<Name, number> | string {
	const numbers: Record<string, number> = {};
	for (const [name, otherwise] of Object.entries(counts)) {
		const number = Number(order[name] ?? otherwise);
		if (!Number.isInteger(number) || number < 1 || number > 1_000_000)
			return `${name} must be a whole number from 1`;
		numbers[name] = number;
	}
	return numbers as Record<Name, number>;
}

/** Whether a text is an address to which something can be sent. */
export const isAddress = (url: unknown): url is string =>
	typeof url === 'string' && URL.canParse(url) && /^https?:/.test(url);
