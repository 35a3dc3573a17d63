import { createHmac } from 'node:crypto';

import { codeIn, wordsOf } from '../shared/values/json';

/** A parameter as text (gap UV-13), and how it was written where it came in encoded. */
export type Param = [name: string, value: string, encoded?: string];

export interface Key {
	apiKey: string;
	secretKey: string;
}

/**
 * The headers that sign a request (接入说明, gap UV-06).
 *
 * @param params text parameters of a POST; a GET signs none, wherever it has them
 * @param now milliseconds since the epoch
 */
export function signHeaders(
	params: Param[],
	{ apiKey, secretKey }: Key,
	now: number,
): { timestamp: string; apiKey: string; sign: string } {
	const timestamp = String(now);
	return { timestamp, apiKey, sign: hmac(stringToSign(params, apiKey, timestamp), secretKey) };
}

/** name=value pairs by descending name, raw and joined by "&" (签名内容, gap UV-13). */
export const stringToSign = (params: Param[], apiKey: string, timestamp: string): string =>
	[
		...params.filter(([name]) => name !== 'apiKey' && name !== 'timestamp'),
		['apiKey', apiKey],
		['timestamp', timestamp],
	]
		// This is the order of UTF-16 code units.
		.sort(([one], [other]) => (one < other ? 1 : one > other ? -1 : 0))
		.map(([name, value]) => `${name}=${value}`)
		.join('&');

/** HMAC-SHA512 as lower-case hex (签名, gap UV-12). */
const hmac = (text: string, secretKey: string): string =>
	createHmac('sha512', secretKey).update(text, 'utf8').digest('hex');

/** The answer's envelope (返回内容格式): `code`, `data`, `description`; undefined when the body is no such envelope. */
export function openEnvelope(
	body: unknown,
): { code: string; message: string; data: unknown } | undefined {
	const { code: given, data, description } = (body ?? {}) as Record<string, unknown>;
	const code = codeIn(given);
	if (code === undefined) return undefined;
	// As a number, 000000 is 0.
	return { code: /^0+$/.test(code) ? '' : code, message: wordsOf(description), data };
}
