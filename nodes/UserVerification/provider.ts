import type { Provider } from '../shared/model/providerType';
import { errors, refused } from './codes';
import { openEnvelope } from './protocol';

export const userVerification: Provider = {
	name: 'User Verification',
	credential: 'userVerificationApi',
	address: "'Base URL' in the credential",
	errors,
	envelope: (body, httpStatus = 200) => {
		// When a server is overloaded or out of order, its status says more than a code that nobody knows.
		if (httpStatus === 429 || httpStatus >= 500) return undefined;
		const envelope = openEnvelope(body);
		// No code is documented, so the status tells what a refusal means (gap UV-10).
		return envelope && { ...envelope, entry: errors[`HTTP ${httpStatus}`] ?? refused };
	},
};
