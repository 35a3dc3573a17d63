import type { Provider } from '../shared/model/providerType';
import { errors } from './codes';
import { openEnvelope } from './protocol';

export const hstong: Provider = {
	name: 'HSTong',
	credential: 'hstongApi',
	errors,
	envelope: openEnvelope,
};
