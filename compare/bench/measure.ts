import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import { jsonOf, type N8nDriver } from '../../test/support/n8n-driver.ts';
import { residentMB } from '../../test/support/process-memory.ts';
import { count, rounds, say } from './options.ts';
import type { Row } from './workflows.ts';

export const median = (values: number[]) =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** The quotient has two decimals. */
export const ratio = (a: number | undefined, b: number | undefined) =>
	Number((Number(a) / Number(b)).toFixed(2));

/** With this setting, n8n loads the nodes of bare/. */
export const withBareNodes = { N8N_CUSTOM_EXTENSIONS: join(import.meta.dirname, 'bare') };

/** The median time of a contender, at one latency of the provider. */
export interface Measurement {
	latencyMs: number;
	what: string;
	ms: number;
	itemsPerSecond: number;
	/** The provider's journal tells it, where that was looked at. */
	maxInFlight?: number;
	/** The resident memory of n8n after the run. */
	rssMB?: number;
}

export const FLOOR = 'floor';

/** Runs a workflow as a person does; the time is n8n's own, of the nodes that do the work. */
export async function run(n8n: N8nDriver, { workflow, measured }: Row) {
	const { id } = await n8n.saveWorkflow(workflow);
	const execution = await n8n.run(id, { timeoutMs: 300_000 });
	const { runData, error } = execution.data.resultData;
	const answers = jsonOf(execution, measured.at(-1) as string);
	const ms = measured.reduce((sum, name) => sum + (runData[name]?.[0].executionTime ?? 0), 0);
	return { status: execution.status, answers, ms, error };
}

/**
 * The milliseconds of a workflow.
 *
 * @param isDone whether an answer is that of an item that was carried out
 * @param wanted the number of items
 * @throws Error when it was not carried out for all items
 */
export async function timeOfRow(
	n8n: N8nDriver,
	row: Row,
	isDone: (answer: IDataObject, index: number) => boolean,
	wanted = count,
): Promise<number> {
	const { status, answers, ms, error } = await run(n8n, row);
	const done = answers.filter(isDone).length;
	if (status === 'success' && answers.length === wanted && done === wanted) return ms;
	const what = `${status}, ${answers.length} items, ${done} of them done`;
	throw new Error([`${row.workflow.name}: ${what}`, error?.message].filter(Boolean).join(', '));
}

/**
 * Runs every contender once in each round: they take turns, so that whatever else the machine does hits all of them.
 *
 * @param contenders return the milliseconds that they took, the bare client under the name `FLOOR`
 * @param pid of n8n
 * @param inFlight measures the most requests at a time during a run
 */
export async function measureInTurns(
	contenders: Record<string, () => Promise<number>>,
	latencyMs: number,
	pid: number,
	inFlight?: (run: () => Promise<void>) => Promise<number>,
): Promise<Measurement[]> {
	const runs = Object.keys(contenders).map((what) => ({
		what,
		times: [] as number[],
		rssMB: 0,
		maxInFlight: 0,
	}));
	for (let round = 0; round < rounds; round++) {
		for (const run of runs) {
			const once = async () => void run.times.push(await contenders[run.what]());
			if (inFlight) run.maxInFlight = Math.max(run.maxInFlight, await inFlight(once));
			else await once();
			run.rssMB = residentMB(pid);
		}
	}
	return runs.map(({ what, times, maxInFlight, rssMB }) => {
		say(`  at ${latencyMs} ms, ${what}: ${times.map((ms) => Math.round(ms)).join(', ')} ms`);
		const ms = median(times);
		return {
			latencyMs,
			what,
			ms: Math.round(ms),
			itemsPerSecond: Math.round((count / ms) * 1000),
			...(inFlight && { maxInFlight }),
			...(what !== FLOOR && { rssMB }),
		};
	});
}

/** How our node compares, at most so many times the floor at 20 ms, at least so many times the others at 0 ms. */
export function aimsOfItems(
	measurements: Measurement[],
	ours: string,
	others: string,
	atLeast: number,
): Record<string, number> {
	const find = (latencyMs: number, what: string) =>
		measurements.find((one) => one.latencyMs === latencyMs && one.what === what);
	return {
		'time of the floor at 20 ms (aim: at most 1.15)': ratio(
			find(20, ours)?.ms,
			find(20, FLOOR)?.ms,
		),
		[`items/s of ${others} at 0 ms (aim: at least ${atLeast})`]: ratio(
			find(0, ours)?.itemsPerSecond,
			find(0, others)?.itemsPerSecond,
		),
	};
}
