// Sections 4.3.1 and 5.3 of the document, written from its words alone with crypto-js, so that the
// package's own implementation has something independent to agree with.
import CryptoJS from 'crypto-js';
import { parseJson } from '../core/json.ts';

type Hasher = ReturnType<typeof CryptoJS.algo.SHA1.create>;

// Files are hashed in parts, because crypto-js holds a number for every four bytes that it is given at once.
const part = 64 * 1024;

function hash(hasher: Hasher, text: string): string {
	const bytes = Buffer.from(text, 'utf8');
	for (let start = 0; start < bytes.length; start += part) {
		hasher.update(CryptoJS.lib.WordArray.create(bytes.subarray(start, start + part)));
	}
	return hasher.finalize().toString(CryptoJS.enc.Hex);
}

/**
 * The text that is hashed (4.3.1): the values and the ticket in ascending UTF-16 code units, joined
 * without separator. Absent values are left out; an empty one adds nothing (gap WB-06).
 */
export function stringToSign(
	values: ReadonlyArray<string | null | undefined>,
	ticket: string,
): string {
	// The default order of sort() is that of java.util.Collections.sort on strings (gap WB-39).
	return [...values, ticket]
		.filter((value) => value !== null && value !== undefined)
		.sort()
		.join('');
}

/** SHA-1 as 40 upper-case hexadecimal digits. */
export function signText(text: string): string {
	return hash(CryptoJS.algo.SHA1.create(), text).toUpperCase();
}

/** SHA-256 of Plain + salt + Timestamp as 64 lower-case hexadecimal digits (5.3, gap WB-10). */
export function signPlain(plain: string, salt: string, timestamp: string): string {
	return hash(CryptoJS.algo.SHA256.create(), plain + salt + timestamp);
}

const escape = (character: string): string =>
	`%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** java.net.URLEncoder with UTF-8: letters, digits and . - * _ stay, a space becomes + (gap WB-40). */
export function javaUrlEncode(text: string): string {
	return encodeURIComponent(text)
		.replace(/[!'()~]/g, escape)
		.replace(/%20/g, '+');
}

/** java.net.URLDecoder with UTF-8: + is a space; undefined where an escape is broken. */
export function javaUrlDecode(text: string): string | undefined {
	try {
		return decodeURIComponent(text.replace(/\+/g, ' '));
	} catch {
		return undefined;
	}
}

/** What partners do wrong with a signature, each with the signature that comes of it. */
export function mistakesOf(
	signed: ReadonlyArray<string | undefined>,
	ticket: string,
): Array<[string, string]> {
	const body = signed[4];
	const parsed = parseJson(body);
	const rewritten = (value: string | undefined): string =>
		stringToSign([...signed.slice(0, 4), value], ticket);
	const variants: Array<[string, string]> = [
		['未排序 not sorted', [...signed, ticket].join('')],
		['缺少票据 without the ticket', stringToSign(signed, '')],
		['缺少请求体 without the body', rewritten(undefined)],
		[
			'请求体重新序列化过 the body written anew',
			rewritten(parsed === undefined ? body : JSON.stringify(parsed)),
		],
		['请求体去掉了空白 the body trimmed', rewritten(body?.trim())],
	];
	return variants.map(([mistake, text]) => [mistake, signText(text)]);
}
