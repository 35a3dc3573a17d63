import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { InputProblem, NoAnswer, Refusal, Unforeseen } from '../model/errors';
import { steadyNow } from '../run/clock';
import { settle } from '../run/settle';
import { describeFault, isBlocked, isOfHandshake, TIMEOUTS_IN_ALL } from './faults';

/** An error of axios, n8n's client, as far as it tells what became of the request. */
interface TransportError {
	code?: unknown;
	message?: unknown;
	isAxiosError?: unknown;
	config?: { url?: unknown };
	request?: ClientRequest;
	response?: { status: number; statusText: string; headers: object; data: unknown };
}

/** Node's request and socket, whose own types are not there at run time. */
interface ClientRequest {
	protocol?: unknown;
	host?: unknown;
	socket: Socket | null;
}

interface Socket {
	encrypted?: unknown;
	/** True until the TLS handshake is over and the certificate was accepted. */
	secureConnecting?: unknown;
	/** How many bytes were handed to the system; Node's documented `bytesWritten` also counts those that wait. */
	_bytesDispatched?: unknown;
}

// A status that n8n throws comes with the request, which tells whether the provider or a proxy
// answered. HTTP 401 must not be thrown: n8n would fetch another session and send the request again.
const FIRST_STATUS = 300;
const THROWN = Array.from({ length: 300 }, (_, i) => FIRST_STATUS + i).filter((s) => s !== 401);

// A signal that is made of others does not keep them: without this, the time would be collected with what it ends.
const times = new WeakMap<AbortSignal, AbortSignal>();

/**
 * Makes the signals that end requests: with the execution, or when an answer is still not complete after all
 * that time. Requests that begin one after the other share one, because the execution keeps a trace of each.
 */
export function endings(timeoutMs: number, signal: AbortSignal | undefined): () => AbortSignal {
	let latest: AbortSignal | undefined;
	let madeAt = 0;
	return () => {
		if (latest && steadyNow() - madeAt < timeoutMs) return latest;
		madeAt = steadyNow();
		const time = AbortSignal.timeout(timeoutMs * (TIMEOUTS_IN_ALL + 1));
		latest = AbortSignal.any(signal ? [signal, time] : [time]);
		times.set(latest, time);
		return latest;
	};
}

/**
 * What every request to a provider is sent with, so that its answer can be judged, and comes to an end.
 *
 * @param abortSignal one of `endings` where there are many
 */
export const judgedBy = (
	timeoutMs: number,
	abortSignal = AbortSignal.timeout(timeoutMs * TIMEOUTS_IN_ALL),
) =>
	({
		abortSignal,
		encoding: 'arraybuffer',
		returnFullResponse: true,
		ignoreHttpStatusErrors: { ignore: true, except: THROWN },
		disableFollowRedirect: true,
		timeout: timeoutMs,
	}) satisfies Partial<IHttpRequestOptions>;

/**
 * Waits for an answer, whatever its status.
 *
 * @param sending a request with the options of `judgedBy`
 * @param isSigned whether the credential had completed the request when it failed; before that nothing
 *        can have been sent
 * @param address where it goes, for errors that do not tell
 * @throws NoAnswer when there is none, which knows whether the request can have reached the provider
 * @throws what the credential threw, as it is, and Unforeseen for anything else
 */
export async function answerTo(
	sending: Promise<IN8nHttpFullResponse>,
	timeoutMs: number,
	isSigned: () => boolean,
	address?: string,
): Promise<IN8nHttpFullResponse> {
	const result = await settle(sending);
	if (result.ok) return result.value;
	const causes = causesOf(result.error);
	const ours = causes.find(isOurs);
	if (ours) throw ours;

	const transport = causes.find(isTransport);
	const response = transport?.response;
	if (transport && response && Buffer.isBuffer(response.data) && !isFromProxy(transport)) {
		return {
			body: response.data as unknown as IN8nHttpFullResponse['body'],
			headers: { ...response.headers },
			statusCode: response.status,
			statusMessage: response.statusText,
		};
	}
	const isSent = transport?.request
		? canHaveLeft(transport.request)
		: isSigned() && !causes.some(isBeforeSending);
	const fault = describeFault(causes, {
		target: targetOf(transport, address),
		timeoutMs,
		isSent,
		isProxied: transport?.request?.socket === null,
		proxyStatus: transport && isFromProxy(transport) ? response?.status : undefined,
	});
	// n8n's own wrapping has taken over the words of what it wraps. It is known by its name: see `isOfN8n`.
	const original = causes
		.filter((cause) => (cause as { name?: unknown }).name !== 'NodeApiError')
		.pop();
	throw fault ?? new Unforeseen(original, isSent);
}

const OURS = [InputProblem, Refusal, NoAnswer, Unforeseen];

const isOurs = (error: object): boolean => OURS.some((type) => error instanceof type);

const isTransport = (error: object): error is TransportError =>
	(error as TransportError).isAxiosError === true;

/** Whether the request can have reached the provider: its connection stood and was secured. */
function canHaveLeft({ socket }: ClientRequest): boolean {
	// A proxy that does not let the connection through never hands one over.
	if (socket === null) return false;
	return socket.encrypted === true
		? socket.secureConnecting !== true
		: socket._bytesDispatched !== 0;
}

/** Errors that tell by themselves that no connection was there yet. */
const isBeforeSending = (error: object): boolean => {
	const { code, syscall, message } = error as Partial<Record<string, unknown>>;
	return (
		['connect', 'getaddrinfo'].includes(String(syscall)) ||
		/^ERR_(INVALID_URL|INVALID_ARG|OSSL|CRYPTO)/.test(String(code)) ||
		isOfHandshake(String(code), String(message)) ||
		(isTransport(error) &&
			['ERR_BAD_REQUEST', 'ERR_CANCELED'].includes(String(code)) &&
			error.response === undefined) ||
		isBlocked(error)
	);
};

/** A proxy answered in place of the provider: the answer came before the connection was secured. */
const isFromProxy = ({ request, response }: TransportError): boolean =>
	response !== undefined &&
	request?.protocol === 'https:' &&
	request.socket?.encrypted !== true &&
	request.socket?._bytesDispatched === 0;

/** Host and port that the request was for. */
function targetOf(
	transport: TransportError | undefined,
	address: string | undefined,
): URL | undefined {
	const url = transport?.config?.url ?? address;
	return typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined;
}

/** n8n wraps what went wrong: what the credential threw or the network reported is in the chain of causes. */
function causesOf(error: unknown): object[] {
	const causes: object[] = [];
	for (let cause = error; typeof cause === 'object' && cause !== null && causes.length < 10; ) {
		causes.push(cause);
		cause = (cause as { cause?: unknown }).cause;
	}
	return causes;
}
