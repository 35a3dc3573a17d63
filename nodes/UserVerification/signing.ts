import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import {
	credentialChoice,
	enteredBaseUrl,
	neededText,
	oncePerCredential,
} from '../shared/model/credential';
import type { Body } from '../shared/request/body';
import { toText, type Parameter } from '../shared/request/parameters';
import {
	formBody,
	jsonBody,
	bodyParameters,
	signed,
	type Completed,
	type Request,
} from '../shared/request/signed';
import { signHeaders } from './protocol';

const JSON_TYPE = 'application/json';

/** The address in front of the paths; the document names none (gap UV-01). */
export const baseUrlOf = oncePerCredential(enteredBaseUrl);

const keyOf = oncePerCredential((credential) => ({
	apiKey: neededText(credential, ['apiKey', 'API Key']),
	secretKey: neededText(credential, ['secretKey', 'Secret Key']),
}));

/**
 * Signs a request to the verification service, wherever its parameters are.
 *
 * @param options the request; its URL may be a path below the base URL
 * @param now milliseconds since the epoch
 * @returns new options; those passed in are left as they are
 * @throws InputProblem for a request to another host, and when the credential lacks something
 */
export const signRequest = async (
	credential: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
	now: number,
): Promise<IHttpRequestOptions> =>
	await signed(options, { all: [baseUrlOf(credential)] }, toText, (request) => {
		const { params, ...placed } = layOut(request, credential);
		return {
			...placed,
			headers: { ...placed.headers, ...signHeaders(params, keyOf(credential), now) },
		};
	});

/** Where the parameters of steps 1 to 3 are. */
export const styleOf = oncePerCredential((credential) =>
	credentialChoice(credential, ['bodyStyle', 'Parameters of Steps 1 to 3'], ['json', 'query']),
);
/** Where the texts of step 4 are. */
export const textsOf = oncePerCredential((credential) =>
	credentialChoice(credential, ['multipartTextParams', 'Texts of Step 4'], ['form', 'query']),
);

/** Puts the parameters where this account wants them, and tells which are signed (gaps UV-02 to UV-05). */
function layOut(
	{ method, query, body }: Request,
	credential: ICredentialDataDecryptedObject,
): Completed & { params: Parameter[] } {
	if (method === 'GET') {
		return { params: [], query, headers: { 'content-type': JSON_TYPE } }; // gap UV-06
	}
	const own = bodyParameters(body);
	const params = query.length === 0 ? own : [...query, ...own];
	switch (body?.kind) {
		case 'other':
			return { params, query };
		case 'form':
			return { params, query, body: formBody(own) };
		case 'multipart':
			// Text parts are signed, file parts are not (gap UV-05).
			return textsOf(credential) === 'query'
				? { params, query: params, body: body.withTexts([]) }
				: { params, query };
		default:
			return styleOf(credential) === 'query'
				? { params, query: params, body: { type: JSON_TYPE } }
				: { params, query, body: jsonOf(body) };
	}
}

const jsonOf = (body: Exclude<Body, { kind: 'multipart' | 'form' | 'other' }> | undefined) =>
	body?.kind === 'json'
		? jsonBody(body.text, body.type || JSON_TYPE)
		: jsonBody(JSON.stringify(present(body?.fields ?? {})), JSON_TYPE);

/** Fields without those that have no value (gap UV-07). */
const present = (fields: IDataObject): IDataObject =>
	Object.values(fields).includes(null)
		? Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
		: fields;
