import fastify from 'fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { readFaultSettings } from './faults.ts';
import type { FaultSettings } from './faults.ts';
import type { Journal } from './journal.ts';
import { renderPage } from './page.ts';
import type { PageQuery } from './page.ts';
import { testPeople } from './people.ts';
import type { TestPerson } from './people.ts';
import { drawDigits } from './picture.ts';
import type { ProviderServer } from './provider-server.ts';

type Servers = ReadonlyMap<string, ProviderServer>;
type Settings = { [Name in keyof FaultSettings]: FaultSettings[Name] | null };

const largestLimit = 50_000;
// So many batches of people have mobile numbers of their own.
const batches = 500_000;

function refuse(reply: FastifyReply, status: number, error: string): FastifyReply {
	return reply.code(status).send({ error });
}

/** The server that a person or a test uses to look into the sandbox and to steer it. */
export function createControlServer(
	servers: Servers,
	journal: Journal,
	urls: () => Record<string, string>,
): FastifyInstance {
	const app = fastify({ logger: false, forceCloseConnections: true });
	// A button or a bare "curl -X POST" sends no body.
	app.removeContentTypeParser('application/json');
	app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
		try {
			done(null, body === '' ? {} : JSON.parse(String(body)));
		} catch {
			done(Object.assign(new Error('The body is not JSON'), { statusCode: 400 }));
		}
	});

	// It begins elsewhere at every start, since workflows may remember people of the last one.
	let batch = Math.floor(Date.now() / 60_000) % batches;
	const people = (): TestPerson[] =>
		testPeople(
			[...servers].map(
				([
					provider,
					{
						provider: { courses },
					},
				]) => ({ provider, courses: courses?.() ?? [] }),
			),
			batch,
		);

	app.get<{ Querystring: PageQuery }>('/', ({ query }, reply) => {
		const data = { servers: [...servers.values()], journal, urls: urls(), people: people() };
		void reply.type('text/html; charset=utf-8').send(renderPage(data, query));
	});
	app.get('/people', (_request, reply) => reply.send({ people: people() }));
	app.post('/people', (_request, reply) => {
		batch++;
		return reply.send({ people: people() });
	});
	// The name alone tells an OCR whose card it is; the picture shows the number to people.
	app.get<{ Params: { name: string } }>('/photos/:name', (request, reply) => {
		const digits = request.params.name.replace(/\D/g, '').slice(0, 18);
		return reply.type('image/png').send(drawDigits(digits));
	});

	app.get<{ Querystring: { provider?: string; since?: string; limit?: string } }>(
		'/journal',
		(request, reply) => {
			const { provider, since, limit = '100' } = request.query;
			if (provider !== undefined && !servers.has(provider)) {
				return refuse(reply, 404, `There is no provider '${provider}'`);
			}
			if (![since ?? '0', limit].every((number) => /^\d{1,9}$/.test(number))) {
				return refuse(reply, 400, 'since and limit must be whole numbers');
			}
			const query = {
				...(provider === undefined ? {} : { provider }),
				...(since === undefined ? {} : { since: Number(since) }),
				limit: Math.min(Number(limit), largestLimit),
			};
			return reply.send({ entries: journal.list(query), lastSeq: journal.lastSeq });
		},
	);

	app.get('/stats', (_request, reply) =>
		reply.send(Object.fromEntries([...servers].map(([id, { stats }]) => [id, stats.summary]))),
	);

	const currentFaults = (): Record<string, unknown> =>
		Object.fromEntries([...servers].map(([id, { faults }]) => [id, faults.current]));
	app.get('/faults', (_request, reply) => reply.send(currentFaults()));
	app.post('/faults', (request, reply) => {
		if (typeof request.body !== 'object' || request.body === null) {
			return refuse(
				reply,
				400,
				'The body must be an object with the settings of each provider by its id',
			);
		}
		const merges: Array<() => void> = [];
		for (const [id, value] of Object.entries(request.body)) {
			const server = servers.get(id);
			if (!server) return refuse(reply, 400, `There is no provider '${id}'`);
			const read = readFaultSettings(value, server.provider.codes);
			if ('fault' in read) return refuse(reply, 400, `${id}: ${read.fault}`);
			const settings: Settings = read.settings;
			merges.push(() => server.faults.merge(settings));
		}
		for (const merge of merges) merge();
		return reply.send(currentFaults());
	});

	app.post('/reset', (_request, reply) => {
		journal.clear();
		for (const { provider, faults, stats } of servers.values()) {
			provider.reset();
			faults.clear();
			stats.reset();
		}
		return reply.send({ reset: true });
	});

	app.post('/end-session', (request, reply) => {
		const { provider = '', value = '' } = (request.body ?? {}) as Record<string, unknown>;
		const isEnded = servers.get(String(provider))?.provider.endSession?.(String(value));
		return isEnded
			? reply.send({ ended: true })
			: refuse(reply, 404, 'There is no session with this value, or it has ended');
	});

	app.post('/expire-tokens', (_request, reply) => {
		const expired = [...servers].map(([id, { provider }]) => [id, provider.expireTokens()]);
		return reply.send({ expired: Object.fromEntries(expired) });
	});

	for (const [id, { provider }] of servers) {
		if (!provider.routes) continue;
		const routes = provider.routes.bind(provider);
		void app.register(
			(scope, _options, done) => {
				routes(scope);
				done();
			},
			{ prefix: `/${id}` },
		);
	}
	return app;
}
