import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { entryOf, isWorthRepeating, type NoAnswer, Refusal } from '../model/errors';
import type { ApiRequest } from '../model/operation';
import type { Provider } from '../model/providerType';
import { Renewal } from '../session/renewal';
import { sessions, type Sessions } from '../session/sessions';
import { settle } from '../run/settle';
import { openAnswer, type Answer } from './answer';
import { answerTo, endings, judgedBy } from './network';
import { keepingItsEnd, wasSigned } from './unsigned';

/** How often and how long the requests of an execution are tried. */
export interface RequestRules {
	/** Repetitions of a request that only reads. */
	retries: number;
	timeoutMs: number;
}

const FIRST_PAUSE_MS = 500;
/** Who is told to wait for longer does not repeat the request: it would only be refused again. */
const LONGEST_PAUSE_MS = 30_000;

export type Send = (request: ApiRequest, repeatable: boolean) => Promise<Answer>;

/**
 * Sends requests through n8n's own helper, which signs them with the credential.
 *
 * @param credential the decrypted credential, shared by all items that have the same account
 * @param itemIndex an item whose credential it is, to read it again
 * @param known the sessions of this process
 * @returns a function that sends one request, repeats it where that is safe, and opens the
 *          provider's envelope. It throws `Refusal`, `NoAnswer`, or `Unforeseen`.
 */
export function requester(
	context: IExecuteFunctions,
	provider: Provider,
	credential: ICredentialDataDecryptedObject,
	{ retries, timeoutMs }: RequestRules,
	itemIndex: number,
	known: Sessions = sessions,
): Send {
	const signal = context.getExecutionCancelSignal();
	const end = endings(timeoutMs, signal);

	return async (request, repeatable) => {
		const renewal = new Renewal(context, provider, credential, itemIndex, known);
		let signedAgain = false;
		let repeated = 0;
		for (;;) {
			const result = await settle(send(request, renewal.attempt()));
			if (result.ok) {
				renewal.worked();
				return result.value;
			}
			const error = renewal.judge(result.error);
			const entry = error instanceof Refusal ? entryOf(provider.errors, error) : undefined;
			if (signal?.aborted) throw error;
			if (entry?.signAgain && !signedAgain) {
				signedAgain = true;
			} else if (!(await renewal.recovers(error, repeatable))) {
				if (!repeatable || repeated === retries || !isWorthRepeating(provider.errors, error))
					throw error;
				const { retryAfterMs } = error as NoAnswer | Refusal;
				const pauseMs = retryAfterMs ?? FIRST_PAUSE_MS * 2 ** repeated;
				if (pauseMs > LONGEST_PAUSE_MS) throw error;
				await known.clock.pause(pauseMs, signal);
				repeated++;
			}
			// Both may have waited, and nothing goes out for an execution that was cancelled meanwhile.
			if (signal?.aborted) throw error;
		}
	};

	async function send(request: ApiRequest, data: ICredentialDataDecryptedObject): Promise<Answer> {
		// The options are made anew for each attempt: the credential signs what it is given with the time of now.
		const options: IHttpRequestOptions = {
			...judgedBy(timeoutMs, end()),
			method: request.method ?? 'POST',
			url: request.path,
			qs: request.query,
			body: request.body as IHttpRequestOptions['body'],
			...(request.bodyType && { headers: { 'content-type': request.bodyType } }),
		};
		const { unsigned: isUnsigned = false } = request;
		const sending: Promise<IN8nHttpFullResponse> = isUnsigned
			? context.helpers.httpRequest(options)
			: context.helpers.httpRequestWithAuthentication.call(
					context,
					provider.credential,
					keepingItsEnd(options),
					{
						credentialsDecrypted: { id: '', name: '', type: provider.credential, data },
					},
				);
		const response = await answerTo(sending, timeoutMs, () => isUnsigned || wasSigned(options));
		// n8n may have signed with a session that the credential does not have.
		const session = known.usedBy(data) ?? data.session;
		return openAnswer(provider, { ...data, session }, response, request);
	}
}
