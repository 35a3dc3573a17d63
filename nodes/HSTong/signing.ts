import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { splitForm, splitFormData, toForm } from '../shared/request/forms';
import { signedFrom, unsignedOf, type RequestOptions } from '../shared/request/unsigned';
import { signParams, type Params, type SigningOptions } from './protocol';

const BASE_URLS: Record<string, string> = {
	test: 'https://opendaily.hstong.com',
	production: 'https://open.hstong.com',
};

const FORM_TYPE = 'application/x-www-form-urlencoded; charset=UTF-8'; // gap HST-04

const COMMON_PARAMS = ['client_key', 'sign_time', 'sign', 'token'];

// Flagged 加密 in section 7.8.
const ALWAYS_ENCRYPTED = ['idCardNo', 'bankCardNo'];

/**
 * Completes and signs a request to any HSTong interface, wherever its parameters are: in a form, in a
 * multipart form, or in the query of a GET.
 *
 * @param options the request; its URL may be a path below the environment's base URL
 * @param now milliseconds since the epoch
 * @returns new options; those passed in are left as they are
 */
export function signRequest(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
	now: number,
): IHttpRequestOptions {
	const request = unsignedOf(options);
	const addressedRequest = addressed(credentials, request);
	const signed = { ...addressedRequest, ...signedParts(credentials, addressedRequest, now) };
	return signedFrom(request, signed);
}

function addressed(
	{ environment, baseUrl }: ICredentialDataDecryptedObject,
	request: RequestOptions,
): RequestOptions {
	if (!request.url?.startsWith('/')) return request;
	const base = BASE_URLS[String(environment)] ?? String(baseUrl ?? '').replace(/\/+$/, '');
	return { ...request, url: base + request.url };
}

/** The parts of the request that carry parameters, with the signature among them. */
function signedParts(
	credentials: ICredentialDataDecryptedObject,
	request: RequestOptions,
	now: number,
): Partial<RequestOptions> {
	const [address, inAddress] = splitAddress(request);
	const query = { ...inAddress, ...request.qs };
	const sign = (params: Params) =>
		signParams({ ...query, ...params }, signingOptions(credentials), now);
	const place = (params: Record<string, string>) =>
		credentials.multipartCommonParams === 'query' ? splitCommon(params) : [undefined, params];

	// Text parts are signed, file parts are not (gap HST-07).
	if (request.body instanceof FormData) {
		const [texts, files] = splitForm(request.body);
		const [qs, parts = {}] = place(sign(texts));
		return { ...address, qs, body: toForm(parts, files) };
	}
	if (request.formData) {
		const [texts, files] = splitFormData(request.formData);
		const [qs, parts] = place(sign(texts));
		return { ...address, qs, formData: { ...parts, ...files } };
	}
	if ((request.method ?? 'GET') === 'GET') return { ...address, qs: sign({}) }; // gap HST-09

	const params = sign(request.form ?? plainBody(request.body));
	if (request.uri) return { ...address, qs: undefined, body: undefined, form: params };
	return {
		...address,
		qs: undefined,
		headers: { ...request.headers, 'Content-Type': FORM_TYPE },
		body: new URLSearchParams(params),
	};
}

/** The address without its query, and that query: its parameters must be signed with the others. */
function splitAddress({ url, uri }: RequestOptions): [Partial<RequestOptions>, Params] {
	const [address, query] = String(uri ?? url).split('?', 2);
	if (query === undefined) return [{}, {}];
	return [
		uri ? { uri: address } : { url: address },
		Object.fromEntries(new URLSearchParams(query)),
	];
}

/** Takes the parameters that every request has (section 4) out of the others. */
function splitCommon(params: Record<string, string>): Array<Record<string, string>> {
	const entries = Object.entries(params);
	const isCommon = ([name]: [string, string]) => COMMON_PARAMS.includes(name);
	return [
		Object.fromEntries(entries.filter(isCommon)),
		Object.fromEntries(entries.filter((entry) => !isCommon(entry))),
	];
}

const signingOptions = (credentials: ICredentialDataDecryptedObject): SigningOptions => ({
	appId: String(credentials.appId),
	appSecret: String(credentials.appSecret),
	booleanStyle: credentials.booleanStyle === 'digit' ? 'digit' : 'word',
	encrypted: [
		...ALWAYS_ENCRYPTED,
		...(credentials.encryptMobile === true ? ['mobile'] : []),
		...String(credentials.furtherEncrypted ?? '')
			.split(',')
			.map((name) => name.trim())
			.filter((name) => name !== ''),
	],
});

function plainBody(body: IHttpRequestOptions['body']): Params {
	if (body instanceof URLSearchParams) return Object.fromEntries(body);
	if (typeof body === 'string') return Object.fromEntries(new URLSearchParams(body));
	return (body ?? {}) as Params;
}
