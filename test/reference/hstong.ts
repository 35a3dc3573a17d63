// Section 4 of HSTong's document: the signature over all texts, 3DES, and where the common parameters go.
import { createCipheriv } from 'node:crypto';
import type { Account } from '../../sandbox/hstong/accounts.ts';
import type { Envelope, Pairs, Value } from './client.ts';
import { hash } from './hash.ts';

/** BASE64(3DES(text)) with the first 24 hexadecimal digits of the secret's MD5 as the key (gap HST-06). */
export function encrypt(text: string, appSecret: string): string {
	const cipher = createCipheriv('des-ede3', hash('md5', appSecret).slice(0, 24), null);
	return cipher.update(text, 'utf8', 'base64') + cipher.final('base64');
}

/** What is hashed: client_key leads, all others follow by name, the secret ends. */
export function textToSign(pairs: Pairs, appId: string, appSecret: string): string {
	const others = pairs.filter(([name]) => name !== 'client_key' && name !== 'sign');
	const sorted = others.sort(([a], [b]) => (a < b ? -1 : 1));
	return `client_key${appId}${sorted.flat().join('')}client_secret${appSecret}`;
}

const texts = (fields: Array<[string, Value]>, style: Account['booleanStyle']): Pairs =>
	fields
		.filter(([, value]) => value !== null && value !== undefined)
		.map(([name, value]) => [
			name,
			String(typeof value === 'boolean' && style === 'digit' ? Number(value) : value),
		]);

/** The pairs with client_key and the signature, by name; values are encrypted before (gap HST-39). */
export function signPairs(
	fields: Array<[string, Value]>,
	encrypted: readonly string[],
	account: Pick<Account, 'appId' | 'appSecret' | 'booleanStyle'>,
	alsoSigned: Pairs = [],
): { pairs: Pairs; text: string } {
	const { appId, appSecret, booleanStyle } = account;
	const pairs = texts([...fields, ['client_key', appId]], booleanStyle).map(
		([name, value]): Pairs[number] => [
			name,
			encrypted.includes(name) ? encrypt(value, appSecret) : value,
		],
	);
	const text = textToSign([...pairs, ...alsoSigned], appId, appSecret);
	pairs.push(['sign', hash('md5', text)]);
	return { pairs: pairs.sort(([a], [b]) => (a < b ? -1 : 1)), text };
}

/** Adds the common parameters where the operation has its own. */
export const envelope: Envelope<Account> = (draft, account, { now, proof }) => {
	const { contentType, operation, pathParams } = draft;
	const encrypted = operation.params.filter((param) => param.encrypted).map(({ name }) => name);
	if (account.encryptMobile) encrypted.push('mobile');
	const common: Pairs = [['sign_time', String(Math.floor(now / 1000))]];
	if (proof !== undefined) common.push(['token', proof]);
	const own = contentType === null ? draft.query : draft.fields;
	const path = account.pathParamsSigned ? Object.entries(pathParams) : [];
	const { pairs } = signPairs([...own, ...common], encrypted, account, path);
	if (contentType === null) draft.query = pairs;
	else draft.fields = pairs;
};
