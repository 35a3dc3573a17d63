import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { NoAnswer, NoSession } from '../shared/model/errors';
import { codeIn } from '../shared/values/json';
import { fetchForSession, type SessionHelpers } from '../shared/session/fetchSession';
import type { Fetched } from '../shared/session/session';
import { scoped } from './codes';
import { qianchengCredit } from './provider';
import {
	accountParams,
	baseUrlOf,
	encodeBody,
	lifetimeOf,
	SIGN_IN,
	type QianchengSession,
} from './signing';

/**
 * Fetches a token (section 1).
 *
 * @throws Refusal whose message is the sentence that the test of the credential shows
 */
export async function fetchSession(
	helpers: SessionHelpers,
	credentials: ICredentialDataDecryptedObject,
): Promise<Fetched<QianchengSession>> {
	const { cacheSeconds } = lifetimeOf(credentials);
	const answer = await fetchForSession(
		helpers,
		qianchengCredit,
		scoped.authorizeToken,
		credentials,
		{
			method: 'POST',
			url: `${baseUrlOf(credentials)}${SIGN_IN}`,
			...(await encodeBody(credentials, accountParams(credentials))),
		},
	);
	const token = codeIn(answer.token);
	if (token === undefined) {
		throw new NoSession('Qiancheng Credit', new NoAnswer('the answer holds no token', true));
	}
	return { lifeMs: cacheSeconds * 1000, token };
}
