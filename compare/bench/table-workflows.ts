import type { WorkflowInput } from '../../test/support/n8n-driver.ts';
import { check, peopleCode, type Person } from './qiancheng-checks.ts';
import { line, type NodeInput, nodesOf, row } from '../../test/support/workflow.ts';
import { node, type Row } from './workflows.ts';

const CALLED = 'Called';

/** The path of a row's webhook. */
export const pathOf = ({ workflow }: Row): string =>
	workflow.name.replaceAll(/\W+/g, '-').toLowerCase();

/**
 * The workflow of a row with a webhook beside its manual trigger, which answers when the last node has ended.
 * Executions are not kept, as in a workflow of so many items they should not be.
 */
export function calledFromOutside(called: Row): WorkflowInput {
	const { name, nodes, connections } = called.workflow;
	const path = pathOf(called);
	const parameters = { path, responseMode: 'lastNode', responseData: 'noData', options: {} };
	const webhook = {
		...node(CALLED, 'n8n-nodes-base.webhook', 2, parameters),
		webhookId: path,
	};
	const first = connections[nodes[0].name];
	return {
		name,
		nodes: [...nodes, ...nodesOf([webhook])],
		connections: { ...connections, [CALLED]: first },
		settings: { executionOrder: 'v1', saveDataSuccessExecution: 'none' },
	};
}

const people = (count: string, from: string): NodeInput =>
	node('Items', 'n8n-nodes-base.code', 2, { jsCode: peopleCode(count, from) });

/** What is left when nothing is done with the items. */
export const onlyItems = (all: Person[]): Row => ({
	measured: [],
	workflow: row('bench: items only', [people(String(all.length), '0')]),
});

/**
 * So many items in sub-workflows: the parent has an item for each of them, and takes one item back.
 *
 * @returns the sub-workflow, and what makes the parent when its id is known
 */
export function batches(
	items: number,
	batch: number,
	credentialId: string,
	concurrency: number,
): { child: WorkflowInput; parent: (childId: string) => Row } {
	const child = line(`bench: a batch of ${batch}`, [
		node('Start', 'n8n-nodes-base.executeWorkflowTrigger', 1.1, { inputSource: 'passthrough' }),
		people(String(batch), `$input.first().json.number * ${batch}`),
		check(credentialId, concurrency),
		node('One', 'n8n-nodes-base.limit', 1, { maxItems: 1 }),
	]);
	const parent = (childId: string): Row => ({
		measured: [],
		workflow: row(`bench: ${items} items in batches`, [
			node('Batches', 'n8n-nodes-base.code', 2, {
				jsCode: `return Array.from({ length: ${items / batch} }, (_, number) => ({ json: { number } }));`,
			}),
			node('Batch', 'n8n-nodes-base.executeWorkflow', 1.2, {
				workflowId: { __rl: true, mode: 'id', value: childId },
				mode: 'each',
				options: {},
			}),
		]),
	});
	return {
		child: { ...child, settings: { ...child.settings, saveDataSuccessExecution: 'none' } },
		parent,
	};
}
