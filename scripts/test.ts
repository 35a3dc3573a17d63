// npm test [-- --scale]: everything that must hold, from the quickest check to the real n8n; ends at the
// first failure. --scale adds the scale test, which needs Redis and PostgreSQL.
// The last line is "N passed, N failed", summed over all results.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installHost } from './host/install.ts';
import { messageOf } from './shared/progress.ts';
import { exitOnSignals, runVisibly } from './shared/run.ts';

interface Stage {
	name: string;
	/** Returns an exit code. */
	run: () => Promise<number>;
}

/** The part of jest's results that is counted here; the scale test's have the same form. */
interface JestResult {
	numPassedTests: number;
	numFailedTests: number;
	/** Files that could not be run, so that none of their tests was counted. */
	numRuntimeErrorTestSuites: number;
}

const results = join(process.cwd(), 'coverage', '.results');

const stages: Stage[] = [
	{ name: 'Lint', run: async () => await runVisibly(process.execPath, ['scripts/lint.ts']) },
	{ name: 'Typecheck', run: typecheck },
	{ name: 'Build', run: async () => await runVisibly('n8n-node', ['build']) },
	{ name: 'Coverage of the specifications', run: coverage },
	{ name: 'Unit tests', run: async () => await jest('unit') },
	{ name: 'Integration tests', run: async () => await jest('integration') },
	{ name: 'Host', run: host },
	{ name: 'End-to-end tests', run: async () => await jest('e2e', '--runInBand') },
	...(process.argv.includes('--scale') ? [{ name: 'Scale test', run: scale }] : []),
];

async function typecheck(): Promise<number> {
	const shipped = await runVisibly('tsc', ['--noEmit']);
	const development = await runVisibly('tsc', ['-p', 'tsconfig.dev.json']);
	return shipped || development;
}

async function coverage(): Promise<number> {
	return await runVisibly(process.execPath, ['scripts/coverage.ts']);
}

async function host(): Promise<number> {
	await installHost();
	console.log('n8n is installed.');
	return 0;
}

async function scale(): Promise<number> {
	return await runVisibly(process.execPath, [
		'test/scale/main.ts',
		'--output',
		resultFile('scale'),
	]);
}

async function jest(project: string, ...options: string[]): Promise<number> {
	return await runVisibly('jest', [
		'--selectProjects',
		project,
		'--json',
		`--outputFile=${resultFile(project)}`,
		...options,
	]);
}

/** Runs the stages up to the first that fails, and returns its exit code. */
async function runStages(): Promise<number> {
	const started = Date.now();
	for (const { name, run } of stages) {
		console.log(`\n━━ ${name} ${'━'.repeat(60 - name.length)} ${seconds(started)}`);
		const code = await run().catch((error: unknown) => {
			console.error(messageOf(error));
			return 1;
		});
		if (code === 0) continue;
		console.log(`\n✗ ${name} did not pass (${seconds(started)}).`);
		return code;
	}
	console.log(`\n✓ All passed (${seconds(started)}).`);
	return 0;
}

function resultFile(name: string): string {
	return join(results, `${name}.json`);
}

function seconds(started: number): string {
	return `${Math.round((Date.now() - started) / 1000)} s`;
}

function summary(failed: boolean): string {
	const all = ['unit', 'integration', 'e2e', 'scale'].map(resultOf);
	const passedTests = all.reduce((sum, result) => sum + result.numPassedTests, 0);
	const failedTests = all.reduce((sum, result) => {
		return sum + result.numFailedTests + result.numRuntimeErrorTestSuites;
	}, 0);
	// A stage without tests of its own that did not pass counts as one.
	return `${passedTests} passed, ${failed ? Math.max(1, failedTests) : failedTests} failed`;
}

function resultOf(name: string): JestResult {
	const file = resultFile(name);
	if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as JestResult;
	return { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };
}

exitOnSignals();
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
process.exitCode = await runStages();
console.log(`\n${summary(process.exitCode !== 0)}`);
