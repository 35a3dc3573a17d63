import type { IDataObject } from 'n8n-workflow';

import { InputProblem } from './errors';
import type { Field, Values } from './operation';

/**
 * A field for values under names that the user gives; read with `pairsOf`.
 *
 * @param field what tells it from others, among it what a `value` may be
 * @param examples of a name and of its value
 */
export const pairsField = (
	{ as, ...field }: Omit<Field, 'type' | 'default' | 'typeOptions' | 'options' | 'local'>,
	examples: { name: string; value: string },
): Field => ({
	...field,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	options: [
		{
			displayName: 'Fields',
			name: 'values',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: `e.g. ${examples.name}`,
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: `e.g. ${examples.value}`,
					...(as && { as }),
				},
			],
		},
	],
	local: true,
});

/**
 * The values of a `pairsField` with their names, in their order.
 *
 * @throws InputProblem for a name that comes twice, a value without name or a name without value
 */
export function pairsOf({ displayName, name: field }: Field, { local }: Values): IDataObject {
	const entries = (local[field] ?? []) as IDataObject[];
	// A row that was added and left blank.
	const filled = entries.filter(({ name, value }) => name !== undefined || value !== '');
	const names = filled.map(({ name }) => name);
	const odd = filled.find(
		({ name, value }, i) => !name || value === undefined || names.indexOf(name) < i,
	);
	if (odd === undefined) {
		return Object.fromEntries(filled.map(({ name, value }) => [String(name), value]));
	}
	const { name, value } = odd;
	const fault = !name
		? 'has a value without a name'
		: value === undefined
			? `has no value for '${String(name)}'`
			: `has '${String(name)}' twice`;
	throw new InputProblem(
		`'${displayName}' ${fault}`,
		'Nothing was sent. Give each field a name of its own and a value, or check that the expression finds one in this item.',
	);
}
