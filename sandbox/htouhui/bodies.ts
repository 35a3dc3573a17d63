import { isObject, parseJson } from '../core/json.ts';
import type { ReceivedRequest } from '../core/types.ts';

/** The fields of a message, whichever way they came. */
export interface SentFields {
	format: 'form' | 'json' | undefined;
	fields: Record<string, string>;
	faults: string[];
}

/** Reads a form, or JSON whose values are all texts (gap HTH-02). */
export function readFields({ contentType, form, query, raw }: ReceivedRequest): SentFields {
	const faults = Object.keys(query.values).map((name) => `${name} must not be in the query`);
	if (contentType === 'application/x-www-form-urlencoded') {
		for (const name of form.duplicates) faults.push(`${name} is sent twice`);
		return { format: 'form', fields: { ...form.values }, faults };
	}
	if (contentType !== 'application/json') {
		faults.push(`the body is ${contentType || 'of no type'}`);
		return { format: undefined, fields: {}, faults };
	}
	const body = parseJson(raw.toString('utf8'));
	if (!isObject(body)) faults.push('the body is no JSON object');
	const fields: Record<string, string> = {};
	for (const [name, value] of Object.entries(isObject(body) ? body : {})) {
		if (typeof value === 'string') fields[name] = value;
		else faults.push(`${name} is not a string`);
	}
	return { format: 'json', fields, faults };
}
