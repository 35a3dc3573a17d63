import type { Provider } from '../shared/model/provider';
import { errors } from './errors';
import { openEnvelope } from './protocol';

export const webank: Provider = {
	name: 'WeBank',
	credential: 'webankApi',
	errors,
	envelope: openEnvelope,
};
