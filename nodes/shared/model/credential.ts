import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { isSafe } from '../values/numbers';
import { emptyFault, UNSEEN } from '../values/text';
import { SetupProblem } from './errors';

/** A field of a credential: its name, and what the user sees of it. */
export type CredentialField = [name: string, displayName: string];

type Credential = ICredentialDataDecryptedObject;

/**
 * Keeps what is made of a credential, which n8n passes as one object for all items of an execution: to read
 * and check its texts takes longer than to sign.
 */
export function oncePerCredential<T>(make: (credential: Credential) => T) {
	const made = new WeakMap<Credential, { value: T }>();
	return (credential: Credential): T => {
		const original = originals.get(credential) ?? credential;
		const known = made.get(original) ?? { value: make(credential) };
		made.set(original, known);
		return known.value;
	};
}

const originals = new WeakMap<Credential, Credential>();

/** A copy of a credential with another session, which nothing else that is made of it depends on. */
export function withSession(credential: Credential, session: Credential[string]): Credential {
	const copy = { ...credential, session };
	originals.set(copy, originals.get(credential) ?? credential);
	return copy;
}

const ORDINARY = /^[!-~]*$/;
const UNTYPED = String.raw`${UNSEEN}\p{Cc}`;
const ENDS = new RegExp(`^[\\s${UNTYPED}]+|[\\s${UNTYPED}]+$`, 'gu');
const UNTYPED_ENDS = new RegExp(`^[${UNTYPED}]+|[${UNTYPED}]+$`, 'gu');
const INVISIBLE = new RegExp(`[${UNTYPED}\\p{Zl}\\p{Zp}]|(?! )\\p{Zs}`, 'u');

/**
 * Reads a text as it is, a passphrase for example, which may end in a blank. Its field may be an expression.
 *
 * @throws InputProblem for what is no text: it would be signed with, and refused as a wrong secret
 */
export function exactText(credential: Credential, [name, displayName]: CredentialField): string {
	const value: unknown = credential[name] ?? '';
	if (typeof value === 'string') return value;
	if (typeof value === 'number' && isSafe(value)) return String(value);
	throw new SetupProblem(
		`The credential's '${displayName}' is no text`,
		'It is an expression that results in an object, a list, a truth value or a number that has lost digits. Pick the text itself.',
	);
}

/**
 * Reads a text of a credential: an account, a key, a secret. It was probably pasted from a mail or a chat,
 * which leave something invisible at its ends.
 *
 * @returns the text without that; '' for none
 * @throws InputProblem when something invisible is inside, or it stands for no value
 */
export function credentialText(credential: Credential, field: CredentialField): string {
	const given = exactText(credential, field);
	const text = ORDINARY.test(given) ? given : given.replace(ENDS, '');
	refuseInvisible(text, field[1]);
	refuseEmpty(text, field[1]);
	return text;
}

/**
 * Reads a choice of a credential, or a switch as 'true' or 'false'. Its field may be an expression.
 *
 * @param choices the values that there are; the first counts where the field is not shown
 * @throws InputProblem for anything else: another setting would take the place of the one that was meant
 */
export function credentialChoice<T extends string>(
	credential: Credential,
	field: CredentialField,
	choices: readonly T[],
): T {
	const [name, displayName] = field;
	// n8n leaves out fields that are not shown.
	if (!Object.hasOwn(credential, name)) return choices[0];
	const given = credential[name];
	const text = typeof given === 'boolean' ? String(given) : credentialText(credential, field);
	const chosen = choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
	if (chosen !== undefined) return chosen;
	throw new SetupProblem(
		`The credential's '${displayName}' ${text === '' ? 'is empty' : 'is none of its choices'}`,
		`It takes ${choices.join(', ')}. Where it is an expression, see what that results in.`,
	);
}

/** The format that an account wants the bodies of its requests in. */
export const wantedBodyFormat = oncePerCredential((credential) =>
	credentialChoice(credential, ['bodyFormat', 'Body Format'], ['form', 'json']),
);

/** Whether a switch of a credential, which is off where it is not shown, is on. */
export const isSwitchedOn = (credential: Credential, field: CredentialField): boolean =>
	credentialChoice(credential, field, ['false', 'true']) === 'true';

/** Reads a text as `credentialText` does, without which nothing can be sent. */
export const neededText = (credential: Credential, field: CredentialField): string =>
	needed(credentialText(credential, field), field);

/** A password: blanks at its ends may belong to it, line breaks and invisible characters cannot be typed. */
export function neededPassword(credential: Credential, field: CredentialField): string {
	const text = exactText(credential, field).replace(UNTYPED_ENDS, '');
	refuseInvisible(text, field[1]);
	return needed(text.trim() === '' ? '' : text, field);
}

function needed(text: string, field: CredentialField): string {
	if (text !== '') return text;
	throw new SetupProblem(
		`The credential has no '${field[1]}'`,
		'Enter it in the credential; where it is an expression, see what that results in.',
	);
}

/**
 * Reads a text that is pasted from a file, with the line breaks that it has.
 *
 * @throws InputProblem when something invisible is inside
 */
export function pastedText(credential: Credential, field: CredentialField): string {
	const given = exactText(credential, field).replace(ENDS, '');
	refuseInvisible(given.replace(/[\r\n\t]/g, ''), field[1]);
	refuseEmpty(given, field[1]);
	return given;
}

function refuseInvisible(text: string, displayName: string): void {
	const [found] = INVISIBLE.exec(text) ?? [];
	if (found === undefined) return;
	const codePoint = found.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
	throw new SetupProblem(
		`The credential's '${displayName}' holds an invisible character (U+${codePoint})`,
		'Empty the field and enter the text again: a document or a chat has put that character into it.',
	);
}

function refuseEmpty(text: string, displayName: string): void {
	const fault = emptyFault(text);
	if (fault === undefined) return;
	throw new SetupProblem(`The credential's '${displayName}' ${fault.english}`, fault.remedy);
}

/**
 * Reads the address of a host. The paths belong to the operations.
 *
 * @returns scheme, host and port
 * @throws InputProblem when it is anything else
 */
export function credentialHost(credential: Credential, field: CredentialField): string {
	const address = neededText(credential, field);
	const fault = faultOf(address);
	if (fault === undefined) return new URL(address).origin;
	throw new SetupProblem(
		`The credential's '${field[1]}' ${fault}`,
		'Enter the address up to the host, such as https://api.example.com, with its port if it has one; the node adds what follows.',
	);
}

/** Reads the address in front of the paths that a user enters. */
export const enteredBaseUrl = (credential: Credential): string =>
	credentialHost(credential, ['baseUrl', 'Base URL']);

/**
 * Reads where requests go in the environment that is chosen.
 *
 * @param known the addresses of the environments, the first of which counts where the field is not shown
 * @param entered reads the address of another one
 * @throws InputProblem when none of them is chosen, or when what was entered is no address
 */
export function addressOfEnvironment<T>(
	credential: Credential,
	known: Record<string, T | undefined>,
	entered: (credential: Credential) => T,
): T {
	const choices = [...Object.keys(known), 'custom'];
	const chosen = credentialChoice(credential, ['environment', 'Environment'], choices);
	return known[chosen] ?? entered(credential);
}

function faultOf(address: string): string | undefined {
	if (!/^https?:\/\//i.test(address)) return 'must begin with https://';
	if (!URL.canParse(address)) return 'is no address';
	const { username, password, pathname, search, hash } = new URL(address);
	if (username !== '' || password !== '') return 'must hold no user name or password';
	if (search !== '' || hash !== '' || /[?#]/.test(address)) return 'must hold no query';
	return /^\/+$/.test(pathname) ? undefined : `must hold no path such as ${pathname}`;
}
