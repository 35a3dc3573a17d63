import type { Provider } from '../shared/model/provider';
import { errors } from './errors';
import { openEnvelope } from './protocol';

export const hstong: Provider = {
	name: 'HSTong',
	credential: 'hstongApi',
	errors,
	envelope: openEnvelope,
};
