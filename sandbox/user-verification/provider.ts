import { answerOrRefuse, fileAnswer, jsonAnswer } from '../core/answers.ts';
import { Forced } from '../core/forced-answer.ts';
import { createRouteTable } from '../core/routes.ts';
import type { Trace } from '../core/trace.ts';
import type { Answer, SimulatedProvider } from '../core/types.ts';
import { registerControl } from './control.ts';
import type { ForcedAnswer } from './forced.ts';
import { operations } from './operations.ts';
import { viewOf } from './section.ts';
import { refusals, spec, successCode } from './spec.ts';
import { courses, VerificationState } from './state.ts';
import { verify } from './verify.ts';

export { operations };

const largestBody = 20 * 1024 * 1024;

/** 返回内容格式: code, data and description, with every status. */
const answerWith = (httpStatus: number, code: string, description: string, data: object): Answer =>
	jsonAnswer({ code, data, description }, code, code === successCode, httpStatus);

function refusalAnswer(code: string): Answer {
	const { httpStatus = 200, description = '' } = refusals[code] ?? {};
	return answerWith(httpStatus, code, description, {});
}

/** User verification (用户认证), as the document describes it and as the gaps were decided. */
export function createUserVerification(now: () => number = Date.now): SimulatedProvider {
	const state = new VerificationState();
	const routes = createRouteTable(spec.operations);
	const forced = new Forced<ForcedAnswer>();

	/** Addresses of photos, which the query gives out; whoever has one may look, as in a browser. */
	const photoAnswer = (path: string, trace: Trace): Answer => {
		const photo = state.photoAt(path);
		trace.check('photo', photo !== undefined, photo ? '' : 'there is no such photo');
		if (!photo) return refusalAnswer('404001');
		return fileAnswer(photo);
	};

	const handle: SimulatedProvider['handle'] = (request, route, trace) => {
		const { method, path } = request;
		if (method === 'GET' && path.startsWith('/photos/')) return photoAnswer(path, trace);
		return answerOrRefuse(
			trace,
			() => {
				const call = verify(request, route, trace, now());
				const { id } = call.operation;
				const other = forced.take(id, trace, ({ code }) => `code ${code}`);
				if (other) return answerWith(other.httpStatus, other.code, other.description, {});
				const data = operations[id]?.({ ...call, state });
				if (!data) throw new Error(`${id} is not served`);
				const httpStatus = method === 'POST' ? call.account.acceptedStatus : 200;
				return answerWith(httpStatus, successCode, '成功', data);
			},
			({ code }) => refusalAnswer(code),
		);
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
			forced.set(undefined);
		},
		expireTokens: () => 0,
		routes: (app) => registerControl(app, state, (answer) => forced.set(answer)),
		view: () => viewOf(state),
		courses: () => courses,
	};
}
