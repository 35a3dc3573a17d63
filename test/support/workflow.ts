import type { IConnections, IDataObject, INode, NodeConnectionType } from 'n8n-workflow';

import type { WorkflowInput } from './n8n-driver.ts';

const PACKAGE = 'n8n-nodes-fintech-onboarding';

/** The type of a node of this package. */
export const own = (name: string): string => `${PACKAGE}.${name}`;

export const HSTONG = own('hSTong');

/** A node as a test gives it; what is left out is as the editor begins. */
export type NodeInput = Pick<INode, 'name' | 'type'> &
	Partial<Omit<INode, 'parameters'>> & { parameters?: IDataObject };

/** Nodes as n8n stores them, each with a place of its own. */
export const nodesOf = (nodes: NodeInput[]): INode[] =>
	nodes.map(({ parameters = {}, ...node }, i) => ({
		...{ id: node.name, typeVersion: 1, position: [i * 200, 0] },
		...node,
		parameters: parameters as INode['parameters'],
	}));

/** The connection from the first output of a node to one input of another. */
export const to = (
	node: string,
	type: NodeConnectionType = 'main',
	index = 0,
): IConnections[string] => ({ [type]: [[{ node, type, index }]] });

/** A workflow of nodes in a row, which the first of them starts. */
export const line = (name: string, nodes: NodeInput[]): WorkflowInput => ({
	name,
	nodes: nodesOf(nodes),
	connections: Object.fromEntries(nodes.slice(1).map((next, i) => [nodes[i].name, to(next.name)])),
	settings: { executionOrder: 'v1' },
});

/** A workflow of nodes in a row behind a manual trigger. */
export const row = (name: string, nodes: NodeInput[]): WorkflowInput =>
	line(name, [{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' }, ...nodes]);

/** A Code node that delivers these items, each with the files and what the item before it held. */
export const itemsNode = (name: string, items: IDataObject[], binary: object = {}): NodeInput => ({
	name,
	type: 'n8n-nodes-base.code',
	typeVersion: 2,
	parameters: {
		jsCode: `const { json: before } = $input.first();
return ${JSON.stringify(items)}.map((json) => ({ json: { ...before, ...json }, binary: ${JSON.stringify(binary)} }));`,
	},
});
