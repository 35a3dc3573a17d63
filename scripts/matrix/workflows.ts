import type { IConnections, INode } from 'n8n-workflow';
import type { WorkflowInput } from '../host/n8n-types.ts';

type NodeInput = Pick<INode, 'name' | 'type'> & Partial<INode>;

/** A node of this package. */
export const own = (name: string): string => `n8n-nodes-fintech-onboarding.${name}`;

const core = (name: string): string => `n8n-nodes-base.${name}`;

const settings = { executionOrder: 'v1' } as const;

function nodesOf(name: string, nodes: NodeInput[]): INode[] {
	return nodes.map((node, index) => ({
		...{ id: `${name}-${index}`, typeVersion: 1, position: [index * 200, 0], parameters: {} },
		...node,
	}));
}

const to = (node: string, index = 0) => ({ node, type: 'main' as const, index });

/** A marker behind an output of a node, which tells from which one an item came. */
const mark = (name: string, branch: string): NodeInput => ({
	...{ name, type: core('set'), typeVersion: 3.4 },
	parameters: {
		assignments: { assignments: [{ id: name, name: 'branch', value: branch, type: 'string' }] },
		includeOtherFields: true,
		options: {},
	},
});

/**
 * One node with an error output behind a webhook, which takes `{ items }` and answers with all items that have come
 * out, each with its `branch`.
 */
export function listThrough(path: string, node: Omit<NodeInput, 'name'>): WorkflowInput {
	const nodes = nodesOf(path, [
		{
			...{ name: 'List', type: core('webhook'), typeVersion: 2, webhookId: path },
			parameters: {
				...{ path, httpMethod: 'POST', responseMode: 'lastNode', responseData: 'allEntries' },
			},
		},
		{
			...{ name: 'Items', type: core('splitOut') },
			parameters: { fieldToSplitOut: 'body.items', options: {} },
		},
		{ ...node, name: 'Provider', onError: 'continueErrorOutput' },
		mark('Succeeded', 'success'),
		mark('Failed', 'error'),
		{ name: 'All', type: core('merge'), typeVersion: 3.2, parameters: {} },
	]);
	const connections: IConnections = {
		List: { main: [[to('Items')]] },
		Items: { main: [[to('Provider')]] },
		Provider: { main: [[to('Succeeded')], [to('Failed')]] },
		Succeeded: { main: [[to('All', 0)]] },
		Failed: { main: [[to('All', 1)]] },
	};
	return { name: path, nodes, connections, settings };
}

/** A trigger of this package with nodes behind it, in a row. */
export function triggered(name: string, trigger: NodeInput, behind: NodeInput[]): WorkflowInput {
	const nodes = nodesOf(name, [{ ...trigger, webhookId: name }, ...behind]);
	const connections = Object.fromEntries(
		behind.map((node, index) => [nodes[index].name, { main: [[to(node.name)]] }]),
	);
	return { name, nodes, connections, settings };
}

/**
 * An agent with a chat model and tools behind a webhook, which answers with what the agent says.
 *
 * @param versions the type versions of agent and model that this n8n has
 */
export function agentWith(
	path: string,
	versions: { agent: number; model: number },
	credentials: INode['credentials'],
	tools: NodeInput[],
): WorkflowInput {
	const langchain = (node: string) => `@n8n/n8n-nodes-langchain.${node}`;
	const [agent, model] = ['AI Agent', 'Scripted Model'];
	const nodes = nodesOf(path, [
		{
			...{ name: 'Task', type: core('webhook'), typeVersion: 2, webhookId: path },
			parameters: { path, httpMethod: 'POST', responseMode: 'lastNode' },
		},
		{
			...{ name: agent, type: langchain('agent'), typeVersion: versions.agent },
			parameters: { promptType: 'define', text: 'Do what the script says.', options: {} },
		},
		{
			...{ name: model, type: langchain('lmChatOpenAi'), typeVersion: versions.model, credentials },
			parameters: {
				model: { __rl: true, mode: 'id', value: 'scripted' },
				responsesApiEnabled: false,
				options: { maxRetries: 0 },
			},
		},
		...tools,
	]);
	const toAgent = (type: 'main' | 'ai_languageModel' | 'ai_tool') => ({
		[type]: [[{ node: agent, type, index: 0 }]],
	});
	const connections: IConnections = {
		Task: toAgent('main'),
		[model]: toAgent('ai_languageModel'),
		...Object.fromEntries(tools.map(({ name }) => [name, toAgent('ai_tool')])),
	};
	return { name: path, nodes, connections, settings };
}
