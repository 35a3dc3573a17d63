import { answerOrRefuse, fileAnswer, jsonAnswer } from '../core/answers.ts';
import { createRouteTable } from '../core/routes.ts';
import type { Answer, SimulatedProvider } from '../core/types.ts';
import { PhotoAnswer } from './call.ts';
import type { Handler } from './call.ts';
import { registerControl } from './control.ts';
import { authOperations } from './operations-auth.ts';
import { photoOperations } from './operations-photos.ts';
import { stepOperations } from './operations-steps.ts';
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

/** Section 4: errors come with HTTP 200 and the provider's own words. */
const refusalAnswer = (code: string): Answer =>
	jsonAnswer({ code, error: messages.get(code) ?? '' }, code, false);

const successAnswer = (result: object | string | undefined): Answer =>
	result instanceof PhotoAnswer
		? fileAnswer(result.photo)
		: jsonAnswer({ code: '00000', result }, '00000', true);

/** HSTong (华盛) account opening, as the document describes it and as the gaps were decided. */
export function createHstong(now: () => number = Date.now): SimulatedProvider {
	const state = new HstongState(now);

	const handle: SimulatedProvider['handle'] = (request, route, trace) =>
		answerOrRefuse(
			trace,
			() => {
				const call = verify(request, route, trace, state, now);
				const forced = trace.forced();
				if (forced !== undefined) return refusalAnswer(forced);
				const operation = operations[call.operation.id] as Handler;
				return successAnswer(operation({ ...call, state }));
			},
			({ code }) => refusalAnswer(code),
		);

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
