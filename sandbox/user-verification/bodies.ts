import type { SpecOperation } from '../../spec/types.ts';
import { isObject, parseJson } from '../core/json.ts';
import type { Fields, ReceivedRequest } from '../core/types.ts';
import type { Account } from './accounts.ts';

/** The text parameters of a request as they were sent, and what is wrong with their form. */
export interface SentTexts {
	/** Text form of every value, which is what was signed (gap UV-13). */
	texts: Record<string, string>;
	faults: string[];
}

const multipart = 'multipart/form-data';

const noTexts = (): Record<string, string> => Object.create(null) as Record<string, string>;

/** Finds the text parameters where an operation of this account carries them (gaps UV-02 and UV-04). */
export function readTexts(
	request: ReceivedRequest,
	operation: SpecOperation,
	account: Account,
): SentTexts {
	const { form, query, raw } = request;
	if (operation.method === 'GET') return { texts: noTexts(), faults: strays(query, 'the query') };
	if (operation.contentType === multipart) {
		const inQuery = account.multipartTextParams === 'query';
		const [used, other] = inQuery ? [query, form] : [form, query];
		const faults = strays(other, inQuery ? 'the body' : 'the query');
		if (request.bodyFault !== undefined) faults.push(`unreadable body: ${request.bodyFault}`);
		return { texts: used.values, faults: [...faults, ...twice(used)] };
	}
	if (account.bodyStyle === 'query') {
		const faults = raw.length > 0 && raw.toString() !== '{}' ? ['the body is not empty'] : [];
		return { texts: query.values, faults: [...faults, ...twice(query)] };
	}
	const { texts, faults } = readJson(raw);
	return { texts, faults: [...faults, ...strays(query, 'the query')] };
}

const strays = ({ values }: Fields, place: string): string[] =>
	Object.keys(values).map((name) => `${name} must not be in ${place}`);

const twice = ({ duplicates }: Fields): string[] =>
	duplicates.map((name) => `${name} is sent twice`);

/** A body of application/json: an object of texts (请求格式). */
function readJson(raw: Buffer): SentTexts {
	const texts = noTexts();
	const body = parseJson(decodeUtf8(raw));
	if (!isObject(body)) return { texts, faults: ['the body is no JSON object in UTF-8'] };
	const faults: string[] = [];
	for (const [name, value] of Object.entries(body)) {
		if (typeof value !== 'string') faults.push(`${name} is not a string`);
		// Null is in neither body nor signature (gap UV-07).
		if (value === null) continue;
		texts[name] = typeof value === 'string' ? value : JSON.stringify(value);
	}
	return { texts, faults };
}

/** The bytes as text; undefined where they are no UTF-8. */
function decodeUtf8(bytes: Buffer): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return undefined;
	}
}
