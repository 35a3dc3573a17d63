import { Rejection } from './rejection.ts';
import type { Trace } from './trace.ts';
import type { Answer } from './types.ts';

/** An answer in JSON, by default with HTTP 200. */
export const jsonAnswer = (
	body: object,
	code: string | null,
	processed: boolean,
	httpStatus = 200,
): Answer => ({
	...{ httpStatus, contentType: 'application/json;charset=UTF-8', body: JSON.stringify(body) },
	...{ code, processed },
});

/** A file, which no code comes with. */
export const fileAnswer = ({ content, contentType }: { content: Buffer; contentType: string }) => ({
	...{ httpStatus: 200, contentType, body: content, code: null, processed: true },
});

/** Answers a request, or refuses it when a check, or the operation itself, has thrown a rejection. */
export function answerOrRefuse(
	trace: Trace,
	answer: () => Answer,
	refuse: (rejection: Rejection) => Answer,
): Answer {
	try {
		const given = answer();
		if (!trace.wasForced) trace.check('state', true);
		return given;
	} catch (error) {
		if (!(error instanceof Rejection)) throw error;
		// The checks of the form note their refusals themselves.
		if (trace.checks.every(({ ok }) => ok)) trace.check('state', false, error.message);
		return refuse(error);
	}
}
