import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { type Execution, outputOf } from '../../support/n8n-driver.ts';
import { type NodeInput, row } from '../../support/workflow';
import type { Environment } from './environment';

/**
 * Nodes of a provider and n8n's own HTTP Request node with its credential, and their execution in the real n8n.
 *
 * @param type of our node
 * @param credentials given when a node is made: the test's hooks save them first
 */
export function chainsOf(
	{ n8n }: Environment,
	type: string,
	credentials: () => NodeInput['credentials'],
) {
	return {
		node: (
			name: string,
			resource: string,
			operation: string,
			parameters: IDataObject = {},
			more: Partial<NodeInput> = {},
		): NodeInput => ({
			...{ name, type, parameters: { resource, operation, ...parameters } },
			...{ credentials: credentials(), ...more },
		}),
		httpRequest: (name: string, parameters: IDataObject, more: Partial<NodeInput> = {}) => {
			const own = 'credentials' in more ? more.credentials : credentials();
			const [nodeCredentialType] = Object.keys(own ?? {});
			const signed = { authentication: 'predefinedCredentialType', nodeCredentialType };
			return {
				...{ name, type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2 },
				parameters: { ...(nodeCredentialType && signed), ...parameters },
				...(own && { credentials: own }),
			};
		},
		execute: async (name: string, nodes: NodeInput[]): Promise<Execution> => {
			return await n8n.run((await n8n.saveWorkflow(row(name, nodes))).id);
		},
		/** A file of an output, from wherever n8n keeps binary data. */
		bytesOf: async (execution: Execution, node: string, name: string): Promise<Buffer> => {
			const [{ binary }] = outputOf(execution, node) as INodeExecutionData[];
			const file = binary?.[name];
			if (!file?.id) return Buffer.from(String(file?.data), 'base64');
			const query = `id=${encodeURIComponent(file.id)}&action=download`;
			return await n8n.session.bytes(`/binary-data?${query}`);
		},
	};
}

/** The error that ended an execution; undefined when none did. */
export const errorOf = ({ data }: Execution) =>
	data.resultData.error as unknown as { message: string; description: string; httpCode: string };
