import type { IDataObject } from 'n8n-workflow';

import { NoAnswer } from '../../shared/model/errors';
import type { Field } from '../../shared/model/field';
import type { Call, Operation, Output, Result } from '../../shared/model/operation';
import { steadyNow } from '../../shared/run/clock';
import type { StateTable } from '../states';

/** The pause where Qiancheng names none in `request_delay` (gap QC-16). */
const DEFAULT_INTERVAL_SECONDS = 3;
/** Whatever an expression says: asking without a pause would only keep both sides busy. */
const SHORTEST_INTERVAL_SECONDS = 0.2;
/** Collections of telecom and degree data end after ten minutes; e-bank is treated alike (gap QC-38). */
const LIMIT_SECONDS = 600;

/** How long an operation waits, and how often it asks. */
export const waitingFields: Field[] = [
	{
		displayName: 'Wait at Most (Seconds)',
		name: 'maximumWait',
		technical: true,
		type: 'number',
		typeOptions: { minValue: 1, maxValue: LIMIT_SECONDS },
		required: true,
		default: LIMIT_SECONDS,
		description:
			"When this time is over, the state of that moment comes out with timedOut = true. A collection must be finished within 10 minutes of its creation; after that only a new query helps. For longer waits use n8n's Wait node and ask for the state again.",
		local: true,
	},
	{
		displayName: 'Ask Every (Seconds)',
		name: 'interval',
		technical: true,
		type: 'number',
		typeOptions: { minValue: SHORTEST_INTERVAL_SECONDS, maxValue: 60 },
		required: true,
		default: DEFAULT_INTERVAL_SECONDS,
		description:
			'Pause between two questions for the state, unless Qiancheng says how long to wait',
		local: true,
	},
];

/** What comes out beside the last state. */
export const waited: Output = { timedOut: 'boolean' };

/** What a state may still become by itself. */
export interface Settling {
	isWaiting: (state: IDataObject) => boolean;
	/** The seconds for which a state may pass, though there is something to do in it; undefined for most. */
	passing?: (state: IDataObject) => number | undefined;
}

/**
 * Asks until there is something else to do than to wait, or the time is over.
 *
 * @param ask gets the state as an operation's result
 * @returns the last state, with `timedOut`
 */
export async function waitUntilSettled(
	call: Call,
	ask: () => Promise<Result>,
	{ isWaiting, passing = () => undefined }: Settling,
): Promise<Result> {
	const { maximumWait, interval } = call.values().local;
	const deadline = steadyNow() + Number(maximumWait) * 1000;
	let seen: { state: unknown; since: number } | undefined;
	for (;;) {
		const { json, binary } = await ask();
		if (typeof json.state !== 'number')
			throw new NoAnswer('The answer names no state as a number', true);
		const isFirst = seen?.state !== json.state;
		if (isFirst) seen = { state: json.state, since: steadyNow() };
		const mayPass = passing(json);
		const isPassing =
			mayPass !== undefined && (isFirst || steadyNow() - Number(seen?.since) < mayPass * 1000);
		const left = deadline - steadyNow();
		if (left <= 0 || !(isWaiting(json) || isPassing)) {
			return { json: { ...json, timedOut: isWaiting(json) }, binary };
		}
		const seconds = Math.max(
			Number(json.request_delay) || Number(interval),
			SHORTEST_INTERVAL_SECONDS,
		);
		await call.wait(Math.min(seconds * 1000, left));
	}
}

/**
 * Waits for a state of a collection, by the operation that asks for it; each kind of collection has this one.
 *
 * @param tableOf has the states of an item's query
 */
export const waitForState = (
	question: Operation,
	action: string,
	chinese: string,
	fields: Field[],
	tableOf: (call: Call) => StateTable,
): Operation => ({
	...question,
	name: 'Wait for State',
	chinese,
	action,
	description:
		'Wait until the person must act, the data is ready or the collection has failed; nextAction says what comes next',
	fields,
	output: { ...question.output, ...waited },
	run: async (call) => {
		const { passing } = tableOf(call);
		return await waitUntilSettled(call, async () => await question.run(call), {
			isWaiting: ({ nextAction }) => nextAction === 'wait',
			passing: ({ state }) => passing[Number(state)],
		});
	},
});
