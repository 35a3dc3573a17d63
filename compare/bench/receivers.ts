import type { INode } from 'n8n-workflow';

import type { WorkflowInput } from '../../test/support/n8n-driver.ts';
import { line } from '../../test/support/workflow.ts';
import { node } from './workflows.ts';

/** A workflow that notifications start. */
export interface Receiver {
	workflow: WorkflowInput;
	/** The path below /webhook/. */
	path: string;
}

/** The node of `triggerAlone` that starts its workflow. */
export const TRIGGER = 'Trigger';

/** A trigger of ours, which verifies, decodes and answers. */
export const triggerAlone = (
	type: string,
	credentialType: string,
	credentialId: string,
	path: string,
): Receiver => ({
	path: `bench-trigger/${path}`,
	workflow: line(`bench: ${type}`, [
		{
			...node(
				TRIGGER,
				`n8n-nodes-fintech-onboarding.${type}`,
				2,
				{},
				{ [credentialType]: { id: credentialId, name: 'bench' } },
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

/** A community trigger that takes anything and verifies nothing; see bare/. */
export const nothingTrigger = (): Receiver => ({
	path: 'bench-nothing',
	workflow: line('bench: a trigger that does nothing', [
		{ ...node('Nothing', 'CUSTOM.nothingTrigger', 1, {}), webhookId: 'bench-nothing' },
	]),
});

/**
 * What a competent user would otherwise build: the same work in a Code node.
 *
 * @param respond the parameters of the Respond to Webhook node
 */
export const webhookCodeRespond = (jsCode: string, respond: INode['parameters']): Receiver => ({
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
		node('Verify', 'n8n-nodes-base.code', 2, { jsCode }),
		node('Respond', 'n8n-nodes-base.respondToWebhook', 1.1, respond),
	]),
});
