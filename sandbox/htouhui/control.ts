import type { FastifyInstance, FastifyReply } from 'fastify';
import { isObject } from '../core/json.ts';
import { registerNotifications } from '../core/sender-routes.ts';
import { accounts, readSettings } from './accounts.ts';
import type { Account } from './accounts.ts';
import { finishPage } from './finish.ts';
import { readForced } from './forced.ts';
import type { ForcedAnswer } from './forced.ts';
import { kindsOfHtouhui } from './kinds.ts';
import { merchantPrivateKey, merchantPublicKey, platformPublicKey } from './keys.ts';
import { cardOf } from './operations.ts';
import { readOrder } from './sender.ts';
import { outcomes } from './state.ts';
import type { BankPage, HtouhuiState, Outcome } from './state.ts';

type Body = Record<string, unknown>;

const isOutcome = (value: unknown): value is Outcome => outcomes.includes(value as Outcome);
const unlikely = `outcome must be one of ${outcomes.join(', ')}`;

/** What the control API shows of a page. */
const showPage = ({ openedAt, session, type, user }: BankPage): object => ({
	...{ session, type, openedAt, merchant: user.merchant },
	thirdPartyUserId: user.third_party_user_id,
});

/** The control routes of Htouhui, under /htouhui. */
export function registerControl(
	app: FastifyInstance,
	state: HtouhuiState,
	force: (answer: ForcedAnswer) => void,
): void {
	const { notices, sender } = state;
	/** A POST route with an object; a text that it returns is what is wrong. */
	const post = (
		path: string,
		handle: (body: Body) => object | string | Promise<object | string>,
	): void => {
		app.post(path, async (request, reply): Promise<FastifyReply> => {
			const { body = {} } = request;
			const answer = isObject(body) ? await handle(body) : 'The body must be an object';
			if (typeof answer === 'string') return reply.code(400).send({ error: answer });
			return reply.send(answer);
		});
	};
	/** The account that a control request is about; the first one unless it names another. */
	const accountOf = ({ merchant = accounts[0]?.merchant }: Body): Account | undefined =>
		state.account(String(merchant));
	const missing = ({ merchant }: Body): string => `There is no account '${String(merchant)}'`;

	app.get('/accounts', (_request, reply) => reply.send({ accounts: state.accounts }));
	app.get('/keys', (_request, reply) =>
		reply.send({ merchantPrivateKey, merchantPublicKey, platformPublicKey }),
	);
	app.get('/users', (_request, reply) => reply.send({ users: [...state.users.values()] }));
	app.get('/pages', (_request, reply) => reply.send({ pages: state.openPages().map(showPage) }));
	app.get('/notices', (_request, reply) => reply.send({ notices: notices.list }));
	registerNotifications(app, {
		...{ sender, kinds: kindsOfHtouhui },
		readOrder: (value) => readOrder(value, state.accounts),
	});

	post('/settings', ({ merchant, ...changes }) => {
		const account = accountOf({ merchant });
		if (!account) return missing({ merchant });
		const settings = readSettings(changes);
		if (typeof settings === 'string') return settings;
		return state.change(account.merchant, settings) ?? missing({ merchant });
	});
	post('/outcome', ({ outcome, times = 1 }) => {
		if (!isOutcome(outcome)) return unlikely;
		if (!Number.isInteger(times) || Number(times) < 0 || Number(times) > 10_000)
			return 'times must be a whole number';
		state.forcedOutcomes = Array.from({ length: Number(times) }, () => outcome);
		return { outcome, times };
	});
	post('/finish', ({ bankCardNumber, outcome = 'success', session, thirdPartyUserId }) => {
		if (!isOutcome(outcome)) return unlikely;
		const page = state
			.openPages()
			.reverse()
			.find(
				(open) =>
					(session ?? open.session) === open.session &&
					(thirdPartyUserId ?? open.user.third_party_user_id) === open.user.third_party_user_id,
			);
		if (!page) return 'There is no such open page';
		const card = typeof bankCardNumber === 'string' ? bankCardNumber : cardOf(page.user);
		return finishPage(state, page, outcome, card);
	});
	post('/retries', ({ delaysMs }) => {
		const isDelay = (value: unknown): boolean =>
			typeof value === 'number' && value >= 0 && value <= 3_600_000;
		if (!Array.isArray(delaysMs) || delaysMs.length === 0 || !delaysMs.every(isDelay))
			return 'delaysMs must be a list of milliseconds, the first try among them';
		notices.delays = delaysMs as number[];
		return { delaysMs };
	});
	post('/resend', ({ thirdPartyUserId }) => {
		const notice = notices.list.findLast(
			({ fields }) =>
				(thirdPartyUserId ?? fields.third_party_user_id) === fields.third_party_user_id,
		);
		const account = notice && state.account(notice.merchant);
		if (!notice || !account) return 'There is no notification of this user';
		notices.resend(notice, account);
		return notice;
	});
	post('/force', (body) => {
		const answer = readForced(body);
		if (typeof answer !== 'string') force(answer);
		return answer;
	});
}
