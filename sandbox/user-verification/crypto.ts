// 签名认证 of the document, written from its words alone with crypto-js, so that the package's own
// implementation has something independent to agree with.
import CryptoJS from 'crypto-js';
import { encodedValues } from '../core/trace.ts';
import { accounts } from './accounts.ts';
import type { Account } from './accounts.ts';

/**
 * The text that is hashed: name=value pairs by name in descending code units, joined by "&", values raw
 * (gap UV-13). An empty value stays as "name=" (gap UV-07).
 */
export function stringToSign(
	texts: Readonly<Record<string, string>>,
	apiKey: string,
	timestamp: string,
): string {
	// A body that brings its own apiKey or timestamp shows as a parameter that there is not.
	const pairs: Record<string, string> = { ...texts, apiKey, timestamp };
	// The default order of sort() is by UTF-16 code units.
	const names = Object.keys(pairs).sort().reverse();
	return names.map((name) => `${name}=${pairs[name] ?? ''}`).join('&');
}

/** HMAC-SHA512 as 128 lower-case hexadecimal digits (gap UV-12). */
export function signText(text: string, secretKey: string): string {
	return CryptoJS.HmacSHA512(text, secretKey).toString(CryptoJS.enc.Hex);
}

/** What partners do wrong with a signature, each with the signature that comes of it. */
export function mistakesOf(
	texts: Readonly<Record<string, string>>,
	{ apiKey, secretKey }: Account,
	timestamp: string,
): Array<[string, string]> {
	const entries = Object.entries(texts);
	const make = (pairs: Array<[string, string]>): string =>
		stringToSign(Object.fromEntries(pairs), apiKey, timestamp);
	const text = make(entries);
	const variants: Array<[string, string]> = [
		['按升序排列 in ascending order', text.split('&').reverse().join('&')],
		['参数值经过了编码 values URL-encoded', make(encodedValues(entries))],
		['缺少空值参数 empty values left out', make(entries.filter(([, value]) => value !== ''))],
		['只有请求头 without the parameters', make([])],
	];
	return [
		...variants.map(([mistake, variant]): [string, string] => [
			mistake,
			signText(variant, secretKey),
		]),
		...accounts.map((other): [string, string] => [
			`${other.apiKey} 的密钥 with the secret of ${other.apiKey}`,
			signText(text, other.secretKey),
		]),
	];
}
