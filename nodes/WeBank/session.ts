import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import { NoAnswer, NoSession } from '../shared/model/errors';
import { fetchForSession } from '../shared/session/fetchSession';
import { errors } from './errors';
import { webank } from './provider';
import { clientCertificate, fingerprintOfAccount, hostsOf, type WeBankSession } from './signing';

const RENEW_AFTER_MS = 1_200_000; // section 4.2: token and ticket together, every 20 minutes
const SAFETY_MS = 60_000;

type Helpers = IHttpRequestHelper['helpers'];

/**
 * Fetches an access token and, with it, a sign ticket (sections 4.1 and 4.2). Each new token ends the
 * one before.
 *
 * @throws Refusal whose message is the sentence that the test of the credential shows
 */
export async function fetchSession(
	helpers: Helpers,
	credentials: ICredentialDataDecryptedObject,
): Promise<WeBankSession> {
	const { appId, secret } = credentials;
	const token = await get(helpers, credentials, '/api/oauth2/access_token', {
		app_id: appId,
		secret,
		grant_type: 'client_credential',
		version: '2.0.0',
	});
	const { tickets } = await get(helpers, credentials, '/api/oauth2/api_ticket', {
		app_id: appId,
		access_token: token.access_token,
		type: 'sign',
		version: '2.0.0',
	});
	const [ticket] = (tickets ?? []) as IDataObject[];
	if (!token.access_token || !ticket?.value) {
		throw new NoSession('WeBank', new NoAnswer('the answer holds no token or no ticket', true));
	}
	const now = Date.now();
	return {
		fingerprint: fingerprintOfAccount(credentials),
		fetchedAt: now,
		renewAt: Math.min(now + RENEW_AFTER_MS, endOf(token, now), endOf(ticket, now)),
		accessToken: String(token.access_token),
		ticket: String(ticket.value),
	};
}

/** When to stop using a token or ticket: a minute before its end (gap WB-18). */
function endOf({ expire_time: at, expire_in: seconds }: IDataObject, now: number): number {
	const end = Number(at) || now + Number(seconds ?? 3600) * 1000;
	return end - SAFETY_MS;
}

const get = async (
	helpers: Helpers,
	credentials: ICredentialDataDecryptedObject,
	path: string,
	qs: IDataObject,
): Promise<IDataObject> =>
	await fetchForSession(helpers, webank, errors, {
		url: hostsOf(credentials).api + path,
		qs,
		...clientCertificate(credentials),
	});
