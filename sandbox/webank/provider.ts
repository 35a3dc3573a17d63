import { answerOrRefuse, jsonAnswer } from '../core/answers.ts';
import { createRouteTable } from '../core/routes.ts';
import type { Answer, MatchedRoute, ReceivedRequest, SimulatedProvider } from '../core/types.ts';
import { registerControl } from './control.ts';
import { createMutualTls } from './mutual-tls.ts';
import { operations } from './operations.ts';
import { viewOf } from './section.ts';
import { messages, spec, transactionTime } from './spec.ts';
import { WebankState } from './state.ts';
import { verify } from './verify.ts';

export { operations };

const largestBody = 64 * 1024 * 1024;

const hostOf = (listener: string) => (listener === 'webank-files' ? 'capup' : 'capapi');
const routesOf = (host: string): ReturnType<typeof createRouteTable> =>
	createRouteTable(spec.operations.filter((operation) => operation.host === host));

/** WeBank's (微众银行) open platform, as the document describes it and as the gaps were decided. */
export function createWebank(now: () => number = Date.now): SimulatedProvider {
	const state = new WebankState(now);
	const mutualTls = createMutualTls();
	const routes = { capapi: routesOf('capapi'), capup: routesOf('capup') };

	const match = (method: string, path: string, listener?: string): MatchedRoute | undefined => {
		if (listener === undefined) return routes.capup(method, path) ?? routes.capapi(method, path);
		return routes[hostOf(listener)](method, path);
	};

	/** 4.3 note 3.2: a platform code usually comes without jsonData. */
	const refusalAnswer = (code: string, route: MatchedRoute | undefined): Answer => {
		const msg = messages.get(code) ?? '';
		const time = transactionTime(state.now());
		const serial = { BizSeqNo: state.nextSerial(time) };
		const both = { ...serial, ConsumerSeqNo: state.nextSerial(time) };
		const shapes: Record<string, object> = {
			getAccessToken: { msg, code, transactionTime: time },
			getApiTicket: { msg, code, transactionTime: time },
			uploadFile: { msg, ...serial, code },
			downloadFile: { msg, ...serial, code },
			uploadJson: { code, msg },
			uploadForm: { code, msg },
		};
		const otherwise = { ...both, transactionTime: time, code, msg };
		return jsonAnswer(shapes[route?.operation ?? ''] ?? otherwise, code, false);
	};

	/** Why a path may be unknown here: the two hosts are easily mixed up. */
	const hint = ({ method, path }: ReceivedRequest): string => {
		if (routes.capup(method, path)) return '; it belongs to the file host (capup)';
		if (routes.capapi(method, path)) return '; it belongs to the host of calls (capapi)';
		return '';
	};

	const handle: SimulatedProvider['handle'] = (request, route, trace) =>
		answerOrRefuse(
			trace,
			() => {
				const call = verify(request, route, hint(request), trace, state);
				const forced = trace.forced();
				if (forced !== undefined) return refusalAnswer(forced, route);
				const answer = operations[call.operation.id]?.({ ...call, state, trace });
				if (!answer) throw new Error(`${call.operation.id} is not served`);
				return answer;
			},
			({ code }) => refusalAnswer(code, route),
		);

	return {
		id: 'webank',
		title: '微众银行 WeBank',
		codes: new Set(messages.keys()),
		listeners: [
			{ id: 'webank-files' },
			{ id: 'webank-mtls', tls: () => mutualTls.serverOptions() },
		],
		largestBody,
		match,
		handle,
		reset: () => state.clear(),
		expireTokens: () => {
			const { sessions } = state;
			const kinds = ['accessToken', 'signTicket', 'userTicket'] as const;
			return kinds.reduce((count, kind) => count + sessions.expire(kind), 0);
		},
		routes: (app) => registerControl(app, state, mutualTls),
		view: () => viewOf(state),
		endSession: (value) => state.sessions.endOne(value),
	};
}
