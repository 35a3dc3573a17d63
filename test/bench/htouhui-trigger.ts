import type { TriggerBench } from './trigger.ts';
import { triggerAlone, webhookCodeRespond } from './receivers.ts';

/** The trigger, and the same work in a Code node. */
export const htouhuiTrigger = (
	credentialId: string,
	merchant: string,
	secret: string,
): TriggerBench => ({
	name: 'Htouhui Trigger',
	ours: triggerAlone('htouhuiTrigger', 'htouhuiApi', credentialId, 'htouhui'),
	trio: webhookCodeRespond(verifyingCode(secret), {
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
		jsonBody: 200,
		notForm: 100,
		prototype: 100,
		manyFields: 50,
		huge: 10,
		hugeUnsigned: 10,
	},
});

/** MD5 with the secret behind the sorted fields. */
const verifyingCode = (secret: string) => `
const { createHash, timingSafeEqual } = require('crypto');
const { sign, ...fields } = $input.first().json.body;
const text = Object.entries(fields).filter(([, value]) => value !== '').sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => name + '=' + value).join('&');
const digest = createHash('md5').update(text + '&key=' + ${JSON.stringify(secret)}, 'utf8').digest('hex');
const [a, b] = [Buffer.from(digest), Buffer.from(String(sign).toLowerCase())];
const isGenuine = a.length === b.length && timingSafeEqual(a, b);
const { htouhui_user_id, third_party_user_id, status, bank_card_number } = fields;
const isWhole = [htouhui_user_id, third_party_user_id, status].every((value) => typeof value === 'string' && value !== '') && ['0', '1', '2', '3'].includes(status) && (status === '0' || !!bank_card_number);
if (!isGenuine || !isWhole) return [{ json: { reply: 'fail', httpStatus: isGenuine ? 400 : 401 } }];
return [{ json: { reply: 'success', httpStatus: 200, htouhui_user_id, third_party_user_id, status, bank_card_number, nextType: status === '3' ? null : status, done: status === '3' } }];`;
