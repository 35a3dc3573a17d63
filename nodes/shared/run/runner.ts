import type {
	IBinaryKeyData,
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	NodeError,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { explain, failedJson, toNodeError } from './explain';
import { readFile } from '../values/files';
import type { Call, Field, Operation, Resources, Values } from '../model/operation';
import { parameterReader, type ReadParameter } from '../values/expressions';
import { readValues } from '../values/values';
import type { Provider } from '../model/provider';
import { pause, requester, type Send } from '../request/requester';
import { settle } from './settle';

const DEFAULT_CONCURRENCY = 5;
const MAX_CONCURRENCY = 50;
const DEFAULT_RETRIES = 2;
const MAX_RETRIES = 5;
const DEFAULT_TIMEOUT_SECONDS = 60;

/** The options that every operation has; the runner reads them. */
const options: INodeProperties[] = [
	{
		displayName: 'Concurrency',
		name: 'concurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_CONCURRENCY },
		default: DEFAULT_CONCURRENCY,
		description:
			'How many items are processed at the same time, 1 to 50. Choose 1 when an item depends on the one before it, for example two photos of one applicant.',
	},
	{
		displayName: 'Include Input Fields',
		name: 'includeInput',
		type: 'boolean',
		default: false,
		description:
			'Whether the output also has the fields of the input item, for example to write results beside the rows of a table. Where both have a field of the same name, the result counts.',
	},
	{
		displayName: 'Retries',
		name: 'retries',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: MAX_RETRIES },
		default: DEFAULT_RETRIES,
		description:
			'How often a request that only reads is repeated after a dropped connection, a server fault or an unreadable answer. A request that submits something is never repeated.',
	},
	{
		displayName: 'Timeout (Seconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 600 },
		default: DEFAULT_TIMEOUT_SECONDS,
		description: 'How long to wait for the answer to one request',
	},
];

/** The last property of a node. */
export const optionsProperty: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options,
};

/**
 * Runs the chosen operation for every item: several at a time, results in the order of the items and
 * paired with them.
 *
 * @returns one output; with 'On Error: Continue' it also holds the failed items, marked as such,
 *          which n8n moves to the error output when there is one
 * @throws the error of a failed item, when the node is to stop at the first one
 */
export async function runOperations(
	context: IExecuteFunctions,
	provider: Provider,
	resources: Resources,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const read = parameterReader(context);
	const operation = chosenOperation(context, resources);
	// An operation's own codes come before those of its provider.
	const ownProvider = { ...provider, errors: { ...provider.errors, ...operation.errors } };
	const options = (read('options', 0) ?? {}) as IDataObject;
	const credential = await context.getCredentials(provider.credential);
	const send = requester(context, ownProvider, credential, {
		retries: within(options.retries, DEFAULT_RETRIES, 0, MAX_RETRIES),
		timeoutMs: within(options.timeout, DEFAULT_TIMEOUT_SECONDS, 1, 600) * 1000,
	});

	const processItem = async (itemIndex: number): Promise<INodeExecutionData> => {
		const call = makeCall(context, operation, credential, read, send, itemIndex);
		const { json, binary } = await operation.run(call);
		const files = { ...items[itemIndex].binary, ...binary };
		return {
			json: options.includeInput === true ? { ...items[itemIndex].json, ...json } : json,
			// The item's files travel on, so that the next node can send another of them.
			...(Object.keys(files).length > 0 && { binary: files }),
			pairedItem: { item: itemIndex },
		};
	};

	const failItem = (itemIndex: number, error: unknown): INodeExecutionData => {
		const explanation = explain(ownProvider, operation, error);
		const nodeError = toNodeError(context.getNode(), error, explanation, itemIndex);
		if (!context.continueOnFail()) throw nodeError;
		const { binary } = items[itemIndex];
		return {
			json: failedJson(ownProvider, nodeError, explanation),
			// A page or another node behind the error output may need the files that were not used up.
			...(binary && { binary }),
			pairedItem: { item: itemIndex },
		};
	};

	const concurrency = within(options.concurrency, DEFAULT_CONCURRENCY, 1, MAX_CONCURRENCY);
	return [await runAll(context, items.length, concurrency, processItem, failItem)];
}

/** A pool: each worker takes the next item when it has finished one, until all are done or one stops the node. */
async function runAll(
	context: IExecuteFunctions,
	count: number,
	concurrency: number,
	processItem: (itemIndex: number) => Promise<INodeExecutionData>,
	failItem: (itemIndex: number, error: unknown) => INodeExecutionData,
): Promise<INodeExecutionData[]> {
	const signal = context.getExecutionCancelSignal();
	const results = new Array<INodeExecutionData>(count);
	let next = 0;
	let stopped = false;

	const work = async () => {
		while (next < count && !stopped && !signal?.aborted) {
			const itemIndex = next++;
			const result = await settle(processItem(itemIndex));
			if (result.ok) {
				results[itemIndex] = result.value;
			} else if (!signal?.aborted) {
				stopped = !context.continueOnFail();
				results[itemIndex] = failItem(itemIndex, result.error);
			}
		}
	};
	// All workers end before the node does: a request that is under way is not left behind unseen.
	const ends = await Promise.allSettled(Array.from({ length: Math.min(concurrency, count) }, work));
	const stops = ends
		.filter((end) => end.status === 'rejected')
		.map(({ reason }) => reason as NodeError);
	if (stops.length > 0) throw firstInOrder(stops);
	if (signal?.aborted) {
		throw new NodeOperationError(context.getNode(), 'The execution was cancelled');
	}
	return results;
}

const firstInOrder = (errors: NodeError[]): NodeError =>
	errors.reduce((a, b) => (Number(b.context.itemIndex) < Number(a.context.itemIndex) ? b : a));

function makeCall(
	context: IExecuteFunctions,
	operation: Operation,
	credential: ICredentialDataDecryptedObject,
	read: ReadParameter,
	send: Send,
	itemIndex: number,
): Call {
	const repeatable = operation.effect === 'reads';
	let known: Values | undefined;
	const values = () => (known ??= readValues(operation.fields, (name) => read(name, itemIndex)));
	const files = async (name: string) => {
		const { displayName, file } = operation.fields.find((field) => field.name === name) as Field;
		const names = [values().local[name]].flat().map(String);
		return await Promise.all(
			names.map(
				async (binaryName) =>
					await readFile(context, itemIndex, displayName, file ?? {}, binaryName),
			),
		);
	};
	return {
		itemIndex,
		credential,
		values,
		file: async (name) => (await files(name))[0],
		files,
		request: async (request) => (await send(request, repeatable)).data,
		download: async (request) => {
			const { body, mimeType } = await send({ ...request, expects: 'file' }, repeatable);
			return { data: body, mimeType };
		},
		answerCaller: async (body) => {
			if (isCallerWaiting(context)) {
				await context.sendResponse({ body, headers: {}, statusCode: 200 });
			}
		},
		wait: async (ms) => {
			const signal = context.getExecutionCancelSignal();
			await pause(ms, signal);
			signal?.throwIfAborted();
		},
		binary: async (name, data, fileName, mimeType): Promise<IBinaryKeyData> => ({
			[name]: await context.helpers.prepareBinaryData(data, fileName, mimeType),
		}),
	};
}

/**
 * Whether a trigger in front of the node leaves the answer to it. n8n's own triggers have the Respond to
 * Webhook node for that, which refuses to run behind others.
 */
const isCallerWaiting = (context: IExecuteFunctions): boolean =>
	context
		.getParentNodes(context.getNode().name, { includeNodeParameters: true })
		.some(
			({ type, parameters }) =>
				type.endsWith('Trigger') &&
				!type.startsWith('n8n-nodes-base.') &&
				parameters?.responseMode === 'responseNode',
		);

function chosenOperation(context: IExecuteFunctions, resources: Resources): Operation {
	const resource = context.getNodeParameter('resource', 0) as string;
	const name = context.getNodeParameter('operation', 0) as string;
	const operation = resources[resource]?.operations[name];
	if (operation) return operation;
	throw new NodeOperationError(context.getNode(), `The operation '${name}' does not exist`, {
		description: `Choose an operation of the resource '${resource}' again.`,
	});
}

function within(value: unknown, fallback: number, min: number, max: number): number {
	const number = Number(value ?? fallback);
	return Number.isFinite(number) ? Math.min(Math.max(Math.trunc(number), min), max) : fallback;
}
