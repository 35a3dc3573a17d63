import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { NoAnswer, NoSession } from '../shared/model/errors';
import { codeIn } from '../shared/values/json';
import { fetchForSession, type SessionHelpers } from '../shared/session/fetchSession';
import type { Fetched } from '../shared/session/session';
import { sessionErrors } from './codes';
import { lifeMs, ticketOf } from './protocol';
import { webank } from './provider';
import { accountOf, clientCertificate, hostsOf, type WeBankSession } from './signing';

// Section 4.2: token and ticket together, every 20 minutes.
const RENEW_AFTER_MS = 1_200_000;
const SAFETY_MS = 60_000;

/**
 * Fetches an access token and, with it, a sign ticket (sections 4.1 and 4.2). Each new token ends the
 * one before.
 *
 * @throws Refusal whose message is the sentence that the test of the credential shows
 */
export async function fetchSession(
	helpers: SessionHelpers,
	credentials: ICredentialDataDecryptedObject,
): Promise<Fetched<WeBankSession>> {
	const { appId, secret } = accountOf(credentials);
	const token = await get(helpers, credentials, '/api/oauth2/access_token', {
		app_id: appId,
		secret,
		grant_type: 'client_credential',
		version: '2.0.0',
	});
	const accessToken = codeIn(token.access_token);
	if (accessToken === undefined) throw incomplete('token');
	// The token is as secret as a session that is stored.
	const known = { ...credentials, session: accessToken };
	const { tickets } = await get(helpers, known, '/api/oauth2/api_ticket', {
		app_id: appId,
		access_token: accessToken,
		type: 'sign',
		version: '2.0.0',
	});
	const ticket = ticketOf(tickets);
	if (!ticket) throw incomplete('ticket');
	return {
		lifeMs: Math.min(RENEW_AFTER_MS, usableMs(token.expire_in), usableMs(ticket.expire_in)),
		accessToken,
		ticket: ticket.value,
	};
}

const incomplete = (what: string): NoSession =>
	new NoSession('WeBank', new NoAnswer(`the answer holds no ${what}`, true));

/** How long to use a token or ticket: until a minute before its end, or for half of a short life. */
function usableMs(seconds: unknown): number {
	const life = lifeMs(seconds, 3600);
	return Math.max(life - SAFETY_MS, life / 2);
}

const get = async (
	helpers: SessionHelpers,
	credentials: ICredentialDataDecryptedObject,
	path: string,
	qs: IDataObject,
): Promise<IDataObject> =>
	await fetchForSession(helpers, webank, sessionErrors, credentials, {
		url: hostsOf(credentials).api + path,
		qs,
		...clientCertificate(credentials),
	});
