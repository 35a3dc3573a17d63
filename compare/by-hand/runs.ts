import type { IBinaryKeyData, IDataObject, INode } from 'n8n-workflow';

import type { JournalEntry } from '../../sandbox/core/journal.ts';
import { needsPublishing, rewireCalls } from '../../scripts/start/examples.ts';
import { type Execution, jsonOf, type WorkflowInput } from '../../test/support/n8n-driver.ts';
import { byHandFiles, readByHand } from './files';
import { controlOf } from '../../test/support/sandbox';
import { itemsNode, row } from '../../test/support/workflow';
import {
	startEnvironment,
	type Environment,
	type OwnEnvironment,
} from '../../test/e2e/support/environment.ts';

/** What a step is given: the item of the flagship, and the files of its form. */
interface Given {
	json: IDataObject;
	binary?: IBinaryKeyData;
}

/** What a test changes in a workflow before it runs, such as the time that it may wait. */
type Change = (nodes: INode[]) => void;

/** The steps built by hand in a running n8n, with the table that they need. */
async function byHandIn({ n8n, sandbox }: Environment) {
	const control = controlOf(sandbox);
	const ids = new Map<string, string>();
	for (const file of byHandFiles()) {
		const workflow = readByHand(file, sandbox.urls);
		const { id } = await n8n.saveWorkflow(rewireCalls(workflow, ids));
		ids.set(workflow.name, id);
		if (needsPublishing(workflow)) await n8n.publish(id);
	}
	await n8n.run(ids.get(readByHand('setup').name) as string);

	async function save(file: string, { json, binary }: Given, change: Change): Promise<string> {
		const workflow = rewireCalls(readByHand(file, sandbox.urls), ids);
		const { parameters } = itemsNode('Applicant', [json], binary);
		const nodes = workflow.nodes.map((node) =>
			node.name === 'Applicant' ? { ...node, parameters: parameters as INode['parameters'] } : node,
		);
		change(nodes);
		return (await n8n.saveWorkflow({ ...workflow, nodes })).id;
	}

	return {
		n8n,
		control,
		/** Runs a step for what the flagship would give it. */
		run: async (file: string, given: Given, change: Change = () => {}): Promise<Execution> =>
			await n8n.run(await save(file, given, change)),
		/** Runs another step by the workflow that all steps of a provider call; its result. */
		call: async (file: string, values: IDataObject, binary?: IBinaryKeyData) => {
			const execution = await n8n.run(
				(await n8n.saveWorkflow(rewireCalls(callOf(file, values, binary), ids))).id,
			);
			return resultOf(execution, 'Call');
		},
		/** The id of a workflow that waits for calls. */
		idOf: (file: string): string => ids.get(readByHand(file).name) as string,
		/** The requests of a provider since a number, as the sandbox saw them. */
		requests: async (provider: string, since: number): Promise<JournalEntry[]> => {
			const path = `/journal?limit=1000&provider=${provider}&since=${since}`;
			return (await control.call<{ entries: JournalEntry[] }>(path)).entries;
		},
	};
}

/** Them for the tests of a file, in an n8n of its own: Code nodes need modules that n8n refuses by default. */
export function useByHand(): () => Awaited<ReturnType<typeof byHandIn>> {
	let environment: OwnEnvironment | undefined;
	let byHand: Awaited<ReturnType<typeof byHandIn>>;
	beforeAll(async () => {
		environment = await startEnvironment({ NODE_FUNCTION_ALLOW_BUILTIN: 'crypto,zlib' });
		byHand = await byHandIn(environment);
	}, 180_000);
	afterAll(async () => await environment?.stop());
	return () => byHand;
}

/** A workflow of one node that calls the workflow of this file. */
function callOf(file: string, values: IDataObject, binary?: IBinaryKeyData): WorkflowInput {
	const { name } = readByHand(file);
	return row(`call of ${file}`, [
		itemsNode('Applicant', [{}], binary),
		{
			...{ name: 'Call', type: 'n8n-nodes-base.executeWorkflow', typeVersion: 1.3 },
			parameters: {
				workflowId: { __rl: true, mode: 'list', value: '', cachedResultName: name },
				workflowInputs: { mappingMode: 'defineBelow', value: values },
				options: {},
			},
		},
	]);
}

/**
 * The result of a node.
 *
 * @throws Error with what went wrong when the execution failed
 */
export function resultOf(execution: Execution, node: string): IDataObject {
	const { error } = execution.data.resultData;
	if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
	return jsonOf(execution, node)[0];
}

/** What a request came to: its operation, its code, and whatever the sandbox found wrong. */
export const verdictOf = ({ operation, code, processed, checks }: JournalEntry) => ({
	...{ operation, code, processed },
	wrong: checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`),
});
