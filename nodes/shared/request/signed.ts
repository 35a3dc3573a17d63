import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { requestAddress, type SigningHosts } from './address';
import { readBody, type Body } from './body';
import {
	flatParameters,
	parametersIn,
	readMembers,
	decodeParameters,
	toText,
	encodeParameters,
	type Parameter,
	type ToText,
} from './parameters';
import { isStream, withoutStream } from './streams';
import { signedFrom, unsignedOf, type RequestOptions } from './unsigned';

/** A request of n8n, from our nodes, the test of a credential or the HTTP Request node alike. */
export interface Request {
	method: string;
	path: string;
	query: Parameter[];
	body: Body | undefined;
}

/** A body as it is sent; a form of parts gets its type from n8n. */
export type SentBody = Pick<RequestOptions, 'body' | 'formData'> & { type?: string };

/** A body whose bytes stand. */
export interface EncodedBody {
	body: string | Buffer;
	type: string;
}

/** What a provider makes of a request; a body that is left out stays as it was. */
export interface Completed {
	query: Parameter[];
	body?: SentBody | Promise<SentBody>;
	headers?: Record<string, string>;
	agentOptions?: IHttpRequestOptions['agentOptions'];
}

/** What is signed is what is sent: a text could be quoted anew on its way through n8n, bytes are not. */
export const jsonBody = (text: string, type = 'application/json; charset=utf-8'): EncodedBody => ({
	body: Buffer.from(text),
	type,
});

// The charset belongs to it: n8n would make pairs of the bare type's body anew.
export const formBody = (pairs: Parameter[]): EncodedBody => ({
	body: encodeParameters(pairs),
	type: 'application/x-www-form-urlencoded; charset=UTF-8',
});

/** The parameters of a body that has some, in any form. */
export function bodyParameters(body: Body | undefined, write: ToText = toText): Parameter[] {
	switch (body?.kind) {
		case 'form':
			return body.pairs;
		case 'multipart':
			return body.texts;
		case 'fields':
			return parametersIn(body.fields, write);
		case 'json':
			return readMembers(body.text);
		default:
			return [];
	}
}

/**
 * Reads a request, lets a provider complete it, and writes it so that n8n sends exactly that.
 *
 * @param options as n8n passes them; those of a request that is signed again are taken as they were before
 * @param hosts those that the credential signs for
 * @param write how the provider writes a value that is no text
 * @param complete adds what the provider demands: a signature, a token
 * @returns new options, which follow no redirect: its address could be anybody's
 * @throws InputProblem for a request that cannot be signed, or that goes elsewhere
 */
export async function signed(
	options: IHttpRequestOptions,
	hosts: SigningHosts,
	write: ToText,
	complete: (request: Request) => Completed | Promise<Completed>,
): Promise<IHttpRequestOptions> {
	const given = unsignedOf(options);
	const original = isStream(given.body)
		? { ...given, body: await withoutStream(given.body) }
		: given;
	const { url, path, query } = requestAddress(original, hosts);
	const method = (original.method ?? 'GET').toUpperCase();
	const completing = complete({
		method,
		path,
		query: queryOf(original, query, write),
		body: readBody(original, method, write),
	});
	// To wait for what is there already takes a part of the time that signing takes.
	const completed = completing instanceof Promise ? await completing : completing;
	const body = completed.body instanceof Promise ? await completed.body : completed.body;
	return signedFrom(original, written(original, url, completed, body));
}

function queryOf(
	{ qs, arrayFormat, qsStringifyOptions, useQuerystring }: RequestOptions,
	inAddress: string,
	write: ToText,
): Parameter[] {
	const given = decodeParameters(inAddress);
	if (qs === undefined) return given;
	const format = arrayFormat ?? qsStringifyOptions?.arrayFormat ?? 'indices';
	return [...given, ...flatParameters(qs, useQuerystring ? 'repeat' : format, write)];
}

function written(
	options: RequestOptions,
	address: string,
	{ query, headers, agentOptions }: Completed,
	body: SentBody | undefined,
): RequestOptions {
	const own = body?.type === undefined ? headers : { 'content-type': body.type, ...headers };
	const target = query.length > 0 ? `${address}?${encodeParameters(query)}` : address;
	const sent: RequestOptions = {
		...options,
		// n8n and what it sends with know it by the newer name and by the older ones.
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
		qs: undefined,
		baseURL: undefined,
		headers: options.headers ? withHeaders(options.headers, own, body !== undefined) : own,
	};
	if (options.url !== undefined) sent.url = target;
	if (options.uri !== undefined) sent.uri = target;
	if (body) {
		sent.body = body.body;
		sent.form = undefined;
		sent.formData = body.formData;
	}
	if (agentOptions) sent.agentOptions = agentOptions;
	return sent;
}

const OF_THE_OLD_BODY = ['content-type', 'content-length'];

function withHeaders(
	given: IDataObject,
	own: Record<string, string> | undefined,
	isNewBody: boolean,
): IDataObject {
	const replaced = Object.keys(own ?? {}).map((name) => name.toLowerCase());
	if (isNewBody) replaced.push(...OF_THE_OLD_BODY);
	const kept = Object.entries(given).filter(([name]) => !replaced.includes(name.toLowerCase()));
	return { ...Object.fromEntries(kept), ...own };
}
