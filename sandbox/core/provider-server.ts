import fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Faults } from './faults.ts';
import type { Journal } from './journal.ts';
import { readRequest, registerBodyReaders } from './read-request.ts';
import { sendAnswer, sendFault, sendTooMany, statusOf } from './send.ts';
import { Stats } from './stats.ts';
import { Trace } from './trace.ts';
import type { Answer, Listener, MatchedRoute, SimulatedProvider } from './types.ts';
import type { ReceivedRequest } from './types.ts';

/** One provider with its own ports, faults and counters. */
export interface ProviderServer {
	provider: SimulatedProvider;
	faults: Faults;
	stats: Stats;
	/** The provider's HTTP servers by address; the first one comes first. */
	apps: Map<string, FastifyInstance>;
}

interface Arrival {
	at: number;
	started: number;
	inFlight: number;
	done: boolean;
}

/** How a request ended, as the journal shows it. */
interface Outcome {
	status: number | null;
	fault: string | null;
	answer: Answer | undefined;
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
	provider: SimulatedProvider,
	journal: Journal,
	latencyMs: number,
): Promise<ProviderServer> {
	const server: ProviderServer = {
		provider,
		faults: new Faults(latencyMs),
		stats: new Stats(),
		apps: new Map(),
	};
	for (const listener of [{ id: provider.id }, ...(provider.listeners ?? [])]) {
		server.apps.set(listener.id, await createApp(server, journal, listener));
	}
	return server;
}

async function createApp(
	server: ProviderServer,
	journal: Journal,
	listener: Listener,
): Promise<FastifyInstance> {
	const https = listener.tls?.();
	const app = fastify({
		logger: false,
		forceCloseConnections: true,
		keepAliveTimeout: 60_000,
		// The types need not know: an https.Server differs from an http.Server in nothing that is used here.
		...(https && ({ https } as object)),
	});
	await registerBodyReaders(app, server.provider.largestBody);

	app.addHook('onRequest', (request, reply, done) => {
		const arrival: Arrival = {
			at: Date.now(),
			started: performance.now(),
			inFlight: server.stats.arrive(),
			done: false,
		};
		arrivals.set(request, arrival);
		reply.raw.once('close', () => leave(server, arrival));
		done();
	});
	// A client without the certificate that a listener asks for never gets as far as a request.
	app.server.on('tlsClientError', (error: Error) => {
		const trace = new Trace();
		trace.check('tls', false, error.message);
		const received = { method: 'TLS', path: '' };
		const outcome: Outcome = { status: null, fault: null, answer: undefined };
		conclude(server, journal, listener.id, undefined, received, undefined, trace, outcome);
	});
	const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
		await serve(server, journal, listener.id, request, reply);
	app.all('/*', handler);
	app.setNotFoundHandler(handler);
	// A body beyond every limit, or a defect of the sandbox itself; neither may pass unseen.
	app.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
		const status = error.statusCode ?? 500;
		const trace = new Trace();
		trace.check('http', false, status < 500 ? error.message : (error.stack ?? error.message));
		const received = { method: request.method, path: request.url };
		const outcome: Outcome = { status, fault: null, answer: undefined };
		conclude(server, journal, listener.id, request, received, undefined, trace, outcome);
		return reply.code(status).type('text/plain').send(error.message);
	});
	return app;
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
	listener: string,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<FastifyReply> {
	const { provider, faults, stats } = server;
	const received = await readRequest(request);
	const route = provider.match(received.method, received.path, listener);
	const names = { path: received.path, template: route?.template, operation: route?.operation };
	const trace = new Trace(() => faults.takeForced(names));
	const conclusion = (outcome: Outcome): void =>
		conclude(server, journal, listener, request, received, route, trace, outcome);

	const { expireTokens, event } = faults.arrive(names);
	if (expireTokens) provider.expireTokens();
	if (stats.working >= faults.concurrencyLimit) {
		conclusion({ status: 429, fault: 'concurrencyLimit', answer: undefined });
		return sendTooMany(reply);
	}
	if (event?.when === 'before') {
		await work(server, () => undefined);
		conclusion({ status: statusOf(event.kind), fault: `${event.kind}/before`, answer: undefined });
		return sendFault(reply, event.kind, undefined);
	}
	const answer = await work(server, () => provider.handle(received, route, trace));
	if (event) {
		conclusion({ status: statusOf(event.kind), fault: `${event.kind}/after`, answer });
		return sendFault(reply, event.kind, answer);
	}
	const fault = trace.wasForced ? 'force' : expireTokens ? 'expireTokens' : null;
	conclusion({ status: answer.httpStatus, fault, answer });
	return sendAnswer(reply, answer);
}

/** Does something within the concurrency limit and takes as long about it as asked. */
async function work<Result>(
	{ stats, faults }: ProviderServer,
	task: () => Result,
): Promise<Result> {
	stats.beginWork();
	try {
		const result = task();
		if (faults.latencyMs > 0) await wait(faults.latencyMs);
		return result;
	} finally {
		stats.endWork();
	}
}

/** Counts a request and writes it down. */
function conclude(
	server: ProviderServer,
	journal: Journal,
	listener: string,
	request: FastifyRequest | undefined,
	received: Pick<ReceivedRequest, 'method' | 'path'> & Partial<ReceivedRequest>,
	route: MatchedRoute | undefined,
	trace: Trace,
	{ status, fault, answer }: Outcome,
): void {
	const arrival = request && arrivals.get(request);
	if (arrival) leave(server, arrival);
	server.stats.count(fault, answer);
	const { query, form } = received;
	const files = trace.files ?? received.files ?? [];
	journal.add({
		at: new Date(arrival?.at ?? Date.now()).toISOString(),
		provider: server.provider.id,
		listener,
		operation: route?.operation ?? null,
		method: received.method,
		path: received.path,
		params: trace.params ?? { ...query?.values, ...form?.values },
		decrypted: trace.decrypted,
		files: files.map(({ name, fileName, content, sha256 }) => ({
			name,
			fileName,
			size: content.length,
			sha256,
		})),
		checks: trace.checks,
		...(trace.signature && { signature: trace.signature }),
		code: answer?.code ?? null,
		httpStatus: status,
		fault,
		processed: answer?.processed ?? false,
		inFlight: arrival?.inFlight ?? 0,
		durationMs: arrival ? Math.round((performance.now() - arrival.started) * 100) / 100 : 0,
	});
}
