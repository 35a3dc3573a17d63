import { credentialTest } from '../shared/request/credentialTest';
import { hstong } from './provider';
import { signRequest } from './signing';

/** Asks for the progress of nobody's application: that a token is missing shows after the signature. */
export const hstongApiTest = credentialTest(hstong, {
	question: {
		request: () => ({ method: 'POST', path: '/account/apply/index' }),
		sign: async (credential, options) => await signRequest(credential, options, Date.now()),
		accepted: ['10101', '10106'],
	},
});
