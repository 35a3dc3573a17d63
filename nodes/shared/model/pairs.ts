import type { IDataObject } from 'n8n-workflow';

import { SetupProblem } from './errors';
import type { Field } from './field';
import type { Values } from './operation';

/**
 * A field for values under names that the user gives; read with `pairsOf`.
 *
 * @param field what tells it from others, among it what a `value` may be
 * @param examples of a name and of its value
 */
export const pairsField = (
	{
		as,
		...field
	}: Omit<Field, 'type' | 'default' | 'typeOptions' | 'options' | 'local' | 'technical'>,
	examples: { name: string; value: string },
): Field => ({
	...field,
	technical: true,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	options: [
		{
			displayName: 'Fields',
			name: 'values',
			chinese: '填写内容',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					technical: true,
					type: 'string',
					default: '',
					placeholder: `e.g. ${examples.name}`,
				},
				{
					displayName: 'Value',
					name: 'value',
					chinese: '文字',
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
 * @param taken names that have a place of their own, and whose value a pair would replace
 * @throws SetupProblem for a name that comes twice or is taken, a value without name or a name without value
 */
export function pairsOf(
	{ displayName, name: field }: Field,
	{ local }: Values,
	taken: string[] = [],
): IDataObject {
	const entries = (local[field] ?? []) as IDataObject[];
	const pairs = entries.map(({ name, value }) => [String(name ?? ''), value] as const);
	const filled = withoutBlank(pairs);
	const fault = faultOfPairs(filled, taken);
	if (fault === undefined) return Object.fromEntries(filled);
	throw new SetupProblem(`'${displayName}' ${fault}`, `Nothing was sent. ${PAIRS_REMEDY}`);
}

type Pair<T> = readonly [name: string, value: T];

export const PAIRS_REMEDY =
	'Give each field a name of its own and a value, or check that the expression finds one in this item.';

/** The pairs without rows that were added and left blank. */
export const withoutBlank = <T>(pairs: Array<Pair<T>>): Array<Pair<T>> =>
	pairs.filter(([name, value]) => name !== '' || (value !== '' && value !== undefined));

/** What is wrong with pairs, as the end of a sentence that begins with the name of their field. */
export function faultOfPairs(pairs: Array<Pair<unknown>>, taken: string[]): string | undefined {
	const names = pairs.map(([name]) => name);
	for (const [i, [name, value]] of pairs.entries()) {
		if (name === '') return 'has a value without a name';
		if (taken.includes(name)) return `must not have '${name}', which has a place of its own`;
		if (value === undefined) return `has no value for '${name}'`;
		if (names.indexOf(name) < i) return `has '${name}' twice`;
	}
	return undefined;
}
