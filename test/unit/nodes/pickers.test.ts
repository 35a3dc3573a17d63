import {
	type INode,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeType,
	Workflow,
} from 'n8n-workflow';

import { loadProvider } from '../../../scripts/shared/providers.ts';
import { PROVIDERS } from '../../../spec/providers.ts';

// The editor shows two lines of a description in the list of a picker and cuts the rest without a way to read it.

/** Two lines as wide as the list, less what a word at the end of the first may leave free. */
const TWO_LINES_PX = 690;
const LATIN_PX = 5.95;
const CHINESE_PX = 12;

const widthOf = (text: string): number =>
	[...text].reduce((sum, char) => sum + (char >= '\u2e80' ? CHINESE_PX : LATIN_PX), 0);

const pickersOf = ({ description }: INodeType): INodeProperties[] =>
	description.properties.filter(({ name }) => name === 'resource' || name === 'operation');

test.each(PROVIDERS)('the pickers of $node show each description whole', (entry) => {
	const { node } = loadProvider(entry, process.cwd());
	const choices = pickersOf(node).flatMap(({ options }) => options as INodePropertyOptions[]);

	expect(choices.length).toBeGreaterThan(1);
	for (const { name, description = '' } of choices) {
		expect({ name, description, isWhole: widthOf(description) < TWO_LINES_PX }).toEqual({
			...{ name, description, isWhole: true },
		});
	}
});

/** What n8n's editor shows under the name of a node with these parameters. */
function subtitleOf(type: INodeType, parameters: INode['parameters']): unknown {
	const node: INode = {
		...{ id: '1', name: 'Node', type: 'node', typeVersion: 1, position: [0, 0] },
		parameters,
	};
	const workflow = new Workflow({
		...{ nodes: [node], connections: {}, active: false },
		nodeTypes: {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		},
	});
	const { subtitle } = type.description;
	return workflow.expression.getSimpleParameterValue(node, subtitle, 'internal', {});
}

test.each(PROVIDERS)(
	'what stands under a $node on the canvas is the name in the picker',
	(entry) => {
		const { node, trigger } = loadProvider(entry, process.cwd());
		const pickers = pickersOf(node).filter(({ name }) => name === 'operation');

		for (const { displayOptions, options } of pickers) {
			const [resource] = displayOptions?.show?.resource as string[];
			for (const { name, value } of options as INodePropertyOptions[]) {
				const parameters = { resource, operation: value as string };
				expect(subtitleOf(node, parameters)).toBe(name);
				expect(name).toMatch(/^[A-Z].* \(.*\p{Script=Han}.*\)$/u);
			}
		}
		if (trigger) expect(subtitleOf(trigger, {})).toMatch(/^[^{]+ \(\p{Script=Han}+\)$/u);
	},
);
