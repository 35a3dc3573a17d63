import type { Provider } from '../shared/model/providerType';
import { errors } from './codes';
import { openEnvelope } from './protocol';
import { fingerprintOfAccount } from './signing';

export const webank: Provider = {
	name: 'WeBank',
	credential: 'webankApi',
	errors,
	session: { account: fingerprintOfAccount },
	envelope: openEnvelope,
};
