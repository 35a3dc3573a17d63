import { readFileSync, writeFileSync } from 'node:fs';
import { compareVersions } from './needs.ts';

/**
 * How nodes serve agents as tools: 'continue' where one that fails ends the run of the agent unless its On Error is set to
 * Continue.
 */
type Tools = 'always' | 'continue' | 'none';

/** What a run with one version of n8n has found. */
export interface Row {
	n8n: string;
	node: string;
	/** The number of examples that it can run, of all. */
	usable: number;
	all: number;
	/** Whether the editor shows the fields of an output before the first run. */
	previews: boolean;
	tools: Tools;
	/** Everything that is wrong. */
	faults: string[];
}

/** The files whose tables are written, with what they say of a version that cannot run all examples. */
const PAGES = [
	{ file: 'README.md', some: '[some](docs/installing.md#which-n8n)' },
	{ file: 'README.zh-CN.md', some: '[部分](docs/zh-CN/installing.md#哪个版本的-n8n)' },
];

const START = '<!-- matrix -->';
const END = '<!-- end of matrix -->';

const TOOLS: Record<Tools, string> = { always: '✓', continue: '✓ *Continue*', none: '–' };

const mark = (good: boolean): string => (good ? '✓' : '–');

/** The cells of a version without faults. */
function cells({ n8n, node, previews, tools, usable, all }: Row, some: string): string[] {
	const examples = usable === all ? mark(true) : some;
	return [n8n, node, mark(true), examples, mark(previews), TOOLS[tools]];
}

const lineOf = (texts: string[]): string => `| ${texts.join(' | ')} |`;

/** What is printed: a line for each version, and what is wrong below. */
export function printed(rows: Row[]): string {
	const head = ['n8n', 'Node.js', 'result', 'examples', 'previews', 'agents'];
	const lines = rows.map((row) => [
		...[row.n8n, row.node, row.faults.length === 0 ? '✓' : `✗ ${row.faults.length}`],
		...[`${row.usable} of ${row.all}`, mark(row.previews), TOOLS[row.tools]],
	]);
	const widths = head.map((_, i) => Math.max(...[head, ...lines].map((line) => line[i].length)));
	const table = [head, ...lines].map((line) =>
		line
			.map((text, i) => text.padEnd(widths[i]))
			.join('  ')
			.trimEnd(),
	);
	const faults = rows.flatMap(({ n8n, faults: all }) => all.map((fault) => `✗ ${n8n}: ${fault}`));
	return [...table, ...faults].join('\n');
}

/**
 * A page with the lines of these versions in its table, in the order of the versions. Lines of other versions stay.
 *
 * @throws Error when the page has no place for them
 */
export function withRows(page: string, rows: Array<{ n8n: string; line: string }>): string {
	const start = page.indexOf(START);
	const end = page.indexOf(END);
	if (start < 0 || end < start) throw new Error(`There is no place between ${START} and ${END}.`);
	const [head, rule, ...old] = page
		.slice(start + START.length, end)
		.trim()
		.split('\n');
	const lines = new Map(old.map((line) => [versionIn(line), line]));
	for (const { n8n, line } of rows) lines.set(n8n, line);
	const sorted = [...lines].sort(([a], [b]) => compareVersions(b, a)).map(([, line]) => line);
	return `${page.slice(0, start)}${START}\n\n${[head, rule, ...sorted].join('\n')}\n\n${page.slice(end)}`;
}

/** The version at the beginning of a line. */
const versionIn = (line: string): string => line.split('|')[1]?.trim() ?? '';

/** The versions that the table of a page has. */
export function versionsIn(page: string): string[] {
	const table = page.slice(page.indexOf(START), page.indexOf(END));
	return table
		.split('\n')
		.map(versionIn)
		.filter((text) => /^\d/.test(text));
}

/** Writes versions without faults into the tables of the READMEs. */
export function writeRows(rows: Row[]): void {
	const good = rows.filter(({ faults }) => faults.length === 0);
	for (const { file, some } of PAGES) {
		const lines = good.map((row) => ({ n8n: row.n8n, line: lineOf(cells(row, some)) }));
		writeFileSync(file, withRows(readFileSync(file, 'utf8'), lines));
	}
}
