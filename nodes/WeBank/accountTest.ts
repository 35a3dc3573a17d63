import { anew, credentialTest } from '../shared/request/credentialTest';
import { optionalSettingsOf } from './callback';
import { newNonce } from './protocol';
import { webank } from './provider';
import { fetchSession } from './tokens';
import { fingerprintOfAccount, signRequest } from './signing';

/** Fetches a token and a ticket, and calls the interface for tests with them (appendix 8). */
export const webankApiTest = credentialTest(webank, {
	settings: [optionalSettingsOf],
	signIn: anew(fingerprintOfAccount, fetchSession),
	question: {
		request: () => ({ method: 'POST', path: '/api/s/test/10011', body: { TEST: 'n8n' } }),
		sign: async (credential, options) => await signRequest(credential, options, newNonce()),
	},
});
