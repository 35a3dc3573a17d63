import { credentialTest } from '../shared/request/credentialTest';
import { asObject } from '../shared/values/json';
import { entryOfWords, sayingOf } from './codes';
import { textOf } from './protocol';
import { htouhui } from './provider';
import { keysOf, queryPathOf, replyOf } from './settings';
import { signRequest } from './signing';

/** Asks for a user who does not exist. */
export const htouhuiApiTest = credentialTest(htouhui, {
	settings: [keysOf, replyOf],
	question: {
		request: (credential) => ({
			method: 'POST',
			path: queryPathOf(credential),
			body: { id_card: '110105190001010001', third_party_user_id: 'n8n-credential-test' },
		}),
		sign: async (credential, options) => await signRequest(credential, options),
		complaint: (data) => {
			const answer = asObject(data);
			if (answer.status !== undefined) return undefined;
			const says = entryOfWords(sayingOf(answer));
			const what = says
				? `${says.message}. ${says.remedy}`
				: "The address answers, but not with the state of a user. Check 'Common Fields', the signature settings, 'Query User Path' and the environment.";
			return `${what} The answer: ${textOf(answer)}`;
		},
	},
});
