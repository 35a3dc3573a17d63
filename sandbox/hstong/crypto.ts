// Section 4 of the document, written from its words alone with crypto-js, so that the package's own
// implementation has something independent to agree with.
import CryptoJS from 'crypto-js';
import { encodedValues } from '../core/trace.ts';
import { accounts } from './accounts.ts';
import type { Account } from './accounts.ts';

/** The 3DES key of an AppSecret in its written forms. */
export interface DerivedKey {
	md5Hex: string;
	/** The key: the first 24 characters of the hexadecimal text, not of the raw hash (gap HST-06). */
	ascii: string;
	words: CryptoJS.lib.WordArray;
}

const keys = new Map<string, DerivedKey>();

/** Derives the 3DES key of an AppSecret (section 4 "数据加密", gap HST-06), once per secret. */
export function deriveKey(appSecret: string): DerivedKey {
	let key = keys.get(appSecret);
	if (!key) {
		const md5Hex = CryptoJS.MD5(appSecret).toString(CryptoJS.enc.Hex);
		const ascii = md5Hex.slice(0, 24);
		key = { md5Hex, ascii, words: CryptoJS.enc.Latin1.parse(ascii) };
		keys.set(appSecret, key);
	}
	return key;
}

const mode = { mode: CryptoJS.mode.ECB, padding: CryptoJS.pad.Pkcs7 };

/** BASE64(3DES(text)), standard alphabet, padded, no line breaks (gap HST-49). */
export function encrypt(text: string, appSecret: string): string {
	return CryptoJS.TripleDES.encrypt(text, deriveKey(appSecret).words, mode).toString();
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The plain text, or undefined where the text is no ciphertext of this key. */
export function decrypt(ciphertext: string, appSecret: string): string | undefined {
	if (ciphertext === '' || !base64.test(ciphertext)) return undefined;
	const words = CryptoJS.enc.Base64.parse(ciphertext);
	if (words.sigBytes % 8 !== 0) return undefined;
	const blocks = CryptoJS.lib.CipherParams.create({ ciphertext: words });
	// The padding is left on: crypto-js does not check it, and a wrong key shows there.
	const plain = CryptoJS.TripleDES.decrypt(blocks, deriveKey(appSecret).words, {
		...mode,
		padding: CryptoJS.pad.NoPadding,
	});
	const bytes = Buffer.from(plain.toString(CryptoJS.enc.Hex), 'hex');
	const padding = bytes[bytes.length - 1] ?? 0;
	if (padding < 1 || padding > 8) return undefined;
	const end = bytes.length - padding;
	if (bytes.subarray(end).some((byte) => byte !== padding)) return undefined;
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
			bytes.subarray(0, end),
		);
	} catch {
		return undefined;
	}
}

/**
 * The text that is hashed (section 4 "签名", gap HST-05): client_key leads, sign is left out, all
 * other text parameters follow by key in ascending code units, values as sent, before URL-encoding.
 */
export function stringToSign(
	params: Readonly<Record<string, string>>,
	appId: string,
	appSecret: string,
): string {
	let text = `client_key${appId}`;
	// The default order of sort() is by UTF-16 code units: upper case before lower case.
	for (const key of Object.keys(params).sort()) {
		if (key !== 'client_key' && key !== 'sign') text += key + params[key];
	}
	return `${text}client_secret${appSecret}`;
}

/** MD5 as 32 lower-case hexadecimal digits (gap HST-05). */
export function signText(text: string): string {
	return CryptoJS.MD5(text).toString(CryptoJS.enc.Hex);
}

/** What partners do wrong with a signature, each with the signature that comes of it. */
export function mistakesOf(
	signed: Readonly<Record<string, string>>,
	{ appId, appSecret }: Account,
): Array<[string, string]> {
	const entries = Object.entries(signed);
	const make = (pairs: Array<[string, string]>, secret = appSecret): string =>
		signText(stringToSign(Object.fromEntries(pairs), appId, secret));
	const text = stringToSign(signed, appId, appSecret);
	const unsorted = entries.filter(([name]) => name !== 'client_key' && name !== 'sign');
	return [
		['参数值经过了编码 values URL-encoded', make(encodedValues(entries))],
		['缺少空值参数 empty values left out', make(entries.filter(([, value]) => value !== ''))],
		[
			'未按名称排序 not sorted by name',
			signText(`client_key${appId}${unsorted.flat().join('')}client_secret${appSecret}`),
		],
		['缺少令牌 without the token', make(entries.filter(([name]) => name !== 'token'))],
		[
			'缺少 client_secret without the secret',
			signText(text.slice(0, -`client_secret${appSecret}`.length)),
		],
		...accounts.map((other): [string, string] => [
			`${other.appId} 的密钥 with the secret of ${other.appId}`,
			make(entries, other.appSecret),
		]),
	];
}
