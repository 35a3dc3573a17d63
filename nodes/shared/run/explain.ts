import {
	AlreadySubmitted,
	entryOf,
	InputProblem,
	NoAnswer,
	NoSession,
	Refusal,
	StillUnknown,
	Unforeseen,
	type Cause,
	type ErrorEntry,
} from '../model/errors';
import type { Operation } from '../model/operation';
import { withAddress, type Provider } from '../model/providerType';
import { GENERAL, type Outcome, type ToldToPerson } from './outcome';
import { fieldsNamedIn, type NamedField } from './wireNames';

/** What an item's error tells the user, and the workflow through the error output. */
export interface Explanation extends ToldToPerson {
	message: string;
	description: string;
	code?: string;
	/** The provider's own words. */
	providerMessage?: string;
	outcome: Outcome;
	failure?: { cause: Cause; retryAfterMs?: number };
}

/** A text with further sentences behind it, whether it ends as one or not. */
export const inSentences = (text: string, ...further: string[]): string =>
	[text, ...further].reduce((all, sentence) => {
		const isOpen = all !== '' && !/[.!?。！？]$/.test(all);
		return `${all}${isOpen ? '.' : ''} ${sentence}`.trim();
	});

/** What an explanation needs to know of an operation. */
type OfOperation = Pick<Operation, 'name' | 'effect' | 'fields'>;

/**
 * Explains what stopped an item, whatever it was: this is the one way of an error to the user.
 *
 * @param isSent whether a request of this item can have reached the provider
 */
export function explain(
	provider: Provider,
	operation: OfOperation,
	error: unknown,
	isSent: boolean,
): Explanation {
	const explanation = explanationOf(provider, operation, error, isSent);
	const description = withAddress(explanation.description, provider);
	return { ...explanation, description: inSentences(description, ...waitFor(error)) };
}

/** How long the server asks to wait, when it does. */
const waitFor = (error: unknown): string[] => {
	const { retryAfterMs = 0 } = error instanceof Refusal || error instanceof NoAnswer ? error : {};
	const seconds = Math.ceil(retryAfterMs / 1000);
	return seconds > 0 ? [`The server asks to wait ${seconds} seconds before the next request.`] : [];
};

function explanationOf(
	provider: Provider,
	operation: OfOperation,
	error: unknown,
	isSent: boolean,
): Explanation {
	if (error instanceof InputProblem) {
		const outcome = outcomeOf(operation, isSent);
		const { message, remedy, chinese } = error;
		const toPerson =
			outcome === 'notSent' && chinese !== ''
				? { messageChinese: chinese, messageEnglish: inSentences(message, PUT_IT_RIGHT) }
				: GENERAL[outcome];
		return { message, description: remedy, outcome, ...toPerson };
	}
	if (error instanceof AlreadySubmitted) return explainAlreadySubmitted(operation);
	if (error instanceof StillUnknown) return explainStillUnknown(provider, operation);
	if (error instanceof Refusal) return explainRefusal(provider, operation, error);
	if (error instanceof NoAnswer) return explainNoAnswer(provider, operation, error);
	return explainUnforeseen(operation, error instanceof Unforeseen ? error.original : error, isSent);
}

/** What the person does about a value; the Chinese of each fault ends with the like. */
const PUT_IT_RIGHT = 'Please put it right and hand it in again.';

/** What can be said of an item when the error does not tell. */
function outcomeOf({ effect }: Pick<Operation, 'effect'>, isSent: boolean): Outcome {
	if (!isSent) return 'notSent';
	return effect === 'reads' ? 'noAnswer' : 'unknown';
}

function explainAlreadySubmitted({
	name,
	effect,
}: Pick<Operation, 'name' | 'effect'>): Explanation {
	const remedy = effect === 'reads' ? '' : effect.submits;
	return {
		message: `'${name}' was submitted with this key before`,
		description: `It was not sent again: 'Submit Only Once' knows the key from an earlier item or execution. ${remedy} To submit it on purpose, choose another key.`,
		outcome: 'alreadySubmitted',
		...GENERAL.alreadySubmitted,
	};
}

function explainStillUnknown(
	{ name: provider }: Provider,
	{ name, effect }: Pick<Operation, 'name' | 'effect'>,
): Explanation {
	const remedy = effect === 'reads' ? '' : effect.submits;
	return {
		message: `It is unknown whether ${provider} carried out '${name}' with these values before`,
		description: `It was not sent again, and is not in this execution. ${remedy} Another execution can submit it.`,
		outcome: 'unknown',
		...GENERAL.unknown,
	};
}

function explainRefusal(
	provider: Provider,
	{ effect, fields }: OfOperation,
	refusal: Refusal,
): Explanation {
	const { providerCode: code, providerMessage, retryAfterMs } = refusal;
	const entry = entryOf(provider.errors, refusal) ?? unlisted(provider);
	const original = providerMessage || entry.original;
	// What only reads has no outcome that could be unknown.
	const isUnknown = entry.outcomeUnknown === true && effect !== 'reads';
	// Users know a field by its label, the provider by its name on the wire.
	const named = fieldsNamedIn(providerMessage, fields);
	const remedy = [
		entry.tried,
		entry.remedy,
		effect !== 'reads' && entry.ofSubmissions,
		isUnknown && effect.submits,
	]
		.filter(Boolean)
		.join(' ');
	return {
		message: entry.message,
		description: inSentences(
			`${remedy} ${provider.name} code ${code}${original && `: ${original}`}`,
			...(named.length > 0 ? [`It names ${named.map(({ label }) => label).join(' and ')}`] : []),
		),
		code,
		...(original && { providerMessage: original }),
		outcome: isUnknown ? 'unknown' : 'refused',
		...(isUnknown ? GENERAL.unknown : refusalForPerson(entry, named)),
		...(entry.cause && {
			failure: { cause: entry.cause, ...(retryAfterMs !== undefined && { retryAfterMs }) },
		}),
	};
}

/** What the person reads of a refusal, with the fields that they should look at unless these are too many. */
function refusalForPerson(
	{ chinese, english, retryable }: ErrorEntry,
	named: NamedField[],
): ToldToPerson {
	if (chinese === undefined) return GENERAL[retryable ? 'busy' : 'refused'];
	const theirs = named.filter((field) => field.chinese !== '');
	if (theirs.length === 0 || theirs.length > 3) {
		return { messageChinese: chinese, messageEnglish: english };
	}
	const names = theirs.map((field) => field.chinese).join('、');
	const labels = theirs.map(({ displayName }) => displayName).join(' and ');
	return {
		messageChinese: `${chinese}请先检查：${names}。`,
		messageEnglish: inSentences(english, `Check first: ${labels}.`),
	};
}

const unlisted = ({ name }: Provider): ErrorEntry => ({
	message: `${name} refused the request`,
	remedy: `Compare the fields with what ${name} says below. Its document does not list the code: if the words do not help, give ${name} the code and the time of the call.`,
	original: '',
});

function explainNoAnswer(
	{ name }: Provider,
	{ name: operation, effect }: Pick<Operation, 'name' | 'effect'>,
	error: NoAnswer,
): Explanation {
	const { message, sent, remedy, retryAfterMs, isLasting, networkCode } = error;
	const byCode = networkCode ? ` (${networkCode})` : '';
	const failure = isLasting
		? { cause: 'configuration-invalid' as const }
		: {
				cause: 'temporarily-unavailable' as const,
				...(retryAfterMs !== undefined && { retryAfterMs }),
			};
	const advice = remedy ? ` ${remedy}` : '';
	if (error instanceof NoSession) {
		const outcome = error.wasAsked && effect === 'reads' ? 'noAnswer' : 'notSent';
		return {
			message,
			description: `The request itself was not sent${byCode}.${advice}${isLasting ? '' : ' Run the item again later.'}`,
			outcome,
			...GENERAL[outcome],
			failure,
		};
	}
	if (!sent) {
		return {
			message: `${name} was not reached: ${message}`,
			description: `Nothing was sent${byCode}.${advice}`,
			outcome: 'notSent',
			...GENERAL.notSent,
			failure,
		};
	}
	if (effect === 'reads') {
		return {
			message: `${name} gave no readable answer`,
			description: `${message}${byCode}.${advice} '${operation}' only reads, so it can be run again safely.`,
			outcome: 'noAnswer',
			...GENERAL.noAnswer,
			failure,
		};
	}
	return {
		message: `It is unknown whether ${name} carried out '${operation}'`,
		description: `${message}${byCode}.${advice} It was not sent again, so that nothing is submitted twice. ${effect.submits}`,
		outcome: 'unknown',
		...GENERAL.unknown,
		failure,
	};
}

/**
 * An exception of n8n, of another library, or a slip of our own. What n8n says to its users is kept;
 * other words are not: they help nobody who did not write the code, and may hold a value or a secret.
 */
function explainUnforeseen(
	operation: Pick<Operation, 'name' | 'effect'>,
	error: unknown,
	isSent: boolean,
): Explanation {
	const outcome = outcomeOf(operation, isSent);
	if (isOfN8n(error)) {
		const { message, description } = error;
		return {
			message,
			description: [whatWasDone(operation, isSent), description].filter(Boolean).join(' '),
			outcome,
			...GENERAL[outcome],
		};
	}
	return {
		message: `'${operation.name}' met something unforeseen`,
		description: `${whatWasDone(operation, isSent)} Look for an unusual value in the fields or the credential. If there is none, report this place: ${placeOf(error)}`,
		outcome,
		...GENERAL[outcome],
		failure: { cause: 'node-defect' },
	};
}

function whatWasDone(
	{ name, effect }: Pick<Operation, 'name' | 'effect'>,
	isSent: boolean,
): string {
	if (!isSent) return 'Nothing was sent.';
	return effect === 'reads'
		? `'${name}' only reads, so it can be run again safely.`
		: `The request was sent, so it may have been carried out. ${effect.submits}`;
}

/**
 * Whether an error is one of n8n's own. It is known by its look: a package that somebody has linked or put into
 * n8n's folder for own nodes can find another copy of n8n-workflow, with other classes, than n8n itself.
 */
function isOfN8n(error: unknown): error is Error & { description?: string | null } {
	const { message, level, tags } = (error ?? {}) as Partial<Record<string, unknown>>;
	return [message, level].every((text) => typeof text === 'string') && typeof tags === 'object';
}

/** The kind of an exception and where in this package it came up; nothing of its text. */
function placeOf(error: unknown): string {
	const { name, code, stack } = (error ?? {}) as Partial<
		Record<'name' | 'code' | 'stack', unknown>
	>;
	const kind = /^\w*(Error|Exception)$/.test(String(name)) ? name : typeof error;
	const byCode = /^[A-Z][A-Z\d_]+$/.test(String(code)) ? ` ${String(code)}` : '';
	const [, place] = /((?:nodes|credentials)[/\\][\w./\\-]+:\d+)/.exec(String(stack)) ?? [];
	return `${String(kind)}${byCode}${place ? ` at ${place.replace(/\\/g, '/')}` : ''}`;
}
