import type { Provider } from '../shared/model/providerType';
import { errors } from './codes';
import { openEnvelope } from './protocol';

export const hstong: Provider = {
	name: 'HSTong',
	credential: 'hstongApi',
	address: "'Environment' in the credential, and 'Base URL' where it is Custom",
	errors,
	secrets: ['appSecret'],
	envelope: openEnvelope,
};
