import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { splitForm, splitFormData, toForm } from '../shared/request/forms';
import { parseJson } from '../shared/values/json';
import { signedFrom, unsignedOf, type RequestOptions } from '../shared/request/unsigned';
import { present, signHeaders, type Params } from './protocol';

const JSON_TYPE = 'application/json';

/** The address in front of the paths; the document names none (gap UV-01). */
export const baseUrlOf = ({ baseUrl }: ICredentialDataDecryptedObject): string =>
	String(baseUrl ?? '')
		.trim()
		.replace(/\/+$/, '');

/**
 * Signs a request to the verification service, wherever its parameters are. A request to any other host,
 * such as one that only stores photos, leaves as it is: the key is for the service alone.
 *
 * @param options the request; its URL may be a path below the base URL
 * @param now milliseconds since the epoch
 * @returns new options; those passed in are left as they are
 */
export function signRequest(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
	now: number,
): IHttpRequestOptions {
	const request = unsignedOf(options);
	const base = baseUrlOf(credentials);
	const target = request.url?.startsWith('/') ? { ...request, url: base + request.url } : request;
	const isOwn = target.uri === undefined && target !== request;
	const signed =
		isOwn || sameOrigin(String(target.uri ?? target.url), base)
			? signWith(credentials, target, now)
			: target;
	return signedFrom(request, signed);
}

function sameOrigin(address: string, base: string): boolean {
	const [one, other] = [originOf(address), originOf(base)];
	return one !== undefined && one === other;
}

/** Undefined for what is no address. */
const originOf = (address: string): string | undefined =>
	URL.canParse(address) ? new URL(address).origin : undefined;

function signWith(
	credentials: ICredentialDataDecryptedObject,
	request: RequestOptions,
	now: number,
): RequestOptions {
	const { params, parts, contentType } = layOut(credentials, request);
	const key = { apiKey: String(credentials.apiKey), secretKey: String(credentials.secretKey) };
	return {
		...request,
		...parts,
		headers: {
			...without(request.headers, 'timestamp', 'apikey', 'sign', contentType && 'content-type'),
			...(contentType && { 'content-type': contentType }),
			...signHeaders(params, key, now),
		},
	};
}

interface LaidOut {
	/** What is signed. */
	params: Params;
	/** The parts of the request that carry parameters. */
	parts: Partial<RequestOptions>;
	/** Undefined for a form, whose boundary only n8n knows. */
	contentType?: string;
}

/** Puts the parameters where this account wants them (gaps UV-02 to UV-05). */
function layOut(
	{ bodyStyle, multipartTextParams }: ICredentialDataDecryptedObject,
	request: RequestOptions,
): LaidOut {
	const { body, form, formData, qs } = request;
	if ((request.method ?? 'GET') === 'GET') {
		return { params: {}, parts: {}, contentType: JSON_TYPE }; // gap UV-06
	}
	const query = { ...queryOf(String(request.uri ?? request.url)), ...qs };
	const inQuery = multipartTextParams === 'query';

	// Text parts are signed, file parts are not (gap UV-05).
	if (body instanceof FormData) {
		const [texts, files] = splitForm(body);
		const parts = inQuery ? { qs: { ...qs, ...texts }, body: toForm({}, files) } : {};
		return { params: { ...query, ...texts }, parts };
	}
	if (formData) {
		const [texts, files] = splitFormData(formData);
		const parts = inQuery ? { qs: { ...qs, ...texts }, formData: files } : {};
		return { params: { ...query, ...texts }, parts };
	}
	if (form ?? body instanceof URLSearchParams) {
		return { params: { ...query, ...formFields(request) }, parts: {} };
	}
	const content = present(jsonOf(body));
	const params = { ...query, ...content };
	if (bodyStyle === 'query') {
		return {
			params,
			parts: { qs: { ...qs, ...content } as IDataObject, body: undefined },
			contentType: JSON_TYPE,
		};
	}
	const parts = { body: Buffer.from(JSON.stringify(content)), json: false };
	return { params, parts, contentType: JSON_TYPE };
}

const queryOf = (address: string): Params =>
	Object.fromEntries(new URLSearchParams(address.split('?', 2)[1]));

const formFields = ({ form, body }: RequestOptions): Params =>
	form ?? Object.fromEntries(body as URLSearchParams);

/** The JSON object that a body is or holds as text; an empty one for no body. */
function jsonOf(body: unknown): Params {
	const value: unknown =
		Buffer.isBuffer(body) || typeof body === 'string' ? parseJson(body.toString()) : body;
	return typeof value === 'object' && value !== null ? (value as Params) : {};
}

/** Headers without those of the given names, however they are spelt. */
function without(
	headers: IDataObject | undefined,
	...names: Array<string | undefined>
): IDataObject {
	return Object.fromEntries(
		Object.entries(headers ?? {}).filter(([name]) => !names.includes(name.toLowerCase())),
	);
}
