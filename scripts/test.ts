// npm test: everything that needs only Node and npm, from the quickest check to the integration tests.
// npm run test:all: the same, then the packed package in the real n8n with a browser, then n8n in queue mode.
// Both end at the first stage that does not pass, and with one line: "N passed, N failed".
//   scripts/test.ts --needs   names the Debian packages that test:all lacks here
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installHost } from './host/install.ts';
import { messageOf } from './shared/progress.ts';
import { command, runVisibly } from './shared/run.ts';
import { describeNeeds, missingNeeds } from './test/needs.ts';

interface Stage {
	name: string;
	/** Returns an exit code. */
	run: () => Promise<number>;
}

/** What is counted of jest's results; the scale test's have the same form. */
const COUNTED = ['numPassedTests', 'numFailedTests', 'numRuntimeErrorTestSuites'] as const;

const results = join(process.cwd(), 'coverage', '.results');

const script = async (...args: string[]) => await runVisibly(process.execPath, args);

const fast: Stage[] = [
	{ name: 'Lint', run: async () => await script('scripts/lint.ts') },
	{ name: 'Typecheck', run: typecheck },
	{ name: 'Build', run: async () => await runVisibly('n8n-node', ['build']) },
	{ name: 'Coverage of the specifications', run: async () => await script('scripts/coverage.ts') },
	// One for each core: most of an integration test is waiting for its own sandbox.
	{
		name: 'Unit and integration tests',
		run: async () => await jest(['unit', 'integration'], '--maxWorkers', '2'),
	},
];

// What is missing shows at once, not after everything before it.
const all: Stage[] = [
	{ name: 'What the tests need', run: async () => needs() },
	...fast,
	{ name: 'n8n', run: host },
	{ name: 'End-to-end tests', run: async () => await jest(['e2e'], '--runInBand') },
	{
		name: 'Scale test',
		run: async () => await script('test/scale/main.ts', '--output', resultFile('scale')),
	},
];

async function typecheck(): Promise<number> {
	const shipped = await runVisibly('tsc', ['--noEmit']);
	const development = await runVisibly('tsc', ['-p', 'tsconfig.dev.json']);
	return shipped || development;
}

function needs(): number {
	const missing = missingNeeds();
	console.log(missing.length > 0 ? describeNeeds(missing) : 'All of it is there.');
	return missing.length > 0 ? 1 : 0;
}

async function host(): Promise<number> {
	await installHost();
	console.log('n8n is installed.');
	return 0;
}

async function jest(projects: string[], ...options: string[]): Promise<number> {
	const output = `--outputFile=${resultFile(projects.join('-'))}`;
	return await runVisibly('jest', ['--selectProjects', ...projects, '--json', output, ...options]);
}

/** Runs the stages up to the first that fails, and returns its exit code. */
async function runStages(stages: Stage[]): Promise<number> {
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

/** The closing line. A stage without tests of its own that did not pass counts as one, and so does a file that did not run. */
function summary(failed: boolean): string {
	const results = ['unit-integration', 'e2e', 'scale']
		.map(resultFile)
		.filter((file) => existsSync(file))
		.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>);
	const [passed, ...others] = COUNTED.map((name) =>
		results.reduce((sum, result) => sum + result[name], 0),
	);
	return `${passed} passed, ${Math.max(others[0] + others[1], failed ? 1 : 0)} failed`;
}

await command(async () => {
	if (process.argv.includes('--needs')) {
		console.log(
			missingNeeds()
				.flatMap(({ packages }) => packages)
				.join(' '),
		);
		return 0;
	}
	rmSync(results, { recursive: true, force: true });
	mkdirSync(results, { recursive: true });
	const code = await runStages(process.argv.includes('--all') ? all : fast);
	console.log(`\n${summary(code !== 0)}`);
	return code;
});
