import type { IDataObject, INode, NodeError } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Provider } from '../model/providerType';
import type { Explanation } from './explain';

/**
 * The n8n error of an item: what happened, which provider code it was, what to do next. The original
 * error is left behind on purpose: it can carry the request with its token and signature.
 */
export function toNodeError(node: INode, explanation: Explanation, itemIndex: number): NodeError {
	const { message, description, code, outcome, failure } = explanation;
	const nodeError =
		outcome === 'notSent' || outcome === 'alreadySubmitted'
			? new NodeOperationError(node, message, { itemIndex, description, failure })
			: new NodeApiError(
					node,
					{ message, ...(code && { code }) },
					{ itemIndex, message, description, failure, ...(code && { httpCode: code }) },
				);
	// n8n puts a sentence of its own in place of one in which it finds a word such as ECONNRESET.
	nodeError.message = message;
	return nodeError;
}

/**
 * The JSON of a failed item: n8n's `error` sentence, and `details` that a workflow may branch on.
 * n8n takes an item with just these keys for a failed one, moves it to the error output and adds the
 * input item's fields; of an item whose `error` property is set it would keep the sentence alone.
 */
export const failedJson = (
	provider: Provider,
	nodeError: NodeError,
	{ code, providerMessage, outcome, messageChinese, messageEnglish, failure }: Explanation,
): IDataObject => ({
	error: nodeError.message,
	details: {
		provider: provider.name,
		...(code && { code }),
		...(providerMessage && { providerMessage }),
		outcome,
		messageChinese,
		messageEnglish,
		...(nodeError.description && { description: nodeError.description }),
		...(failure && { failure }),
	},
});
