import type { Provider } from '../shared/model/providerType';
import { errors, isOfPlatform, notReached } from './codes';
import { openEnvelope } from './protocol';
import { fingerprintOfAccount } from './signing';

export const webank: Provider = {
	name: 'WeBank',
	credential: 'webankApi',
	address:
		"'Environment' in the credential, and 'API Host' and 'File Host' where it is Production or Custom",
	errors,
	secrets: [
		'secret',
		'salt',
		'secondSalt',
		'clientKey',
		'clientKeyPassphrase',
		'clientCertificate',
		'caCertificate',
		'session',
	],
	session: { account: fingerprintOfAccount },
	envelope: (body) => {
		const envelope = openEnvelope(body);
		const isUnlisted =
			isOfPlatform(envelope?.code ?? '') && !Object.hasOwn(errors, String(envelope?.code));
		return envelope && { ...envelope, ...(isUnlisted && { entry: notReached }) };
	},
};
