import type { ExecutionSummary, N8nClient } from '../../scripts/lib/n8n-client.ts';
import { type JournalEntry, SandboxControl } from './sandbox.ts';
import { credential, PATH, workflow } from './workflow.ts';

/** What happens to the session, and how the sandbox is told so. */
interface Disturbance {
	what: string;
	path: string;
	body?: object;
}

/** A disturbance that has happened. */
export interface Event {
	what: string;
	/** Executions that had ended by then. */
	after: number;
	atMs: number;
	/** The newest request of the sandbox's journal by then. */
	seq: number;
}

/** What a load of executions left behind, at n8n and at the provider. */
export interface Observed {
	executions: ExecutionSummary[];
	/** HTTP statuses of the webhook's answers, in the order of the calls. */
	answers: number[];
	events: Event[];
	requests: JournalEntry[];
	startedAtMs: number;
	tookMs: number;
}

export interface Load {
	count: number;
	/** Webhook calls that wait for their answers at the same time. */
	concurrency: number;
	/** Disturbances, spread evenly; the last part of the executions is left in peace. */
	disturbances: number;
	/** No execution takes this long. */
	timeoutMs: number;
}

const DISTURBANCES: Disturbance[] = [
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

const PAGE_SIZE = 100;

/**
 * Starts executions by webhook, each of which calls WeBank several times, and takes the session away
 * on the way. The first ones find no session at all.
 */
export async function runScenario(
	n8n: N8nClient,
	sandbox: { controlUrl: string; urls: Record<string, string> },
	{ count, concurrency, disturbances, timeoutMs }: Load,
): Promise<Observed> {
	const control = new SandboxControl(sandbox.controlUrl);
	await control.post('/reset');
	const { id } = await n8n.saveWorkflow(
		workflow(await n8n.saveCredential(credential(sandbox.urls))),
	);
	await n8n.publish(id);

	const startedAtMs = Date.now();
	const events: Event[] = [{ what: 'no session yet', after: 0, atMs: startedAtMs, seq: 0 }];
	const answers: number[] = [];
	const every = Math.floor(count / (disturbances + 1));
	let next = 0;
	let ended = 0;

	async function disturb(): Promise<void> {
		const { what, path, body } = DISTURBANCES[(events.length - 1) % DISTURBANCES.length];
		const event = { what, after: ended, atMs: Date.now(), seq: 0 };
		events.push(event);
		event.seq = await control.lastSeq();
		event.atMs = Date.now();
		await control.post(path, body);
	}
	async function work(): Promise<void> {
		while (next < count) {
			const number = next++;
			answers[number] = await call(n8n, number, timeoutMs);
			ended++;
			if (ended % every === 0 && events.length <= disturbances) await disturb();
		}
	}
	await Promise.all(Array.from({ length: concurrency }, work));
	const tookMs = Date.now() - startedAtMs;
	const executions = await allExecutions(n8n, id);
	return { executions, answers, events, requests: await control.requests(), startedAtMs, tookMs };
}

/** Starts an execution, waits for its end and returns the HTTP status; 0 when there was no answer. */
async function call(n8n: N8nClient, number: number, timeoutMs: number): Promise<number> {
	try {
		const signal = AbortSignal.timeout(timeoutMs);
		const response = await n8n.webhook(`${PATH}?number=${number}`, { signal });
		await response.arrayBuffer();
		return response.status;
	} catch {
		return 0;
	}
}

async function allExecutions(n8n: N8nClient, workflowId: string): Promise<ExecutionSummary[]> {
	const all: ExecutionSummary[] = [];
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	for (;;) {
		const lastId = all.length > 0 ? `&lastId=${all[all.length - 1].id}` : '';
		const { results } = await n8n.session.request<{ results: ExecutionSummary[] }>(
			'GET',
			`/executions?limit=${PAGE_SIZE}&filter=${filter}${lastId}`,
		);
		all.push(...results);
		if (results.length < PAGE_SIZE) return all;
	}
}
