import type { IDataObject, INode } from 'n8n-workflow';

import type { CredentialInput, WorkflowInput } from '../support/n8n-driver.ts';

export const PATH = 'scale';

/** The calls of the workflow, by the names of their nodes. */
export const CALLS = ['Apply', 'Query', 'Ticket', 'Check'] as const;
export type Call = (typeof CALLS)[number];

/** The sandbox's first accounts of the two providers whose session belongs to the account. */
export const credentials = (urls: Record<string, string>): CredentialInput[] => [
	{
		name: 'scale',
		type: 'webankApi',
		data: {
			environment: 'custom',
			apiBaseUrl: urls.webank,
			fileBaseUrl: urls['webank-files'],
			appId: 'sandbox-webank',
			secret: 'webank-sandbox-secret',
			merchantId: '260125411000001',
		},
	},
	{
		name: 'scale',
		type: 'qianchengCreditApi',
		data: {
			environment: 'custom',
			baseUrl: urls['qiancheng-credit'],
			username: 'sandbox-qiancheng',
			password: 'qiancheng-sandbox-password',
		},
	},
];

/**
 * WeBank: two calls signed with the ticket and one that needs the access token; Qiancheng: one that needs
 * its token. Each carries the number that the webhook was called with.
 *
 * @param ids of the credentials by their type
 * @param onError of the calls
 */
export function workflow(ids: Record<string, string>, onError?: INode['onError']): WorkflowInput {
	const number = "{{ $('Webhook').item.json.query.number }}";
	const call = {
		operation: 'call',
		resource: 'business',
		bizPath: 'scale',
		specifyBody: 'fields',
	};
	const body = { values: [{ name: 'NUMBER', value: `=${number}` }] };
	const ours = (name: string, nodeType: string, type: string, parameters: IDataObject) =>
		node(name, `n8n-nodes-fintech-onboarding.${nodeType}`, 1, parameters, {
			credentials: { [type]: { id: ids[type], name: 'scale' } },
			...(onError && { onError }),
		});
	const webank = (name: string, parameters: IDataObject) =>
		ours(name, 'weBank', 'webankApi', parameters);
	return row('scale', [
		node(
			'Webhook',
			'n8n-nodes-base.webhook',
			2.1,
			{ path: PATH, options: {} },
			{ webhookId: PATH },
		),
		webank('Apply', { ...call, service_code: 'apply', bodyFields: body }),
		webank('Query', { ...call, service_code: 'query', bodyFields: body }),
		webank('Ticket', { resource: 'userTicket', operation: 'get', USER_ID: `=${number}` }),
		ours('Check', 'qianchengCredit', 'qianchengCreditApi', {
			resource: 'blacklist',
			operation: 'search',
			name: `=王${number}`,
			id_card: '11010519491231002X',
			mobile: '13800138000',
		}),
	]);
}

function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: IDataObject,
	more: Partial<INode> = {},
): INode {
	return {
		id: name,
		name,
		type,
		typeVersion,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
		...more,
	};
}

function row(name: string, nodes: INode[]): WorkflowInput {
	const links = nodes.slice(1).map(({ name: to }, i) => {
		return [nodes[i].name, { main: [[{ node: to, type: 'main' as const, index: 0 }]] }];
	});
	return { name, nodes, connections: Object.fromEntries(links), settings: {} };
}
