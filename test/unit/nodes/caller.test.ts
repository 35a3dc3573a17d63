import type { IExecuteFunctions, NodeTypeAndVersion } from 'n8n-workflow';

import { isCallerWaiting } from '../../../nodes/shared/trigger/caller';

const TRIGGER = 'n8n-nodes-fintech-onboarding.weBankTrigger';
const OLD = 'This version of n8n cannot tell whether the caller waits for this node';

/** A node behind others, in an n8n that tells their parameters when it is asked to, or in one that never does. */
const behind = (parents: Array<Partial<NodeTypeAndVersion>>, isOld = false): IExecuteFunctions =>
	({
		getNode: () => ({ name: 'Build Reply' }),
		getParentNodes: (_name: string, options?: { includeNodeParameters?: boolean }) =>
			parents.map(({ parameters, ...node }) =>
				isOld || !options?.includeNodeParameters ? node : { ...node, parameters },
			),
	}) as unknown as IExecuteFunctions;

const trigger = (responseMode?: string) => ({ type: TRIGGER, parameters: { responseMode } });
const set = { type: 'n8n-nodes-base.set', parameters: {} };
const webhook = {
	type: 'n8n-nodes-base.formTrigger',
	parameters: { responseMode: 'responseNode' },
};

test.each([
	['a trigger that leaves the answer to it', [set, trigger('responseNode')], true],
	['a trigger that answers at once', [set, trigger('onReceived')], false],
	['a trigger with its defaults', [trigger()], false],
	['a trigger that answers at the end', [trigger('lastNode')], false],
	["n8n's own trigger", [webhook], false],
	['nothing', [], false],
])('behind %s: %p', (_what, parents, waits) =>
	expect(isCallerWaiting(behind(parents))).toBe(waits),
);

test('in an n8n that does not tell, it says so instead of leaving the caller without an answer', () => {
	for (const mode of ['responseNode', 'onReceived', undefined]) {
		expect(() => isCallerWaiting(behind([set, trigger(mode)], true))).toThrow(OLD);
	}
	expect(isCallerWaiting(behind([set, webhook], true))).toBe(false);
	expect(isCallerWaiting(behind([set], true))).toBe(false);
});
