import { answerOrRefuse, jsonAnswer } from '../core/answers.ts';
import { Forced } from '../core/forced-answer.ts';
import { createRouteTable } from '../core/routes.ts';
import type { Trace } from '../core/trace.ts';
import type { Answer, MatchedRoute, SimulatedProvider, ReceivedRequest } from '../core/types.ts';
import { bankPath, formFault, renderBankPage, renderFaultPage } from './bank-page.ts';
import { registerControl } from './control.ts';
import { signFields } from './crypto.ts';
import { finishPage } from './finish.ts';
import type { ForcedAnswer } from './forced.ts';
import { cardOf, operations } from './operations.ts';
import { viewOf } from './section.ts';
import { spec } from './spec.ts';
import { HtouhuiState, outcomes } from './state.ts';
import type { Outcome } from './state.ts';
import { verify } from './verify.ts';

export { operations };

const html = 'text/html;charset=UTF-8';

const answer = (
	httpStatus: number,
	contentType: string,
	body: string,
	processed: boolean,
): Answer => ({
	...{ httpStatus, contentType, body, processed },
	// The document has none (gap HTH-13).
	code: null,
});

const faultPage = (reason: string): Answer => answer(400, html, renderFaultPage(reason), false);

/** Htouhui (海投汇) with its depository bank, as the document describes them and as the gaps were decided. */
export function createHtouhui(): SimulatedProvider {
	const state = new HtouhuiState();
	const forced = new Forced<ForcedAnswer>();
	const routes = createRouteTable(spec.operations);

	const match = (method: string, path: string): MatchedRoute | undefined => {
		const isQuery = method === 'POST' && state.accounts.some((one) => one.queryUserPath === path);
		const found = { template: path, pathParams: {} };
		if (isQuery) return { ...found, operation: 'queryUser' };
		return path === bankPath ? { ...found, operation: 'bankPage' } : routes(method, path);
	};

	/** The bank's own page: shown again by GET, sent by POST. */
	const servePage = ({ form, method, query }: ReceivedRequest, trace: Trace): Answer => {
		const sent = method === 'POST' ? form.values : query.values;
		const { bank_card_number: card = '', outcome, password, session = '' } = sent;
		// Nobody's trading password is written down.
		trace.params = { ...sent, ...(password !== undefined && { password: '…' }) };
		if ('password_confirm' in sent) trace.params.password_confirm = '…';
		const page = state.page(session);
		const isOpen = page !== undefined && !page.finished;
		trace.check('session', isOpen, isOpen ? '' : 'there is no such page, or it was sent before');
		if (!isOpen) return faultPage('页面已失效 This page has been sent or does not exist');
		if (method !== 'POST') return answer(200, html, renderBankPage(page, cardOf(page.user)), true);
		const isOutcome = outcomes.includes(outcome as Outcome);
		const fault = outcome === 'success' ? formFault(page, sent) : undefined;
		const wrong = isOutcome ? fault : '请选择 Press one of the buttons';
		trace.check('form', wrong === undefined, wrong ?? '');
		if (wrong !== undefined)
			return answer(400, html, renderBankPage(page, card || cardOf(page.user), wrong), false);
		const cardNumber = /^\d{12,19}$/.test(card) ? card : cardOf(page.user);
		const { redirect } = finishPage(state, page, outcome as Outcome, cardNumber);
		return { ...answer(302, html, '', true), headers: { location: redirect } };
	};

	const handle: SimulatedProvider['handle'] = (request, route, trace) => {
		if (route?.operation === 'bankPage') return servePage(request, trace);
		return answerOrRefuse(
			trace,
			() => {
				const call = verify(request, route, trace, state);
				const { account, operation } = call;
				const other = forced.take(operation.id, trace, ({ httpStatus }) => `HTTP ${httpStatus}`);
				if (other) return answer(other.httpStatus, other.contentType, other.body, false);
				const result = operations[operation.id]?.({ ...call, state });
				if (!result) throw new Error(`${operation.id} is not served`);
				if ('html' in result) return answer(200, html, result.html, true);
				const fields = signFields({ ...account.commonFields, ...result.fields }, account);
				return jsonAnswer(fields, null, !('message' in fields));
			},
			({ code, message }) =>
				route?.operation === 'openAccount'
					? faultPage(message)
					: jsonAnswer({ message }, null, false, Number(code)),
		);
	};

	return {
		id: 'htouhui',
		title: '海投汇 Htouhui',
		codes: new Set(),
		match,
		handle,
		reset: () => {
			state.clear();
			forced.set(undefined);
		},
		expireTokens: () => state.closePages(),
		routes: (app) => registerControl(app, state, (next) => forced.set(next)),
		view: () => viewOf(state),
	};
}
