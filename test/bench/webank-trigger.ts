import type { INode } from 'n8n-workflow';

import type { WorkflowInput } from '../../scripts/lib/n8n-client.ts';
import { node } from './workflows.ts';

/** A workflow that the bank's notifications start. */
export interface Receiver {
	workflow: WorkflowInput;
	/** Below /webhook/. */
	path: string;
}

const line = (name: string, nodes: INode[]): WorkflowInput => ({
	name,
	nodes,
	connections: Object.fromEntries(
		nodes
			.slice(1)
			.map(({ name: to }, i) => [
				nodes[i].name,
				{ main: [[{ node: to, type: 'main' as const, index: 0 }]] },
			]),
	),
	settings: { executionOrder: 'v1' },
});

/** Our trigger, which verifies, decodes and answers. */
export const ourTrigger = (credentialId: string): Receiver => ({
	path: 'bench-trigger/webank',
	workflow: line('bench: WeBank Trigger', [
		{
			...node(
				'Trigger',
				'n8n-nodes-fintech-onboarding.weBankTrigger',
				2,
				{},
				{ webankApi: { id: credentialId, name: 'bench' } },
			),
			webhookId: 'bench-trigger',
		},
	]),
});

/** n8n's Webhook node alone: takes anything, verifies nothing. */
export const bareWebhook = (): Receiver => ({
	path: 'bench-bare',
	workflow: line('bench: bare Webhook', [
		{
			...node('Webhook', 'n8n-nodes-base.webhook', 2, { httpMethod: 'POST', path: 'bench-bare' }),
			webhookId: 'bench-bare',
		},
	]),
});

/** What a competent user would otherwise build: the same work in a Code node. */
export const trio = (salt: string): Receiver => ({
	path: 'bench-trio',
	workflow: line('bench: Webhook + Code + Respond to Webhook', [
		{
			...node('Webhook', 'n8n-nodes-base.webhook', 2, {
				httpMethod: 'POST',
				path: 'bench-trio',
				responseMode: 'responseNode',
			}),
			webhookId: 'bench-trio',
		},
		node('Verify', 'n8n-nodes-base.code', 2, {
			jsCode: `
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
return [{ json: { content, reply: { Plain: reply, Signature: digest(reply, Timestamp), Timestamp, transName, SeqNo } } }];`,
		}),
		node('Respond', 'n8n-nodes-base.respondToWebhook', 1.1, {
			respondWith: 'json',
			responseBody: '={{ JSON.stringify($json.reply) }}',
		}),
	]),
});
