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

describe('an address of this n8n', () => {
	const examples = readExamples();
	/** Where the examples listen, as far as an import into the editor keeps it: it draws new ids for n8n's own triggers. */
	const listening = examples.flatMap(({ nodes }) =>
		nodes.flatMap(({ type, webhookId, parameters }) => {
			const { path, options } = parameters as { path?: string; options?: { path?: string } };
			if (type === 'n8n-nodes-base.formTrigger') return [`/form/${options?.path ?? path}`];
			if (type === 'n8n-nodes-base.webhook') return [`/webhook/${path}`];
			const [, ours] = /^n8n-nodes-fintech-onboarding\.(\w+)Trigger$/.exec(type) ?? [];
			return ours ? [`/webhook/${webhookId}/${ours.toLowerCase()}`] : [];
		}),
	);
	const given = examples.flatMap(({ name, nodes }) =>
		nodes
			.filter(({ type }) => !type.endsWith('.stickyNote'))
			.flatMap((node) =>
				[...JSON.stringify(node.parameters).matchAll(/(?:\}\}|')(\/(?:form|webhook)\/[\w/-]+)/g)].map(
					([, address]) => ({ place: `${name}: ${node.name}`, address }),
				),
			),
	);

	it.each(given)('$address in $place leads to an example', ({ address }) => {
		expect(listening).toContain(address);
	});
});
