import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { wantedBodyFormat } from '../shared/model/credential';
import { SetupProblem } from '../shared/model/errors';
import { parametersIn, toText, writeMembers, type Parameter } from '../shared/request/parameters';
import {
	formBody,
	jsonBody,
	bodyParameters,
	signed,
	type Completed,
	type Request,
} from '../shared/request/signed';
import { signFields, type Fields } from './protocol';
import { baseUrlOf, commonFieldsOf, signatureOf } from './settings';

/**
 * Adds the common fields and the signature to a request, wherever its fields are: in a form, in a JSON
 * object, or in the query of a GET.
 *
 * @param options the request; its URL may be a path below the environment's address
 * @returns new options; those passed in are left as they are
 * @throws InputProblem for a request to another host, and when the credential lacks what signs
 */
export const signRequest = async (
	credential: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): Promise<IHttpRequestOptions> =>
	await signed(options, { all: [baseUrlOf(credential)] }, toText, (request) =>
		complete(request, credential),
	);

/** Signs the fields where the request has them, in the format that the account wants (gap HTH-02). */
function complete(
	{ method, query, body }: Request,
	credential: ICredentialDataDecryptedObject,
): Completed {
	if (method === 'GET' || body?.kind === 'other') return { query: signMessage(credential, query) };
	const fields = signMessage(credential, [...query, ...bodyParameters(body)]);
	if (body?.kind === 'multipart') return { query: [], body: body.withTexts(fields) };
	const isJson =
		body?.kind === 'json' ||
		(body?.kind !== 'form' && (wantedBodyFormat(credential) === 'json' || body?.isJson === true));
	return { query: [], body: isJson ? jsonBody(writeMembers(fields)) : formBody(fields) };
}

/**
 * The fields of a message with the common ones before them, and the signature.
 *
 * @throws InputProblem for a field that is a common one, too
 */
function signMessage(credential: ICredentialDataDecryptedObject, fields: Parameter[]): Parameter[] {
	const common = commonFieldsOf(credential);
	const names = common.map(([name]) => name);
	const [twice] = fields.find(([name]) => names.includes(name)) ?? [];
	if (twice !== undefined) {
		throw new SetupProblem(
			`'${twice}' comes from the credential's 'Common Fields' and from the request`,
			'Nothing was sent. Take it out of one of them: neither may replace the other.',
		);
	}
	return signFields([...common, ...fields], signatureOf(credential));
}

/** A page call: the address that the browser is sent to, and the signed fields (页面调用). */
export const pageCallOf = (
	credential: ICredentialDataDecryptedObject,
	path: string,
	message: IDataObject,
): { address: string; fields: Fields } => ({
	address: baseUrlOf(credential) + path,
	fields: Object.fromEntries(signMessage(credential, parametersIn(message))),
});
