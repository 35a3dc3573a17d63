import type { IExecuteFunctions } from 'n8n-workflow';

import { SetupProblem } from '../model/errors';

/**
 * Whether a trigger in front of the node leaves the answer to it. n8n's own triggers have the Respond to
 * Webhook node for that, which refuses to run behind others.
 *
 * @throws InputProblem where n8n is too old to tell, so that no caller waits in vain
 */
export function isCallerWaiting(context: IExecuteFunctions): boolean {
	const triggers = context
		.getParentNodes(context.getNode().name, { includeNodeParameters: true })
		.filter(({ type }) => type.endsWith('Trigger') && !type.startsWith('n8n-nodes-base.'));
	if (triggers.some(({ parameters }) => parameters === undefined)) {
		throw new SetupProblem(
			'This version of n8n cannot tell whether the caller waits for this node',
			"Update n8n to 1.110 or later: before, 'When Build Reply Runs' of the trigger answers nobody.",
		);
	}
	return triggers.some(({ parameters }) => parameters?.responseMode === 'responseNode');
}
