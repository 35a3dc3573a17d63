import {
	createHash,
	createHmac,
	sign as signWithKey,
	verify as verifyWithKey,
	type KeyObject,
} from 'node:crypto';

import { sameText } from '../shared/values/sameText';

/** The fields of a message; an empty one is sent, and not signed. */
export type Fields = Record<string, string>;

/** A field that is sent, and how it was written where it came in encoded. */
export type SentField = [name: string, value: string, encoded?: string];

/** How messages are signed. The document lacks the section that says so (gap HTH-01). */
export interface SignatureSettings {
	algorithm: 'none' | 'md5' | 'sha256' | 'hmacSha256' | 'rsaSha256';
	signField: string;
	/** The secret of MD5, SHA-256 and HMAC-SHA256. */
	secret: string;
	/** The place where MD5 and SHA-256 have the secret: text&key=…, text…, …text, …text… */
	secretPlacement: 'appendKey' | 'append' | 'prepend' | 'both';
	/** What HMAC-SHA256 hashes: the text alone, or text&key=… */
	hmacText: 'alone' | 'appendKey';
	/** The case of hexadecimal digits; an RSA signature is in Base64. */
	letterCase: 'lower' | 'upper';
	/** The key of RSA-SHA256 as PEM. */
	privateKey: string;
}

/** What verifies the provider's messages: any of the secrets or public keys. */
export interface Verification {
	settings: SignatureSettings;
	secrets: string[];
	/** The keys as PEM, several in a row while the provider changes its key. */
	publicKeys: KeyObject[];
}

/** name=value of all fields with a value but the signature, by ascending name, raw, joined by "&". */
export const stringToSign = (fields: SentField[], signField: string): string =>
	fields
		.filter(([name, value]) => name !== signField && value !== '')
		// This is the order of UTF-16 code units.
		.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
		.map(([name, value]) => `${name}=${value}`)
		.join('&');

function withSecret(text: string, secret: string, { secretPlacement }: SignatureSettings): string {
	switch (secretPlacement) {
		case 'append':
			return text + secret;
		case 'prepend':
			return secret + text;
		case 'both':
			return secret + text + secret;
		default:
			return `${text}&key=${secret}`;
	}
}

/** The signature of a text by a secret, as hexadecimal digits in lower case. */
function digest(text: string, secret: string, settings: SignatureSettings): string {
	if (settings.algorithm === 'hmacSha256') {
		const whole = settings.hmacText === 'appendKey' ? `${text}&key=${secret}` : text;
		return createHmac('sha256', secret).update(whole, 'utf8').digest('hex');
	}
	return createHash(settings.algorithm === 'md5' ? 'md5' : 'sha256')
		.update(withSecret(text, secret, settings), 'utf8')
		.digest('hex');
}

/** The signature of a text; '' when nothing is signed. */
function signText(text: string, settings: SignatureSettings): string {
	const { algorithm, letterCase, privateKey, secret } = settings;
	if (algorithm === 'none') return '';
	if (algorithm === 'rsaSha256') {
		return signWithKey('sha256', Buffer.from(text, 'utf8'), privateKey).toString('base64');
	}
	const digits = digest(text, secret, settings);
	return letterCase === 'upper' ? digits.toUpperCase() : digits;
}

/** The fields with their signature; one that they bring along is replaced. */
export function signFields(fields: SentField[], settings: SignatureSettings): SentField[] {
	if (settings.algorithm === 'none') return fields;
	const { signField } = settings;
	const others = fields.filter(([name]) => name !== signField);
	return [...others, [signField, signText(stringToSign(others, signField), settings)]];
}

/** Whether the signature of a message fits. Where nothing is signed, nothing is checked (gap HTH-09). */
export function isAuthentic(
	fields: Fields,
	{ settings, secrets, publicKeys }: Verification,
): boolean {
	const { algorithm, signField } = settings;
	if (algorithm === 'none') return true;
	const signature = Object.hasOwn(fields, signField) ? fields[signField] : '';
	const text = stringToSign(Object.entries(fields), signField);
	if (algorithm === 'rsaSha256') {
		const bytes = Buffer.from(signature, 'base64');
		// Buffer skips what is not Base64, so the text is looked at first.
		if (bytes.length === 0 || bytes.toString('base64') !== signature) return false;
		return publicKeys.some((key) => verifyWithKey('sha256', Buffer.from(text, 'utf8'), key, bytes));
	}
	return secrets
		.filter((secret) => secret !== '')
		.some((secret) => sameText(digest(text, secret, settings), signature.toLowerCase()));
}

/** The documented message has four fields; its common ones are not many more. */
const MOST_FIELDS = 200;

/**
 * Reads a form strictly, since its values are signed as received: undefined when a field comes twice, when
 * an escape or UTF-8 is broken, or when a field could harm whoever copies an execution. What carries nothing is
 * left out: white space around the form, which is encoded inside it, and an "&" too many.
 */
export function parseForm(text: string): Fields | undefined {
	const given = text.trim().split('&', MOST_FIELDS + 1);
	const filled = given.filter((pair) => pair !== '' || given.length === 1);
	const pairs = filled.map((pair) => {
		const at = pair.indexOf('=');
		return at < 0
			? [formDecode(pair), '']
			: [formDecode(pair.slice(0, at)), formDecode(pair.slice(at + 1))];
	});
	return pairs.flat().includes(undefined) ? undefined : toFields(pairs as Array<[string, string]>);
}

/**
 * The fields of pairs, which a JSON object may have as texts, whole numbers or null; undefined when there are too
 * many, and when a name comes twice, is empty or is no name.
 */
export function toFields(pairs: Array<[string, unknown]>): Fields | undefined {
	const names = new Set(pairs.map(([name]) => name));
	const given = pairs.filter(([, value]) => value !== null);
	const isRight =
		names.size === pairs.length &&
		names.size <= MOST_FIELDS &&
		!names.has('') &&
		!names.has('__proto__') &&
		given.every(([, value]) => typeof value === 'string' || Number.isSafeInteger(value));
	return isRight
		? Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
		: undefined;
}

function formDecode(text: string): string | undefined {
	try {
		return decodeURIComponent(text.replace(/\+/g, '%20'));
	} catch {
		return undefined;
	}
}

/** What to ask for after a status: the type of the next page call, null when all is done (gap HTH-19). */
export const afterStatus = (status: string): { nextType: string | null; done: boolean } => ({
	nextType: ['0', '1', '2'].includes(status) ? status : null,
	done: status === '3',
});

/** The fields of a notification; a card is only there once the account has been opened. */
const NOTIFICATION_FIELDS = ['htouhui_user_id', 'third_party_user_id', 'status'] as const;

/**
 * The field of a page call in whose value a status stands as a field of its own; undefined when there is none.
 * Values are not escaped in the text that is signed, so the browser could send it back, with the fields cut
 * differently, as a notification that is rightly signed (gap HTH-20).
 */
export const statusInside = (fields: Fields): string | undefined =>
	Object.keys(fields).find((name) => /(^|&)status=/.test(`${name}=${fields[name]}`));

/** What every page call has, however its signed text is cut into fields, and no notification. */
const isPageCall = (text: string): boolean => /(^|&)(notify|return)_url=/.test(text);

/** Why a message is refused. */
export type Fault = 'unreadable' | 'signature' | 'pageCall' | 'incomplete' | 'status';

export type Verdict = { ok: true; fields: Fields } | { ok: false; fault: Fault; field?: string };

/**
 * Verifies a message of the provider: signed rightly, complete, with a status that the document knows. The
 * signature comes first, so that nothing is looked at that was not signed.
 *
 * @param fields as received; undefined when the message could not be read
 */
export function verifyMessage(fields: Fields | undefined, verification: Verification): Verdict {
	if (fields === undefined) return { ok: false, fault: 'unreadable' };
	if (!isAuthentic(fields, verification)) return { ok: false, fault: 'signature' };
	const { signField } = verification.settings;
	if (isPageCall(stringToSign(Object.entries(fields), signField)))
		return { ok: false, fault: 'pageCall' };
	const missing = NOTIFICATION_FIELDS.find(
		(name) => !Object.hasOwn(fields, name) || fields[name] === '',
	);
	if (missing) return { ok: false, fault: 'incomplete', field: missing };
	if (!/^[0-3]$/.test(fields.status)) return { ok: false, fault: 'status' };
	return { ok: true, fields };
}

/**
 * The same for each delivery of one result, another for the next result of the same user: of all fields that are
 * signed, the common ones among them (gap HTH-21).
 *
 * @param attempt what tells apart the page calls that results belong to, beside the message
 */
export const dedupeKeyOf = (fields: Fields, signField: string, attempt: string): string =>
	createHash('sha256')
		.update(`${attempt}\n${stringToSign(Object.entries(fields), signField)}`, 'utf8')
		.digest('hex');

/** What an answer holds of a refusal: none of it is documented (gap HTH-13), so all of it. */
const LONGEST_TEXT = 500;

/**
 * An answer without envelope (gap HTH-01): its fields are at the top. Only the status of HTTP tells a
 * refusal; what the server itself is out of order with is not looked at.
 */
export function openEnvelope(
	body: unknown,
	httpStatus = 200,
): { code: string; message: string; data: unknown } | undefined {
	const isRefusal = httpStatus >= 400 && httpStatus < 500 && httpStatus !== 429;
	const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
	if (!isObject || (httpStatus >= 300 && !isRefusal)) return undefined;
	return {
		code: isRefusal ? `HTTP ${httpStatus}` : '',
		message: isRefusal ? textOf(body) : '',
		data: body,
	};
}

/** An answer as a text for people. */
export const textOf = (body: object): string => JSON.stringify(body).slice(0, LONGEST_TEXT);
