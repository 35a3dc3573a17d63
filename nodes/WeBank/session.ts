import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import { NoAnswer, Refusal } from '../shared/errors';
import { toNoAnswer } from '../shared/request';
import { errors } from './errors';
import { openEnvelope } from './protocol';
import { clientCertificate, fingerprintOfAccount, hostsOf, type WeBankSession } from './signing';

const RENEW_AFTER_MS = 1_200_000; // section 4.2: token and ticket together, every 20 minutes
const SAFETY_MS = 60_000;
const TIMEOUT_MS = 30_000;

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
		throw new NoAnswer('WeBank gave out no token or no ticket.', false);
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

/** The secret and the token stand in the URL: an error must not carry the request along. */
async function get(
	helpers: Helpers,
	credentials: ICredentialDataDecryptedObject,
	path: string,
	qs: IDataObject,
): Promise<IDataObject> {
	const answer = await helpers
		.httpRequest({
			url: hostsOf(credentials).api + path,
			qs,
			...clientCertificate(credentials),
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: TIMEOUT_MS,
		})
		.catch((error: unknown) => {
			// The request that needs the session has not been sent, whatever became of this one.
			throw new NoAnswer((toNoAnswer(error, TIMEOUT_MS) as Error).message, false);
		});
	const envelope = openEnvelope(answer);
	if (!envelope) {
		throw new Refusal('no WeBank answer', '', {
			message:
				'The address answers, but not as WeBank does. Check the environment and the hosts in the credential',
		});
	}
	if (envelope.code !== '') throw refusal(envelope.code, envelope.message);
	return envelope.data as IDataObject;
}

function refusal(code: string, text: string): Refusal {
	const entry = errors[code];
	const sentence = entry ? `${entry.message}. ${entry.remedy}` : 'WeBank refused the credential.';
	return new Refusal(code, text, { message: `${sentence} (${code} ${text})` });
}
