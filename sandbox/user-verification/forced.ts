import { readForcedAnswer } from '../core/forced-answer.ts';
import type { ForcedAnswer as CommonForcedAnswer } from '../core/forced-answer.ts';
import { operations } from './operations.ts';

/** The document has no codes, so any can be named. */
export interface ForcedAnswer extends CommonForcedAnswer {
	code: string;
	description: string;
}

/** Completes an order; says what is wrong with it, if so. */
export const readForced = (value: unknown): ForcedAnswer | string =>
	readForcedAnswer(value, operations, ({ code, description = '' }) => {
		if (typeof code !== 'string' || code === '') return 'code must be a string';
		if (typeof description !== 'string') return 'description must be a string';
		return { code, description };
	});
