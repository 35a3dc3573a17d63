import type { IDataObject, INode } from 'n8n-workflow';

import type { Report } from '../../../sandbox/htouhui/sender.ts';
import type { SavedWorkflow } from '../../support/n8n-driver.ts';
import { sharedEnvironment } from './environment';
import { accountOf, merchants } from '../../support/htouhui';
import { controlOf } from '../../support/sandbox';
import type { NodeInput } from '../../support/workflow';

export const HTOUHUI = 'n8n-nodes-fintech-onboarding.htouhui';
export const TRIGGER = `${HTOUHUI}Trigger`;

export interface Listening {
	id: string;
	url: string;
}

/** What the end-to-end tests of Htouhui do with the real n8n and the sandbox. */
export function useHtouhuiHost() {
	const { n8n, sandbox } = sharedEnvironment();
	const control = controlOf(sandbox);
	const published: string[] = [];

	/** A stored credential of the sandbox's account with this algorithm. */
	async function credential(
		name: string,
		algorithm: keyof typeof merchants = 'md5',
		changes: IDataObject = {},
	) {
		const data = accountOf(sandbox.urls.htouhui, algorithm, changes);
		const id = await n8n.saveCredential({ name, type: 'htouhuiApi', data });
		return { id, credentials: { htouhuiApi: { id, name } } };
	}

	/** Saves nodes in a row; the first one starts the workflow. */
	const save = async (name: string, nodes: NodeInput[]): Promise<SavedWorkflow> =>
		await n8n.saveWorkflow({
			name,
			settings: { executionOrder: 'v1' },
			connections: Object.fromEntries(
				nodes
					.slice(1)
					.map(({ name: node }, i) => [
						nodes[i].name,
						{ main: [[{ node, type: 'main' as const, index: 0 }]] },
					]),
			),
			nodes: nodes.map(({ parameters = {}, typeVersion = 1, ...node }, i) => ({
				...node,
				id: `${name}-${i}`,
				typeVersion,
				position: [i * 200, 0],
				parameters: parameters as INode['parameters'],
				webhookId: `${name}-${i}`.replace(/\W+/g, '-'),
			})),
		});

	/** Publishes nodes in a row; the address is that of the first one. */
	async function publish(name: string, nodes: NodeInput[], path: string): Promise<Listening> {
		const { id, nodes: saved } = await save(name, nodes);
		await n8n.publish(id);
		published.push(id);
		return { id, url: `${n8n.url}/webhook/${saved[0].webhookId}/${path}` };
	}

	const triggerNode = (credentials: INode['credentials'], parameters: IDataObject = {}) => ({
		...{ name: 'Htouhui Trigger', type: TRIGGER, typeVersion: 2, parameters, credentials },
	});

	afterAll(async () => {
		for (const id of published) await n8n.unpublish(id);
	});

	return {
		control,
		credential,
		save,
		publish,
		triggerNode,
		/** Publishes a trigger alone. */
		listen: async (
			name: string,
			credentials: INode['credentials'],
			parameters: IDataObject = {},
		): Promise<Listening> =>
			await publish(
				name,
				[triggerNode(credentials, parameters), { name: 'End', type: 'n8n-nodes-base.noOp' }],
				'htouhui',
			),
		notify: async (order: object): Promise<Report> => await control.call('/htouhui/notify', order),
	};
}
