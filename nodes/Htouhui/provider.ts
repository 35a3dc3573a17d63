import type { Provider } from '../shared/model/provider';
import { errors } from './errors';
import { openEnvelope } from './protocol';

export const htouhui: Provider = {
	name: 'Htouhui',
	credential: 'htouhuiApi',
	errors,
	envelope: openEnvelope,
};
