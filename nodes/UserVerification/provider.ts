import type { Provider } from '../shared/model/providerType';
import { explanationOf, errors } from './codes';
import { openEnvelope } from './protocol';

export const userVerification: Provider = {
	name: 'User Verification',
	credential: 'userVerificationApi',
	address: "'Base URL' in the credential",
	errors,
	secrets: ['apiKey', 'secretKey'],
	envelope: (body, httpStatus = 200) => {
		// When a server is overloaded or out of order, its status says more than a code that nobody knows.
		if (httpStatus === 429 || httpStatus >= 500) return undefined;
		const envelope = openEnvelope(body);
		if (!envelope || envelope.code === '') return envelope;
		return { ...envelope, entry: explanationOf(envelope.code, envelope.message, httpStatus) };
	},
};
