import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { signParams, type Params, type SigningOptions } from './protocol';

const BASE_URLS: Record<string, string> = {
	test: 'https://opendaily.hstong.com',
	production: 'https://open.hstong.com',
};

const FORM_TYPE = 'application/x-www-form-urlencoded; charset=UTF-8'; // gap HST-04

// Flagged 加密 in section 7.8.
const ALWAYS_ENCRYPTED = ['idCardNo', 'bankCardNo'];

/**
 * n8n's HTTP Request node passes the older names of the options (`uri`, `form`, `formData`), and
 * passes them on as they are.
 */
type RequestOptions = IHttpRequestOptions & {
	uri?: string;
	form?: IDataObject;
	formData?: IDataObject;
};

// n8n may ask for a signature again on options that it got from here: begin with the unsigned ones.
const unsigned = new WeakMap<object, RequestOptions>();

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
	const request = unsigned.get(options) ?? (options as RequestOptions);
	const signed = { ...addressed(credentials, request), ...signedParts(credentials, request, now) };
	unsigned.set(signed, request);
	return signed;
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
	const sign = (params: Params) => signParams(params, signingOptions(credentials), now);
	const inQuery = credentials.multipartCommonParams === 'query';
	const qs = request.qs ?? {};

	if (request.body instanceof FormData) {
		const [texts, files] = splitForm(request.body);
		const params = sign({ ...qs, ...texts });
		return inQuery
			? { qs: params, body: toForm({}, files) }
			: { qs: undefined, body: toForm(params, files) };
	}
	if (request.formData) {
		const [texts, files] = splitFormData(request.formData);
		const params = sign({ ...qs, ...texts });
		return inQuery
			? { qs: params, formData: files }
			: { qs: undefined, formData: { ...params, ...files } };
	}
	if ((request.method ?? 'GET') === 'GET') return { qs: sign(qs) }; // gap HST-09

	const params = sign({ ...qs, ...(request.form ?? plainBody(request.body)) });
	if (request.uri) return { qs: undefined, body: undefined, form: params };
	return {
		qs: undefined,
		headers: { ...request.headers, 'Content-Type': FORM_TYPE },
		body: new URLSearchParams(params),
	};
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

/** Text parts are signed, file parts are not (gap HST-07). */
function splitForm(form: FormData): [texts: Params, files: Array<[string, File]>] {
	const texts: Params = {};
	const files: Array<[string, File]> = [];
	for (const [name, value] of form.entries()) {
		if (typeof value === 'string') texts[name] = value;
		else files.push([name, value]);
	}
	return [texts, files];
}

function toForm(texts: Record<string, string>, files: Array<[string, File]>): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(texts)) form.append(name, value);
	for (const [name, file] of files) form.append(name, file, file.name);
	return form;
}

function splitFormData(formData: IDataObject): [texts: Params, files: IDataObject] {
	const isText = ([, value]: [string, unknown]) => typeof value !== 'object' || value === null;
	const entries = Object.entries(formData);
	return [
		Object.fromEntries(entries.filter(isText)),
		Object.fromEntries(entries.filter((entry) => !isText(entry))),
	];
}
