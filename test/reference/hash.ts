import { createHash, createHmac } from 'node:crypto';

/** The hash of a text as lower-case hexadecimal digits. */
export const hash = (algorithm: string, text: string): string =>
	createHash(algorithm).update(text).digest('hex');

/** The keyed hash of a text as lower-case hexadecimal digits. */
export const hmac = (algorithm: string, text: string, key: string): string =>
	createHmac(algorithm, key).update(text).digest('hex');
