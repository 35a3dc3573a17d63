import { gunzipSync } from 'node:zlib';
import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';
import type { ApiRequest } from '../../nodes/shared/model/operation.ts';
import { readNested } from '../../sandbox/qiancheng-credit/nested.ts';
import { envelopedAnswer } from './samples.ts';
import { type Opened, openSealed } from './sealed.ts';
import type { Spec } from '../shared/spec.ts';

/** A request as it leaves n8n, signed by the credential. */
export interface Wire {
	method: string;
	/** With the host. */
	url: string;
	headers: Record<string, unknown>;
	query: Record<string, unknown>;
	/** The fields of the body; names with brackets are nested. */
	parts: Record<string, unknown>;
	/** The body, when it is a text. */
	text?: string;
	/** Parts that are encrypted as a whole, by name, as the provider reads them. */
	opened: Record<string, Opened>;
}

/** The fields of a body, whatever its form. */
export function partsOf(
	body: unknown,
	headers: Record<string, unknown> = {},
): Record<string, unknown> {
	if (body instanceof FormData || body instanceof URLSearchParams) return Object.fromEntries(body);
	if (!Buffer.isBuffer(body)) return (body ?? {}) as Record<string, unknown>;
	const text = textOf(body, headers);
	if (!String(headers['Content-Type']).startsWith('application/x-www-form-urlencoded')) {
		return JSON.parse(text) as Record<string, unknown>;
	}
	const { values, faults } = readNested(Object.fromEntries(new URLSearchParams(text)));
	if (faults.length > 0) throw new Error(`A form cannot be read: ${faults.join(', ')}`);
	return values;
}

const textOf = (body: Buffer, headers: Record<string, unknown>): string =>
	(headers['Content-Encoding'] === 'gzip' ? gunzipSync(body) : body).toString();

type Sign = Extract<IAuthenticate, (...args: never[]) => unknown>;

/** Signs a request with a made-up account, as n8n would before it is sent. */
export async function signed(
	{ authenticate }: ICredentialType,
	account: ICredentialDataDecryptedObject,
	{ method = 'POST', path, query, body }: ApiRequest,
): Promise<Wire> {
	const options = { method, url: path, qs: query, body } as IHttpRequestOptions;
	return toWire(await (authenticate as Sign)(account, options));
}

function toWire({ method = 'GET', url, headers = {}, qs = {}, body }: IHttpRequestOptions): Wire {
	const parts = partsOf(body, headers);
	return {
		method,
		url,
		headers,
		query: qs,
		parts,
		...(Buffer.isBuffer(body) && { text: textOf(body, headers) }),
		opened: openSealed(parts),
	};
}

/**
 * Lets a credential fetch its session, if it has one, from answers of the specification.
 *
 * @returns the account with the session, and the requests by operation id
 */
export async function withSession(
	credential: ICredentialType,
	account: ICredentialDataDecryptedObject,
	spec: Spec,
): Promise<{ account: ICredentialDataDecryptedObject; requests: Map<string, Wire> }> {
	const requests = new Map<string, Wire>();
	const answerTo = async (options: IHttpRequestOptions) => {
		const { pathname } = new URL(options.url, 'https://sample.example');
		const { method = 'GET' } = options;
		const wanted = spec.operations.find(
			(operation) => operation.method === method && pathname.endsWith(operation.path),
		);
		if (!wanted) throw new Error(`The specification has no ${method} ${pathname}`);
		requests.set(wanted.id, toWire(options));
		return await Promise.resolve(envelopedAnswer(wanted, spec));
	};
	const session = await preAuthenticate(credential, account, answerTo);
	return { account: { ...account, ...session } as ICredentialDataDecryptedObject, requests };
}

/** Asks a credential for a session, with an answer in place of the provider's. */
export async function preAuthenticate(
	credential: ICredentialType,
	account: ICredentialDataDecryptedObject,
	answerTo: (options: IHttpRequestOptions) => Promise<unknown>,
) {
	const httpRequest = async (options: IHttpRequestOptions) => ({
		statusCode: 200,
		headers: {},
		body: Buffer.from(JSON.stringify(await answerTo(options))),
	});
	const helper = { helpers: { httpRequest } } as unknown as IHttpRequestHelper;
	return await credential.preAuthentication?.call(helper, account);
}
