import { readForcedAnswer } from '../core/forced-answer.ts';
import type { ForcedAnswer as CommonForcedAnswer } from '../core/forced-answer.ts';
import { operations } from './operations.ts';

/** The document shows no answer of a refusal (gap HTH-13). */
export interface ForcedAnswer extends CommonForcedAnswer {
	contentType: string;
	body: string;
}

/** Completes an order; says what is wrong with it, if so. */
export const readForced = (value: unknown): ForcedAnswer | string =>
	readForcedAnswer(value, operations, ({ body, contentType = 'application/json' }) => {
		if (body === undefined) return 'body must be a text, or a value that is sent as JSON';
		if (typeof contentType !== 'string') return 'contentType must be a string';
		return { contentType, body: typeof body === 'string' ? body : JSON.stringify(body) };
	});
