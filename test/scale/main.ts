// npm run test:scale: the sessions of WeBank and Qiancheng under load, shared by a main process and two
// workers in queue mode (Redis, PostgreSQL), then by one process alone.
//   npm run test:scale -- [--json] [--output results.json] [--mode queue] [--executions 500] [--concurrency 20] [--losses 9] [--latency 50]
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type OwnEnvironment, startEnvironment } from '../e2e/support/environment.ts';
import { checkRules, recoveries, type Recovery, type Rule } from './rules.ts';
import { type Load, runScenario, type Shares } from './scenario.ts';
import { type Member, startCluster } from './cluster.ts';
import { newFrame } from './frame.ts';
import { messageOf } from '../../scripts/shared/progress.ts';
import { stopServices } from '../../scripts/shared/service.ts';

interface Report {
	mode: string;
	executionsPerSecond: number;
	recoveries: Recovery[];
	rules: Rule[];
}

/** How the executions are run, and how many token fetches a loss of a session may cost there. */
interface Mode {
	name: string;
	maxFetches: number;
	start: () => Promise<OwnEnvironment & { workers: Member[] }>;
}

const { values: options } = parseArgs({
	options: {
		json: { type: 'boolean', default: false },
		executions: { type: 'string', default: '500' },
		concurrency: { type: 'string', default: '20' },
		losses: { type: 'string', default: '9' },
		latency: { type: 'string', default: '50' },
		mode: { type: 'string' },
		output: { type: 'string' },
	},
});
const count = Number(options.executions);
const load: Load = {
	count,
	concurrency: Number(options.concurrency),
	disturbances: Number(options.losses),
	peaceful: Math.ceil(count / 10),
	latencyMs: Number(options.latency),
};
const WORKERS = ['worker 1', 'worker 2'];
const TIME_LIMIT_MS = 420_000;

const print = console.log;
// What is said on the way must not get into the JSON.
if (options.json) console.log = console.error;

const modes: Mode[] = [
	// A main process that takes the webhook calls, and workers that share the executions.
	{ name: 'queue', maxFetches: 2, start: async () => await startCluster(frame.folder, WORKERS) },
	{ name: 'one process', maxFetches: 1, start: startOneProcess },
];

async function startOneProcess(): Promise<OwnEnvironment & { workers: Member[] }> {
	return { ...(await startEnvironment()), workers: [] };
}

async function measure({ name, maxFetches, start }: Mode): Promise<Report> {
	console.log(`Starting n8n: ${name} …`);
	const environment = await start();
	try {
		const { n8n, sandbox, workers } = environment;
		console.log(`${load.count} executions at a concurrency of ${load.concurrency} …`);
		const observed = await runScenario(n8n, sandbox, load, () => sharesOf(workers));
		return {
			mode: name,
			executionsPerSecond: Math.round((load.count / observed.tookMs) * 10_000) / 10,
			recoveries: recoveries(observed),
			rules: checkRules(observed, load, maxFetches),
		};
	} finally {
		await environment.stop();
	}
}

/** Each worker logs the executions that it begins. */
const sharesOf = (workers: Member[]): Shares =>
	Object.fromEntries(
		workers.map(({ name, service }) => [
			name,
			readFileSync(service.logFile, 'utf8').split('Worker started execution').length - 1,
		]),
	);

function show({ mode, executionsPerSecond, recoveries, rules }: Report): void {
	console.log(`\n${mode}: ${executionsPerSecond} executions per second`);
	console.table(recoveries);
	for (const { rule, found, kept } of rules) console.log(`${kept ? '✓' : '✗'} ${rule}: ${found}`);
}

/** The closing line, unless the one that has started this writes its own over all results. */
const closing = (passed: number, failed: number) =>
	options.output ? '' : `\n${passed} passed, ${failed} failed`;
const tooLong = `Not done within ${TIME_LIMIT_MS / 1000} s.\n${closing(0, 1)}`;
const frame = newFrame(TIME_LIMIT_MS, tooLong);

const reports: Report[] = [];
let failed = 0;
for (const mode of modes) {
	if (options.mode && !mode.name.startsWith(options.mode)) continue;
	try {
		reports.push(await measure(mode));
	} catch (error) {
		// What is being stopped fails, which means nothing.
		if (frame.isStopping()) await new Promise(() => {});
		console.error(messageOf(error));
		failed++;
	}
	await stopServices();
}
await frame.stop();
if (options.json) print(JSON.stringify(reports, null, '\t'));
else reports.forEach(show);
const rules = reports.flatMap((report) => report.rules);
const passed = rules.filter(({ kept }) => kept).length;
failed += rules.length - passed;
if (failed > 0) process.exitCode = 1;
if (options.output) {
	const counts = { numPassedTests: passed, numFailedTests: failed, numRuntimeErrorTestSuites: 0 };
	writeFileSync(options.output, JSON.stringify(counts));
}
console.log(closing(passed, failed));
