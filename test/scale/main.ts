// npm run test:scale: the sessions of WeBank and Qiancheng under load, shared by a main process and two
// workers in queue mode (Redis, PostgreSQL), then by one process alone.
//   npm run test:scale -- [--json] [--output results.json] [--mode queue] [--executions 500] [--concurrency 20] [--losses 9] [--latency 50]
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type OwnEnvironment, startEnvironment } from '../e2e/support/environment.ts';
import { checkRules, recoveries, type Recovery, type Rule } from './rules.ts';
import { type Load, runScenario, type Shares } from './scenario.ts';
import { startDatastores } from './datastores.ts';
import { startWorker } from '../../scripts/host/server.ts';
import { installPackage, packPackage } from '../../scripts/host/package.ts';
import { messageOf } from '../../scripts/shared/progress.ts';
import { type Service, stopServices } from '../../scripts/shared/service.ts';

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
	start: () => Promise<OwnEnvironment & { workers: Service[] }>;
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
const ENCRYPTION_KEY = 'scale-test-only';
const TIME_LIMIT_MS = 420_000;

const print = console.log;
// What is said on the way must not get into the JSON.
if (options.json) console.log = console.error;

const modes: Mode[] = [
	{ name: 'queue', maxFetches: 2, start: startQueueMode },
	{ name: 'one process', maxFetches: 1, start: startOneProcess },
];

/** A main process that takes the webhook calls, and workers that share the executions. */
async function startQueueMode(): Promise<OwnEnvironment & { workers: Service[] }> {
	const env = {
		...(await startDatastores(folder)),
		N8N_ENCRYPTION_KEY: ENCRYPTION_KEY,
	};
	const environment = await startEnvironment(env);
	const { tarball } = await packPackage();
	const workers = await Promise.all(
		WORKERS.map(async (name) => {
			const userFolder = mkdtempSync(join(folder, 'n8n-worker-'));
			await installPackage(userFolder, tarball);
			return await startWorker({ name, userFolder, env, logFile: join(userFolder, 'n8n.log') });
		}),
	);
	return { ...environment, workers };
}

async function startOneProcess(): Promise<OwnEnvironment & { workers: Service[] }> {
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
const sharesOf = (workers: Service[]): Shares =>
	Object.fromEntries(
		workers.map(({ name, logFile }) => [
			name,
			readFileSync(logFile, 'utf8').split('Worker started execution').length - 1,
		]),
	);

function show({ mode, executionsPerSecond, recoveries, rules }: Report): void {
	console.log(`\n${mode}: ${executionsPerSecond} executions per second`);
	console.table(recoveries);
	for (const { rule, found, kept } of rules) console.log(`${kept ? '✓' : '✗'} ${rule}: ${found}`);
}

// Everything that is started keeps its files below this folder, PostgreSQL as a user of its own.
const folder = mkdtempSync(join(tmpdir(), 'n8n-scale-'));
chmodSync(folder, 0o711);
process.env.TMPDIR = folder;

let stopping = false;
/** Ends everything that was started and removes what it wrote; E2E_KEEP=1 keeps the logs. */
async function stop(): Promise<void> {
	stopping = true;
	await stopServices();
	if (process.env.E2E_KEEP) console.log(`Kept: ${folder}`);
	else rmSync(folder, { recursive: true, force: true });
}

async function stopEarly(message: string, exitCode: number): Promise<void> {
	if (stopping) return;
	console.log(message);
	await stop();
	process.exit(exitCode);
}
process.on('SIGINT', () => void stopEarly('\nStopping …', 130));
process.on('SIGTERM', () => void stopEarly('\nStopping …', 143));
/** The closing line, unless the one that has started this writes its own over all results. */
const closing = (passed: number, failed: number) =>
	options.output ? '' : `\n${passed} passed, ${failed} failed`;
const tooLong = `Not done within ${TIME_LIMIT_MS / 1000} s.\n${closing(0, 1)}`;
setTimeout(() => void stopEarly(tooLong, 1), TIME_LIMIT_MS).unref();

const reports: Report[] = [];
let failed = 0;
for (const mode of modes) {
	if (options.mode && !mode.name.startsWith(options.mode)) continue;
	try {
		reports.push(await measure(mode));
	} catch (error) {
		// What is being stopped fails, which means nothing.
		if (stopping) await new Promise(() => {});
		console.error(messageOf(error));
		failed++;
	}
	await stopServices();
}
await stop();
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
