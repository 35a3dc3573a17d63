// npm run lint: eslint and prettier over the repository, then n8n's rules over what would be published.
import { importCircles } from './lint/circles.ts';
import { lintTarball } from './lint/tarball.ts';
import { addressProblems } from './release/addresses.ts';
import { messageOf } from './shared/progress.ts';
import { command, runVisibly } from './shared/run.ts';

/** Each returns what is wrong; a tool prints that itself. */
const checks: Record<string, () => Promise<string[]> | string[]> = {
	eslint: async () => await tool('eslint', '.', '--max-warnings', '0'),
	prettier: async () => await tool('prettier', '--check', '--log-level', 'warn', '.'),
	'no import circles': () => importCircles(['nodes', 'credentials']),
	addresses: () => addressProblems(),
	package: async () => await lintTarball(),
};

const tool = async (name: string, ...args: string[]): Promise<string[]> =>
	(await runVisibly(name, args)) === 0 ? [] : [`${name} has found something.`];

await command(async () => {
	let failed = 0;
	// All of them run, so that one run shows everything that is to be done.
	for (const [name, check] of Object.entries(checks)) {
		const problems = await Promise.resolve()
			.then(check)
			.catch((error: unknown) => [messageOf(error)]);
		for (const problem of problems) console.error(problem);
		console.log(`${problems.length > 0 ? '✗' : '✓'} ${name}`);
		failed += problems.length;
	}
	return Math.min(failed, 1);
});
