// The sandbox's own reading of "rsa 加密 json" (7.1, gap QC-23), apart from what the nodes do.
import { constants, privateDecrypt } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Settings } from './settings.ts';

const fewestPaddingBytes = 8;

/** The bytes of Base64 or hexadecimal text; a text says what is wrong with it. */
export function readCipherText(
	text: string,
	output: Settings['rsaOutput'],
): Buffer | { fault: string } {
	if (output === 'hex') {
		const isHex = /^(?:[0-9a-f]{2})+$/i.test(text);
		return isHex ? Buffer.from(text, 'hex') : { fault: 'data is not hexadecimal' };
	}
	const bytes = Buffer.from(text, 'base64');
	// Buffer skips what is no Base64, such as the blanks that a "+" becomes when it is not escaped.
	const isBase64 = bytes.toString('base64') === text;
	return isBase64
		? bytes
		: { fault: 'data is not Base64 of the standard alphabet with its padding' };
}

/**
 * Takes the padding off a block: 00 02, at least eight bytes that are not 0, then 00 (RFC 8017, 7.2.2).
 * By hand, because OpenSSL answers a wrong padding with invented bytes instead of an error.
 */
function unpad(block: Buffer): Buffer | undefined {
	if (block[0] !== 0 || block[1] !== 2) return undefined;
	const end = block.indexOf(0, 2);
	return end < 2 + fewestPaddingBytes ? undefined : block.subarray(end + 1);
}

function decryptBlock(
	block: Buffer,
	key: KeyObject,
	padding: Settings['rsaPadding'],
): Buffer | undefined {
	try {
		if (padding === 'pkcs1')
			return unpad(privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, block));
		const oaepHash = padding === 'oaep' ? 'sha1' : 'sha256';
		return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, block);
	} catch {
		return undefined;
	}
}

/** Decrypts blocks of the size of the key, one after the other, and joins what they hold. */
export function decryptBlocks(
	cipher: Buffer,
	key: KeyObject,
	padding: Settings['rsaPadding'],
): Buffer | { fault: string } {
	const size = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
	if (cipher.length === 0 || cipher.length % size !== 0)
		return { fault: `data has ${cipher.length} bytes, which are no blocks of ${size}` };
	const parts: Buffer[] = [];
	for (let start = 0; start < cipher.length; start += size) {
		const part = decryptBlock(cipher.subarray(start, start + size), key, padding);
		if (!part) {
			const fault = `block ${start / size + 1} of data is not encrypted with the public key and ${padding}`;
			return { fault };
		}
		parts.push(part);
	}
	return Buffer.concat(parts);
}
