import type { FastifyInstance, FastifyReply } from 'fastify';
import { registerNotifications } from '../core/sender-routes.ts';
import { accountOf, accounts } from './accounts.ts';
import { kindsOfWebank } from './kinds.ts';
import type { MutualTls } from './mutual-tls.ts';
import { readOrder } from './sender.ts';
import { sessionKinds } from './sessions.ts';
import type { SessionKind } from './sessions.ts';
import { documentedLives, messages, success } from './spec.ts';
import type { Lives } from './spec.ts';
import type { WebankState } from './state.ts';

type Body = Record<string, unknown>;

const isCount = (value: unknown, least: number): value is number =>
	typeof value === 'number' && Number.isInteger(value) && value >= least;

/** What GET /webank/sessions shows. */
function describeSessions(state: WebankState, appId?: string): object[] {
	return state.sessions.all(undefined, appId).map((session) => ({
		...session,
		alive: state.sessions.isAlive(session) && session.used !== true,
		secondsLeft: Math.max(0, Math.round((session.endsAt - state.now()) / 1000)),
	}));
}

/** The control routes of WeBank, under /webank. */
export function registerControl(
	app: FastifyInstance,
	state: WebankState,
	mutualTls: MutualTls,
): void {
	const { sessions, files, replies, sender } = state;
	const refuse = (reply: FastifyReply, code: number, error: string): FastifyReply =>
		reply.code(code).send({ error });

	/** A POST route whose body is an object with known fields; a text that it returns is what is wrong. */
	const post = (
		path: string,
		fields: readonly string[],
		handle: (body: Body) => object | string | Promise<object | string>,
	): void => {
		app.post(path, async (request, reply) => {
			const { body = {} } = request;
			if (typeof body !== 'object' || body === null)
				return refuse(reply, 400, 'The body must be an object');
			const unknown = Object.keys(body).find((name) => !fields.includes(name));
			if (unknown !== undefined)
				return refuse(reply, 400, `There is no '${unknown}'; known are ${fields.join(', ')}`);
			const answer = await handle(body as Body);
			if (typeof answer === 'string') return refuse(reply, 400, answer);
			return reply.send(answer);
		});
	};
	/** The account that a control request is about; the first one unless it names another. */
	const idOf = (body: Body): string => String(body.appId ?? accounts[0]?.appId);
	const missing = (appId: string): string => `There is no account '${appId}'`;

	app.get('/accounts', (_request, reply) =>
		reply.send({
			accounts: accounts.map((account) => ({ ...account, secret: state.secretOf(account.appId) })),
		}),
	);
	app.get('/mtls', (_request, reply) => reply.send(mutualTls.clientMaterial()));
	app.get<{ Querystring: { appId?: string } }>('/sessions', (request, reply) =>
		reply.send({
			sessions: describeSessions(state, request.query.appId),
			now: state.now(),
			lives: sessions.lives,
		}),
	);
	app.get('/files', (_request, reply) =>
		reply.send({
			files: files.list().map(({ content, ...file }) => ({ ...file, size: content.length })),
			notices: files.notices,
		}),
	);
	app.get('/replies', (_request, reply) => reply.send({ replies: replies.current }));
	registerNotifications(app, { sender, kinds: kindsOfWebank, readOrder });

	post('/expire', ['kind', 'appId'], (body) => {
		const { kind, appId } = body;
		if (!sessionKinds.includes(kind as SessionKind))
			return `kind must be one of ${sessionKinds.join(', ')}`;
		if (appId !== undefined && !accountOf(String(appId))) return missing(String(appId));
		const count = sessions.expire(kind as SessionKind, appId === undefined ? appId : String(appId));
		return { expired: count };
	});
	post('/kick-out', ['appId', 'ticket', 'beforeCalls'], (body) => {
		const { ticket = true, beforeCalls = 0 } = body;
		const appId = idOf(body);
		if (!accountOf(appId)) return missing(appId);
		if (typeof ticket !== 'boolean') return 'ticket must be true or false';
		if (!isCount(beforeCalls, 0)) return 'beforeCalls must be a whole number';
		state.kickOut(appId, ticket, beforeCalls);
		return { kickedOut: appId, ticket, beforeCalls };
	});
	post('/secret', ['appId', 'secret'], (body) => {
		const appId = idOf(body);
		if (!accountOf(appId)) return missing(appId);
		if (typeof body.secret !== 'string' || body.secret === '') return 'secret must be a string';
		state.changeSecret(appId, body.secret);
		return { appId, secret: body.secret };
	});
	post('/lives', Object.keys(documentedLives), (body) => {
		if (!Object.values(body).every((value) => isCount(value, 0)))
			return 'a life must be a whole number of seconds';
		Object.assign(sessions.lives, body as Partial<Lives>);
		return sessions.lives;
	});
	post('/clock', ['advanceSeconds'], ({ advanceSeconds }) => {
		if (!isCount(advanceSeconds, 0)) return 'advanceSeconds must be a whole number';
		state.advance(advanceSeconds);
		return { now: state.now() };
	});
	post('/h5-login', ['ticket'], ({ ticket }) => {
		const found = sessions.useUserTicket(String(ticket));
		if ('reason' in found) {
			const code = found.expired ? '60851005' : '60851003';
			return { code, msg: messages.get(code), reason: found.reason };
		}
		return { code: success.credentials, msg: success.message, ...found.user };
	});
	post('/replies', ['replies'], (body) => {
		const fault = replies.set(body.replies);
		return fault ?? { replies: replies.current };
	});
	post('/upload-notice', ['url'], ({ url }) => {
		if (url !== null && (typeof url !== 'string' || !/^https?:\/\//.test(url)))
			return 'url must be an http or https address, or null';
		state.uploadNoticeUrl = url ?? undefined;
		return { url };
	});
}
