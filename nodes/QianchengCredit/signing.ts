import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { fingerprintOf, sessions, type Session } from '../shared/session/session';
import { signedFrom, unsignedOf, type RequestOptions } from '../shared/request/unsigned';
import {
	encodeForm,
	normalizeIdCard,
	tokenLifetime,
	toPairs,
	type FormValue,
	type Padding,
} from './protocol';
import { encryptText, gzip } from './risk/encrypt';

/** The token of an account, kept in the credential (docs/architecture.md). */
export interface QianchengSession extends Session {
	token: string;
}

const BASE_URLS: Record<string, string> = {
	production: 'https://credit.wealida.com',
	test: 'https://credit-test.wealida.com', // gap QC-12
};

const FORM_TYPE = 'application/x-www-form-urlencoded; charset=UTF-8';
const JSON_TYPE = 'application/json; charset=utf-8';

export const SIGN_IN = '/client/authorize/token';
export const RISK_APPLICATION = '/risk-model/audit/open-id';
export const RISK_RESULT = '/risk-model/audit/result';
const BANK_INFORMATION = '/ebank/collect/bank-info';

/** Interfaces that start a query take the token, those that go on with one the account (gap QC-40). */
const WITH_TOKEN = [
	/^\/blacklist\//,
	/^(\/v2)?\/(telecom|degree|ebank)\/collect\/open-id$/,
	/^\/ebank\/collect\/license-upload$/,
	new RegExp(`^${RISK_APPLICATION}$`),
];
const WITH_ACCOUNT = /^(\/v2)?\/(telecom|degree|ebank)\//;

export const baseUrlOf = ({ environment, baseUrl }: ICredentialDataDecryptedObject): string =>
	BASE_URLS[String(environment)] ?? String(baseUrl ?? '').replace(/\/+$/, '');

/** A session must not outlive a change of any of these. */
export const fingerprintOfAccount = (credentials: ICredentialDataDecryptedObject): string =>
	fingerprintOf(
		'qiancheng-credit',
		baseUrlOf(credentials),
		credentials.username,
		credentials.password,
	);

/**
 * Completes a request to any interface: the token or the account, whichever it takes, the encoding of
 * the body, and for the risk audit the encryption.
 *
 * @param options the request; its URL may be a path below the environment's base URL
 * @throws SessionExpired when n8n must fetch a token first
 */
export async function signRequest(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	const original = unsignedOf(options);
	const signed = await complete(credentials, original);
	return signedFrom(original, signed);
}

async function complete(
	credentials: ICredentialDataDecryptedObject,
	{ form, ...request }: RequestOptions,
): Promise<IHttpRequestOptions> {
	const address = String(request.uri ?? request.url);
	const isPath = address.startsWith('/');
	const path = isPath ? address.split('?')[0] : new URL(address).pathname;
	const target = isPath ? baseUrlOf(credentials) + address : address;
	const addressed = { ...request, ...(request.uri ? { uri: target } : { url: target }) };
	const own = ownParams(credentials, path);

	if ((request.method ?? 'GET') === 'GET') return { ...addressed, qs: { ...request.qs, ...own } };

	const given = form ?? plainBody(request.body);
	const params = { ...given, ...own };
	if (typeof params.id_card === 'string') params.id_card = normalizeIdCard(params.id_card);
	const isRisk = path === RISK_APPLICATION;
	if (isRisk && typeof params.data === 'object') {
		params.data = await encrypted(credentials, params.data as object);
	}
	const { headers, body } = await encodeBody(credentials, params, isRisk);
	return { ...addressed, headers: { ...request.headers, ...headers }, body, json: false };
}

/** What a token is asked for with (section 1). */
export const accountParams = ({
	username,
	password,
	tokenHours,
}: ICredentialDataDecryptedObject): IDataObject => ({
	username,
	password,
	hours: String(tokenLifetime(Number(tokenHours)).hoursSent),
});

/** What the credential adds: the token, the account, or for the two that take neither what it is told to. */
function ownParams(credentials: ICredentialDataDecryptedObject, path: string): IDataObject {
	const { username, bankInfoUsername, riskResultParams } = credentials;
	if (path === SIGN_IN) return accountParams(credentials);
	if (path === BANK_INFORMATION) return bankInfoUsername === true ? { username } : {}; // gap QC-32
	if (path === RISK_RESULT) {
		return Object.fromEntries(new URLSearchParams(String(riskResultParams ?? ''))); // gap QC-26
	}
	const takesToken = WITH_TOKEN.some((paths) => paths.test(path));
	if (!takesToken && WITH_ACCOUNT.test(path)) return { username };
	const { token } = sessions.use<QianchengSession>(credentials, fingerprintOfAccount(credentials));
	return { token };
}

// The same data is not encrypted again when its request is repeated with another token.
const encryptedData = new WeakMap<object, Promise<string>>();

async function encrypted(
	{ riskPublicKey, rsaPadding, rsaOutput }: ICredentialDataDecryptedObject,
	data: object,
): Promise<string> {
	const padding: Padding = rsaPadding === 'oaep' ? 'oaep' : 'pkcs1';
	const output = rsaOutput === 'hex' ? 'hex' : 'base64';
	const text =
		encryptedData.get(data) ??
		encryptText(JSON.stringify(data), String(riskPublicKey), padding, output);
	encryptedData.set(data, text);
	return await text;
}

/**
 * A body as the account is set up: a form with brackets or JSON (gap QC-08), compressed as a whole for the
 * risk audit (gap QC-23).
 */
export async function encodeBody(
	{ bodyFormat, gzip: compresses }: ICredentialDataDecryptedObject,
	params: IDataObject,
	isRisk = false,
): Promise<Pick<IHttpRequestOptions, 'headers' | 'body'>> {
	const isJson = bodyFormat === 'json';
	const text = isJson ? JSON.stringify(params) : encodeForm(toPairs(params as Form));
	const headers = { 'Content-Type': isJson ? JSON_TYPE : FORM_TYPE };
	return isRisk && compresses !== false
		? { headers: { ...headers, 'Content-Encoding': 'gzip' }, body: await gzip(text) }
		: { headers, body: Buffer.from(text) };
}

type Form = { [name: string]: FormValue };

/** A body with flat names, as a form or a text of one, or an object with nested values. */
function plainBody(body: IHttpRequestOptions['body']): IDataObject {
	if (body instanceof URLSearchParams) return Object.fromEntries(body);
	if (Buffer.isBuffer(body)) return plainBody(body.toString('utf8'));
	if (typeof body === 'string') {
		return body.startsWith('{')
			? (JSON.parse(body) as IDataObject)
			: Object.fromEntries(new URLSearchParams(body));
	}
	return (body ?? {}) as IDataObject;
}
