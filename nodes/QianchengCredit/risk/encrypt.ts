import type { KeyObject } from 'node:crypto';
import { sleep } from 'n8n-workflow';

import { blockSize, encryptBlock, type Padding } from '../protocol';

/** Blocks between two looks at other work: about 5 ms with a key of 2048 bits. */
const BLOCKS_AT_A_TIME = 200;

/**
 * Encrypts a text of any length: UTF-8, cut into blocks, the encrypted blocks one after the other
 * (gap QC-23). Node encrypts on the main thread, so it gives way to other work again and again.
 */
export async function encryptText(
	text: string,
	key: KeyObject,
	padding: Padding,
	output: 'base64' | 'hex',
): Promise<string> {
	const plain = Buffer.from(text, 'utf8');
	const size = blockSize(key, padding);
	const blocks: Buffer[] = [];
	for (let start = 0; start < plain.length; start += size) {
		blocks.push(encryptBlock(key, padding, plain.subarray(start, start + size)));
		if (blocks.length % BLOCKS_AT_A_TIME === 0) await sleep(0);
	}
	return Buffer.concat(blocks).toString(output);
}

/** Compresses outside of the main thread. */
export async function gzip(text: string): Promise<Buffer> {
	// Encoding megabytes as a form has just taken its time.
	await sleep(0);
	const compressed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
	return Buffer.from(await new Response(compressed).arrayBuffer());
}
