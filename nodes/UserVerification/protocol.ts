import { createHmac } from 'node:crypto';

/** Parameters of an operation; null and undefined ones are neither signed nor sent (gap UV-07). */
export type Params = Record<string, unknown>;

export interface Key {
	apiKey: string;
	secretKey: string;
}

/** Parameters without those that have no value. */
export const present = (params: Params): Params =>
	Object.fromEntries(
		Object.entries(params).filter(([, value]) => value !== null && value !== undefined),
	);

/**
 * The headers that sign a request (接入说明, gap UV-06).
 *
 * @param params text parameters of a POST; a GET signs none, wherever it has them
 * @param now milliseconds since the epoch
 */
export function signHeaders(
	params: Params,
	{ apiKey, secretKey }: Key,
	now: number,
): { timestamp: string; apiKey: string; sign: string } {
	const timestamp = String(now);
	return { timestamp, apiKey, sign: hmac(stringToSign(params, apiKey, timestamp), secretKey) };
}

/** name=value pairs by descending name, raw and joined by "&" (签名内容, gap UV-13). */
export function stringToSign(params: Params, apiKey: string, timestamp: string): string {
	const values: Params = { ...present(params), apiKey, timestamp };
	// The default order of sort() is the one wanted: by UTF-16 code units.
	return Object.keys(values)
		.sort()
		.reverse()
		.map((name) => `${name}=${toText(values[name])}`)
		.join('&');
}

const toText = (value: unknown): string =>
	typeof value === 'object' ? JSON.stringify(value) : String(value);

/** HMAC-SHA512 as lower-case hex (签名, gap UV-12). */
const hmac = (text: string, secretKey: string): string =>
	createHmac('sha512', secretKey).update(text, 'utf8').digest('hex');

/** The answer's envelope (返回内容格式): `code`, `data`, `description`; undefined when the body is no such envelope. */
export function openEnvelope(
	body: unknown,
): { code: string; message: string; data: unknown } | undefined {
	const { code, data, description } = (body ?? {}) as Record<string, unknown>;
	if (typeof code !== 'string' && typeof code !== 'number') return undefined;
	const text = String(code);
	return { code: text === '000000' ? '' : text, message: String(description ?? ''), data };
}
