import type { Envelope, Provider } from '../shared/model/provider';
import { errors, tokenRefused } from './errors';
import { openEnvelope, TOKEN_REFUSED } from './protocol';

export const qianchengCredit: Provider = {
	name: 'Qiancheng Credit',
	credential: 'qianchengCreditApi',
	errors,
	envelope(body): Envelope | undefined {
		const envelope = openEnvelope(body);
		return envelope?.code && envelope.message.includes(TOKEN_REFUSED)
			? { ...envelope, entry: tokenRefused }
			: envelope;
	},
};
