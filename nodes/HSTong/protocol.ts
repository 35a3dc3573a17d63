import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

/** Form or query parameters; null and undefined ones are neither signed nor sent (gap HST-39). */
export type Params = Record<string, unknown>;

export interface SigningOptions {
	appId: string;
	appSecret: string;
	/** How booleans look on the wire (gap HST-13). */
	booleanStyle: 'word' | 'digit';
	/** Names of the parameters that are encrypted before they are signed. */
	encrypted: readonly string[];
}

/**
 * Completes and signs parameters (section 4, gap HST-05).
 *
 * @param params business parameters and the user's token, not yet encoded
 * @param now milliseconds since the epoch
 * @returns all parameters as text, in the order of their keys, to be encoded as form, query or
 *          multipart text parts
 */
export function signParams(
	params: Params,
	options: SigningOptions,
	now: number,
): Record<string, string> {
	const text = toText({ ...params, sign_time: Math.floor(now / 1000) }, options);
	return {
		...text,
		client_key: options.appId,
		sign: md5(stringToSign(text, options)),
	};
}

/** `client_key` + AppID + each key and value by ascending key + `client_secret` + AppSecret. */
export function stringToSign(
	text: Record<string, string>,
	{ appId, appSecret }: Pick<SigningOptions, 'appId' | 'appSecret'>,
): string {
	// The default order of sort() is the one wanted: by UTF-16 code units.
	const pairs = Object.keys(text)
		.sort()
		.map((key) => key + text[key]);
	return `client_key${appId}${pairs.join('')}client_secret${appSecret}`;
}

function toText(
	params: Params,
	{ appSecret, booleanStyle, encrypted }: SigningOptions,
): Record<string, string> {
	const text: Record<string, string> = {};
	for (const [name, value] of Object.entries(params)) {
		if (value === null || value === undefined) continue;
		const plain = valueToText(value, booleanStyle);
		text[name] = encrypted.includes(name) ? encrypt(plain, appSecret) : plain;
	}
	return text;
}

function valueToText(value: unknown, booleanStyle: SigningOptions['booleanStyle']): string {
	if (typeof value === 'boolean' && booleanStyle === 'digit') return value ? '1' : '0';
	// scOthers is a JSON array as a string (gap HST-15).
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
	const { code, error, result } = (body ?? {}) as Record<string, unknown>;
	if (typeof code !== 'string' && typeof code !== 'number') return undefined;
	const text = String(code);
	return { code: text === '00000' ? '' : text, message: String(error ?? ''), data: result };
}
