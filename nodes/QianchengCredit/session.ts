import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import { NoAnswer, Refusal } from '../shared/errors';
import { toNoAnswer } from '../shared/request';
import { scoped } from './errors';
import { openEnvelope, tokenLifetime } from './protocol';
import {
	accountParams,
	baseUrlOf,
	encodeBody,
	fingerprintOfAccount,
	SIGN_IN,
	type QianchengSession,
} from './signing';

const TIMEOUT_MS = 30_000;

/**
 * Fetches a token (section 1).
 *
 * @throws Refusal whose message is the sentence that the test of the credential shows
 */
export async function fetchSession(
	helpers: IHttpRequestHelper['helpers'],
	credentials: ICredentialDataDecryptedObject,
): Promise<QianchengSession> {
	const { cacheSeconds } = tokenLifetime(Number(credentials.tokenHours));
	const answer: unknown = await helpers
		.httpRequest({
			method: 'POST',
			url: `${baseUrlOf(credentials)}${SIGN_IN}`,
			...(await encodeBody(credentials, accountParams(credentials))),
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: TIMEOUT_MS,
		})
		.catch((error: unknown) => {
			// The request that needs the token has not been sent, whatever became of this one.
			throw new NoAnswer((toNoAnswer(error, TIMEOUT_MS) as Error).message, false);
		});
	const envelope = openEnvelope(answer);
	if (!envelope) {
		throw new Refusal('no answer of Qiancheng Credit', '', {
			message:
				'The address answers, but not as Qiancheng Credit does. Check the environment and the base URL in the credential',
		});
	}
	if (envelope.code !== '') throw refusal(envelope.code, envelope.message);
	const { token } = (envelope.data ?? {}) as IDataObject;
	if (typeof token !== 'string' || token === '') {
		throw new NoAnswer('Qiancheng Credit gave out no token.', false);
	}
	const now = Date.now();
	return {
		fingerprint: fingerprintOfAccount(credentials),
		fetchedAt: now,
		renewAt: now + cacheSeconds * 1000,
		token,
	};
}

function refusal(code: string, text: string): Refusal {
	const entry = scoped.authorizeToken[code];
	const sentence = entry
		? `${entry.message}. ${entry.remedy}`
		: 'Qiancheng Credit refused the credential.';
	return new Refusal(code, text, { entry, message: `${sentence} (${code} ${text})` });
}
