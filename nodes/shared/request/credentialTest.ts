import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunction,
	IHttpRequestMethods,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	IDataObject,
} from 'n8n-workflow';

import { entryOf, InputProblem, NoAnswer, NoSession, Refusal } from '../model/errors';
import { withAddress, type Provider } from '../model/providerType';
import { settle } from '../run/settle';
import type { SessionHelpers } from '../session/fetchSession';
import type { Fetched, Session } from '../session/session';
import { sessions } from '../session/sessions';
import { openAnswer } from './answer';
import { notComplete } from './faults';
import { answerTo, judgedBy } from './network';

const TIMEOUT_MS = 15_000;

type Credential = ICredentialDataDecryptedObject;

/** How an account is tried. */
export interface AccountTest {
	/** Readers of what is neither needed to sign in nor for the question: each throws for what is filled in wrongly. */
	settings?: ReadonlyArray<(credential: Credential) => unknown>;
	/**
	 * Gets a new session, where the provider has sessions.
	 *
	 * @returns the credential with it
	 */
	signIn?(credential: Credential, helpers: SessionHelpers): Promise<Credential>;
	/** A signed request; left out where the session proves enough. */
	question?: Question;
}

interface Question {
	/** What to send; it must change nothing. */
	request(credential: Credential): {
		method: IHttpRequestMethods;
		path: string;
		body?: IDataObject;
	};
	sign(credential: Credential, options: IHttpRequestOptions): Promise<IHttpRequestOptions>;
	/** Refusals that come only after account and signature were accepted. */
	accepted?: string[];
	/** What is wrong with an answer that is no refusal; undefined when it proves the account. */
	complaint?(data: unknown): string | undefined;
}

/** Signs in anew, whatever session the credential has; the other requests of this process go on with the new one. */
export const anew =
	<T extends Session>(
		fingerprintOf: (credential: Credential) => string,
		fetch: (helpers: SessionHelpers, credential: Credential) => Promise<Fetched<T>>,
	): NonNullable<AccountTest['signIn']> =>
	async (given, helpers) => {
		const credential = { ...given };
		const fingerprint = fingerprintOf(credential);
		const session = await sessions.renew<T>(
			credential,
			fingerprint,
			async () => await fetch(helpers, credential),
		);
		return { ...credential, ...session };
	};

/**
 * The test of a credential, for `methods.credentialTest` of a node. n8n's own kind of test cannot say "any
 * other code": it would be green on a code that nobody knows, and shows an error of the network as its code.
 */
export const credentialTest = (provider: Provider, test: AccountTest): ICredentialTestFunction =>
	async function (credentials) {
		// There is no other helper here; it takes the older names of the options.
		const { request } = this.helpers;
		const helpers: SessionHelpers = {
			httpRequest: async (options) => await Promise.race([request(older(options)), endOf(options)]),
		};
		const result = await settle(tryAccount(provider, test, credentials.data ?? {}, helpers));
		const message = result.ok
			? result.value
			: withAddress(sentenceOf(provider, result.error), provider);
		return message === undefined
			? { status: 'OK', message: 'Connection successful!' }
			: { status: 'Error', message };
	};

/** The helper knows no signal, so that it could wait for ever. */
const endOf = async ({ abortSignal, timeout }: IHttpRequestOptions): Promise<never> =>
	await new Promise((_, reject) => {
		const end = () => reject(new NoAnswer(notComplete(Number(timeout)), true));
		abortSignal?.addEventListener?.('abort', end);
	});

const older = ({ url, ...options }: IHttpRequestOptions) => ({
	...options,
	uri: url,
	...{ encoding: null, resolveWithFullResponse: true, simple: false, followRedirect: false },
});

/** Resolves to what is wrong; undefined when the account is right. */
async function tryAccount(
	provider: Provider,
	{ settings = [], signIn, question }: AccountTest,
	given: Credential,
	helpers: SessionHelpers,
): Promise<string | undefined> {
	for (const read of settings) read(given);
	const credential = signIn ? await signIn(given, helpers) : given;
	if (!question) return undefined;
	const { path, ...request } = question.request(credential);
	const unsigned = { ...judgedBy(TIMEOUT_MS), ...request, url: path };
	const options = await question.sign(credential, unsigned);
	const sending = helpers.httpRequest(options) as Promise<IN8nHttpFullResponse>;
	const answered = answerTo(sending, TIMEOUT_MS, () => true, options.url);
	const used = { ...credential, session: sessions.usedBy(credential) ?? '' };
	const result = await settle(
		answered.then((response) => openAnswer(provider, used, response).data),
	);
	if (result.ok) return question.complaint?.(result.value);
	const { error } = result;
	if (error instanceof Refusal && question.accepted?.includes(error.providerCode)) return undefined;
	throw error;
}

/** What stopped the test, in the one sentence or two that n8n shows. */
function sentenceOf(provider: Provider, error: unknown): string {
	const { name } = provider;
	if (error instanceof InputProblem) return `${error.message}. ${error.remedy}`;
	if (error instanceof Refusal) {
		const { providerCode: code, providerMessage: words } = error;
		const entry = entryOf(provider.errors, error);
		const says = entry
			? `${entry.message}. ${entry.remedy}`
			: `${name} refused the test with a code that its document does not list, so the account is not proven.`;
		return `${says} (${[code, words || entry?.original].filter(Boolean).join(' ')})`;
	}
	if (error instanceof NoAnswer) {
		const { message, sent, remedy, networkCode } = error;
		const says =
			error instanceof NoSession
				? message
				: sent
					? `${name} gave no readable answer: ${message[0].toLowerCase()}${message.slice(1)}`
					: `${name} was not reached: ${message}`;
		return [`${says}.`, remedy, networkCode && `(${networkCode})`].filter(Boolean).join(' ');
	}
	return 'The test met something unforeseen. Look for an unusual value in the credential.';
}
