import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { installVersion } from '../host/version.ts';
import { readJson } from '../shared/files.ts';
import { runVisibly } from '../shared/run.ts';
import { readExamples } from '../start/examples.ts';
import { usableExamples } from './needs.ts';
import type { Row } from './table.ts';
import { TITLES } from './titles.ts';

/** What jest writes down of a run, as far as it is read here. */
interface Results {
	testResults: Array<{
		/** Why the file as a whole did not run. */
		message: string;
		assertionResults: Array<{ title: string; status: string; failureMessages: string[] }>;
	}>;
}

/** Runs the tests of test/matrix with a version of n8n, which is installed when it is not there. */
export async function rowOf(version: string): Promise<Row> {
	const { nodeVersion } = await installVersion(version);
	const file = join(process.cwd(), 'coverage', '.results', `n8n-${version}.json`);
	mkdirSync(dirname(file), { recursive: true });
	rmSync(file, { force: true });
	const jest = [
		'--selectProjects',
		'matrix',
		'--verbose',
		'--silent',
		'--json',
		`--outputFile=${file}`,
	];
	await runVisibly('jest', jest, { ...process.env, E2E_N8N: version });
	if (!existsSync(file)) throw new Error('The tests did not run.');
	const found = findingsOf(readJson<Results>(file));
	const examples = { usable: usableExamples(version).length, all: readExamples().length };
	return { n8n: version, node: nodeVersion, ...examples, ...found };
}

/** What the table says of a version, and what did not pass though every version must. */
export function findingsOf({ testResults }: Results): Pick<Row, 'tools' | 'previews' | 'faults'> {
	const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
	const passed = (title: string) =>
		tests.some((one) => one.title === title && one.status === 'passed');
	const tools = passed(TITLES.tools)
		? 'always'
		: passed(TITLES.toolsThatContinue)
			? 'continue'
			: 'none';
	// Where a tool serves with On Error set to Continue, that is what the table says of it.
	const optional: string[] = [TITLES.previews, ...(tools === 'continue' ? [TITLES.tools] : [])];
	const failed = tests.filter(
		({ title, status }) => status === 'failed' && !optional.includes(title),
	);
	return {
		tools,
		previews: passed(TITLES.previews),
		faults: [
			...(tests.length === 0
				? testResults.map(({ message }) => message.trim().split('\n')[0])
				: []),
			...failed.map(
				({ title, failureMessages: [message = ''] }) => `${title}: ${firstLine(message)}`,
			),
		],
	};
}

/** The first line of a message, without the colours of the terminal. */
const firstLine = (message: string): string => stripVTControlCharacters(message).split('\n')[0];
