import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';

import {
	entryOf,
	NoAnswer,
	NoSession,
	Refusal,
	Unforeseen,
	type ErrorTable,
} from '../model/errors';
import { withAddress, type Provider } from '../model/providerType';
import { openAnswer } from '../request/answer';
import { answerTo, judgedBy } from '../request/network';
import { settle } from '../run/settle';
import { asObject } from '../values/json';

/** What n8n gives a credential to fetch a session with. */
export type SessionHelpers = Pick<IHttpRequestHelper['helpers'], 'httpRequest'>;

const TIMEOUT_MS = 30_000;

/**
 * Sends a request for a token or a ticket, which carries the account's secret: an error must not carry
 * the request along. The request that needs the session was not sent.
 *
 * @param errors the provider's codes in this place
 * @returns the data inside the envelope
 * @throws Refusal whose message is the sentence that the test of the credential shows
 * @throws NoSession when there was no answer that can be read
 */
export async function fetchForSession(
	helpers: SessionHelpers,
	provider: Pick<Provider, 'name' | 'address' | 'secrets' | 'envelope'>,
	errors: ErrorTable,
	credential: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): Promise<IDataObject> {
	const sending = helpers.httpRequest({ ...options, ...judgedBy(TIMEOUT_MS) });
	const result = await settle(
		answerTo(sending, TIMEOUT_MS, () => true, options.url).then((response) =>
			openAnswer({ ...provider, errors }, credential, response),
		),
	);
	if (result.ok) return asObject(result.value.data);
	throw toSessionError(provider, errors, result.error);
}

function toSessionError(
	provider: Pick<Provider, 'name' | 'address'>,
	errors: ErrorTable,
	error: unknown,
): unknown {
	const { name } = provider;
	if (error instanceof NoAnswer) return new NoSession(name, error);
	if (error instanceof Unforeseen) return new Unforeseen(error.original, false);
	if (!(error instanceof Refusal)) return error;
	const { providerCode: code, providerMessage: words, retryAfterMs } = error;
	const listed = entryOf(errors, error);
	// The request that needs the session was not sent, whatever became of this one.
	const entry = listed && { ...listed, outcomeUnknown: undefined };
	const sentence = entry ? `${entry.message}. ${entry.remedy}` : `${name} refused the credential.`;
	const inBrackets = `${code} ${words}`.trim();
	const message = withAddress(`${sentence} (${inBrackets})`, provider);
	return new Refusal(code, words, { entry, retryAfterMs, message });
}
