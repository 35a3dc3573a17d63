import type { INodeProperties, INodePropertyOptions, INodeType } from 'n8n-workflow';

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
