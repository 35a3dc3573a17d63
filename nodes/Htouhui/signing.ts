import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { InputProblem } from '../shared/model/errors';
import { parseJson } from '../shared/values/json';
import { signedFrom, unsignedOf, type RequestOptions } from '../shared/request/unsigned';
import { signFields, type Fields } from './protocol';
import { baseUrlOf, commonFieldsOf, signatureOf } from './settings';

const FORM_TYPE = 'application/x-www-form-urlencoded; charset=UTF-8';
const JSON_TYPE = 'application/json; charset=UTF-8';

/**
 * Adds the common fields and the signature to a request, wherever its fields are: in a form, in a JSON
 * object, or in the query of a GET.
 *
 * @param options the request; its URL may be a path below the environment's address
 * @returns new options; those passed in are left as they are
 * @throws InputProblem when the credential lacks what signs
 */
export function signRequest(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): IHttpRequestOptions {
	const request = unsignedOf(options);
	const url = request.url?.startsWith('/') ? baseUrlOf(credentials) + request.url : request.url;
	const signed = { ...request, url, ...signedParts(credentials, request) };
	if (url === undefined) delete (signed as Partial<RequestOptions>).url;
	return signedFrom(request, signed);
}

/** The parts of the request that carry fields, in the format that the account wants (gap HTH-02). */
function signedParts(
	credentials: ICredentialDataDecryptedObject,
	request: RequestOptions,
): Partial<RequestOptions> {
	const { method = 'GET', qs, form, headers, uri } = request;
	const [address, inAddress] = splitAddress(request, credentials);
	const query = { ...inAddress, ...qs };
	const sign = (fields: IDataObject) => signMessage(credentials, { ...query, ...fields });

	if (method === 'GET') return { ...address, qs: sign({}) };
	if (form) return { ...address, qs: undefined, body: undefined, form: sign(form) };
	const isForm = isFormBody(request) || (!uri && credentials.bodyFormat !== 'json');
	const fields = sign(bodyFields(request));
	const type = { 'content-type': isForm ? FORM_TYPE : JSON_TYPE };
	return {
		...address,
		qs: undefined,
		headers: { ...withoutType(headers), ...type },
		// JSON as bytes: a text could be quoted anew on its way through n8n.
		...(isForm
			? { body: new URLSearchParams(fields) }
			: { body: Buffer.from(JSON.stringify(fields)), json: false }),
	};
}

/** The fields of a message with the common ones before them, and the signature. */
export const signMessage = (
	credentials: ICredentialDataDecryptedObject,
	fields: IDataObject,
): Fields =>
	signFields({ ...commonFieldsOf(credentials), ...texts(fields) }, signatureOf(credentials));

/** Values as they are signed and sent; what has none is left out. */
const texts = (fields: IDataObject): Fields =>
	Object.fromEntries(
		Object.entries(fields)
			.filter(([, value]) => value !== null && value !== undefined)
			.map(([name, value]) => [
				name,
				typeof value === 'object' ? JSON.stringify(value) : String(value),
			]),
	);

/** The address without its query, and that query: its fields must be signed with the others. */
function splitAddress(
	{ url, uri }: RequestOptions,
	credentials: ICredentialDataDecryptedObject,
): [Partial<RequestOptions>, IDataObject] {
	const whole = String(uri ?? url);
	const [address, query] = whole.split('?', 2);
	if (query === undefined) return [{}, {}];
	const base = address.startsWith('/') ? baseUrlOf(credentials) : '';
	return [
		uri ? { uri: address } : { url: base + address },
		Object.fromEntries(new URLSearchParams(query)),
	];
}

const isFormBody = ({ body, headers }: RequestOptions): boolean =>
	body instanceof URLSearchParams ||
	/urlencoded/i.test(String(headers?.['content-type'] ?? headers?.['Content-Type'] ?? ''));

function bodyFields(request: RequestOptions): IDataObject {
	const { body } = request;
	if (body instanceof URLSearchParams) return Object.fromEntries(body);
	const isText = Buffer.isBuffer(body) || typeof body === 'string';
	if (isText && isFormBody(request)) return Object.fromEntries(new URLSearchParams(String(body)));
	const value = isText ? parseJson(String(body)) : body;
	return typeof value === 'object' && value !== null ? (value as IDataObject) : {};
}

const withoutType = (headers: IDataObject = {}): IDataObject =>
	Object.fromEntries(
		Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-type'),
	);

/** A page call: the address that the browser is sent to, and the signed fields (页面调用). */
export function pageCallOf(
	credentials: ICredentialDataDecryptedObject,
	path: string,
	message: IDataObject,
): { address: string; fields: Fields } {
	const address = baseUrlOf(credentials) + path;
	if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) {
		throw new InputProblem(
			"The credential's 'Base URL' is no address",
			'It must begin with https://, otherwise the browser could not find the page.',
		);
	}
	return { address, fields: signMessage(credentials, message) };
}
