import { readFileSync } from 'node:fs';

import { readExamples } from '../../scripts/start/examples.ts';
import { byHandFiles, countedFiles, countedLines, countedNodes, isCode, readByHand } from './files';

// The numbers in docs/flagship.md, counted anew from the files.

const document = readFileSync('docs/flagship.md', 'utf8');
const section = document.slice(document.indexOf('## How many nodes it takes'));
const [ofBuilt, ofOthers] = section
	.split(/^\| --- .*$/m)
	.slice(1)
	.map((text) => text.trim().split('\n\n')[0].split('\n'));
const cellsOf = (line: string): string[] =>
	line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, ''));
const numberOf = (cell: string): number => Number(cell.replaceAll('**', ''));
const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);

const flagship = readExamples()
	.filter(({ name }) => name.startsWith('Flagship') && !name.includes('Batch'))
	.flatMap(({ nodes }) => nodes)
	.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote');
const ours = flagship.filter(({ type }) => type.startsWith('n8n-nodes-fintech-onboarding.'));

const built = ofBuilt.slice(0, -1).map(cellsOf);
const [, , codeOfBuilt, nodesOfBuilt, linesOfBuilt] = cellsOf(ofBuilt.at(-1) as string);
const others = ofOthers.slice(0, -1).map(cellsOf);
const [, codeOfOthers, nodesOfOthers] = cellsOf(ofOthers.at(-1) as string);

test('the flagship has as many nodes as the document says', () => {
	expect(section).toContain(`**${flagship.length} nodes, ${ours.length} of them of this package**`);
	expect(section).toContain(`and ${flagship.length - ours.length} of n8n`);
});

test('every workflow built by hand has a line with its nodes and lines of code', () => {
	expect(built.map(([file, , , nodes, lines]) => [file, nodes, lines]).sort()).toEqual(
		countedFiles()
			.map((file) => [`\`${file}\``, String(countedNodes(file).length), String(countedLines(file))])
			.sort(),
	);
	const nodes = countedFiles().flatMap(countedNodes);
	expect(numberOf(nodesOfBuilt)).toBe(nodes.length);
	expect(numberOf(linesOfBuilt)).toBe(sum(countedFiles().map(countedLines)));
	expect(codeOfBuilt).toBe(`${nodes.filter(isCode).length} of them Code nodes`);
});

test('they stand in place of eight steps of the flagship, and use no node of ours', () => {
	const steps = built.flatMap(([, replaced]) => [...replaced.matchAll(/\*(.+?)\*/g)]);
	// The Chinese stands behind the English.
	const names = ours.map(({ name }) => name.split(/ (?=\p{Script=Han})/u)[0]);

	expect(steps).toHaveLength(8);
	for (const [, name] of steps) expect(names).toContain(name);
	for (const { type } of byHandFiles().flatMap((file) => readByHand(file).nodes)) {
		expect(type).toMatch(/^n8n-nodes-base\./);
	}
});

test('the totals follow from the lines', () => {
	expect(numberOf(nodesOfOthers)).toBe(sum(others.map(([, , nodes]) => numberOf(nodes))));
	const together = numberOf(nodesOfBuilt) + numberOf(nodesOfOthers);
	const all = together + flagship.length - ours.length;
	expect(section).toContain(
		`**${together} nodes in place of ${ours.length}, and ${all} instead of ${flagship.length}**`,
	);
	const codeNodes = Number.parseInt(codeOfBuilt, 10) + Number.parseInt(codeOfOthers, 10);
	expect(section).toContain(`${codeNodes} of them Code nodes with about`);
});
