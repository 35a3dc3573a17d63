import { Rejection } from '../core/rejection.ts';
import { createRouteTable } from '../core/routes.ts';
import type { Trace } from '../core/trace.ts';
import type { Answer, MatchedRoute, SimulatedProvider, ReceivedRequest } from '../core/types.ts';
import { registerControl } from './control.ts';
import type { ForcedAnswer } from './forced.ts';
import { operations } from './operations.ts';
import { viewOf } from './section.ts';
import { refusals, spec, successCode } from './spec.ts';
import { courses, VerificationState } from './state.ts';
import { verify } from './verify.ts';

export { operations };

const json = 'application/json;charset=UTF-8';
const largestBody = 20 * 1024 * 1024;

/** 返回内容格式: code, data and description, with every status. */
function answerWith(httpStatus: number, code: string, description: string, data: object): Answer {
	const body = JSON.stringify({ code, data, description });
	const processed = code === successCode;
	return { httpStatus, contentType: json, body, code, processed };
}

function refusalAnswer(code: string): Answer {
	const { httpStatus = 200, description = '' } = refusals[code] ?? {};
	return answerWith(httpStatus, code, description, {});
}

/** User verification (用户认证), as the document describes it and as the gaps were decided. */
export function createUserVerification(now: () => number = Date.now): SimulatedProvider {
	const state = new VerificationState();
	const routes = createRouteTable(spec.operations);
	let forced: ForcedAnswer | undefined;

	const takeForced = (operation: string): ForcedAnswer | undefined => {
		if (!forced || forced.times === 0) return undefined;
		if ((forced.operation ?? operation) !== operation) return undefined;
		forced.times--;
		return forced;
	};

	/** Addresses of photos, which the query gives out; whoever has one may look, as in a browser. */
	const photoAnswer = (path: string, trace: Trace): Answer => {
		const photo = state.photoAt(path);
		trace.check('photo', photo !== undefined, photo ? '' : 'there is no such photo');
		if (!photo) return refusalAnswer('404001');
		const { content, contentType } = photo;
		return { httpStatus: 200, contentType, body: content, code: null, processed: true };
	};

	const handle = (
		request: ReceivedRequest,
		route: MatchedRoute | undefined,
		trace: Trace,
	): Answer => {
		const { method, path } = request;
		if (method === 'GET' && path.startsWith('/photos/')) return photoAnswer(path, trace);
		try {
			const call = verify(request, route, trace, now());
			const { id } = call.operation;
			const other = takeForced(id);
			if (other) {
				trace.wasForced = true;
				trace.check('forced', false, `code ${other.code} was forced`);
				return answerWith(other.httpStatus, other.code, other.description, {});
			}
			const data = operations[id]?.({ ...call, state });
			if (!data) throw new Error(`${id} is not served`);
			trace.check('state', true);
			const httpStatus = method === 'POST' ? call.account.acceptedStatus : 200;
			return answerWith(httpStatus, successCode, '成功', data);
		} catch (error) {
			if (!(error instanceof Rejection)) throw error;
			// The checks of the form note their refusals themselves.
			if (trace.checks.every(({ ok }) => ok)) trace.check('state', false, error.message);
			return refusalAnswer(error.code);
		}
	};

	return {
		id: 'user-verification',
		title: '用户认证 User Verification',
		// No code is documented (gap UV-10); POST /user-verification/force answers with any.
		codes: new Set(),
		largestBody,
		match: routes,
		handle,
		reset: () => {
			state.clear();
			forced = undefined;
		},
		expireTokens: () => 0,
		routes: (app) => {
			const force = (answer: ForcedAnswer): void => void (forced = answer);
			registerControl(app, state, force);
		},
		view: () => viewOf(state),
		courses: () => courses,
	};
}
