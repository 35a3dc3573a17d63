import { httpErrors, unlistedStatus, type ErrorEntry, type ErrorTable } from './errorTable';

export type { Cause, ErrorEntry, ErrorTable, ForThePerson } from './errorTable';

/** A value that must not be sent. Thrown before any request is made. */
export class InputProblem extends Error {
	/** What the user can do about it. */
	readonly remedy: string;
	/** What the person reads who typed the value: what is wrong with it and what to do. '' when it is no matter of theirs. */
	readonly chinese: string;

	constructor(message: string, remedy: string, chinese: string) {
		super(message);
		this.remedy = remedy;
		this.chinese = chinese;
	}

	/** The remedy by the name under which n8n's HTTP Request node shows it, when a credential throws this. */
	get description(): string {
		return this.remedy;
	}
}

/** What whoever builds the workflow has to put right, in the credential or the node: the person who typed a value cannot. */
export class SetupProblem extends InputProblem {
	constructor(message: string, remedy: string) {
		super(message, remedy, '');
	}
}

/** Another item has been submitted with the same key of 'Submit Only Once'. It is thrown before any request is made. */
export class AlreadySubmitted extends Error {}

/** An agent has called the same before, and may have submitted it by that. It is thrown before any request is made. */
export class StillUnknown extends Error {}

/** The provider answered, and the answer is no. */
export class Refusal extends Error {
	/** It is not called `code`, because n8n would show a property of that name in place of the message. */
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

/** There is no answer that can be read. */
export class NoAnswer extends Error {
	/** False when the request cannot have reached the provider. */
	readonly sent: boolean;
	/** What the user can do about it. */
	readonly remedy?: string;
	readonly retryAfterMs?: number;
	/** A repetition cannot help: somebody must change a setting. */
	readonly isLasting: boolean;
	/** The network's own word for it. Not `code`: n8n would show it in place of the message. */
	readonly networkCode?: string;

	/** The `message` has no full stop; that of a request that was not sent says what was in the way. */
	constructor(
		message: string,
		sent: boolean,
		more: Partial<Pick<NoAnswer, 'remedy' | 'retryAfterMs' | 'isLasting' | 'networkCode'>> = {},
	) {
		super(message);
		this.sent = sent;
		this.networkCode = more.networkCode;
		this.remedy = more.remedy;
		this.retryAfterMs = more.retryAfterMs;
		this.isLasting = more.isLasting === true;
	}
}

/** The provider gave out no session, so that the request that needs one was not sent. */
export class NoSession extends NoAnswer {
	/** Whether the request for the session can have reached the provider. */
	readonly wasAsked: boolean;

	constructor(name: string, cause: NoAnswer) {
		const { message, sent } = cause;
		super(
			sent
				? `${name} gave out no session: ${message[0].toLowerCase()}${message.slice(1)}`
				: `${name} was not reached: ${message}`,
			false,
			cause,
		);
		this.wasAsked = sent;
	}
}

/** What nobody foresaw: an exception of another library, of n8n, or of the node itself. */
export class Unforeseen extends Error {
	readonly original: unknown;
	/** False when nothing can have reached the provider. */
	readonly sent: boolean;

	constructor(original: unknown, sent: boolean) {
		super('Something unforeseen happened');
		this.original = original;
		this.sent = sent;
	}
}

/** What explains a refusal; undefined for a code that nothing is known about. */
export const entryOf = (errors: ErrorTable, { entry, providerCode }: Refusal) =>
	entry ??
	ownEntry(errors, providerCode) ??
	ownEntry(httpErrors, providerCode) ??
	unlistedStatus(providerCode);

/** A code may have the name of what every object has. */
const ownEntry = (errors: ErrorTable, code: string): ErrorEntry | undefined =>
	Object.hasOwn(errors, code) ? errors[code] : undefined;

/** Whether a call that only reads is worth repeating after this error. */
export function isWorthRepeating(errors: ErrorTable, error: unknown): boolean {
	if (error instanceof NoAnswer) return !error.isLasting;
	return error instanceof Refusal && entryOf(errors, error)?.retryable === true;
}

/** Whether a request can have reached the provider although it ended in this error. */
export const canHaveReached = (error: unknown): boolean =>
	error instanceof NoAnswer || error instanceof Unforeseen
		? error.sent
		: !(error instanceof InputProblem);
