import type { Provider } from '../shared/model/provider';
import { errors } from './errors';
import { openEnvelope } from './protocol';
import { fingerprintOfAccount } from './signing';

export const webank: Provider = {
	name: 'WeBank',
	credential: 'webankApi',
	errors,
	session: { account: fingerprintOfAccount },
	envelope: openEnvelope,
};
