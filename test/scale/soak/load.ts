import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionStatus, INodeExecutionData } from 'n8n-workflow';
import {
	type Execution,
	FINAL_STATUSES,
	type N8nDriver,
	outputOf,
} from '../../support/n8n-driver.ts';
import { countExecutions } from '../scenario.ts';
import { type Call, CALLS, PATH } from '../workflow.ts';

/** A call of the webhook. */
export interface Sent {
	number: string;
	at: number;
	/** Whether n8n has said that it starts the workflow. */
	isTaken: boolean;
}

/** An execution: what n8n says about it, and what our nodes say about its calls. */
export interface Run {
	id: string;
	/** The number of the webhook call, unless n8n has kept nothing of the execution but its end. */
	number?: string;
	status: ExecutionStatus;
	stoppedAt: number;
	/** By call: `done`, the outcome of a failed item, or nothing where the node did not come to an end. */
	said: Partial<Record<Call, string>>;
}

const TIMEOUT_MS = 20_000;
const READ_AT_ONCE = 4;

/**
 * Calls the webhook in bursts, evenly over the time, in turn at each address.
 *
 * @returns what has become of each call, when all have been answered
 */
export async function sendBursts(
	urls: string[],
	{ count, burst, durationMs }: { count: number; burst: number; durationMs: number },
): Promise<Sent[]> {
	const startedAt = Date.now();
	const sent: Array<Promise<Sent>> = [];
	while (sent.length < count) {
		await sleep(Math.max(0, startedAt + (sent.length / count) * durationMs - Date.now()));
		for (let i = 0; i < burst && sent.length < count; i++) {
			const number = sent.length;
			sent.push(send(`${urls[number % urls.length]}/webhook/${PATH}?number=${number}`, number));
		}
	}
	return await Promise.all(sent);
}

async function send(url: string, number: number): Promise<Sent> {
	const at = Date.now();
	const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
		() => undefined,
	);
	return { number: String(number), at, isTaken: answer?.ok === true };
}

/** Waits until all executions have ended, and returns whether they have. */
export async function allEnded(n8n: N8nDriver, id: string, timeoutMs: number): Promise<boolean> {
	const deadline = Date.now() + timeoutMs;
	while (Date.now() < deadline) {
		if ((await countExecutions(n8n, id, ['new', 'running', 'unknown'])) === 0) return true;
		await sleep(1000);
	}
	return false;
}

/** All executions of the workflow, which is the only one of this n8n. */
export async function readRuns(n8n: N8nDriver, workflowId: string): Promise<Run[]> {
	const listed = await n8n.executionIds(workflowId);
	const count = await countExecutions(n8n, workflowId, [...FINAL_STATUSES, 'new', 'running']);
	const numbers = listed.map(Number);
	// n8n sorts its list by the start and goes on by the id: it leaves out what began earlier than one with a lower id.
	const all = Array.from({ length: Math.max(0, ...numbers) }, (_, i) => String(i + 1));
	const ids = listed.length < count ? all : listed;
	const runs: Run[] = [];
	const read = async () => {
		for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
			const execution = await n8n.execution(id).catch((error: unknown) => {
				if (listed.includes(String(id))) throw error;
			});
			if (execution) runs.push(runOf(execution));
		}
	};
	await Promise.all(Array.from({ length: READ_AT_ONCE }, read));
	if (runs.length < count) throw new Error(`n8n has ${count} executions and shows ${runs.length}.`);
	return runs;
}

function runOf(execution: Execution): Run {
	const { id, status, stoppedAt, data } = execution;
	// What has not run yet is still waiting with the items that came in.
	const waiting = data.executionData?.nodeExecutionStack[0]?.data.main[0] ?? [];
	const [started = waiting[0]] = outputOf(execution, 'Webhook');
	const said: Run['said'] = {};
	for (const call of CALLS) {
		const [item] = outputOf(execution, call);
		if (item) said[call] = wordOf(item);
	}
	return {
		id,
		number: (started?.json.query as { number?: string } | undefined)?.number,
		status,
		stoppedAt: FINAL_STATUSES.includes(status) && stoppedAt ? Date.parse(stoppedAt) : Infinity,
		said,
	};
}

/** `done`, or the outcome of a failed item; an item that says neither is none of ours. */
function wordOf({ json }: INodeExecutionData): string {
	if (json.error === undefined) return 'done';
	return String((json.details as { outcome?: string } | undefined)?.outcome);
}
