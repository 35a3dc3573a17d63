import { constants, publicEncrypt, type KeyObject } from 'node:crypto';

import { codeIn, wordsOf } from '../shared/values/json';

/** A value of a form as PHP's http_build_query writes it (gap QC-08): true is 1, false is 0. */
export const formText = (value: unknown): string =>
	typeof value === 'boolean' ? String(Number(value)) : String(value);

/** Upper-cases the check character of an identity card number (gap QC-11). */
export const normalizeIdCard = (value: string): string => value.replace(/x$/, 'X');

/**
 * How long a token is used (gap QC-10): half an hour less than it is valid; a validity that is too short
 * for that is taken as 24 hours.
 *
 * @param hours as configured
 * @returns the hours to ask for, and the seconds after which to renew
 */
export function tokenLifetime(hours: number): { hoursSent: number; cacheSeconds: number } {
	const hoursSent = hours * 3600 - 1800 > 0 ? hours : 24;
	return { hoursSent, cacheSeconds: hoursSent * 3600 - 1800 };
}

export const TOKEN_REFUSED = '令牌验证失败'; // gap QC-09

/** The envelope: `code` is a number, 0 is success, `msg` comes only with other codes (gap QC-43). */
export function openEnvelope(
	body: unknown,
): { code: string; message: string; data: unknown } | undefined {
	const { code: given, msg, data } = (body ?? {}) as Record<string, unknown>;
	const code = codeIn(given);
	if (code === undefined || !/^-?\d+$/.test(code)) return undefined;
	return { code: code === '0' ? '' : code, message: wordsOf(msg), data };
}

export type Padding = 'pkcs1' | 'oaep';

/** The most bytes that one block holds: RFC 8017, sections 7.1.1 and 7.2.1 (SHA-1 has 20 bytes). */
export function blockSize(key: KeyObject, padding: Padding): number {
	const bytes = Number(key.asymmetricKeyDetails?.modulusLength) / 8;
	return bytes - (padding === 'pkcs1' ? 11 : 42);
}

/** Encrypts one block of at most `blockSize` bytes (gap QC-23). */
export const encryptBlock = (key: KeyObject, padding: Padding, block: Buffer): Buffer =>
	publicEncrypt(
		{
			key,
			padding: padding === 'pkcs1' ? constants.RSA_PKCS1_PADDING : constants.RSA_PKCS1_OAEP_PADDING,
		},
		block,
	);
