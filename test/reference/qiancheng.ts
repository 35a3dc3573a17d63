// What Qiancheng Credit's document asks for beside the parameters: a token or a user name, and RSA for risk data.
import { constants, publicEncrypt } from 'node:crypto';
import type { Envelope } from './client.ts';

export type Padding = 'pkcs1' | 'oaep' | 'oaep-sha256';

export interface Account {
	username: string;
	password: string;
	/** The key of risk data and how they are encrypted and written. */
	publicKey?: string;
	padding?: Padding;
	output?: 'base64' | 'hex';
	bodyFormat?: 'form' | 'json';
}

const paddings = {
	pkcs1: { overhead: 11, how: { padding: constants.RSA_PKCS1_PADDING } },
	oaep: { overhead: 42, how: { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' } },
	'oaep-sha256': {
		...{ overhead: 66, how: { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' } },
	},
};

/** Encrypts bytes block by block with a public key (gap QC-23). */
export function encryptBlocks(
	plain: Buffer,
	publicKey: string,
	bits = 2048,
	padding: Padding = 'pkcs1',
): Buffer {
	const { how, overhead } = paddings[padding];
	const size = bits / 8 - overhead;
	const count = Math.ceil(plain.length / size);
	const blocks = Array.from({ length: count }, (_none, index) =>
		publicEncrypt({ key: publicKey, ...how }, plain.subarray(index * size, (index + 1) * size)),
	);
	return Buffer.concat(blocks);
}

/** Adds who calls, unless the call has it, and encrypts what the specification marks. */
export const envelope: Envelope<Account> = (draft, account, { proof }) => {
	const { bodyFormat, output = 'base64', padding, publicKey = '', username } = account;
	const { contentType, fields, operation } = draft;
	const needs = (name: string): boolean =>
		operation.params.some((param) => param.name === name && param.by && param.required === true) &&
		!fields.some(([given]) => given === name);
	if (needs('username')) fields.push(['username', username]);
	if (needs('token')) fields.push(['token', proof]);
	draft.fields = fields.map(([name, value]) => {
		const isSecret = operation.params.some((param) => param.name === name && param.encrypted);
		if (!isSecret || value === '') return [name, value];
		const cipher = encryptBlocks(Buffer.from(String(value)), publicKey, 2048, padding);
		return [name, cipher.toString(output)];
	});
	if (contentType !== null && bodyFormat === 'json') draft.contentType = 'application/json';
};
