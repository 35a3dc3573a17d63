import type { IDataObject, INode, NodeError } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import {
	AlreadySubmitted,
	entryOf,
	type ErrorEntry,
	InputProblem,
	NoAnswer,
	Refusal,
} from '../model/errors';
import type { Operation } from '../model/operation';
import type { Provider } from '../model/provider';

/**
 * Whether the provider did what was asked: `notSent` and `refused` mean no, `noAnswer` that nothing can have
 * changed, `unknown` perhaps, `alreadySubmitted` that an earlier item with this key has been sent.
 */
export type Outcome = 'notSent' | 'refused' | 'noAnswer' | 'unknown' | 'alreadySubmitted';

/** What an item's error tells the user, and the workflow through the error output. */
export interface Explanation {
	message: string;
	description: string;
	code?: string;
	/** The provider's own words. */
	providerMessage?: string;
	outcome: Outcome;
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
	if (error instanceof AlreadySubmitted) return explainAlreadySubmitted(operation);
	if (error instanceof Refusal) return explainRefusal(provider, operation, error);
	if (error instanceof NoAnswer) return explainNoAnswer(provider, operation, error);
	return undefined;
}

/** What can be said of an item that was stopped by an error which is not ours. */
export function outcomeOf({ effect }: Pick<Operation, 'effect'>, isSent: boolean): Outcome {
	if (!isSent) return 'notSent';
	return effect === 'reads' ? 'noAnswer' : 'unknown';
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
	if (outcome === 'notSent' || outcome === 'alreadySubmitted') {
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
	outcome: Outcome,
): IDataObject => ({
	error: nodeError.message,
	details: {
		provider: provider.name,
		...(explanation?.code && { code: explanation.code }),
		...(explanation?.providerMessage && { providerMessage: explanation.providerMessage }),
		outcome,
		...(nodeError.description && { description: nodeError.description }),
		...(explanation?.failure && { failure: explanation.failure }),
	},
});

function explainAlreadySubmitted({
	name,
	effect,
}: Pick<Operation, 'name' | 'effect'>): Explanation {
	const remedy = effect === 'reads' ? '' : effect.submits;
	return {
		message: `'${name}' was submitted with this key before`,
		description: `It was not sent again: 'Submit Only Once' knows the key from an earlier item or execution. ${remedy} To submit it on purpose, choose another key.`,
		outcome: 'alreadySubmitted',
	};
}

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
