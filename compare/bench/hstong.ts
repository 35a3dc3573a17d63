import { parseArgs } from 'node:util';

import { demoCredentials } from '../../sandbox/registry.ts';
import { jsonOf } from '../../scripts/host/n8n-client.ts';
import { startEnvironment } from '../../test/e2e/support/environment.ts';
import { prepareItems } from './applicant.ts';
import { runFloor, type Account } from './floor.ts';
import { controlAt, median, residentMB } from './measure.ts';
import { codeAndHttp, ourNode, tunedCodeAndHttp, type Row } from './workflows.ts';

// npm run bench [-- --json] [-- --items 1000] [-- --rounds 3]
const { values: options } = parseArgs({
	options: {
		json: { type: 'boolean', default: false },
		items: { type: 'string', default: '1000' },
		rounds: { type: 'string', default: '3' },
		concurrency: { type: 'string', default: '10' },
	},
});
const COUNT = Number(options.items);
const ROUNDS = Number(options.rounds);
const CONCURRENCY = Number(options.concurrency);
const say = (text: string) => void (options.json || console.log(text));

interface Measurement {
	latencyMs: number;
	what: string;
	ms: number;
	itemsPerSecond: number;
	maxInFlight: number;
	rssMB?: number;
}

say(`Submitting ${COUNT} identities, concurrency ${CONCURRENCY}, median of ${ROUNDS} rounds …`);
async function measureAll(latencyMs: number): Promise<Measurement[]> {
	const { n8n, sandbox, pid } = environment;
	await control('/reset', {});
	await control('/faults', { hstong: { latencyMs } });
	const { appId, appSecret } = demoCredentials(sandbox.urls)[0].data as Record<string, string>;
	const account: Account = { url: sandbox.urls.hstong, appId, appSecret };
	const items = await prepareItems(account, sandbox.controlUrl, COUNT);
	const credentialId = await n8n.saveCredential(demoCredentials(sandbox.urls)[0]);

	const contenders: Record<string, () => Promise<number>> = {
		floor: async () => await runFloor(account, items, CONCURRENCY),
		'HSTong node': async () => await runRow(ourNode(items, credentialId, CONCURRENCY)),
		'Code + HTTP Request': async () => await runRow(codeAndHttp(items, account)),
		'the same, tuned': async () => await runRow(tunedCodeAndHttp(items, account)),
	};
	// The contenders take turns, so that whatever else the machine does hits all of them.
	const runs = Object.keys(contenders).map((what) => ({
		what,
		times: [0],
		maxInFlight: 0,
		rssMB: 0,
	}));
	for (let round = 0; round < ROUNDS; round++) {
		for (const run of runs) {
			const since = await lastSeq();
			run.times[round] = await contenders[run.what]();
			run.maxInFlight = Math.max(run.maxInFlight, await maxInFlightSince(since));
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
			itemsPerSecond: Math.round((COUNT / ms) * 1000),
			maxInFlight,
			...(what !== 'floor' && { rssMB }),
		};
	});
}

/** Runs a workflow; the time is n8n's own, of the nodes that do the work. */
async function runRow({ workflow, measured }: Row): Promise<number> {
	const { id } = await environment.n8n.saveWorkflow(workflow);
	const execution = await environment.n8n.run(id, { timeoutMs: 120_000 });
	const { runData } = execution.data.resultData;
	const done = jsonOf(execution, measured.at(-1) as string);
	const refused = done.filter(({ success, code }) => success !== true && code !== '00000');
	if (execution.status !== 'success' || done.length !== COUNT || refused.length > 0) {
		throw new Error(
			`${workflow.name}: ${execution.status}, ${done.length} items, ${refused.length} refused`,
		);
	}
	return measured.reduce((sum, name) => sum + runData[name][0].executionTime, 0);
}

const lastSeq = async () => (await control<{ lastSeq: number }>('/journal?limit=1')).lastSeq;

async function maxInFlightSince(seq: number): Promise<number> {
	const { entries } = await control<{ entries: Array<{ inFlight: number }> }>(
		`/journal?limit=50000&since=${seq}`,
	);
	return Math.max(...entries.map(({ inFlight }) => inFlight));
}

function report(measurements: Measurement[]): void {
	const find = (latencyMs: number, what: string) =>
		measurements.find((m) => m.latencyMs === latencyMs && m.what === what) as Measurement;
	const timesFloor = find(20, 'HSTong node').ms / find(20, 'floor').ms;
	const timesPair =
		find(0, 'HSTong node').itemsPerSecond / find(0, 'Code + HTTP Request').itemsPerSecond;
	const aims = {
		'time of the floor at 20 ms (aim: at most 1.15)': Number(timesFloor.toFixed(2)),
		'items/s of the pair at 0 ms (aim: at least 1.6)': Number(timesPair.toFixed(2)),
	};
	if (options.json) console.log(JSON.stringify({ measurements, aims }, null, 1));
	else {
		console.table(measurements);
		console.table(aims);
	}
}

const environment = await startEnvironment({ NODE_FUNCTION_ALLOW_BUILTIN: 'crypto' });
const control = controlAt(environment.sandbox.controlUrl);
try {
	const measurements: Measurement[] = [];
	for (const latencyMs of [0, 20]) measurements.push(...(await measureAll(latencyMs)));
	report(measurements);
} finally {
	await environment.stop();
}
