import type { IExecuteFunctions, INodeExecutionData, NodeError } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { Operation, Resources } from '../model/operation';
import type { Provider } from '../model/providerType';
import { parameterReader } from '../values/expressions';
import { accountReader } from './accounts';
import { attemptItem, type Attempt, type Failure } from './attempt';
import { MASK_PERSONAL_DATA } from '../model/maskOption';
import { CHECK_ONLY } from './check';
import { doubtsOf } from './doubts';
import { inSentences } from './explain';
import { failedJson, toNodeError } from './nodeError';
import type { Job } from './job';
import { memoryOf } from './memory';
import { claimer } from './once';
import { readOptions } from './options';
import { failed, succeeded } from './output';
import { whatElseWasDone } from './stop';
import { switchReader } from './switch';

/**
 * Runs the chosen operation for every item: several at a time, results in the order of the items and
 * paired with them. What was carried out in an earlier try of 'Retry On Fail' is not done again.
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
	// Pinned data and other nodes can deliver items with files alone. All that reads an item finds it so.
	for (const item of items) item.json ??= {};
	const node = context.getNode();
	const read = parameterReader(context);
	const { operation, place } = chosenOperation(context, resources);
	const options = readOptions(context, read);
	// An operation's own codes come before those of its provider.
	const ownProvider = { ...provider, errors: { ...provider.errors, ...operation.errors } };
	const job: Job = {
		context,
		provider: ownProvider,
		operation,
		read,
		account: accountReader(context, ownProvider, options),
		checksOnly: switchReader(context, read, CHECK_ONLY),
		masks: switchReader(context, read, MASK_PERSONAL_DATA),
		...(operation.effect !== 'reads' && {
			claim: claimer(context, provider, read, place),
			doubts: doubtsOf(context, provider, place),
		}),
	};
	const memory = memoryOf(context);
	const attempts = await runAll(context, items.length, options.concurrency, async (itemIndex) => {
		const attempt = memory.recall(itemIndex) ?? (await attemptItem(job, itemIndex));
		memory.keep(itemIndex, attempt);
		return attempt;
	});

	const errorOf = ({ explanation }: Failure, itemIndex: number) =>
		toNodeError(node, explanation, itemIndex);
	const toErrorOutput = node.onError === 'continueErrorOutput';
	const { includeInput } = options;
	return [
		attempts.map((attempt, itemIndex) => {
			const input = items[itemIndex];
			const { mask } = attempt;
			if (attempt.ok) return succeeded(input, attempt.result, itemIndex, { includeInput, mask });
			const error = errorOf(attempt, itemIndex);
			if (!context.continueOnFail()) {
				const isOnce = job.claim !== undefined;
				const others = whatElseWasDone(attempts, itemIndex, operation.effect, isOnce);
				throw withDescription(error, others);
			}
			const json = failedJson(ownProvider, error, attempt.explanation);
			return failed(input, json, error, itemIndex, { includeInput, mask, toErrorOutput });
		}),
	];
}

/**
 * A pool: each worker takes the next item when it has finished one, until all are done or one stops the
 * node. All workers end before the node does: a request that is under way is not left behind unseen.
 *
 * @returns an attempt for each item, or those that were made before the node stopped
 */
async function runAll(
	context: IExecuteFunctions,
	count: number,
	concurrency: number,
	attempt: (itemIndex: number) => Promise<Attempt>,
): Promise<Attempt[]> {
	const signal = context.getExecutionCancelSignal();
	const attempts = new Array<Attempt>(count);
	let next = 0;
	let isStopped = false;

	const work = async () => {
		while (next < count && !isStopped && !signal?.aborted) {
			const itemIndex = next++;
			const made = await attempt(itemIndex);
			attempts[itemIndex] = made;
			if (!made.ok && !context.continueOnFail()) isStopped = true;
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, count) }, work));
	if (signal?.aborted) {
		throw new NodeOperationError(context.getNode(), 'The execution was cancelled');
	}
	return attempts;
}

/** The error with further sentences behind its description. */
function withDescription(error: NodeError, further: string): NodeError {
	if (further === '') return error;
	error.description = inSentences(error.description ?? '', further);
	return error;
}

function chosenOperation(
	context: IExecuteFunctions,
	resources: Resources,
): { operation: Operation; place: string[] } {
	const resource = context.getNodeParameter('resource', 0) as string;
	const name = context.getNodeParameter('operation', 0) as string;
	const operation = resources[resource]?.operations[name];
	if (operation) return { operation, place: [resource, name] };
	throw new NodeOperationError(context.getNode(), `The operation '${name}' does not exist`, {
		description: `Choose an operation of the resource '${resource}' again.`,
	});
}
