import type { IDataObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import { NoAnswer, Refusal, type ErrorTable } from '../model/errors';
import type { Provider } from '../model/provider';
import { toNoAnswer } from '../request/network';

const TIMEOUT_MS = 30_000;

/**
 * Sends a request for a token or a ticket, which carries the account's secret: an error must not carry
 * the request along.
 *
 * @param errors the provider's codes in this place
 * @returns the data inside the envelope
 * @throws Refusal whose message is the sentence that the test of the credential shows
 * @throws NoAnswer that says that nothing was sent: the request that needs the session was not
 */
export async function fetchForSession(
	helpers: IHttpRequestHelper['helpers'],
	{ name, envelope: open }: Pick<Provider, 'name' | 'envelope'>,
	errors: ErrorTable,
	options: IHttpRequestOptions,
): Promise<IDataObject> {
	const answer: unknown = await helpers
		.httpRequest({
			...options,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: TIMEOUT_MS,
		})
		.catch((error: unknown) => {
			throw new NoAnswer((toNoAnswer(error, TIMEOUT_MS) as Error).message, false);
		});
	const envelope = open(answer);
	if (!envelope) {
		throw new Refusal(`no answer of ${name}`, '', {
			message: `The address answers, but not as ${name} does. Check the environment and the address in the credential`,
		});
	}
	const { code, message: text, data } = envelope;
	if (code === '') return (data ?? {}) as IDataObject;
	const entry = errors[code];
	const sentence = entry ? `${entry.message}. ${entry.remedy}` : `${name} refused the credential.`;
	throw new Refusal(code, text, { entry, message: `${sentence} (${code} ${text})` });
}
