import { codeOf } from '../by-hand/files.ts';
import type { TriggerBench } from './trigger.ts';
import { triggerAlone, webhookCodeRespond } from './receivers.ts';

/** The trigger, and the same work in a Code node. */
export const htouhuiTrigger = (credentialId: string, merchant: string): TriggerBench => ({
	name: 'Htouhui Trigger',
	ours: triggerAlone('htouhuiTrigger', 'htouhuiApi', credentialId, 'htouhui'),
	trio: webhookCodeRespond(codeOf('htouhui-trigger', 'Verify'), {
		respondWith: 'text',
		responseBody: '={{ $json.reply }}',
		options: { responseCode: '={{ $json.httpStatus }}' },
	}),
	notifyPath: '/htouhui/notify',
	order: { merchant },
	accepted: 'success',
	key: 'third_party_user_id',
	attacks: {
		wrongSignature: 500,
		changedStatus: 200,
		missingField: 200,
		duplicatedField: 200,
		jsonList: 200,
		pageCall: 200,
		notForm: 100,
		prototype: 100,
		manyFields: 50,
		huge: 10,
		hugeUnsigned: 10,
	},
});
