import 'reflect-metadata';
import { ExecuteContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	ICredentialType,
	IDataObject,
	IExecuteData,
	IExecuteFunctions,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { createEmptyRunExecutionData, NodeHelpers, Workflow } from 'n8n-workflow';

/** What a test gives n8n's engine to run a node once. */
export interface Run {
	node: INodeType;
	credentialType: ICredentialType;
	credentials: ICredentialDataDecryptedObject;
	parameters: IDataObject;
	items?: INodeExecutionData[];
	/** Failed items become results, as with 'On Error: Continue'. */
	continueOnFail?: boolean;
	credentialId?: string;
	workflowId?: string;
	/** Further settings of the node in the workflow. */
	settings?: Partial<Pick<INode, 'id' | 'name' | 'onError' | 'retryOnFail' | 'type'>>;
	signal?: AbortSignal;
}

/**
 * Executes a node with n8n-core's own execution context, requests and expressions included; only the
 * credential store is the test's.
 */
export async function runNode(run: Run): Promise<INodeExecutionData[]> {
	const context = await makeContext(run);
	const [output] = (await run.node.execute?.call(context)) as INodeExecutionData[][];
	return output;
}

/**
 * Tries of a node within one execution, as n8n's 'Retry On Fail' makes them.
 *
 * @returns a function that makes one; the items given to it are those of another call of a tool, which
 *          shares the execution's data
 */
export function retried(run: Run): (items?: INodeExecutionData[]) => Promise<INodeExecutionData[]> {
	const executeData: Partial<IExecuteData> = {};
	const settings = { retryOnFail: true, ...run.settings };
	return async (items = run.items) => {
		const context = await makeContext({ ...run, items, settings }, executeData);
		const [output] = (await run.node.execute?.call(context)) as INodeExecutionData[][];
		return output;
	};
}

/** A request with the older names that n8n's HTTP Request node uses. */
export type OldOptions = Pick<IHttpRequestOptions, 'headers' | 'json' | 'qs'> & {
	method: string;
	uri: string;
	body?: unknown;
	form?: IDataObject;
	formData?: unknown;
	[further: string]: unknown;
};

/** Sends one request signed by the credential as n8n's HTTP Request node does. */
export async function requestAsHttpNode(run: Run, options: OldOptions): Promise<unknown> {
	const context = await makeContext(run);
	return await context.helpers.requestWithAuthentication.call(context, run.credentialType.name, {
		json: true,
		...options,
	} as never);
}

/** Sends one request signed by the credential as our nodes and the test of a credential do. */
export async function requestAsNode(run: Run, options: IHttpRequestOptions): Promise<unknown> {
	const context = await makeContext(run);
	return await context.helpers.httpRequestWithAuthentication.call(
		context,
		run.credentialType.name,
		options,
	);
}

async function makeContext(
	run: Run,
	shared: Partial<IExecuteData> = {},
): Promise<IExecuteFunctions> {
	const type = run.node.description;
	const node: INode = {
		id: 'node',
		name: type.displayName,
		type: type.name,
		typeVersion: 1,
		position: [0, 0],
		parameters: run.parameters as INode['parameters'],
		credentials: { [run.credentialType.name]: { id: run.credentialId ?? '1', name: 'test' } },
		...(run.continueOnFail && { onError: 'continueRegularOutput' }),
		...run.settings,
	};
	const source: INode = { ...node, id: 'source', name: 'Source', type: type.name, parameters: {} };
	const nodeTypes = {
		getByName: () => run.node,
		getByNameAndVersion: () => run.node,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({
		id: run.workflowId ?? 'workflow',
		nodes: [source, node],
		connections: { Source: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
		active: false,
		nodeTypes,
	});
	await workflow.expression.acquireIsolate();
	const items = run.items ?? [{ json: {} }];
	const executeData = Object.assign(shared, {
		node: workflow.getNode(node.name) as INode,
		data: { main: [items] },
		source: { main: [{ previousNode: 'Source' }] },
	});
	return new ExecuteContext(
		workflow,
		workflow.getNode(node.name) as INode,
		additionalData(run),
		'manual',
		createEmptyRunExecutionData(),
		0,
		items,
		executeData.data,
		executeData,
		[],
		run.signal,
	) as IExecuteFunctions;
}

/** A stored credential as n8n's own credentials-helper.js resolves it, for the item that is asked for. */
function decrypted(
	{ properties }: ICredentialType,
	stored: ICredentialDataDecryptedObject,
	[, , , mode, executeData, , item]: Parameters<ICredentialsHelper['getDecrypted']>,
): ICredentialDataDecryptedObject {
	const raw = NodeHelpers.getNodeParameters(properties, stored as never, true, false, null, null);
	if (!item) return raw as ICredentialDataDecryptedObject;
	const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } = item;
	return workflow.expression.getParameterValue(
		raw as INodeParameters,
		runExecutionData,
		runIndex,
		itemIndex,
		node.name,
		connectionInputData,
		mode,
		{},
		executeData,
		false,
		raw as INodeParameters,
	) as ICredentialDataDecryptedObject;
}

/** The parts of n8n's server that a node needs: the credential store, and nothing else. */
function additionalData({ credentialType, credentials }: Run): IWorkflowExecuteAdditionalData {
	const stored = { ...credentials };
	const session = credentialType.properties.find(
		({ type, typeOptions }) => type === 'hidden' && typeOptions?.expirable,
	)?.name;
	const helper = {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getCredentialsProperties: () => credentialType.properties,
		getDecrypted: async (...args: Parameters<ICredentialsHelper['getDecrypted']>) =>
			decrypted(credentialType, stored, args),
		authenticate: async (data: ICredentialDataDecryptedObject, _type: string, options: object) =>
			await (credentialType.authenticate as (...args: unknown[]) => Promise<IHttpRequestOptions>)(
				data,
				options,
			),
		// The rule of n8n's own credentials-helper.js.
		preAuthentication: async (
			helpers: object,
			data: ICredentialDataDecryptedObject,
			_type: string,
			_node: INode,
			expired: boolean,
		) => {
			if (!session || !credentialType.preAuthentication) return undefined;
			if (data[session] !== '' && !expired) return undefined;
			const output = await credentialType.preAuthentication.call(helpers as never, data);
			if (output[session] === undefined) return undefined;
			Object.assign(stored, output);
			return Object.assign(data, output);
		},
	};
	return {
		credentialsHelper: helper,
		executionId: '1',
		restApiUrl: '',
		instanceBaseUrl: '',
		webhookWaitingBaseUrl: '',
		webhookBaseUrl: '',
		webhookTestBaseUrl: '',
		formWaitingBaseUrl: '',
		variables: {},
		hooks: undefined,
		currentNodeParameters: undefined,
	} as unknown as IWorkflowExecuteAdditionalData;
}
