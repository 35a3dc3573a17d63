import { isObject } from '../core/json.ts';
import { operations } from './operations.ts';

/** An answer that a control client asked for. The document shows no answer of a refusal (gap HTH-13). */
export interface ForcedAnswer {
	/** The operation it is for; absent = all. */
	operation?: string;
	httpStatus: number;
	contentType: string;
	body: string;
	/** How many calls it answers. */
	times: number;
}

/** Completes an order; says what is wrong with it, if so. */
export function readForced(value: unknown): ForcedAnswer | string {
	if (!isObject(value)) return 'a forced answer must be an object';
	const { body, contentType = 'application/json', httpStatus = 200, operation, times = 1 } = value;
	if (operation !== undefined && !(typeof operation === 'string' && operation in operations))
		return `operation must be one of ${Object.keys(operations).join(', ')}`;
	if (body === undefined) return 'body must be a text, or a value that is sent as JSON';
	if (typeof contentType !== 'string') return 'contentType must be a string';
	const isWhole = Number.isInteger(httpStatus) && Number.isInteger(times) && Number(times) >= 0;
	if (!isWhole || Number(httpStatus) < 200 || Number(httpStatus) > 599)
		return 'httpStatus must be a status and times a whole number';
	return {
		...(operation !== undefined && { operation }),
		...{ httpStatus: Number(httpStatus), contentType, times: Number(times) },
		body: typeof body === 'string' ? body : JSON.stringify(body),
	};
}
