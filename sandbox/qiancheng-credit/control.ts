import type { FastifyInstance, FastifyReply } from 'fastify';
import { isObject } from '../core/json.ts';
import { accountOf, accounts } from './accounts.ts';
import type { Collection } from './collection.ts';
import { riskPublicKey } from './risk-key.ts';
import { paths, rightCodes, risk, wrongPassword } from './rules.ts';
import { readSettings } from './settings.ts';
import type { QianchengState } from './state.ts';

type Body = Record<string, unknown>;

const largestList = 1000;

/** What GET /qiancheng-credit/queries shows of one. */
function describeQuery(query: Collection): object {
	const { kind, openId, username, person, state, asks, createdAt, history, licence } = query;
	const more = { description: query.description, asks, rightAnswer: query.rightAnswer() };
	return { kind, openId, username, ...person, state, ...more, createdAt, history, licence };
}

/** The control routes of Qiancheng Credit, under /qiancheng-credit. */
export function registerControl(app: FastifyInstance, state: QianchengState): void {
	const { tokens, audits, settings } = state;
	const refuse = (reply: FastifyReply, code: number, error: string): FastifyReply =>
		reply.code(code).send({ error });

	/** A POST route whose body is an object with known fields; a text that it returns is what is wrong. */
	const post = (
		path: string,
		fields: readonly string[],
		handle: (body: Body) => object | string,
	): void => {
		app.post(path, (request, reply) => {
			const { body = {} } = request;
			if (!isObject(body)) return refuse(reply, 400, 'The body must be an object');
			const unknown = Object.keys(body).find((name) => !fields.includes(name));
			if (unknown !== undefined)
				return refuse(reply, 400, `There is no '${unknown}'; known are ${fields.join(', ')}`);
			const answer = handle(body);
			if (typeof answer === 'string') return refuse(reply, 400, answer);
			return reply.send(answer);
		});
	};
	/** The merchant that a control request is about, if it names one. */
	const nameOf = (body: Body): string | undefined =>
		body.username === undefined ? undefined : String(body.username);
	const unknownName = (name: string | undefined): string | undefined =>
		name !== undefined && !accountOf(name) ? `There is no merchant '${name}'` : undefined;

	app.get('/accounts', (_request, reply) =>
		reply.send({
			accounts: accounts.map(({ username }) => ({
				username,
				password: state.passwordOf(username),
			})),
		}),
	);
	app.get('/tokens', (_request, reply) =>
		reply.send({
			tokens: tokens
				.all()
				.reverse()
				.slice(0, largestList)
				.map((token) => ({ ...token, alive: tokens.isAlive(token) })),
			now: state.now(),
		}),
	);
	app.get('/rules', (_request, reply) =>
		reply.send({ paths, rightCodes, wrongPassword, risk, settings }),
	);
	app.get('/risk-key', (_request, reply) => {
		const { rsaPadding, rsaOutput, gzip } = settings;
		return reply.send({ publicKey: riskPublicKey, bits: 2048, rsaPadding, rsaOutput, gzip });
	});
	app.get('/settings', (_request, reply) => reply.send(settings));
	app.post('/settings', (request, reply) => {
		const read = readSettings(request.body);
		if (typeof read === 'string') return refuse(reply, 400, read);
		return reply.send(Object.assign(settings, read));
	});
	app.get<{ Querystring: { open_id?: string; mobile?: string; kind?: string } }>(
		'/queries',
		(request, reply) => {
			const { open_id: openId, mobile, kind } = request.query;
			const found = state.listQueries(largestList).filter((query) => {
				if (openId !== undefined && query.openId !== openId) return false;
				if (mobile !== undefined && query.person.mobile !== mobile) return false;
				return kind === undefined || query.kind === kind;
			});
			return reply.send({ queries: found.map(describeQuery), now: state.now() });
		},
	);
	app.get('/audits', (_request, reply) =>
		reply.send({ audits: audits.list(largestList), now: state.now() }),
	);

	post('/expire', ['username'], (body) => {
		const name = nameOf(body);
		return unknownName(name) ?? { expired: tokens.expire(name) };
	});
	post('/kick-out', ['username'], (body) => {
		const name = nameOf(body);
		return unknownName(name) ?? { ended: tokens.end('ended by another system', name) };
	});
	post('/password', ['username', 'password'], (body) => {
		const name = nameOf(body) ?? accounts[0]?.username;
		if (name === undefined || !accountOf(name)) return `There is no merchant '${name}'`;
		if (typeof body.password !== 'string' || body.password === '')
			return 'password must be a string';
		state.changePassword(name, body.password);
		return { username: name, password: body.password };
	});
	post('/clock', ['advanceSeconds'], ({ advanceSeconds: seconds }) => {
		if (typeof seconds !== 'number' || !(seconds >= 0))
			return 'advanceSeconds must be a number from 0';
		state.advance(seconds);
		return { now: state.now() };
	});
	post('/state', ['open_id', 'state'], (body) => {
		const query = state.findQuery(String(body.open_id));
		if (!query) return 'There is no query with this open_id';
		if (!Number.isInteger(body.state)) return 'state must be a whole number';
		query.force(body.state as number, state.now());
		return describeQuery(query);
	});
	post('/decide', ['open_id', 'state', 'reason'], (body) => {
		const audit = audits.find(String(body.open_id));
		if (!audit) return 'There is no risk audit with this open_id';
		if (body.state !== 0 && body.state !== 1) return 'state must be 0 or 1';
		Object.assign(audit, { verdict: body.state, decidedAt: state.now() });
		if (typeof body.reason === 'string') audit.reason = body.reason;
		return audit;
	});
}
