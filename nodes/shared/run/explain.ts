import type { IDataObject, INode, NodeError } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { entryOf, type ErrorEntry, InputProblem, NoAnswer, Refusal } from '../model/errors';
import type { Operation } from '../model/operation';
import type { Provider } from '../model/provider';

/** What an item's error tells the user, and the workflow through the error output. */
export interface Explanation {
	message: string;
	description: string;
	code?: string;
	/** The provider's own words. */
	providerMessage?: string;
	/** Whether the provider did what was asked: `notSent` and `refused` mean no, `unknown` means perhaps. */
	outcome: 'notSent' | 'refused' | 'noAnswer' | 'unknown';
	failure?: { cause: NonNullable<ErrorEntry['cause']>; retryAfterMs?: number };
}

/** Explains what stopped an item; undefined for an error that is not ours, such as a bad expression. */
export function explain(
	provider: Provider,
	operation: Pick<Operation, 'name' | 'effect'>,
	error: unknown,
): Explanation | undefined {
	if (error instanceof InputProblem) {
		return { message: error.message, description: error.remedy, outcome: 'notSent' };
	}
	if (error instanceof Refusal) return explainRefusal(provider, operation, error);
	if (error instanceof NoAnswer) return explainNoAnswer(provider, operation, error);
	return undefined;
}

/**
 * The n8n error of an item: what happened, which provider code it was, what to do next. The original
 * error is left behind on purpose: it can carry the request with its token and signature.
 */
export function toNodeError(
	node: INode,
	error: unknown,
	explanation: Explanation | undefined,
	itemIndex: number,
): NodeError {
	if (explanation === undefined) {
		return new NodeOperationError(node, error as Error, { itemIndex });
	}
	const { message, description, code, outcome, failure } = explanation;
	if (outcome === 'notSent') {
		return new NodeOperationError(node, message, { itemIndex, description, failure });
	}
	return new NodeApiError(
		node,
		{ message, ...(code && { code }) },
		{
			itemIndex,
			message,
			description,
			failure,
			...(code && { httpCode: code }),
		},
	);
}

/**
 * The JSON of a failed item: n8n's `error` sentence, and `details` that a workflow may branch on.
 * n8n takes an item with just these keys for a failed one, moves it to the error output and adds the
 * input item's fields; of an item whose `error` property is set it would keep the sentence alone.
 */
export const failedJson = (
	provider: Provider,
	nodeError: NodeError,
	explanation: Explanation | undefined,
): IDataObject => ({
	error: nodeError.message,
	details: {
		provider: provider.name,
		...(explanation?.code && { code: explanation.code }),
		...(explanation?.providerMessage && { providerMessage: explanation.providerMessage }),
		...(explanation && { outcome: explanation.outcome }),
		...(nodeError.description && { description: nodeError.description }),
		...(explanation?.failure && { failure: explanation.failure }),
	},
});

function explainRefusal(
	provider: Provider,
	{ effect }: Pick<Operation, 'effect'>,
	refusal: Refusal,
): Explanation {
	const { providerCode: code, providerMessage, retryAfterMs } = refusal;
	const entry = entryOf(provider.errors, refusal) ?? unlisted(provider);
	const original = providerMessage || entry.original;
	// What only reads has no outcome that could be unknown.
	const isUnknown = entry.outcomeUnknown === true && effect !== 'reads';
	const remedy = isUnknown ? `${entry.remedy} ${effect.submits}` : entry.remedy;
	return {
		message: entry.message,
		description: `${remedy} ${provider.name} code ${code}${original && `: ${original}`}`,
		code,
		...(original && { providerMessage: original }),
		outcome: isUnknown ? 'unknown' : 'refused',
		...(entry.cause && {
			failure: { cause: entry.cause, ...(retryAfterMs !== undefined && { retryAfterMs }) },
		}),
	};
}

const unlisted = ({ name }: Provider): ErrorEntry => ({
	message: `${name} refused the request`,
	remedy: `The document of ${name} does not list this code; ask ${name} what it means.`,
	original: '',
});

function explainNoAnswer(
	{ name }: Provider,
	operation: Pick<Operation, 'name' | 'effect'>,
	{ message, sent, retryAfterMs }: NoAnswer,
): Explanation {
	const failure = {
		cause: 'temporarily-unavailable' as const,
		...(retryAfterMs !== undefined && { retryAfterMs }),
	};
	if (!sent) {
		return {
			message: `${name} could not be reached`,
			description: `${message} Nothing was sent. Check the environment in the credential and the network, then run the item again.`,
			outcome: 'notSent',
			failure,
		};
	}
	if (operation.effect === 'reads') {
		return {
			message: `${name} gave no readable answer`,
			description: `${message} '${operation.name}' only reads, so it can be run again safely.`,
			outcome: 'noAnswer',
			failure,
		};
	}
	return {
		message: `It is unknown whether ${name} carried out '${operation.name}'`,
		description: `${message} It was not sent again, so that nothing is submitted twice. ${operation.effect.submits}`,
		outcome: 'unknown',
		failure,
	};
}
