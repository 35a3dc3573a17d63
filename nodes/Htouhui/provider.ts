import type { Provider } from '../shared/model/providerType';
import { asObject } from '../shared/values/json';
import { entryOfWords, errors, sayingOf } from './codes';
import { openEnvelope } from './protocol';

export const htouhui: Provider = {
	name: 'Htouhui',
	credential: 'htouhuiApi',
	address: "'Environment' in the credential, and 'Base URL' where it is Custom",
	errors,
	secrets: ['secret', 'secondSecret', 'privateKey'],
	envelope: (body, httpStatus) => {
		const envelope = openEnvelope(body, httpStatus);
		if (!envelope || envelope.code === '') return envelope;
		return { ...envelope, entry: entryOfWords(sayingOf(asObject(body))) };
	},
};
