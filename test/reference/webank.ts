// Sections 4.3.1 and 5.3 of WeBank's document: SHA-1 with a ticket over parameters and body, and the partner's replies.
import { randomBytes } from 'node:crypto';
import type { Account } from '../../sandbox/webank/accounts.ts';
import type { Envelope } from './client.ts';
import { hash } from './hash.ts';

export type Message = Record<'Plain' | 'Signature' | 'Timestamp' | 'transName' | 'SeqNo', string>;

/** 32 letters and digits (gap WB-33). */
const newNonce = (): string => randomBytes(16).toString('hex');

/** What is hashed: all values and the ticket, in ascending order, without anything between them. */
export const textToSign = (values: Array<string | null | undefined>, ticket: string): string =>
	[...values, ticket]
		.filter((value) => typeof value === 'string')
		.sort()
		.join('');

/** SHA-1 as upper-case digits. */
export const signText = (text: string): string => hash('sha1', text).toUpperCase();

/** Adds app id, session, nonce and signature to the query, whichever the operation has. */
export const envelope: Envelope<Account> = (draft, account, { proof = '' }) => {
	const { appId, signUploadJsonBody, uploadPartName } = account;
	const { fields, operation, query } = draft;
	const given = { app_id: appId, access_token: proof, nonce: newNonce() };
	for (const [name, value] of Object.entries(given)) {
		const isOwn = operation.params.some(
			(param) => param.name === name && param.by === 'credential',
		);
		if (isOwn && !query.some(([sent]) => sent === name)) query.push([name, value]);
	}
	if (operation.group === 'oauth') return;
	// Only 4.5.1 leaves the name of its part open (gap WB-50).
	if (operation.id === 'uploadFile')
		draft.files = draft.files.map((file) => ({
			...file,
			name: file.name.replace(/^file$/, uploadPartName),
		}));
	if (draft.contentType === 'application/json')
		draft.body ??= JSON.stringify(Object.fromEntries(fields));
	const signsBody =
		operation.group === 'business' || (operation.id === 'uploadJson' && signUploadJsonBody);
	// An empty type is in neither the address nor the signature (gap WB-06).
	draft.query = query.filter(([name, value]) => name !== 'type' || value !== '');
	const signed = draft.query.filter(([name]) =>
		['app_id', 'version', 'type', 'nonce'].includes(name),
	);
	const values = signed.map(([, value]) => value);
	if (signsBody) values.push(String(draft.body));
	draft.query.push(['sign', signText(textToSign(values, proof))]);
};

/** The text as Java's URLEncoder writes it. */
const javaEncode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

/** A message of 5.5, signed with the salt. */
export function buildMessage(
	text: string,
	salt: string,
	{ Timestamp = '', transName = '', SeqNo = '' }: Partial<Message>,
): Message {
	const Plain = javaEncode(text);
	return {
		Plain,
		Signature: hash('sha256', Plain + salt + Timestamp),
		Timestamp,
		transName,
		SeqNo,
	};
}

/** The reply to a notification repeats what could be read of it (gap WB-43). */
export const buildReply = (request: Partial<Message>, code: string, salt: string): Message =>
	buildMessage(JSON.stringify({ CODE: code, DESC: '系统处理成功' }), salt, request);
