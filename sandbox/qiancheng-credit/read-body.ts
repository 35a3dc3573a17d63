import { gunzipSync } from 'node:zlib';
import { isObject } from '../core/json.ts';
import type { ReceivedRequest } from '../core/types.ts';
import { readNested } from './nested.ts';
import type { SentObject } from './nested.ts';

/** Largest body in bytes, as sent and after decompression. */
export const largestBody = 64 * 1024 * 1024;

type BodyFormat = 'form' | 'json' | 'none';

/** A body as parameters, before any rule of an operation. */
export interface Body {
	format: BodyFormat;
	values: SentObject;
	/** The values as the journal shows them, by the names on the wire. */
	shown: Record<string, string>;
	faults: string[];
}

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';

/** Undoes the compression of a body; a text says what is wrong with it. */
export function decompress(bytes: Buffer): Buffer | string {
	try {
		return gunzipSync(bytes, { maxOutputLength: largestBody });
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'ERR_BUFFER_TOO_LARGE') return `the body holds more than ${largestBody} bytes`;
		return `the body is not gzip: ${error instanceof Error ? error.message : String(error)}`;
	}
}

function readText(bytes: Buffer): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

const none = (faults: string[] = []): Body => ({
	format: 'none',
	values: Object.create(null) as SentObject,
	shown: {},
	faults,
});

/** A form as it came: the values of its names, and which names came twice. */
function readPairs(text: string): { pairs: Record<string, string>; faults: string[] } {
	const pairs = Object.create(null) as Record<string, string>;
	const faults: string[] = [];
	for (const [name, value] of text === '' ? [] : new URLSearchParams(text)) {
		if (name in pairs) faults.push(`${name} is sent twice`);
		else pairs[name] = value;
	}
	return { pairs, faults };
}

function readForm(bytes: Buffer): Body {
	const text = readText(bytes);
	if (text === undefined) return none(['the body is not UTF-8']);
	const { pairs, faults } = readPairs(text);
	const nested = readNested(pairs);
	return {
		format: 'form',
		values: nested.values,
		shown: pairs,
		faults: [...faults, ...nested.faults],
	};
}

function readJson(bytes: Buffer): Body {
	const text = readText(bytes);
	if (text === undefined) return none(['the body is not UTF-8']);
	let content: unknown;
	try {
		content = JSON.parse(text);
	} catch {
		return none(['the body is not JSON']);
	}
	if (!isObject(content)) return none(['the body is not a JSON object']);
	const shown: Record<string, string> = Object.create(null) as Record<string, string>;
	for (const [name, value] of Object.entries(content))
		shown[name] = typeof value === 'string' ? value : JSON.stringify(value);
	return { format: 'json', values: content as SentObject, shown, faults: [] };
}

/** Reads a form or JSON body (gap QC-08); `bytes` are those of the request, decompressed where they were not. */
export function readBody(request: ReceivedRequest, bytes: Buffer): Body {
	if (request.contentType === form) return readForm(bytes);
	if (request.contentType === json) return readJson(bytes);
	if (bytes.length === 0) return none();
	return none([`the body is ${request.contentType || 'of no type'}, not ${form}`]);
}

/** The parameters of a URL. */
export function readQuery(request: ReceivedRequest): Body {
	const { values, duplicates } = request.query;
	const nested = readNested(values);
	return {
		format: 'form',
		values: nested.values,
		shown: values,
		faults: [...duplicates.map((name) => `${name} is sent twice`), ...nested.faults],
	};
}
