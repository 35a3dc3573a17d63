import { isObject } from '../core/json.ts';
import { operations } from './operations.ts';

/** An answer that a control client asked for. The document has no codes, so any can be named. */
export interface ForcedAnswer {
	/** The operation it is for; absent = all. */
	operation?: string;
	httpStatus: number;
	code: string;
	description: string;
	/** How many calls it answers. */
	times: number;
}

/** Completes an order; says what is wrong with it, if so. */
export function readForced(value: unknown): ForcedAnswer | string {
	if (!isObject(value)) return 'a forced answer must be an object';
	const { operation, httpStatus = 200, code, description = '', times = 1 } = value;
	if (operation !== undefined && !(typeof operation === 'string' && operation in operations))
		return `operation must be one of ${Object.keys(operations).join(', ')}`;
	if (typeof code !== 'string' || code === '') return 'code must be a string';
	if (typeof description !== 'string') return 'description must be a string';
	const isWhole = Number.isInteger(httpStatus) && Number.isInteger(times) && Number(times) >= 0;
	if (!isWhole || Number(httpStatus) < 200 || Number(httpStatus) > 599)
		return 'httpStatus must be a status and times a whole number';
	return {
		...(operation !== undefined && { operation }),
		...{ httpStatus: Number(httpStatus), code, description, times: Number(times) },
	};
}
