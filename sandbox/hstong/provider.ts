import { createRouteTable } from '../core/routes.ts';
import type { Trace } from '../core/trace.ts';
import type { Answer, MatchedRoute, SimulatedProvider, ReceivedRequest } from '../core/types.ts';
import { PhotoAnswer } from './call.ts';
import type { Handler } from './call.ts';
import { registerControl } from './control.ts';
import { authOperations } from './operations-auth.ts';
import { photoOperations } from './operations-photos.ts';
import { stepOperations } from './operations-steps.ts';
import { Rejection } from '../core/rejection.ts';
import { viewOf } from './section.ts';
import { messages, spec } from './spec.ts';
import { HstongState } from './state.ts';
import { verify } from './verify.ts';

/** Every operation of the document by its id. */
export const operations: Readonly<Record<string, Handler>> = {
	...authOperations,
	...stepOperations,
	...photoOperations,
};

const json = 'application/json;charset=UTF-8';

/** Section 4: errors come with HTTP 200 and the provider's own words. */
function refusalAnswer(code: string): Answer {
	const body = JSON.stringify({ code, error: messages.get(code) ?? '' });
	return { httpStatus: 200, contentType: json, body, code, processed: false };
}

function successAnswer(result: object | string | undefined): Answer {
	if (result instanceof PhotoAnswer) {
		const { content, contentType } = result.photo;
		return { httpStatus: 200, contentType, body: content, code: null, processed: true };
	}
	const body = JSON.stringify({ code: '00000', result });
	return { httpStatus: 200, contentType: json, body, code: '00000', processed: true };
}

/** HSTong (华盛) account opening, as the document describes it and as the gaps were decided. */
export function createHstong(now: () => number = Date.now): SimulatedProvider {
	const state = new HstongState(now);

	const handle = (
		request: ReceivedRequest,
		route: MatchedRoute | undefined,
		trace: Trace,
	): Answer => {
		try {
			const call = verify(request, route, trace, state, now);
			const forced = trace.forced();
			if (forced !== undefined) return refusalAnswer(forced);
			const operation = operations[call.operation.id] as Handler;
			const answer = successAnswer(operation({ ...call, state }));
			trace.check('state', true);
			return answer;
		} catch (error) {
			if (!(error instanceof Rejection)) throw error;
			// The checks of the form note their refusals themselves.
			if (trace.checks.every(({ ok }) => ok)) trace.check('state', false, error.message);
			return refusalAnswer(error.code);
		}
	};

	return {
		id: 'hstong',
		title: '华盛 HSTong',
		codes: new Set(messages.keys()),
		match: createRouteTable(spec.operations),
		handle,
		reset: () => state.clear(),
		expireTokens: () => state.expireTokens(),
		routes: (app) => registerControl(app, state),
		view: () => viewOf(state),
		endSession: (value) => state.endToken(value),
	};
}
