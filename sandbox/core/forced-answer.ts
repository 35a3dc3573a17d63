import { isObject } from './json.ts';
import type { Trace } from './trace.ts';

/** An answer that a control client asked for, where a document has no codes that could be named in its place. */
export interface ForcedAnswer {
	/** The operation it is for; absent = all. */
	operation?: string;
	httpStatus: number;
	/** How many calls it answers. */
	times: number;
}

/**
 * Completes an order; says what is wrong with it, if so.
 *
 * @param readContent reads what is answered, in the same way
 */
export function readForcedAnswer<Content extends object>(
	value: unknown,
	operations: object,
	readContent: (order: Record<string, unknown>) => Content | string,
): (ForcedAnswer & Content) | string {
	if (!isObject(value)) return 'a forced answer must be an object';
	const { httpStatus = 200, operation, times = 1 } = value;
	if (operation !== undefined && !(typeof operation === 'string' && operation in operations))
		return `operation must be one of ${Object.keys(operations).join(', ')}`;
	const content = readContent(value);
	if (typeof content === 'string') return content;
	const isWhole = Number.isInteger(httpStatus) && Number.isInteger(times) && Number(times) >= 0;
	if (!isWhole || Number(httpStatus) < 200 || Number(httpStatus) > 599)
		return 'httpStatus must be a status and times a whole number';
	return {
		...(operation !== undefined && { operation }),
		...{ httpStatus: Number(httpStatus), times: Number(times), ...content },
	};
}

/** The one that was asked for last, while it is good for calls. */
export class Forced<Answer extends ForcedAnswer> {
	private next?: Answer;

	set(answer: Answer | undefined): void {
		this.next = answer;
	}

	/** Takes it for a call that has passed every check of its form, which notes that it was forced. */
	take(operation: string, trace: Trace, what: (answer: Answer) => string): Answer | undefined {
		const { next } = this;
		if (!next || next.times === 0 || (next.operation ?? operation) !== operation) return undefined;
		next.times--;
		trace.wasForced = true;
		trace.check('forced', false, `${what(next)} was forced`);
		return next;
	}
}
