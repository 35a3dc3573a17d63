import type { IDataObject, INode } from 'n8n-workflow';

import type { WorkflowInput } from './n8n-driver.ts';

export const HSTONG = 'n8n-nodes-fintech-onboarding.hSTong';

export type NodeInput = Pick<INode, 'name' | 'type'> & {
	parameters?: IDataObject;
	typeVersion?: number;
	credentials?: INode['credentials'];
	onError?: INode['onError'];
	retryOnFail?: boolean;
	maxTries?: number;
	waitBetweenTries?: number;
};

/** A workflow of nodes in a row behind a manual trigger. */
export function row(name: string, nodes: NodeInput[]): WorkflowInput {
	const all: NodeInput[] = [{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' }, ...nodes];
	const connections = Object.fromEntries(
		all
			.slice(1)
			.map(({ name: to }, i) => [
				all[i].name,
				{ main: [[{ node: to, type: 'main' as const, index: 0 }]] },
			]),
	);
	return {
		name,
		connections,
		settings: { executionOrder: 'v1' },
		nodes: all.map(({ parameters = {}, typeVersion = 1, ...node }, i) => ({
			...node,
			id: `${name}-${i}`,
			typeVersion,
			position: [i * 200, 0],
			parameters: parameters as INode['parameters'],
		})),
	};
}

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
