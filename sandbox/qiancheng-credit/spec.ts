import document from '../../spec/qiancheng-credit.json' with { type: 'json' };
import type { ProviderSpec, SpecOperation, SpecParam } from '../core/types.ts';

export interface QianchengParam extends SpecParam {
	/** How a text must look, e.g. yyyy-MM-dd HH:mm:ss. */
	format?: string;
	/** Fields of an object, or of each element of a list. */
	children?: QianchengParam[];
}

export interface QianchengOperation extends SpecOperation {
	params: QianchengParam[];
}

interface ErrorCode {
	code: number;
	zh: string;
	/** An operation, a list of them, or all but a list. */
	scope: string;
}

/** Operations, dictionaries and codes of the document as data. */
export const spec = document as unknown as Omit<ProviderSpec, 'operations' | 'errorCodes'> & {
	operations: QianchengOperation[];
	errorCodes: ErrorCode[];
};

const operations = new Map(spec.operations.map((operation) => [operation.id, operation]));

/** The operation with this id; the ids come from the route table, so it is there. */
export function operationById(id: string): QianchengOperation {
	const operation = operations.get(id);
	if (!operation) throw new Error(`The spec has no operation ${id}`);
	return operation;
}

/** The codes as the answers carry them, in text. */
export const codes: ReadonlySet<string> = new Set(spec.errorCodes.map(({ code }) => String(code)));

const namesIn = (list: string): string[] => list.split(/, | and /);

function concerns(scope: string, operation: string): boolean {
	const exceptions = /^all except (.+)$/.exec(scope)?.[1];
	return exceptions === undefined
		? namesIn(scope).includes(operation)
		: !namesIn(exceptions).includes(operation);
}

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
		const own = candidates.find(({ scope }) => concerns(scope, operation)) ?? candidates[0];
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
	const entry = spec.dictionaries[dictionary]?.find(({ value }) => value === state) as
		| { zh: string; constant: string; en: string }
		| undefined;
	// The catalogue's table of 8.3 ends with 10; failing to say so would hide the failure (gap QC-15).
	return entry ?? { zh: '采集失败', constant: 'STATE_COLLECT_FAILED', en: 'Collection failed' };
}
