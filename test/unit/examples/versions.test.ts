import { readFileSync } from 'node:fs';
import type { INode } from 'n8n-workflow';

import { compareVersions, neededBy, neededByWorkflow } from '../../../scripts/matrix/needs.ts';
import { readExamples } from '../../../scripts/start/examples.ts';

// Which n8n an example needs is decided by its nodes' type versions, and promised in docs/installing.md.

const EXAMPLES = readExamples();
const GUIDE = readFileSync('docs/installing.md', 'utf8');

/** The lowest n8n of most examples, and of those that the table of the guide names. */
const [most] = /^\| ([\d.]+) \| all other examples/m.exec(GUIDE)?.slice(1) ?? [];
const promised = new Map(
	[...GUIDE.matchAll(/^\| ([\d.]+) \|.*`.*$/gm)].flatMap(([row, n8n]) =>
		[...row.matchAll(/`([\w-]+\.json)`/g)].map(([, file]): [string, string] => {
			const text = readFileSync(`examples/${file}`, 'utf8');
			return [(JSON.parse(text) as { name: string }).name, n8n];
		}),
	),
);

test.each(EXAMPLES)('$name needs no newer n8n than the guide says', (example) => {
	const needed = neededByWorkflow(example, EXAMPLES);
	const named = promised.get(example.name);
	if (named) expect(needed).toBe(named);
	else expect(compareVersions(needed, most)).toBeLessThanOrEqual(0);
});

test.each(EXAMPLES)('$name does not spread $json itself: n8n 2.4 to 2.20 make nothing of that', (example) => {
	expect(JSON.stringify(example.nodes)).not.toMatch(/\.\.\.\(?\$json(?![\w.?[])/);
});

const node = (type: string, typeVersion: number, parameters: INode['parameters'] = {}): INode => ({
	...{ id: type, name: type, type, typeVersion, parameters, position: [0, 0] },
});

test.each([
	['n8n-nodes-base.form', 1, {}, '1.110'],
	['n8n-nodes-base.form', 2.4, {}, '2.1'],
	['n8n-nodes-base.if', 2.25, {}, '1.123'],
	['n8n-nodes-base.dataTable', 1, { operation: 'get', orderBy: true }, '2.6'],
	['n8n-nodes-base.dataTable', 1.1, { resource: 'table' }, '2.4'],
	['n8n-nodes-fintech-onboarding.weBank', 1, {}, '1.110'],
])('%s %p with %j needs n8n %s', (type, typeVersion, parameters, n8n) => {
	expect(neededBy(node(type, typeVersion, parameters))).toBe(n8n);
});

test.each([
	['n8n-nodes-base.set', 3.6],
	['n8n-nodes-base.madeUp', 1],
])('%s %p, which nobody has looked up, is refused', (type, typeVersion) => {
	expect(() => neededBy(node(type, typeVersion))).toThrow('scripts/matrix/needs.ts');
});

test.each([
	['2.4', '2.10', -1],
	['2.4.1', '2.4', 1],
	['1.123', '1.123.0', 0],
	['2', '1.200.3', 1],
])('%s against %s', (a, b, sign) => {
	expect(Math.sign(compareVersions(a, b))).toBe(sign);
	expect(Math.sign(compareVersions(b, a))).toBe(sign === 0 ? 0 : -sign);
});

test('a workflow needs what the workflows need that it calls', () => {
	const called = { name: 'Called', nodes: [node('n8n-nodes-base.set', 3.5)], connections: {} };
	const workflowId = { value: '1', cachedResultName: 'Called' };
	const calling = {
		name: 'Calling',
		nodes: [node('n8n-nodes-base.executeWorkflow', 1.2, { workflowId })],
		connections: {},
	};
	expect(neededByWorkflow(calling, [called, calling])).toBe('2.32');
});

test.each([
	[5, '1.110'],
	[20, '2.35'],
])('a workflow that parts and meets again %i times needs n8n %s', (times, needed) => {
	const names = [...Array(times + 1).keys()].map(String);
	const connections = Object.fromEntries(
		names.slice(0, -1).map((name, i) => {
			const next = { node: names[i + 1], type: 'main' as const, index: 0 };
			return [name, { main: [[next], [next]] }];
		}),
	);
	const nodes = names.map((name) => ({ ...node('n8n-nodes-base.noOp', 1), name }));
	const workflow = { ...EXAMPLES[0], nodes, connections };
	expect(neededByWorkflow(workflow, [])).toBe(needed);
});
