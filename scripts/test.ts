// npm test: everything that needs only Node and npm, from the quickest check to the integration tests.
// npm run test:all: the same, then the packed package in the real n8n with a browser, then n8n in queue mode.
// Both end at the first stage that does not pass, and with one line: "N passed, N failed".
//   scripts/test.ts --needs   names the Debian packages that test:all lacks here
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installHost } from './host/install.ts';
import { readJson } from './shared/files.ts';
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

/** What can be run alone, too. */
const npm = (name: string, ...args: string[]): Stage => ({
	name,
	run: async () => await runVisibly('npm', ['run', '--silent', name, '--', ...args]),
});
/** In two processes, whatever the machine has: most of these tests is waiting for a server of their own. */
const jest = (name: string, projects: string[]): Stage => ({
	name,
	run: async () =>
		await runVisibly('jest', [
			...['--selectProjects', ...projects, '--maxWorkers', '2'],
			...['--json', `--outputFile=${resultFile(projects.join('-'))}`],
		]),
});

const fast: Stage[] = [
	...['lint', 'typecheck', 'build', 'coverage'].map((name) => npm(name)),
	jest('unit and integration tests', ['unit', 'integration']),
];

const all: Stage[] = [
	// What is missing shows at once, not after everything before it.
	{ name: 'what the tests need', run: needs },
	...fast,
	{ name: 'n8n', run: host },
	jest('end-to-end tests', ['e2e']),
	npm('test:scale', '--output', resultFile('scale')),
];

async function needs(): Promise<number> {
	const missing = missingNeeds();
	console.log(missing.length > 0 ? describeNeeds(missing) : 'All of it is there.');
	return await Promise.resolve(missing.length > 0 ? 1 : 0);
}

async function host(): Promise<number> {
	await installHost();
	console.log('n8n is installed.');
	return 0;
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
		.map((file) => readJson<Record<string, number>>(file));
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
