// npm run lint: eslint and prettier over the repository, then n8n's rules over what would be published.
import { importCircles } from './lint/circles.ts';
import { lintTarball } from './lint/tarball.ts';
import { addressProblems } from './release/addresses.ts';
import { messageOf } from './shared/progress.ts';
import { exitOnSignals, runVisibly } from './shared/run.ts';

exitOnSignals();

const checks: Array<[string, () => Promise<boolean>]> = [
	['eslint', async () => (await runVisibly('eslint', ['.', '--max-warnings', '0'])) === 0],
	[
		'prettier',
		async () => (await runVisibly('prettier', ['--check', '--log-level', 'warn', '.'])) === 0,
	],
	['no import circles', async () => isClean(importCircles(['nodes', 'credentials']))],
	['addresses', async () => isClean(addressProblems())],
	['package', async () => isClean(await lintTarball())],
];

function isClean(problems: string[]): boolean {
	for (const problem of problems) console.error(problem);
	return problems.length === 0;
}

// All of them, so that one run shows everything that is to be done.
for (const [name, check] of checks) {
	const passed = await check().catch((error: unknown) => isClean([messageOf(error)]));
	console.log(`${passed ? '✓' : '✗'} ${name}`);
	if (!passed) process.exitCode = 1;
}
