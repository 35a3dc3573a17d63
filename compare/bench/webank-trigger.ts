import { codeOf } from '../by-hand/files.ts';
import type { TriggerBench } from './trigger.ts';
import { triggerAlone, webhookCodeRespond } from './receivers.ts';

/** The trigger, and the same work in a Code node. */
export const webankTrigger = (credentialId: string): TriggerBench => ({
	name: 'WeBank Trigger',
	ours: triggerAlone('weBankTrigger', 'webankApi', credentialId, 'webank'),
	trio: webhookCodeRespond(codeOf('webank-trigger', 'Verify'), {
		respondWith: 'json',
		responseBody: '={{ JSON.stringify($json.reply) }}',
	}),
	notifyPath: '/webank/notify',
	// The one that the code accepts.
	order: { transName: 'CreditResult' },
	accepted: '0000',
	key: 'seqNo',
	attacks: {
		wrongSignature: 500,
		refusalSentBack: 200,
		stale: 200,
		missingField: 200,
		notJson: 200,
		formEncoded: 200,
		deepNesting: 50,
		deepBody: 50,
		huge: 10,
		hugeUnsigned: 10,
	},
});
