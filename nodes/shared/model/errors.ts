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

/** Another item has been submitted with the same key of 'Submit Only Once'. Thrown before any request is made. */
export class AlreadySubmitted extends Error {}

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

/** What explains a refusal; undefined for a code that nothing is known about. */
export const entryOf = (errors: ErrorTable, { entry, providerCode }: Refusal) =>
	entry ?? errors[providerCode] ?? HTTP_ERRORS[providerCode];

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

/** Whether a call that only reads is worth repeating after this error. */
export function isPassing(errors: ErrorTable, error: unknown): boolean {
	if (error instanceof NoAnswer) return true;
	return error instanceof Refusal && entryOf(errors, error)?.retryable === true;
}
