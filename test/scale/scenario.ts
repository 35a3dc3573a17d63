import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionStatus } from 'n8n-workflow';
import { FINAL_STATUSES, type N8nDriver } from '../support/n8n-driver.ts';
import { type JournalEntry, SandboxControl } from './sandbox.ts';
import { credentials, PATH, workflow } from './workflow.ts';

/** What happens to a session, and how the sandbox is told so. */
interface Disturbance {
	what: string;
	path: string;
	body?: object;
}

/** How many executions each worker has begun. */
export type Shares = Record<string, number>;

/** The beginning of a part of the load. */
export interface Event {
	what: string;
	/** Whether a new token of Qiancheng ends the one before; its document does not say. */
	kickOut: boolean;
	/** Executions that had ended by then. */
	after: number;
	atMs: number;
	/** The newest request of the sandbox's journal by then. */
	seq: number;
	shares: Shares;
}

/** What a load of executions left behind, at n8n and at the provider. */
export interface Observed {
	/** Executions that ended, by their status. */
	executions: Partial<Record<ExecutionStatus, number>>;
	/** Losses of the sessions, and at last a part without one. */
	events: Event[];
	requests: JournalEntry[];
	shares: Shares;
	tookMs: number;
}

export interface Load {
	count: number;
	/** Executions at the same time: another one is started when one has ended. */
	concurrency: number;
	/** How often the sessions are taken away, evenly spread. */
	disturbances: number;
	/** Executions at the end that are left in peace. */
	peaceful: number;
	/** The wait before each answer of a provider. */
	latencyMs: number;
}

const WEBANK_LOSSES: Disturbance[] = [
	{ what: 'ticket expired', path: '/webank/expire', body: { kind: 'signTicket' } },
	{ what: 'foreign system fetched token and ticket', path: '/webank/kick-out' },
	{ what: 'access token expired', path: '/webank/expire', body: { kind: 'accessToken' } },
	{
		what: 'foreign system fetched a token only',
		path: '/webank/kick-out',
		body: { ticket: false },
	},
	{ what: 'token and ticket expired', path: '/expire-tokens' },
];
const QIANCHENG_LOSSES: Disturbance[] = [
	{ what: 'token expired', path: '/qiancheng-credit/expire' },
	{ what: 'foreign system ended the token', path: '/qiancheng-credit/kick-out' },
];

const POLL_MS = 100;
/** Losses are at least so far apart, so that it is clear which loss a fetch belongs to. */
const SPACING_MS = 2500;
/** A time longer than any execution takes. */
const STALLED_MS = 60_000;

/**
 * Starts executions by webhook, each of which calls WeBank several times and Qiancheng once, and takes
 * both sessions away on the way, at the same moment. The first ones find no session at all. During the
 * first losses Qiancheng's tokens live on beside a newer one, during the others they do not.
 */
export async function runScenario(
	n8n: N8nDriver,
	sandbox: { controlUrl: string; urls: Record<string, string> },
	load: Load,
	sharesNow: () => Shares,
): Promise<Observed> {
	const { count, concurrency, disturbances, peaceful, latencyMs } = load;
	const control = new SandboxControl(sandbox.controlUrl);
	await control.post('/reset');
	await control.post('/faults', { webank: { latencyMs }, 'qiancheng-credit': { latencyMs } });
	const ids: Record<string, string> = {};
	for (const one of credentials(sandbox.urls)) ids[one.type] = await n8n.saveCredential(one);
	const { id } = await n8n.saveWorkflow(workflow(ids));
	await n8n.publish(id);

	const startedAt = Date.now();
	const events: Event[] = [];
	let started = 0;
	let ended = 0;

	async function note(what: string): Promise<void> {
		const kickOut = events.length > disturbances / 2;
		await control.post('/qiancheng-credit/settings', { kickOut });
		const event: Event = { what, kickOut, after: ended, atMs: 0, seq: 0, shares: sharesNow() };
		events.push(event);
		event.seq = await control.lastSeq();
		event.atMs = Date.now();
	}
	async function disturb(): Promise<void> {
		const losses = [WEBANK_LOSSES, QIANCHENG_LOSSES].map(
			(list) => list[(events.length - 1) % list.length],
		);
		await note(losses.map(({ what }) => what).join('; '));
		await Promise.all(losses.map(async ({ path, body }) => await control.post(path, body)));
	}
	/** Runs executions until this many have ended; the sessions are taken away each time that `every` have. */
	async function work(upTo: number, every: number): Promise<void> {
		let deadline = Date.now() + STALLED_MS;
		while (ended < upTo) {
			const isDue = ended >= events.length * every && events.length <= disturbances;
			const isTooEarly = isDue && Date.now() - events[events.length - 1].atMs < SPACING_MS;
			const free = isTooEarly ? 0 : Math.min(upTo, ended + concurrency) - started;
			await Promise.all(Array.from({ length: free }, () => startExecution(n8n, started++)));
			if (isDue && !isTooEarly) await disturb();
			await sleep(POLL_MS);
			const endedBefore = ended;
			ended = await countExecutions(n8n, id, FINAL_STATUSES);
			if (ended > endedBefore || free > 0) deadline = Date.now() + STALLED_MS;
			if (Date.now() > deadline) throw new Error(`${upTo - ended} executions do not end.`);
		}
	}

	await note('no session yet');
	const disturbed = count - peaceful;
	await work(disturbed, Math.floor(disturbed / (disturbances + 1)));
	await note('left in peace');
	await work(count, Infinity);
	const tookMs = Date.now() - startedAt;
	const executions: Observed['executions'] = {};
	for (const status of FINAL_STATUSES) {
		const found = await countExecutions(n8n, id, [status]);
		if (found > 0) executions[status] = found;
	}
	const requests = await control.requests();
	return { executions, events, requests, shares: sharesNow(), tookMs };
}

/** The webhook answers before the execution runs. */
async function startExecution(n8n: N8nDriver, number: number): Promise<void> {
	const response = await n8n.webhook(`${PATH}?number=${number}`);
	const text = await response.text();
	if (!response.ok) throw new Error(`The webhook answered ${response.status}: ${text}`);
}

/** How many executions a workflow has in one of the statuses. */
export async function countExecutions(
	n8n: N8nDriver,
	workflowId: string,
	status: ExecutionStatus[],
): Promise<number> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId, status }));
	const { count } = await n8n.session.request<{ count: number }>(
		'GET',
		`/executions?limit=1&filter=${filter}`,
	);
	return count;
}
