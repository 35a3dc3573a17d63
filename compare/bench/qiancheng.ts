import { parseArgs } from 'node:util';
import type { IDataObject } from 'n8n-workflow';

import { jsonOf } from '../../scripts/host/n8n-client.ts';
import { startEnvironment } from '../../test/e2e/support/environment.ts';
import { controlAt, median, residentMB } from './measure.ts';
import {
	httpChecks,
	isTrue,
	ourChecks,
	preparePeople,
	runChecksFloor,
	tunedHttpChecks,
	type QianchengAccount,
} from './qiancheng-checks.ts';
import { measureRisk, type RiskMeasurement } from './qiancheng-risk.ts';
import type { Row } from './workflows.ts';

// npm run bench -- --qiancheng [--json] [--only checks|token|risk] [--items 1000] [--rounds 3] [--concurrency 10]
const { values: options } = parseArgs({
	options: {
		qiancheng: { type: 'boolean' },
		json: { type: 'boolean', default: false },
		only: { type: 'string' },
		items: { type: 'string', default: '1000' },
		rounds: { type: 'string', default: '3' },
		concurrency: { type: 'string', default: '10' },
	},
});
const COUNT = Number(options.items);
const ROUNDS = Number(options.rounds);
const CONCURRENCY = Number(options.concurrency);
const say = (text: string) => void (options.json || console.log(text));
const wants = (part: string) => options.only === undefined || options.only === part;

interface Measurement {
	latencyMs: number;
	what: string;
	ms: number;
	itemsPerSecond: number;
	rssMB?: number;
}

/** What a contender makes of a token that ends on the way. */
interface TokenMeasurement {
	what: string;
	/** Answers before the end of the token. */
	endsAfter: number;
	execution: string;
	/** Items that the node passed on as done. */
	reportedDone: number;
	/** Answers that are there and those of their person. */
	true: number;
	/** Of the provider's journal. */
	carriedOut: number;
}

const environment = await startEnvironment();
const { n8n, sandbox, pid } = environment;
const control = controlAt(sandbox.controlUrl);
const people = preparePeople(COUNT);
const account: QianchengAccount = {
	url: sandbox.urls['qiancheng-credit'],
	...{ username: 'sandbox-qiancheng', password: 'qiancheng-sandbox-password' },
};

/** Runs a workflow; the time is n8n's own, of the nodes that do the work. */
async function run({ workflow, measured }: Row) {
	const { id } = await n8n.saveWorkflow(workflow);
	const execution = await n8n.run(id, { timeoutMs: 120_000 });
	const { runData } = execution.data.resultData;
	const answers = jsonOf(execution, measured.at(-1) as string);
	const ms = measured.reduce((sum, name) => sum + (runData[name]?.[0].executionTime ?? 0), 0);
	return { name: workflow.name, status: execution.status, answers, ms };
}

const truths = (answers: IDataObject[]): number =>
	people.filter((person, i) => isTrue(person, answers[i])).length;

async function runRow(row: Row): Promise<number> {
	const { name, status, answers, ms } = await run(row);
	if (status !== 'success' || answers.length !== COUNT || truths(answers) !== COUNT) {
		throw new Error(`${name}: ${status}, ${answers.length} items, ${truths(answers)} true`);
	}
	return ms;
}

async function measureChecks(credentialId: string, latencyMs: number): Promise<Measurement[]> {
	// Not /reset: it would end our token on the way, which is measured apart.
	await control('/faults', { 'qiancheng-credit': { latencyMs } });
	const contenders: Record<string, () => Promise<number>> = {
		floor: async () => await runChecksFloor(account, people, CONCURRENCY),
		'Qiancheng Credit node': async () => await runRow(ourChecks(people, credentialId, CONCURRENCY)),
		'HTTP Request': async () => await runRow(httpChecks(people, account)),
		'the same, tuned': async () => await runRow(tunedHttpChecks(people, account)),
	};
	// The contenders take turns, so that whatever else the machine does hits all of them.
	const runs = Object.keys(contenders).map((what) => ({ what, times: [0], rssMB: 0 }));
	for (let round = 0; round < ROUNDS; round++) {
		for (const one of runs) {
			one.times[round] = await contenders[one.what]();
			one.rssMB = residentMB(pid);
		}
	}
	return runs.map(({ what, times, rssMB }) => {
		say(`  at ${latencyMs} ms, ${what}: ${times.map((ms) => Math.round(ms)).join(', ')} ms`);
		const ms = median(times);
		return {
			latencyMs,
			what,
			ms: Math.round(ms),
			itemsPerSecond: Math.round((COUNT / ms) * 1000),
			...(what !== 'floor' && { rssMB }),
		};
	});
}

/** Lets the token end after three in ten of the checks, once for each contender. */
async function measureToken(credentialId: string): Promise<TokenMeasurement[]> {
	const endsAfter = Math.floor(COUNT * 0.3) - 1;
	const contenders: Record<string, Row> = {
		'Qiancheng Credit node': ourChecks(people, credentialId, CONCURRENCY),
		'HTTP Request': httpChecks(people, account),
	};
	const measured: TokenMeasurement[] = [];
	for (const [what, row] of Object.entries(contenders)) {
		await control('/reset', {});
		// Each fetches a token first, which is a request as well.
		const expireTokensAtRequest = endsAfter + 2;
		await n8n.saveCredential(credentialOf(account));
		await control('/faults', { 'qiancheng-credit': { expireTokensAtRequest } });
		const { status: execution, answers } = await run(row);
		const { entries } = await control<{ entries: Entry[] }>('/journal?limit=50000');
		const isCarriedOut = (entry: Entry) => entry.operation === 'searchBlacklist' && entry.processed;
		measured.push({
			...{ what, endsAfter, execution },
			reportedDone: answers.filter(({ error }) => error === undefined).length,
			true: truths(answers),
			carriedOut: entries.filter(isCarriedOut).length,
		});
	}
	return measured;
}

type Entry = { operation: string | null; processed: boolean };

const credentialOf = ({ url: baseUrl, username, password }: QianchengAccount) => ({
	...{ name: 'bench', type: 'qianchengCreditApi' },
	data: { environment: 'custom', baseUrl, username, password },
});

const checks: Measurement[] = [];
const token: TokenMeasurement[] = [];
const risk: RiskMeasurement[] = [];
const aims: Record<string, number> = {};
const ratio = (a: number | undefined, b: number | undefined) =>
	Number((Number(a) / Number(b)).toFixed(2));

try {
	const credentialId = await n8n.saveCredential(credentialOf(account));
	if (wants('checks')) {
		say(`Checking ${COUNT} people, concurrency ${CONCURRENCY}, median of ${ROUNDS} rounds …`);
		for (const latencyMs of [0, 20]) checks.push(...(await measureChecks(credentialId, latencyMs)));
		const find = (latencyMs: number, what: string) =>
			checks.find((m) => m.latencyMs === latencyMs && m.what === what);
		const ours = 'Qiancheng Credit node';
		aims['time of the floor at 20 ms (aim: at most 1.15)'] = ratio(
			find(20, ours)?.ms,
			find(20, 'floor')?.ms,
		);
		aims['items/s of HTTP Request at 0 ms (aim: at least 1.6)'] = ratio(
			find(0, ours)?.itemsPerSecond,
			find(0, 'HTTP Request')?.itemsPerSecond,
		);
	}
	if (wants('token')) {
		say('Letting the token end on the way …');
		token.push(...(await measureToken(credentialId)));
		aims['false successes when the token ends on the way (aim: 0)'] =
			token[0].reportedDone - token[0].true;
	}
	if (wants('risk')) {
		say('Building the request of a large risk audit …');
		risk.push(...(await measureRisk(sandbox, Math.max(ROUNDS, 5))));
		aims['ms of pause for a risk audit of 2 MB (aim: below 50)'] = risk[0].pauseMs;
		aims['the same for the first one (aim: below 50)'] = risk[0].firstPauseMs;
	}
} finally {
	await environment.stop();
}

if (options.json) console.log(JSON.stringify({ checks, token, risk, aims }, null, 1));
else {
	for (const table of [checks, token, risk]) if (table.length > 0) console.table(table);
	console.table(aims);
}
