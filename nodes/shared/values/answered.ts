import type { IDataObject } from 'n8n-workflow';

import { NoAnswer } from '../model/errors';

/**
 * The value without which an answer is no success, such as the id of what was made.
 *
 * @param what it is, for people
 * @throws NoAnswer when it is missing: whatever the code of the answer says, nobody can go on
 */
export function answeredText(value: unknown, what: string): string {
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text === 'string' && text.trim() !== '') return text;
	throw new NoAnswer(`The answer names no ${what}`, true);
}

/**
 * The data of an answer that must be an object.
 *
 * @param what it is, for people
 * @throws NoAnswer when it is something else
 */
export function answeredObject(data: unknown, what: string): IDataObject {
	if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data as IDataObject;
	throw new NoAnswer(`The answer holds no ${what}`, true);
}
