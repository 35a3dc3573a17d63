// A second client of the provider, written from the document and from the signature settings alone with
// crypto-js. It shares no code with the package or with the sandbox, so that two implementations must agree.
import CryptoJS from 'crypto-js';
import { createSign, createVerify } from 'node:crypto';
import { exchange } from './exchange.ts';
import type { Exchanged } from './exchange.ts';

export const paths = {
	registerUser: '/openapi/user/register',
	openAccount: '/openapi/user/openAccount',
	/** The document has none (gap HTH-03); the sandbox's. */
	queryUser: '/openapi/user/query',
} as const;

export type OperationId = keyof typeof paths;
export type Fields = Record<string, string>;

/** What an account is set to. */
export interface Settings {
	baseUrl: string;
	commonFields: Fields;
	algorithm: 'none' | 'md5' | 'sha256' | 'hmacSha256' | 'rsaSha256';
	signField?: string;
	secret?: string;
	secretPlacement?: 'appendKey' | 'append' | 'prepend' | 'both';
	hmacText?: 'alone' | 'appendKey';
	letterCase?: 'lower' | 'upper';
	/** The partner's private key and the platform's public one, of RSA-SHA256. */
	privateKey?: string;
	publicKey?: string;
	bodyFormat?: 'form' | 'json';
	queryUserPath?: string;
	notificationReply?: string;
}

/** name=value of every field with a value, by name, joined by "&". */
function textOf(fields: Fields, signField: string): string {
	const pairs = Object.entries(fields).filter(([name, value]) => name !== signField && value);
	return pairs
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map((pair) => pair.join('='))
		.join('&');
}

function digest(text: string, settings: Settings): string {
	const { algorithm, hmacText, letterCase, secret = '', secretPlacement = 'appendKey' } = settings;
	const before = secretPlacement === 'prepend' || secretPlacement === 'both' ? secret : '';
	const after = { appendKey: `&key=${secret}`, append: secret, both: secret, prepend: '' };
	const whole = before + text + after[secretPlacement];
	const hex =
		algorithm === 'md5'
			? CryptoJS.MD5(whole).toString()
			: algorithm === 'sha256'
				? CryptoJS.SHA256(whole).toString()
				: CryptoJS.HmacSHA256(
						hmacText === 'appendKey' ? text + after.appendKey : text,
						secret,
					).toString();
	return letterCase === 'upper' ? hex.toUpperCase() : hex;
}

/** The fields with the common ones and the partner's signature. */
export function signFields(fields: Fields, settings: Settings): Fields {
	const { algorithm, privateKey = '', signField = 'sign' } = settings;
	const all = { ...settings.commonFields, ...fields };
	if (algorithm === 'none') return all;
	const text = textOf(all, signField);
	const signature =
		algorithm === 'rsaSha256'
			? createSign('RSA-SHA256').update(text).sign(privateKey, 'base64')
			: digest(text, settings);
	return { ...all, [signField]: signature };
}

/** Whether a message of the platform is rightly signed. */
export function isAuthentic(fields: Fields, settings: Settings): boolean {
	const { algorithm, publicKey = '', signField = 'sign' } = settings;
	if (algorithm === 'none') return true;
	const { [signField]: signature = '' } = fields;
	const text = textOf(fields, signField);
	if (algorithm !== 'rsaSha256') return signature === digest(text, settings);
	return createVerify('RSA-SHA256').update(text).verify(publicKey, signature, 'base64');
}

/** Fields in form encoding; null is left out. */
export function encodeForm(fields: Record<string, string | null>): string {
	const present = Object.entries(fields).filter(([, value]) => value !== null);
	return new URLSearchParams(present as Array<[string, string]>).toString();
}

/** What to ask for next, by the status (gap HTH-19). */
export function afterStatus(status: string): { nextType: string | null; done: boolean } {
	const done = status === '3';
	return { nextType: done ? null : status, done };
}

/** The fields of a form in which each comes once, or of a JSON object of texts and numbers. */
function readFields(contentType: string, body: string): Fields | undefined {
	const type = contentType.split(';')[0]?.trim().toLowerCase();
	if (type === 'application/x-www-form-urlencoded') {
		const pairs = [...new URLSearchParams(body)];
		const isUnique = new Set(pairs.map(([name]) => name)).size === pairs.length;
		return isUnique ? Object.fromEntries(pairs) : undefined;
	}
	if (type !== 'application/json') return undefined;
	const value: unknown = JSON.parse(body);
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
	const pairs = Object.entries(value);
	const areTexts = pairs.every(([, one]) => typeof one === 'string' || Number.isInteger(one));
	return areTexts ? Object.fromEntries(pairs.map(([name, one]) => [name, String(one)])) : undefined;
}

/** The partner's side of the notification: undefined when it is refused. */
export function receive(contentType: string, body: string, settings: Settings): Fields | undefined {
	const fields = readFields(contentType, body);
	if (!fields) return undefined;
	// A page call of the partner's own is signed by the same rule (gap HTH-20).
	if (/(^|&)(notify|return)_url=/.test(textOf(fields, settings.signField ?? 'sign')))
		return undefined;
	const required = ['htouhui_user_id', 'third_party_user_id', 'status'];
	if (required.some((name) => !fields[name]) || !isAuthentic(fields, settings)) return undefined;
	const isOurs = Object.entries(settings.commonFields).every(
		([name, value]) => fields[name] === value,
	);
	return isOurs && /^[0-3]$/.test(fields.status ?? '') ? fields : undefined;
}

export type Reply = Exchanged & { text: string; json: Fields };

/** Sends an operation; changes apply after signing. */
export async function call(
	operation: OperationId,
	fields: Fields,
	settings: Settings,
	change: (fields: Fields) => void = () => undefined,
): Promise<Reply> {
	const signed = signFields(fields, settings);
	change(signed);
	const isJson = settings.bodyFormat === 'json' && operation !== 'openAccount';
	const type = isJson ? 'application/json' : 'application/x-www-form-urlencoded; charset=UTF-8';
	const path = operation === 'queryUser' ? settings.queryUserPath : undefined;
	const body = Buffer.from(isJson ? JSON.stringify(signed) : encodeForm(signed));
	const url = new URL(path ?? paths[operation], settings.baseUrl);
	const answer = await exchange({ method: 'POST', url, headers: { 'content-type': type }, body });
	return read(answer);
}

/** Presses a button of the bank's page. */
export async function press(baseUrl: string, form: Fields): Promise<Reply> {
	const headers = { 'content-type': 'application/x-www-form-urlencoded' };
	const url = new URL('/bank/openAccount', baseUrl);
	const body = Buffer.from(encodeForm(form));
	return read(await exchange({ method: 'POST', url, headers, body }));
}

function read(answer: Exchanged): Reply {
	const text = answer.body.toString('utf8');
	const isJson = answer.headers['content-type']?.startsWith('application/json') ?? false;
	return { ...answer, text, json: isJson ? JSON.parse(text) : {} };
}
