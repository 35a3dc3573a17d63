import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

/** A code of a provider's dictionary: the code, its English label, the Chinese original. */
export type Entry = readonly [value: string | number, english: string, chinese: string];

/** A drop-down whose labels show both languages, in the provider's order: `Employed (受雇)`. */
export const dictionary = (...entries: Entry[]): INodePropertyOptions[] =>
	entries.map(([value, english, chinese]) => ({ name: `${english} (${chinese})`, value }));

/**
 * The code that a user's value stands for: the code itself, or its label in either language or both,
 * as a form's drop-down would deliver it.
 */
export function toCode(
	options: INodePropertyOptions[],
	value: unknown,
): INodePropertyOptions['value'] | undefined {
	const wanted = String(value).trim().toLowerCase();
	return options.find((option) => spellings(option).includes(wanted))?.value;
}

/** The label of a code, or undefined for a code that the dictionary lacks. Numbers may come as text. */
export const labelOf = (options: INodePropertyOptions[], value: unknown): string | undefined =>
	options.find((option) => String(option.value) === String(value))?.name;

/** `status: '2'` becomes `status: '2', statusLabel: 'Under Review (审核中)'`. */
export function withLabels(
	data: IDataObject,
	dictionaries: Record<string, INodePropertyOptions[]>,
): IDataObject {
	const labelled: IDataObject = {};
	for (const [name, value] of Object.entries(data)) {
		labelled[name] = value;
		const label = dictionaries[name] && labelOf(dictionaries[name], value);
		if (label) labelled[`${name}Label`] = label;
	}
	return labelled;
}

function spellings({ name, value }: INodePropertyOptions): string[] {
	const [, english, chinese] = /^(.*?) \((.*)\)$/.exec(name) ?? [];
	return [String(value), name, english ?? name, chinese ?? name].map((text) => text.toLowerCase());
}
