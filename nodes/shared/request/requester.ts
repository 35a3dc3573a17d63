import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { entryOf, isPassing, NoAnswer, Refusal } from '../model/errors';
import { parseJson } from '../values/json';
import type { ApiRequest } from '../model/operation';
import type { Provider } from '../model/provider';
import {
	isRefused,
	isContested,
	noteRefusal,
	SessionContested,
	withSessionUse,
	type SessionUse,
} from '../session/session';
import { settle } from '../run/settle';

/** How often and how long the requests of an execution are tried. */
export interface RequestRules {
	/** Repetitions of a request that only reads. */
	retries: number;
	timeoutMs: number;
}

export interface Answer {
	mimeType: string;
	body: Buffer;
	/** The data inside the envelope; undefined for a file. */
	data: unknown;
}

// Two processes may renew at the same moment; the later session ends the earlier one, and both settle
// on it. More losses of one request mean that somebody else keeps renewing.
const MAX_SESSIONS_LOST = 3;
const FIRST_LOOK_MS = 250;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8000;

const OURS = [Refusal, NoAnswer, SessionContested];

// The connection was never made, so the provider cannot have seen the request.
const NEVER_SENT = [
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ERR_INVALID_URL',
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

// The alerts of a server that wants another client certificate, or any at all.
const CLIENT_CERTIFICATE =
	/ALERT_(CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN)/;

export type Send = (request: ApiRequest, repeatable: boolean) => Promise<Answer>;

/**
 * Sends requests through n8n's own helper, which signs them with the credential.
 *
 * @param credential the decrypted credential, read once for all items of the execution; a renewed
 *        session appears in it, so that the items share it
 * @returns a function that sends one request, repeats it where that is safe, and opens the
 *          provider's envelope. It throws `Refusal` or `NoAnswer`.
 */
export function requester(
	context: IExecuteFunctions,
	provider: Provider,
	credential: ICredentialDataDecryptedObject,
	{ retries, timeoutMs }: RequestRules,
): Send {
	const signal = context.getExecutionCancelSignal();
	let takenOver = false;
	const credentialsDecrypted = { id: '', name: '', type: provider.credential, data: credential };

	return async (request, repeatable) => {
		let signedAgain = false;
		let session: SessionUse = {};
		let sessionsLost = 0;
		let repeated = 0;
		for (;;) {
			const result = await settle(send(request, session));
			// Also a session that another request has fetched: the items share it.
			if (session.used !== undefined) credential.session = session.used;
			if (result.ok) return result.value;
			const { error } = result;
			const entry = error instanceof Refusal ? entryOf(provider.errors, error) : undefined;
			const isLost = entry?.sessionLost ?? error instanceof SessionContested;
			if (signal?.aborted) {
				throw error;
			} else if (entry?.signAgain && !signedAgain) {
				signedAgain = true;
			} else if (isLost && sessionsLost < MAX_SESSIONS_LOST && !takenOver) {
				sessionsLost++;
				session = await afterLoss(session);
			} else if (repeatable && repeated < retries && isPassing(provider.errors, error)) {
				const { retryAfterMs } = error as NoAnswer | Refusal;
				await pause(
					Math.min(retryAfterMs ?? FIRST_PAUSE_MS * 2 ** repeated, LONGEST_PAUSE_MS),
					signal,
				);
				repeated++;
			} else {
				// Renewing again would only take the session away from the other system in turn.
				if (isLost) takenOver = true;
				throw error;
			}
		}
	};

	async function send(request: ApiRequest, session: SessionUse): Promise<Answer> {
		// Made anew for each attempt: the credential signs what it is given with the time of now.
		const options: IHttpRequestOptions = {
			method: request.method ?? 'POST',
			url: request.path,
			qs: request.query,
			body: request.body as IHttpRequestOptions['body'],
			encoding: 'arraybuffer',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: timeoutMs,
		};
		const response = await exchange(withSessionUse(options, session));
		return open(provider, response, request);
	}

	async function exchange(options: IHttpRequestOptions): Promise<IN8nHttpFullResponse> {
		try {
			return await context.helpers.httpRequestWithAuthentication.call(
				context,
				provider.credential,
				options,
				{ credentialsDecrypted },
			);
		} catch (error) {
			throw toNoAnswer(error, timeoutMs);
		}
	}

	/**
	 * Prefers the session of another process to a new one, which would end it. One that is lost soon
	 * after a renewal has met another's renewal, whose session is stored any moment.
	 */
	async function afterLoss({ used, account }: SessionUse): Promise<SessionUse> {
		const refused = used ?? String(credential.session ?? '');
		const isNews = noteRefusal(refused);
		for (let look = 0; ; look++) {
			if (isRefused(credential.session)) {
				const { session } = await context.getCredentials(provider.credential);
				// Meanwhile another item may have got one.
				if (isRefused(credential.session)) Object.assign(credential, { session });
			}
			const isSettled =
				!isRefused(credential.session) || !isContested(refused, account, Date.now());
			if (isSettled || signal?.aborted) return { refused, isNews };
			await pause(Math.min(FIRST_LOOK_MS * 2 ** look, 1000), signal);
		}
	}
}

/**
 * Opens an answer.
 *
 * @throws Refusal with the provider's code, or with `HTTP nnn` when a server in front of it refused
 * @throws NoAnswer when it cannot be read as an answer of this provider
 */
function open(
	provider: Provider,
	response: IN8nHttpFullResponse,
	{ expects, fileType }: ApiRequest,
): Answer {
	const { statusCode, headers } = response;
	const body = response.body as unknown as Buffer;
	const mimeType = String(headers['content-type'] ?? '')
		.split(';')[0]
		.trim()
		.toLowerCase();
	const retryAfterMs = toMilliseconds(headers['retry-after']);
	const envelope = mimeType.startsWith('image/')
		? undefined
		: provider.envelope(parseJson(body.toString('utf8')), statusCode);
	if (envelope && envelope.code !== '') {
		throw new Refusal(envelope.code, envelope.message, { retryAfterMs, entry: envelope.entry });
	}
	if (statusCode >= 500) {
		throw new NoAnswer(`The server answered HTTP ${statusCode}.`, true, retryAfterMs);
	}
	if (statusCode >= 300) throw new Refusal(`HTTP ${statusCode}`, '', { retryAfterMs });
	const isFile = mimeType === fileType?.toLowerCase() || !/^text\/|json|xml/.test(mimeType);
	if (expects === 'file' ? envelope || !isFile || body.length === 0 : !envelope) {
		throw new NoAnswer(`The answer is not the one that ${provider.name} documents.`, true);
	}
	return { mimeType, body, data: envelope?.data };
}

/** `Retry-After` in seconds (RFC 9110, 10.2.3); its date form is not worth the code here. */
function toMilliseconds(retryAfter: unknown): number | undefined {
	const seconds = Number(retryAfter);
	return retryAfter === undefined || Number.isNaN(seconds)
		? undefined
		: Math.min(seconds * 1000, LONGEST_PAUSE_MS);
}

/**
 * What a failed request means. n8n wraps what went wrong: what the credential threw while it fetched a
 * session, or the network's own code, is in the chain of causes. Anything else is returned as it is.
 */
export function toNoAnswer(error: unknown, timeoutMs: number): unknown {
	const causes = causesOf(error);
	const ours = causes.find((cause) => OURS.some((type) => cause instanceof type));
	const code = causes.map((cause) => (cause as { code?: unknown }).code).find(isText);
	if (ours || code === undefined) return ours ?? error;
	if (CLIENT_CERTIFICATE.test(code)) {
		return new NoAnswer(
			`The server demands a client certificate that it accepts (${code}): check certificate and key in the credential.`,
			false,
		);
	}
	if (NEVER_SENT.includes(code)) {
		return new NoAnswer(`The connection could not be made (${code}).`, false);
	}
	if (code === 'ECONNABORTED' || code === 'ETIMEDOUT') {
		return new NoAnswer(`No answer came within ${timeoutMs / 1000} seconds (${code}).`, true);
	}
	return new NoAnswer(`The connection ended before the answer was complete (${code}).`, true);
}

const isText = (value: unknown): value is string => typeof value === 'string';

function causesOf(error: unknown): object[] {
	const causes: object[] = [];
	for (let cause = error; typeof cause === 'object' && cause !== null && causes.length < 10; ) {
		causes.push(cause);
		cause = (cause as { cause?: unknown }).cause;
	}
	return causes;
}

/** Waits, but not longer than the execution lives. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	if (signal?.aborted) return;
	let end: () => void = () => {};
	const aborted = new Promise<void>((resolve) => (end = resolve));
	signal?.addEventListener('abort', end);
	await Promise.race([sleep(ms), aborted]);
	signal?.removeEventListener('abort', end);
}
