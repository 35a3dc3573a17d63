import fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Faults } from './faults.ts';
import type { FaultEvent } from './faults.ts';
import type { Journal } from './journal.ts';
import { readRequest, registerBodyReaders } from './read-request.ts';
import { Stats } from './stats.ts';
import { Trace } from './trace.ts';
import type { Answer, MatchedRoute, Provider, ReceivedRequest } from './types.ts';

/** One provider with its own port, faults and counters. */
export interface ProviderServer {
	provider: Provider;
	faults: Faults;
	stats: Stats;
	app: FastifyInstance;
}

interface Arrival {
	seq: number;
	at: number;
	started: number;
	inFlight: number;
	done: boolean;
}

const arrivals = new WeakMap<FastifyRequest, Arrival>();
const wait = async (milliseconds: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Serves a provider over HTTP: reads each request, applies the faults, lets the provider answer and
 * writes the journal. The provider decides on arrival, latency delays only the answer, so that the
 * order of arrival alone decides the outcome.
 */
export async function createProviderServer(
	provider: Provider,
	journal: Journal,
	latencyMs: number,
): Promise<ProviderServer> {
	const app = fastify({ logger: false, forceCloseConnections: true, keepAliveTimeout: 60_000 });
	const server: ProviderServer = {
		provider,
		faults: new Faults(latencyMs),
		stats: new Stats(),
		app,
	};
	await registerBodyReaders(app);

	app.addHook('onRequest', (request, reply, done) => {
		const arrival: Arrival = {
			seq: journal.nextSeq(),
			at: Date.now(),
			started: performance.now(),
			inFlight: server.stats.arrive(),
			done: false,
		};
		arrivals.set(request, arrival);
		reply.raw.once('close', () => leave(server, arrival));
		done();
	});
	const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
		await serve(server, journal, request, reply);
	app.all('/*', handler);
	app.setNotFoundHandler(handler);
	return server;
}

/** Counts a request out before its answer leaves, so that the next one cannot overlap with it. */
function leave(server: ProviderServer, arrival: Arrival): void {
	if (arrival.done) return;
	arrival.done = true;
	server.stats.leave();
}

async function serve(
	server: ProviderServer,
	journal: Journal,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<FastifyReply> {
	const { provider, faults, stats } = server;
	const arrival = arrivals.get(request) as Arrival;
	const received = await readRequest(request);
	const route = provider.match(received.method, received.path);
	const names = { path: received.path, template: route?.template, operation: route?.operation };
	const trace = new Trace(() => faults.takeForced(names));
	const { expireTokens, event } = faults.arrive(names);
	if (expireTokens) provider.expireTokens();

	const overLimit = stats.working >= faults.concurrencyLimit;
	let answer: Answer | undefined;
	if (!overLimit) {
		stats.beginWork();
		try {
			if (event?.when !== 'before') answer = provider.handle(received, route, trace);
			if (faults.latencyMs > 0) await wait(faults.latencyMs);
		} finally {
			stats.endWork();
		}
	}
	leave(server, arrival);

	const fault = overLimit ? 'concurrencyLimit' : event ? `${event.kind}/${event.when}` : null;
	const sent =
		overLimit || event ? faultStatus(overLimit ? undefined : event) : (answer?.httpStatus ?? null);
	stats.count(fault, answer);
	journal.add(
		entryOf(provider, arrival, received, route, trace, {
			code: answer?.code ?? null,
			httpStatus: sent,
			fault,
			processed: answer?.processed ?? false,
		}),
	);
	if (overLimit) {
		return await reply
			.code(429)
			.header('retry-after', '1')
			.type('text/plain')
			.send('Too Many Requests');
	}
	if (event) return sendFault(reply, event, answer);
	return await sendAnswer(reply, answer as Answer);
}

function entryOf(
	provider: Provider,
	arrival: Arrival,
	received: ReceivedRequest,
	route: MatchedRoute | undefined,
	trace: Trace,
	outcome: {
		code: string | null;
		httpStatus: number | null;
		fault: string | null;
		processed: boolean;
	},
): Parameters<Journal['add']>[0] {
	return {
		seq: arrival.seq,
		at: new Date(arrival.at).toISOString(),
		provider: provider.id,
		operation: route?.operation ?? null,
		method: received.method,
		path: received.path,
		params: trace.params ?? { ...received.query.values, ...received.form.values },
		decrypted: trace.decrypted,
		files: received.files.map(({ name, fileName, content, sha256 }) => ({
			name,
			fileName,
			size: content.length,
			sha256,
		})),
		checks: trace.checks,
		...outcome,
		inFlight: arrival.inFlight,
		durationMs: Math.round((performance.now() - arrival.started) * 100) / 100,
	};
}

async function sendAnswer(reply: FastifyReply, answer: Answer): Promise<FastifyReply> {
	return await reply
		.code(answer.httpStatus)
		.header('content-type', answer.contentType)
		.send(answer.body);
}

function faultStatus(event: FaultEvent | undefined): number | null {
	if (!event) return 429;
	if (event.kind === 'drop') return null;
	return event.kind === 'http500' ? 500 : 200;
}

function sendFault(
	reply: FastifyReply,
	event: FaultEvent,
	answer: Answer | undefined,
): FastifyReply {
	if (event.kind === 'http500') {
		return reply
			.code(500)
			.type('text/html')
			.send('<html><body>Internal Server Error</body></html>');
	}
	if (event.kind === 'malformed')
		return reply.code(200).type('application/json').send('{"code":"00000","result":{');
	reply.hijack();
	const { socket } = reply.raw;
	if (event.kind === 'drop') {
		socket?.destroy();
		return reply;
	}
	const whole = Buffer.from(answer?.body ?? '{"code":"00000","result":{}}');
	const half = whole.subarray(0, Math.ceil(whole.length / 2));
	reply.raw.writeHead(200, {
		'content-type': answer?.contentType ?? 'application/json',
		'content-length': whole.length,
	});
	reply.raw.write(half, () => socket?.end());
	return reply;
}
