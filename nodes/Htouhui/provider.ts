import type { Provider } from '../shared/model/providerType';
import { errors } from './codes';
import { openEnvelope } from './protocol';

export const htouhui: Provider = {
	name: 'Htouhui',
	credential: 'htouhuiApi',
	errors,
	envelope: openEnvelope,
};
