// 签名认证 of the document, written from its words alone with crypto-js, so that the package's own
// implementation has something independent to agree with.
import CryptoJS from 'crypto-js';

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
