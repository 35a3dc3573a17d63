import type { IDataObject, INode, NodeError } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Operation } from './operation';
import type { Provider } from './provider';

/** A provider's code, as a user reads it. */
export interface ErrorEntry {
	/** What happened, one sentence without full stop. */
	message: string;
	/** What to do next. */
	remedy: string;
	/** The provider's own text. */
	original: string;
	/** The same call may succeed when repeated; operations that only read then do so. */
	retryable?: true;
	/** Refused before it was looked at, because of the moment of signing: sign and send once more. */
	signAgain?: true;
	/** The provider itself does not know whether it did what was asked. */
	outcomeUnknown?: true;
	/** The account's session has ended: renew it and send once more. */
	sessionLost?: true;
	/** Why the operation failed, in n8n's terms, where the code proves it. */
	cause?: 'credential-invalid' | 'rate-limited' | 'temporarily-unavailable';
}

export type ErrorTable = Record<string, ErrorEntry>;

/** A value that must not be sent. Thrown before any request is made. */
export class InputProblem extends Error {
	/** What the user can do about it. */
	readonly remedy: string;

	constructor(message: string, remedy: string) {
		super(message);
		this.remedy = remedy;
	}
}

/** The provider answered, and the answer is no. */
export class Refusal extends Error {
	/** Not `code`: n8n would show a property of that name in place of the message. */
	readonly providerCode: string;
	readonly providerMessage: string;
	readonly retryAfterMs?: number;
	/** Explains an answer whose code alone does not tell what happened. */
	readonly entry?: ErrorEntry;

	/** `message` is for where nothing explains the code: the test of a credential. */
	constructor(
		providerCode: string,
		providerMessage: string,
		{
			retryAfterMs,
			entry,
			message,
		}: { retryAfterMs?: number; entry?: ErrorEntry; message?: string } = {},
	) {
		super(message ?? `${providerCode} ${providerMessage}`);
		this.providerCode = providerCode;
		this.providerMessage = providerMessage;
		this.retryAfterMs = retryAfterMs;
		this.entry = entry;
	}
}

/** No answer that can be read. */
export class NoAnswer extends Error {
	/** False when the request cannot have reached the provider. */
	readonly sent: boolean;
	readonly retryAfterMs?: number;

	constructor(message: string, sent: boolean, retryAfterMs?: number) {
		super(message);
		this.sent = sent;
		this.retryAfterMs = retryAfterMs;
	}
}

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
	operation: Pick<Operation, 'name' | 'submits'>,
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
	{ submits }: Pick<Operation, 'submits'>,
	refusal: Refusal,
): Explanation {
	const { providerCode: code, providerMessage, retryAfterMs } = refusal;
	const entry = entryOf(provider.errors, refusal) ?? unlisted(provider);
	const original = providerMessage || entry.original;
	// What only reads has no outcome that could be unknown.
	const isUnknown = entry.outcomeUnknown === true && submits !== undefined;
	const remedy = isUnknown ? `${entry.remedy} ${submits}` : entry.remedy;
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

/** What explains a refusal; undefined for a code that nothing is known about. */
export const entryOf = (errors: ErrorTable, { entry, providerCode }: Refusal) =>
	entry ?? errors[providerCode] ?? HTTP_ERRORS[providerCode];

const unlisted = ({ name }: Provider): ErrorEntry => ({
	message: `${name} refused the request`,
	remedy: `The document of ${name} does not list this code; ask ${name} what it means.`,
	original: '',
});

/** Refusals by a server or a gateway in front of the provider, which has no code of the provider. */
const HTTP_ERRORS: ErrorTable = {
	'HTTP 403': {
		message: 'The server refuses requests from this address',
		remedy: 'Ask the provider to allow the IP address of your n8n.',
		original: '',
	},
	'HTTP 404': {
		message: 'The server does not know this interface',
		remedy: 'Check the environment and the base URL in the credential.',
		original: '',
	},
	'HTTP 413': {
		message: 'The request is too large for the server',
		remedy: 'Send a smaller file.',
		original: '',
	},
	'HTTP 429': {
		message: 'The server is receiving too many requests at once',
		remedy:
			"Lower 'Concurrency' in the node's options and run the item again. It was not processed.",
		original: '',
		retryable: true,
		cause: 'rate-limited',
	},
};

function explainNoAnswer(
	{ name }: Provider,
	operation: Pick<Operation, 'name' | 'submits'>,
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
	if (operation.submits === undefined) {
		return {
			message: `${name} gave no readable answer`,
			description: `${message} '${operation.name}' only reads, so it can be run again safely.`,
			outcome: 'noAnswer',
			failure,
		};
	}
	return {
		message: `It is unknown whether ${name} carried out '${operation.name}'`,
		description: `${message} It was not sent again, so that nothing is submitted twice. ${operation.submits}`,
		outcome: 'unknown',
		failure,
	};
}

/** Whether a call that only reads is worth repeating after this error. */
export function isPassing({ errors }: Provider, error: unknown): boolean {
	if (error instanceof NoAnswer) return true;
	return error instanceof Refusal && entryOf(errors, error)?.retryable === true;
}
