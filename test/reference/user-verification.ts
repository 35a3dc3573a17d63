// 签名步骤 of the document of User Verification: HMAC-SHA512 over the parameters in descending order, in headers.
import type { Account } from '../../sandbox/user-verification/accounts.ts';
import type { Envelope, Params, Value } from './client.ts';
import { hmac } from './hash.ts';

export const present = (fields: Array<[string, Value]>): Array<[string, Value]> =>
	fields.filter(([, value]) => value !== null && value !== undefined);

const textOf = (value: Value): string =>
	typeof value === 'object' ? JSON.stringify(value) : String(value);

/** What is hashed: all parameters, by name in descending order. */
export function textToSign(
	fields: Array<[string, Value]>,
	apiKey: string,
	timestamp: string,
): string {
	const pairs = present([...fields, ['apiKey', apiKey], ['timestamp', timestamp]]);
	const sorted = pairs.sort(([a], [b]) => (a > b ? -1 : 1));
	return sorted.map(([name, value]) => `${name}=${textOf(value)}`).join('&');
}

/** The text that is hashed, and its signature. GET signs apiKey and timestamp only (gap UV-07). */
export function sign(input: {
	method: string;
	apiKey: string;
	secretKey: string;
	timestamp: string;
	params: Params;
}): { text: string; sign: string } {
	const { apiKey, method, params, secretKey, timestamp } = input;
	const text = textToSign(method === 'GET' ? [] : Object.entries(params), apiKey, timestamp);
	return { text, sign: hmac('sha512', text, secretKey) };
}

/** Adds the headers, and moves texts into the query for an account of these switches (gaps UV-02 and UV-04). */
export const envelope: Envelope<Account> = (draft, account, { now }) => {
	const { apiKey, bodyStyle, multipartTextParams, secretKey } = account;
	const { contentType, operation } = draft;
	draft.fields = present(draft.fields);
	const timestamp = String(now);
	const params = Object.fromEntries(draft.fields);
	const input = { method: operation.method, apiKey, secretKey, timestamp, params };
	draft.contentType ??= 'application/json';
	draft.headers = { ...draft.headers, timestamp, apiKey, sign: sign(input).sign };
	const style = contentType === 'multipart/form-data' ? multipartTextParams : bodyStyle;
	if (operation.method === 'GET') draft.body = '';
	else if (style === 'query') {
		draft.query.push(
			...draft.fields.map(([name, value]): [string, string] => [name, String(value)]),
		);
		draft.fields = [];
		if (contentType === 'application/json') draft.body = '';
	}
};
