import type { TriggerBench } from './trigger.ts';
import { triggerAlone, webhookCodeRespond } from './receivers.ts';

/** The trigger, and the same work in a Code node. */
export const webankTrigger = (credentialId: string, salt: string): TriggerBench => ({
	name: 'WeBank Trigger',
	ours: triggerAlone('weBankTrigger', 'webankApi', credentialId, 'webank'),
	trio: webhookCodeRespond(verifyingCode(salt), {
		respondWith: 'json',
		responseBody: '={{ JSON.stringify($json.reply) }}',
	}),
	notifyPath: '/webank/notify',
	order: {},
	accepted: '0000',
	key: 'seqNo',
	attacks: {
		wrongSignature: 500,
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

const verifyingCode = (salt: string) => `
const { createHash, timingSafeEqual } = require('crypto');
const salt = ${JSON.stringify(salt)};
const digest = (plain, time) => createHash('sha256').update(plain + salt + time, 'utf8').digest('hex');
const encode = (text) => encodeURIComponent(text).replace(/[!'()~]/g, (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase()).replace(/%20/g, '+');
const { Plain, Signature, Timestamp, transName, SeqNo } = $input.first().json.body;
let code = '0000', content = {};
if (![Plain, Signature, Timestamp, transName, SeqNo].every((value) => typeof value === 'string' && value !== '')) code = '0002';
else {
	const [a, b] = [Buffer.from(digest(Plain, Timestamp)), Buffer.from(Signature.toLowerCase())];
	if (a.length !== b.length || !timingSafeEqual(a, b)) code = '0010';
	else if (!(Math.abs(Date.now() - Number(Timestamp)) <= 300000)) code = '0012';
	else content = JSON.parse(decodeURIComponent(Plain.replace(/\\+/g, '%20')));
}
const reply = encode(JSON.stringify({ CODE: code, DESC: code === '0000' ? '系统处理成功' : '' }));
return [{ json: { content, reply: { Plain: reply, Signature: digest(reply, Timestamp), Timestamp, transName, SeqNo } } }];`;
