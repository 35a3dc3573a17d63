import { concerns, operationFinder, readSpec } from '../../spec/read.ts';
import type { SpecField } from '../../spec/types.ts';

/** A parameter with the types that gaps decide (QC-24, QC-41). */
export interface Param extends Omit<SpecField, 'type' | 'children'> {
	type: SpecField['type'] | 'order-id' | 'phone';
	children?: Param[];
}

/** Operations, dictionaries and codes of the document as data. */
export const spec = readSpec('qiancheng-credit');

export const operationById = operationFinder(spec);

/** The codes as the answers carry them, in text. */
export const codes: ReadonlySet<string> = new Set(spec.errorCodes.map(({ code }) => String(code)));

const texts = new Map<string, string>();

/**
 * The provider's own words for a code: the same numbers mean other things per interface (gap QC-31).
 * A code that the interface does not list has the words that it has elsewhere.
 */
export function messageOf(code: string, operation: string): string {
	const key = `${operation} ${code}`;
	let text = texts.get(key);
	if (text === undefined) {
		const candidates = spec.errorCodes.filter((entry) => String(entry.code) === code);
		const own =
			candidates.find((entry) => concerns(entry, operationById(operation))) ?? candidates[0];
		text = own?.zh ?? '';
		texts.set(key, text);
	}
	return text;
}

const limitOf = (id: string, otherwise: number): number =>
	spec.limits.find((limit) => limit.id === id)?.value ?? otherwise;

/** Time for a collection in milliseconds ("采集过程必须 10 分钟内完成"), e-bank alike (gap QC-38). */
export const collectionTime = limitOf('collectionTimeTelecom', 600) * 1000;

/** Hours that a token lives unless the merchant asks for others (section 1). */
export const defaultHours = limitOf('tokenHours', 24);

/** A state of a dictionary with the words and the constant of appendix 8. */
export function describeState(
	dictionary: string,
	state: number,
): { zh: string; constant: string; en: string } {
	// Rows may be lost at the end of the table of 8.3 (gap QC-15).
	const unlisted = { zh: '采集失败', constant: 'STATE_COLLECT_FAILED', en: 'Collection failed' };
	const entry = spec.dictionaries[dictionary]?.find(({ value }) => value === state);
	return { ...unlisted, ...entry };
}
