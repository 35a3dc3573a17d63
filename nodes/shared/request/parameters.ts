import type { IDataObject } from 'n8n-workflow';

import { SetupProblem } from '../model/errors';
import { parseJson } from '../values/json';

/**
 * A name and its value, both as text; `raw` is how they were written where they came in encoded: as in a
 * form, or, which a quotation mark tells, as in JSON.
 */
export type Parameter = [name: string, value: string, raw?: string];

/** How a provider writes a value that is no text. */
export type ToText = (value: unknown) => string;

/** Lists and objects as JSON, anything else as JavaScript writes it. */
export const toText: ToText = (value) =>
	typeof value === 'object' ? JSON.stringify(value) : String(value);

/** How n8n writes a list in a query: a[0]=1, a[]=1, a=1&a=2 or a=1,2. */
export type ArrayFormat = 'indices' | 'brackets' | 'repeat' | 'comma';

/** The fields of an object as pairs; what has no value is left out. */
export function parametersIn(fields: IDataObject, write: ToText = toText): Parameter[] {
	const pairs: Parameter[] = [];
	for (const [name, value] of Object.entries(fields)) {
		if (value !== null && value !== undefined) pairs.push([name, write(value)]);
	}
	return pairs;
}

/** The same, with the fields of inner objects and lists as pairs of their own, as n8n sends them. */
export const flatParameters = (
	fields: IDataObject,
	format: ArrayFormat,
	write: ToText,
): Parameter[] =>
	Object.entries(fields).flatMap(([name, value]) => flattened(name, value, format, write));

function flattened(name: string, value: unknown, format: ArrayFormat, write: ToText): Parameter[] {
	if (value === null || value === undefined) return [];
	if (value instanceof Date) return [[name, value.toISOString()]];
	if (typeof value !== 'object') return [[name, write(value)]];
	if (!Array.isArray(value)) {
		return Object.entries(value).flatMap(([key, inner]) =>
			flattened(`${name}[${key}]`, inner, format, write),
		);
	}
	if (format === 'comma') return value.length > 0 ? [[name, value.map(write).join(',')]] : [];
	const names = { indices: (at: number) => `${name}[${at}]`, brackets: () => `${name}[]` };
	return value.flatMap((inner, at) =>
		flattened(format === 'repeat' ? name : names[format](at), inner, format, write),
	);
}

// Texts without the first stay as they are on their way; those of the second need no decoding at all.
const CHANGED = /[^\w!$'()*+,./:;=?@~[\]%-]|%(?![\da-f]{2})/i;
const PLAIN = /^[\w.*-]*$/;

/**
 * Reads a query, or a form as text.
 *
 * @throws InputProblem when it is encoded in anything but UTF-8
 */
export const decodeParameters = (text: string): Parameter[] =>
	(text === '' ? [] : text.split('&'))
		.filter((raw) => raw !== '')
		.map((raw) => {
			const at = raw.indexOf('=');
			const [name, value] = at < 0 ? [raw, ''] : [raw.slice(0, at), raw.slice(at + 1)];
			return [decode(name), decode(value), CHANGED.test(raw) ? undefined : raw];
		});

function decode(text: string): string {
	if (PLAIN.test(text)) return text;
	// A per cent sign that begins no escape stands for itself.
	const escaped = text.replace(/\+/g, ' ').replace(/%(?![\da-f]{2})/gi, '%25');
	const decoded = coded(decodeURIComponent, escaped);
	if (decoded !== undefined) return decoded;
	throw new SetupProblem(
		'The parameters of the request are not encoded as UTF-8',
		'Give the text itself, such as 王, or its escapes in UTF-8, such as %E7%8E%8B.',
	);
}

/** Pairs as a query or a form; what came in encoded is written as it came. */
export const encodeParameters = (pairs: Parameter[]): string =>
	pairs
		.map(([name, value, raw]) =>
			raw === undefined || isMember(raw) ? `${encode(name)}=${encode(value)}` : raw,
		)
		.join('&');

const isMember = (raw: string): boolean => raw.startsWith('"');

// A form differs from encodeURIComponent in these.
const ESCAPES: Record<string, string> = {
	...{ '%20': '+', '!': '%21', "'": '%27' },
	...{ '(': '%28', ')': '%29', '~': '%7E' },
};

/** Encodes a text for a form; it is quick for a value of megabytes, which URLSearchParams is not. */
function encode(text: string): string {
	if (PLAIN.test(text)) return text;
	const encoded = coded(encodeURIComponent, text);
	if (encoded !== undefined) return encoded.replace(/%20|[!'()~]/g, (found) => ESCAPES[found]);
	throw new SetupProblem(
		'A parameter of the request holds half a character',
		'The text was cut in the middle of a character: give the whole text.',
	);
}

/** Codes a text; undefined when it cannot be coded. */
function coded(code: (text: string) => string, text: string): string | undefined {
	try {
		return code(text);
	} catch {
		return undefined;
	}
}

/**
 * The members of a JSON object as pairs: numbers as they are written, however long, inner objects without
 * the space between their parts. A null is no value.
 *
 * @throws InputProblem when the text is anything else: only members can be signed
 */
export function readMembers(text: string): Parameter[] {
	const value = parseJson(text);
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new SetupProblem(
			'The body of the request is no JSON object',
			'It must have the form {"name": "value"}: the signature is made of names and values.',
		);
	}
	const tokens = text.match(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
	const members: Parameter[] = [];
	let [depth, start] = [0, 1];
	tokens.forEach((token, at) => {
		if ('{['.includes(token)) depth++;
		else if ('}]'.includes(token)) depth--;
		const ends = (token === ',' && depth === 1) || (token === '}' && depth === 0);
		if (!ends || at === start) return;
		const [name, value] = [tokens[start], tokens.slice(start + 2, at).join('')];
		start = at + 1;
		if (value === 'null') return;
		const text = value.startsWith('"') ? String(JSON.parse(value)) : value;
		members.push([String(JSON.parse(name)), text, `${name}:${value}`]);
	});
	return members;
}

/** The fields of an object as members of a JSON object, whatever their types. */
export const membersOf = (fields: IDataObject): Parameter[] =>
	parametersIn(fields).map(([name, text]) => [
		name,
		text,
		`${JSON.stringify(name)}:${JSON.stringify(fields[name])}`,
	]);

/** Pairs as a JSON object of texts; members that came in are written as they came. */
export const writeMembers = (pairs: Parameter[]): string =>
	`{${pairs
		.map(([name, value, raw]) =>
			raw !== undefined && isMember(raw) ? raw : `${JSON.stringify(name)}:${JSON.stringify(value)}`,
		)
		.join(',')}}`;
