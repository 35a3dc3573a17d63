import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import { trimmed } from '../values/text';

/** A code of a provider's dictionary: the code, its English label, the Chinese original. */
export type Entry = readonly [value: string | number, english: string, chinese: string];

/** A drop-down whose labels show both languages, in the provider's order: `Employed (受雇)`. */
export const dictionary = (...entries: Entry[]): INodePropertyOptions[] =>
	entries.map(([value, english, chinese]) => ({ name: `${english} (${chinese})`, value }));

type Code = INodePropertyOptions['value'];

const knownCodes = new WeakMap<INodePropertyOptions[], Map<string, Code>>();

/**
 * The code that a user's value stands for: the code itself, or its label in either language or both,
 * as a form's drop-down would deliver it: `Employed (受雇)`, or `受雇 Employed` where the applicant reads Chinese.
 */
export function toCode(options: INodePropertyOptions[], value: unknown): Code | undefined {
	const codes = knownCodes.get(options) ?? new Map(options.flatMap(spellings).reverse());
	knownCodes.set(options, codes);
	return codes.get(plainSpelling(String(value)));
}

/** Drops what differs by keyboard only: capital letters, the width of characters, spaces. */
const plainSpelling = (text: string): string =>
	trimmed(text).normalize('NFKC').toLowerCase().replace(/\s+/g, '');

/** The label of a code, or undefined for a code that the dictionary lacks. Numbers may come as text. */
export const labelOf = (options: INodePropertyOptions[], value: unknown): string | undefined =>
	options.find((option) => String(option.value) === String(value))?.name;

/** `status: '2'` becomes `status: '2', statusLabel: 'Under Review (审核中)'`. */
export const withLabels = (
	data: IDataObject,
	dictionaries: Record<string, INodePropertyOptions[]>,
): IDataObject =>
	Object.fromEntries(
		Object.entries(data).flatMap(([name, value]): Array<[string, IDataObject[string]]> => {
			const options = Object.hasOwn(dictionaries, name) ? dictionaries[name] : [];
			const label = labelOf(options, value);
			return [[name, value], ...(label ? [[`${name}Label`, label] as [string, string]] : [])];
		}),
	);

/** Each way to write an option, with its code; of two options that share one, the first counts. */
function spellings({ name, value }: INodePropertyOptions): Array<[string, Code]> {
	const languages = languagesOf(name);
	const chineseFirst = [...languages].reverse().join('') || name;
	return [String(value), name, ...languages, chineseFirst].map((text) => [
		plainSpelling(text),
		value,
	]);
}

/** The English and the Chinese part of a label: the last pair of brackets, which may hold others. */
function languagesOf(label: string): string[] {
	let depth = 0;
	for (let at = label.length - 1; at > 0 && label.endsWith(')'); at--) {
		if (')）'.includes(label[at])) depth++;
		if ('(（'.includes(label[at])) depth--;
		if (depth === 0) return [label.slice(0, at), label.slice(at + 1, -1)];
	}
	return [];
}
