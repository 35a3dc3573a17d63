import type { IDataObject, INode } from 'n8n-workflow';

import type { Report } from '../../../sandbox/htouhui/sender.ts';
import { accountOf, merchants } from '../../support/htouhui';
import type { NodeInput } from '../../support/workflow';
import { type Account, calledLine, type Listening, useHost } from './use-host.ts';

export const HTOUHUI = 'n8n-nodes-fintech-onboarding.htouhui';
const TRIGGER = `${HTOUHUI}Trigger`;

/** What the end-to-end tests of Htouhui do with the real n8n and the sandbox. */
export function useHtouhuiHost() {
	const host = useHost();
	const { environment, control, account, listen } = host;
	const triggerNode = (credentials: INode['credentials'], parameters: IDataObject = {}) => ({
		...{ name: 'Htouhui Trigger', type: TRIGGER, typeVersion: 2, parameters, credentials },
	});

	return {
		...host,
		triggerNode,
		/** A stored credential of the sandbox's account with this algorithm. */
		credential: async (
			name: string,
			algorithm: keyof typeof merchants = 'md5',
			changes: IDataObject = {},
		): Promise<Account> => {
			const url = environment.sandbox.urls.htouhui;
			return await account('htouhuiApi', name, accountOf(url, algorithm, changes));
		},
		/** Saves nodes in a row; the first one starts the workflow. */
		save: async (name: string, nodes: NodeInput[]) =>
			await environment.n8n.saveWorkflow(calledLine(name, nodes)),
		/** Publishes a trigger alone. */
		listen: async (name: string, credentials: INode['credentials']): Promise<Listening> => {
			const end = { name: 'End', type: 'n8n-nodes-base.noOp' };
			return await listen(name, [triggerNode(credentials), end], 'htouhui');
		},
		notify: async (order: object): Promise<Report> => await control.call('/htouhui/notify', order),
	};
}
