import type { INodePropertyOptions } from 'n8n-workflow';
import { NodeHelpers, nodeNameToToolName } from 'n8n-workflow';

import { providers } from '../../support/providers';

// As tools of agents, operations are told apart by what n8n makes of their actions. Its agent refuses two tools of one name.

interface Tool {
	/** The name of the node, as n8n's editor makes it, and before n8n 2: without the provider. */
	names: [now: string, before: string];
	description: string;
	/** The names of the arguments. */
	fields: string[];
}

/** The name of the argument that the editor makes of a field's. */
const keyOf = (displayName: string) => displayName.replace(/[^\w-]/g, '_').slice(0, 63);

const TOOLS = providers.flatMap(({ node: { description } }) => {
	const type = { ...description, name: `${description.name}Tool`, outputs: ['ai_tool' as const] };
	return type.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }) =>
			(options as INodePropertyOptions[]).map(({ value, action }): Tool => {
				const resource = String(displayOptions?.show?.resource?.[0]);
				const operation = String(value);
				const fields = type.properties.filter(
					({ displayOptions: { show } = {} }) =>
						show?.resource?.includes(resource) && show.operation?.includes(operation),
				);
				return {
					names: [NodeHelpers.makeNodeName({ resource, operation }, type), String(action)],
					description: NodeHelpers.makeDescription({ resource, operation }, type),
					fields: fields.map(({ displayName }) => keyOf(displayName)),
				};
			}),
		);
});

/** Those that occur more than once. */
const doubled = (texts: string[]) => texts.filter((text, i) => texts.indexOf(text) !== i);

/** What is left of a name as a tool's: n8n takes the Chinese out. */
const toolName = (name: string) => nodeNameToToolName(name).replace(/_+$/, '').toLowerCase();

test('every operation is a tool', () => expect(TOOLS.length).toBeGreaterThan(60));

test.each([0, 1])('no two operations are tools of one name, named in way %i', (way) => {
	expect(doubled(TOOLS.map(({ names }) => toolName(names[way])))).toEqual([]);
});

test('each name is short enough to stay whole, also with the number that the editor gives to a second node', () => {
	const cut = TOOLS.map(({ names: [name] }) => `${name}2`).filter(
		(name) => name.replace(/[^a-zA-Z0-9_-]+/g, '_') !== nodeNameToToolName(name),
	);
	expect(cut).toEqual([]);
});

test('each has a description of its own, which says what is done with what, and where', () => {
	expect(doubled(TOOLS.map(({ description }) => description))).toEqual([]);
	for (const { description } of TOOLS) {
		expect(description).toMatch(/^[A-Z][a-z]+( [\w-]+){2,} \([\p{Script=Han}A-Z]+\) in [\w ]+$/u);
	}
});

test('none has two arguments of one name, which n8n refuses', () => {
	const twice = TOOLS.map(({ description, fields }) => [description, doubled(fields)]);
	expect(twice.filter(([, fields]) => fields.length > 0)).toEqual([]);
});
