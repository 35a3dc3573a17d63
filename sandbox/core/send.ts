import type { FastifyReply } from 'fastify';
import type { FaultKind } from './faults.ts';
import type { Answer } from './types.ts';

/** The HTTP status that a fault shows; null where the connection ends without one. */
export function statusOf(kind: FaultKind): number | null {
	if (kind === 'drop') return null;
	return kind === 'http500' ? 500 : 200;
}

/** Sends a provider's answer as it is. */
export function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
	const headers = { ...answer.headers, 'content-type': answer.contentType };
	return reply.code(answer.httpStatus).headers(headers).send(answer.body);
}

/** The answer of a gateway that has more to do than it may. */
export function sendTooMany(reply: FastifyReply): FastifyReply {
	return reply.code(429).header('retry-after', '1').type('text/plain').send('Too Many Requests');
}

/** Spoils an answer; `answer` is absent when the request was not processed. */
export function sendFault(
	reply: FastifyReply,
	kind: FaultKind,
	answer: Answer | undefined,
): FastifyReply {
	if (kind === 'http500') {
		const body = '<html><body>Internal Server Error</body></html>';
		return reply.code(500).type('text/html').send(body);
	}
	if (kind === 'malformed') {
		return reply.code(200).type('application/json').send('{"code":"00000","result":{');
	}
	// From here on the connection is ours: fastify would never send a wrong length.
	reply.hijack();
	const { socket } = reply.raw;
	if (kind === 'drop') {
		socket?.destroy();
		return reply;
	}
	const whole = Buffer.from(answer?.body ?? '{"code":"00000","result":{}}');
	reply.raw.writeHead(200, {
		'content-type': answer?.contentType ?? 'application/json',
		'content-length': whole.length,
	});
	reply.raw.write(whole.subarray(0, Math.ceil(whole.length / 2)), () => socket?.end());
	return reply;
}
