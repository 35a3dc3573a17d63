import { credentialTest } from '../shared/request/credentialTest';
import { asObject } from '../shared/values/json';
import { userVerification } from './provider';
import { signRequest, styleOf, textsOf } from './signing';

/** Asks for the verification of the key's user. */
export const userVerificationApiTest = credentialTest(userVerification, {
	settings: [styleOf, textsOf],
	question: {
		request: () => ({ method: 'GET', path: '/openapi/v1/verified/queryUserVerified.do' }),
		sign: async (credential, options) => await signRequest(credential, options, Date.now()),
		complaint: (data) =>
			asObject(data).cardStatus === undefined
				? "The verification service answers, but tells nothing of the key's user. Check the API key and the secret"
				: undefined,
	},
});
