import { answerOrRefuse, jsonAnswer } from '../core/answers.ts';
import { createRouteTable } from '../core/routes.ts';
import type { Answer, SimulatedProvider } from '../core/types.ts';
import { registerControl } from './control.ts';
import { operations } from './operations.ts';
import { largestBody } from './read-body.ts';
import { courses } from './rules.ts';
import { viewOf } from './section.ts';
import { codes, messageOf, operationById, spec } from './spec.ts';
import { QianchengState } from './state.ts';
import { resultCodes, TokenRejection, verify } from './verify.ts';

export { operations };

// QC-05: 4.1.2 prints the path of the telecom chapter; nobody knows which one the provider serves.
const printedLogin = operationById('degreeLogin').path;
const likelyLogin = '/degree/collect/login';
const knownPaths = new Set([...spec.operations.map(({ path }) => path), likelyLogin]);

/** A path or method that is not there; the document has no code for it. */
function notFound(httpStatus: 404 | 405): Answer {
	const body = `<html><body>${httpStatus}</body></html>`;
	return { httpStatus, contentType: 'text/html', body, code: null, processed: false };
}

/** msg comes only with errors, data only where the document has some (envelope, gap QC-43). */
const successAnswer = (data: object | undefined): Answer =>
	jsonAnswer({ code: resultCodes.success, data }, String(resultCodes.success), true);

/** Qiancheng Credit (前程征信), as the document describes it and as the gaps were decided. */
export function createQianchengCredit(now: () => number = Date.now): SimulatedProvider {
	const state = new QianchengState(now);
	const match = createRouteTable([
		...spec.operations,
		{ ...operationById('degreeLogin'), path: likelyLogin },
	]);

	const isServed = (path: string): boolean => {
		const { degreeLoginPath } = state.settings;
		if (degreeLoginPath === 'both' || ![printedLogin, likelyLogin].includes(path)) return true;
		return path === (degreeLoginPath === 'printed' ? printedLogin : likelyLogin);
	};

	const handle: SimulatedProvider['handle'] = (request, route, trace) => {
		const { method, path } = request;
		if (!route || !isServed(path)) {
			trace.check('path', false, `there is no ${method} ${path}`);
			trace.params = {};
			return notFound(!route && knownPaths.has(path) ? 405 : 404);
		}
		trace.check('path', true);
		// Errors come with HTTP 200, a code and the provider's own words.
		const refuse = (code: string, words = messageOf(code, route.operation)): Answer =>
			jsonAnswer({ code: Number(code), msg: words }, code, false);
		return answerOrRefuse(
			trace,
			() => {
				const call = verify(request, route.operation, trace, state);
				const forced = trace.forced();
				if (forced !== undefined) return refuse(forced);
				const operation = operations[route.operation];
				if (!operation) throw new Error(`${route.operation} is not served`);
				return successAnswer(operation({ ...call, state }));
			},
			(rejection) =>
				refuse(rejection.code, rejection instanceof TokenRejection ? rejection.words : undefined),
		);
	};

	return {
		id: 'qiancheng-credit',
		title: '前程征信 Qiancheng Credit',
		codes,
		largestBody,
		match,
		handle,
		reset: () => state.clear(),
		expireTokens: () => state.tokens.expire(),
		routes: (app) => registerControl(app, state),
		view: () => viewOf(state),
		endSession: (value) => state.tokens.endOne(value),
		courses: () => courses(state.settings.blacklistedNames),
	};
}
