import type { IDataObject } from 'n8n-workflow';

/** The value of a JSON text, with or without a byte order mark; undefined when it is none. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch {
		return undefined;
	}
}

/** The data of an answer that should be an object; an empty one for anything else. */
export const asObject = (data: unknown): IDataObject =>
	typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as IDataObject) : {};
