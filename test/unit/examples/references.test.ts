import { type INodeType, Workflow } from 'n8n-workflow';

import { readExamples } from '../../../scripts/start/examples.ts';

// `$('Node').first()` means the output by which that node leads to the one that asks, on the shortest way. Where the
// shortest way begins at an Error output, n8n finds nothing there, and quietly makes the whole expression null.

const nodeType = { description: { properties: [] } } as unknown as INodeType;
const nodeTypes = {
	getByName: () => nodeType,
	getByNameAndVersion: () => nodeType,
	getKnownTypes: () => ({}),
};

test.each(readExamples())('$name asks other nodes for what they mostly put out', (example) => {
	const { nodes, connections } = structuredClone(example);
	const workflow = new Workflow({ nodes, connections, active: false, nodeTypes });
	const asked = example.nodes.flatMap(({ name, parameters }) =>
		[...JSON.stringify(parameters).matchAll(/\$\('([^']+)'\)\.(?:first|last|all)\(\)/g)].map(
			([, other]) => ({
				name,
				other,
				output: workflow.getNodeConnectionIndexes(name, other)?.sourceIndex ?? 0,
			}),
		),
	);
	expect(asked.filter(({ output }) => output > 0)).toEqual([]);
});
