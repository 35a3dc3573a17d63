import type { INodeProperties, INodePropertyOptions, INodeType } from 'n8n-workflow';

import { HSTong } from '../../../nodes/HSTong/HSTong.node';
import { Htouhui } from '../../../nodes/Htouhui/Htouhui.node';
import { QianchengCredit } from '../../../nodes/QianchengCredit/QianchengCredit.node';
import { UserVerification } from '../../../nodes/UserVerification/UserVerification.node';
import { WeBank } from '../../../nodes/WeBank/WeBank.node';

// The editor shows two lines of a description in the list of a picker and cuts the rest without a way to read it.

/** Two lines as wide as the list, less what a word at the end of the first may leave free. */
const TWO_LINES_PX = 690;
const LATIN_PX = 5.95;
const CHINESE_PX = 12;

const widthOf = (text: string): number =>
	[...text].reduce((sum, char) => sum + (char >= '\u2e80' ? CHINESE_PX : LATIN_PX), 0);

const pickersOf = ({ description }: INodeType): INodeProperties[] =>
	description.properties.filter(({ name }) => name === 'resource' || name === 'operation');

test.each([
	new HSTong(),
	new Htouhui(),
	new QianchengCredit(),
	new UserVerification(),
	new WeBank(),
])('the pickers of $description.displayName show each description whole', (node) => {
	const choices = pickersOf(node).flatMap(({ options }) => options as INodePropertyOptions[]);

	expect(choices.length).toBeGreaterThan(3);
	for (const { name, description = '' } of choices) {
		expect({ name, description, isWhole: widthOf(description) < TWO_LINES_PX }).toEqual({
			...{ name, description, isWhole: true },
		});
	}
});
