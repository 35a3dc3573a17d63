import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { entryOf, isPassing, type NoAnswer, Refusal } from '../model/errors';
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
import { openAnswer, type Answer } from './answer';
import { answerTo, judgedBy } from './network';
import { wasSigned } from './unsigned';

/** How often and how long the requests of an execution are tried. */
export interface RequestRules {
	/** Repetitions of a request that only reads. */
	retries: number;
	timeoutMs: number;
}

// Two processes may renew at the same moment; the later session ends the earlier one, and both settle
// on it. More losses of one request mean that somebody else keeps renewing.
const MAX_SESSIONS_LOST = 3;
const FIRST_LOOK_MS = 250;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8000;

export type Send = (request: ApiRequest, repeatable: boolean) => Promise<Answer>;

/**
 * Sends requests through n8n's own helper, which signs them with the credential.
 *
 * @param credential the decrypted credential, shared by all items that have the same account; a renewed
 *        session appears in it, so that they share it
 * @param itemIndex an item whose credential it is, to read it again
 * @returns a function that sends one request, repeats it where that is safe, and opens the
 *          provider's envelope. It throws `Refusal`, `NoAnswer`, or `Unforeseen`.
 */
export function requester(
	context: IExecuteFunctions,
	provider: Provider,
	credential: ICredentialDataDecryptedObject,
	{ retries, timeoutMs }: RequestRules,
	itemIndex: number,
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
		const options = withSessionUse(
			{
				...judgedBy(timeoutMs),
				method: request.method ?? 'POST',
				url: request.path,
				qs: request.query,
				body: request.body as IHttpRequestOptions['body'],
			},
			session,
		);
		const sending = context.helpers.httpRequestWithAuthentication.call(
			context,
			provider.credential,
			options,
			{ credentialsDecrypted },
		);
		const response = await answerTo(sending, timeoutMs, () => wasSigned(options));
		return openAnswer(provider, response, request);
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
				const { session } = await context.getCredentials(provider.credential, itemIndex);
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

/** Waits, but not longer than the execution lives. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	if (signal?.aborted) return;
	let end: () => void = () => {};
	const aborted = new Promise<void>((resolve) => (end = resolve));
	signal?.addEventListener('abort', end);
	await Promise.race([sleep(ms), aborted]);
	signal?.removeEventListener('abort', end);
}
