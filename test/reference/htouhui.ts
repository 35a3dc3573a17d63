// Htouhui's document says nothing of signatures (gap HTH-01); these are the ways that an account can be set to, and the
// partner's side of a notification.
import { createSign, createVerify } from 'node:crypto';
import type { Account as Settings } from '../../sandbox/htouhui/accounts.ts';
import type { Envelope, Value } from './client.ts';
import { hash, hmac } from './hash.ts';

/** What an account is set to, with the keys of RSA: the partner's private one and the platform's public one. */
export interface Account extends Settings {
	privateKey?: string;
	publicKey?: string;
}

export type Fields = Record<string, string>;

/** name=value of every field with a value, by name, joined by "&". */
export function textToSign(fields: Array<[string, Value]>, signField: string): string {
	const pairs = fields.filter(([name, value]) => name !== signField && value);
	return pairs
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map((pair) => pair.join('='))
		.join('&');
}

function digest(text: string, account: Account): string {
	const { algorithm, hmacText, letterCase, secret, secretPlacement } = account;
	const around = {
		appendKey: `${text}&key=${secret}`,
		append: text + secret,
		prepend: secret + text,
		both: secret + text + secret,
	};
	const hex =
		algorithm === 'hmacSha256'
			? hmac('sha256', hmacText === 'alone' ? text : around.appendKey, secret)
			: hash(algorithm, around[secretPlacement]);
	return letterCase === 'upper' ? hex.toUpperCase() : hex;
}

/** Adds the common fields and the partner's signature; an account may want JSON, or have its own address of queries. */
export const envelope: Envelope<Account> = (draft, account) => {
	const {
		algorithm,
		bodyFormat,
		commonFields,
		privateKey = '',
		queryUserPath,
		signField,
	} = account;
	draft.path ||= queryUserPath;
	if (bodyFormat === 'json' && draft.operation.by !== 'browser')
		draft.contentType = 'application/json';
	draft.fields.push(...Object.entries(commonFields));
	if (algorithm === 'none') return;
	const text = textToSign([...draft.fields], signField);
	const byKey = () => createSign('RSA-SHA256').update(text).sign(privateKey, 'base64');
	draft.fields.push([signField, algorithm === 'rsaSha256' ? byKey() : digest(text, account)]);
};

/** Whether a message of the platform is rightly signed. */
function isAuthentic(fields: Fields, account: Account): boolean {
	const { algorithm, publicKey = '', signField } = account;
	if (algorithm === 'none') return true;
	const signature = fields[signField] ?? '';
	const text = textToSign(Object.entries(fields), signField);
	if (algorithm !== 'rsaSha256') return signature === digest(text, account);
	return createVerify('RSA-SHA256').update(text).verify(publicKey, signature, 'base64');
}

/** The fields of a form in which each comes once, or of a JSON object of texts and numbers. */
function readFields(contentType: string, body: string): Fields | undefined {
	let pairs: Array<[string, unknown]> = [];
	if (contentType.startsWith('application/x-www-form-urlencoded'))
		pairs = [...new URLSearchParams(body)];
	else if (contentType.startsWith('application/json')) pairs = Object.entries(JSON.parse(body));
	const isUnique = new Set(pairs.map(([name]) => name)).size === pairs.length;
	const areTexts = pairs.every(([, value]) => typeof value === 'string' || Number.isInteger(value));
	if (!isUnique || !areTexts) return undefined;
	return Object.fromEntries(pairs.map(([name, value]) => [name, String(value)]));
}

/** The partner's side of the notification: undefined when it is refused. */
export function receive(contentType: string, body: string, account: Account): Fields | undefined {
	const fields = readFields(contentType, body);
	// A page call of the partner's own is signed by the same rule (gap HTH-20).
	if (!fields || 'notify_url' in fields || 'return_url' in fields) return undefined;
	const required = ['htouhui_user_id', 'third_party_user_id', 'status'];
	if (required.some((name) => !fields[name]) || !isAuthentic(fields, account)) return undefined;
	const common = Object.entries(account.commonFields);
	const isOurs = common.every(([name, value]) => fields[name] === value);
	return isOurs && /^[0-3]$/.test(fields.status ?? '') ? fields : undefined;
}
