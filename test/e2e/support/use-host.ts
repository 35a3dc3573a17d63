import type { IDataObject } from 'n8n-workflow';

import { demoCredentials } from '../../../sandbox/registry.ts';
import type { SavedWorkflow, WorkflowInput } from '../../support/n8n-driver.ts';
import { controlOf } from '../../support/sandbox.ts';
import { line, type NodeInput } from '../../support/workflow.ts';
import { sharedEnvironment } from './environment.ts';

/** A published workflow that waits for calls. */
export interface Listening {
	id: string;
	url: string;
}

/** A saved credential, and how a node names it. */
export interface Account {
	id: string;
	credentials: Record<string, { id: string; name: string }>;
}

/** The n8n and the sandbox that the test files share; what a file publishes is not left to the next one. */
export function useHost() {
	const environment = sharedEnvironment();
	const { n8n, sandbox } = environment;
	const published: string[] = [];
	afterAll(async () => {
		for (const id of published) await n8n.unpublish(id);
	});

	/** Saves a workflow and publishes it. */
	async function publish(workflow: WorkflowInput): Promise<SavedWorkflow> {
		const saved = await n8n.saveWorkflow(workflow);
		await n8n.publish(saved.id);
		published.push(saved.id);
		return saved;
	}

	return {
		environment,
		control: controlOf(sandbox),
		publish,
		/** Publishes nodes in a row, the first of which is called at an address that ends with the path. */
		listen: async (name: string, nodes: NodeInput[], path: string): Promise<Listening> => {
			const { id, nodes: saved } = await publish(calledLine(name, nodes));
			return { id, url: `${n8n.url}/webhook/${saved[0].webhookId}/${path}` };
		},
		/** Saves the credential of the sandbox's first account of this type, with changes. */
		account: async (type: string, name: string, changes: IDataObject = {}): Promise<Account> => {
			const demo = demoCredentials(sandbox.urls).find((one) => one.type === type);
			const data = { ...demo?.data, ...changes };
			const id = await n8n.saveCredential({ name, type, data });
			return { id, credentials: { [type]: { id, name } } };
		},
		/** The number of the execution that a call starts, the only one of its workflow. */
		onlyExecution: async (id: string, call: () => Promise<unknown>): Promise<number> => {
			await n8n.deleteExecutions(id);
			await call();
			const executions = await n8n.waitForExecutions(id, 1);
			expect(executions.map(({ status }) => status)).toEqual(['success']);
			return Number(executions[0].id);
		},
	};
}

/** Nodes in a row, each with an address of its own should it be called. */
export const calledLine = (name: string, nodes: NodeInput[]): WorkflowInput =>
	line(
		name,
		nodes.map((node, i) => ({ ...node, webhookId: `${name}-${i}`.replace(/\W+/g, '-') })),
	);
