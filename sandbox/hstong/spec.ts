import { operationFinder, readSpec } from '../../spec/read.ts';

/** Operations, dictionaries and codes of the document as data. */
export const spec = readSpec('hstong');

export const operationById = operationFinder(spec);

/** Code → the provider's own words. */
export const messages: ReadonlyMap<string, string> = new Map(
	spec.errorCodes.map(({ code, zh }): [string, string] => [String(code), zh]),
);

/** Largest image in bytes (7.6, 7.19, 7.21: "图片限制在100K以内", gap HST-37). */
export const largestImage = spec.limits.find(({ id }) => id === 'imageSize')?.value ?? 102_400;

/** Life of a token in milliseconds (section 4: "有效期30分钟"), fixed from its issue (gap HST-11). */
export const tokenLife =
	(spec.limits.find(({ id }) => id === 'tokenValidity')?.value ?? 1800) * 1000;

const entryOf = (dictionary: string, value: number): { zh: string; en?: string } | undefined =>
	spec.dictionaries[dictionary]?.find((entry) => entry.value === value);

/** The provider's own label of a dictionary value. */
export function labelOf(dictionary: string, value: number): string {
	return entryOf(dictionary, value)?.zh ?? '';
}

/** A dictionary value for people who read the page, in both languages. */
export function describeValue(dictionary: string, value: number): string {
	const entry = entryOf(dictionary, value);
	return `${value} ${entry?.en ?? ''} ${entry?.zh ?? ''}`;
}
