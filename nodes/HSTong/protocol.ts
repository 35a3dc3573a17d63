import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

import { codeIn, wordsOf } from '../shared/values/json';

/** A parameter as text, and how it was written where it came in encoded for a form. */
export type Param = [name: string, value: string, encoded?: string];

export interface SigningOptions {
	appId: string;
	appSecret: string;
	/** Names of the parameters that are encrypted before they are signed. */
	encrypted: readonly string[];
}

/**
 * Completes and signs parameters (section 4, gap HST-05).
 *
 * @param params business parameters and the user's token
 * @param inPath parameters that are signed as well, but sent in the path
 * @param now milliseconds since the epoch
 * @returns all parameters to be sent, as form, query or multipart text parts
 */
export function signParams(
	params: Param[],
	inPath: Param[],
	options: SigningOptions,
	now: number,
): Param[] {
	const { appId, appSecret, encrypted } = options;
	const sent: Param[] = [];
	for (const param of params) {
		const [name, value] = param;
		if (name === 'client_key' || name === 'sign' || name === 'sign_time') continue;
		sent.push(encrypted.includes(name) ? [name, encrypt(value, appSecret)] : param);
	}
	sent.push(['sign_time', String(Math.floor(now / 1000))]);
	const signature = md5(stringToSign([...sent, ...inPath], options));
	return [...sent, ['client_key', appId], ['sign', signature]];
}

/** `client_key` + AppID + each key and value by ascending key + `client_secret` + AppSecret. */
export const stringToSign = (
	params: Param[],
	{ appId, appSecret }: Pick<SigningOptions, 'appId' | 'appSecret'>,
): string =>
	// This is the order of UTF-16 code units.
	`client_key${appId}${[...params]
		.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
		.map(([name, value]) => name + value)
		.join('')}client_secret${appSecret}`;

/** A value as it is sent: booleans as the account has them (gap HST-13), lists as JSON (gap HST-15). */
export function textOf(value: unknown, booleanStyle: 'word' | 'digit'): string {
	if (typeof value === 'boolean' && booleanStyle === 'digit') return value ? '1' : '0';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');

/** The first 24 ASCII characters of the hex MD5 of the AppSecret (gap HST-06). */
export const tripleDesKey = (appSecret: string): string => md5(appSecret).slice(0, 24);

/** 3DES (DESede/ECB/PKCS5Padding) of UTF-8 text, as Base64 (section 4, gap HST-49). */
export function encrypt(plaintext: string, appSecret: string): string {
	const cipher = createCipheriv('des-ede3-ecb', tripleDesKey(appSecret), null);
	return cipher.update(plaintext, 'utf8', 'base64') + cipher.final('base64');
}

/** The reverse of `encrypt`. A value that was not encrypted with this secret is returned as it is. */
export function decrypt(value: string, appSecret: string): string {
	try {
		const decipher = createDecipheriv('des-ede3-ecb', tripleDesKey(appSecret), null);
		return decipher.update(value, 'base64', 'utf8') + decipher.final('utf8');
	} catch {
		return value;
	}
}

/** The answer's envelope (section 4): `code`, `error`, `result`; undefined when the body is no such envelope. */
export function openEnvelope(
	body: unknown,
): { code: string; message: string; data: unknown } | undefined {
	const { code: given, error, result } = (body ?? {}) as Record<string, unknown>;
	const code = codeIn(given);
	if (code === undefined) return undefined;
	// As a number, 00000 is 0.
	return { code: /^0+$/.test(code) ? '' : code, message: wordsOf(error), data: result };
}
