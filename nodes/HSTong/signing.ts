import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { SetupProblem } from '../shared/model/errors';
import {
	addressOfEnvironment,
	credentialChoice,
	enteredBaseUrl,
	isSwitchedOn,
	neededText,
	oncePerCredential,
	pastedText,
} from '../shared/model/credential';
import type { Parameter } from '../shared/request/parameters';
import { formBody, bodyParameters, signed } from '../shared/request/signed';
import { splitList } from '../shared/values/lists';
import { signParams, textOf, type SigningOptions } from './protocol';

const BASE_URLS = {
	test: 'https://opendaily.hstong.com',
	production: 'https://open.hstong.com',
};

const COMMON_PARAMS = ['client_key', 'sign_time', 'sign', 'token'];

// The parameters that section 7.8 flags as 加密.
const ALWAYS_ENCRYPTED = ['idCardNo', 'bankCardNo'];

// The parameters in the paths of photos (7.6, 7.19, 7.22, 7.23).
const PATH_PARAMS = [
	/^\/account\/apply\/step[17]\/upload\/(?:id-card|avatar-action)\/(?<type>[^/]+)$/,
	/^\/account\/apply\/(?<applyId>[^/]+)\/images\/(?:id-card|avatar-action)\/(?<type>[^/]+)$/,
];

/** What deciphers the numbers of an answer. */
export const appSecretOf = (credential: ICredentialDataDecryptedObject): string =>
	neededText(credential, ['appSecret', 'App Secret']);

/** The names that a user gives, separated in any way: no name of a parameter holds a space. */
function furtherEncrypted(credential: ICredentialDataDecryptedObject): string[] {
	const text = pastedText(credential, ['furtherEncrypted', 'Further Encrypted Parameters']);
	const names = splitList(text.replace(/\s/g, ','));
	const common = names.find((name) => COMMON_PARAMS.includes(name));
	if (common === undefined) return names;
	throw new SetupProblem(
		`The credential's 'Further Encrypted Parameters' must not name ${common}`,
		'HSTong reads it before it decrypts anything. Name parameters of the interface alone, such as password.',
	);
}

const settingsOf = oncePerCredential((credential) => {
	const booleanStyle = credentialChoice(
		credential,
		['booleanStyle', 'Boolean Style'],
		['word', 'digit'],
	);
	const commonParams = credentialChoice(
		credential,
		['multipartCommonParams', 'Signature of File Uploads'],
		['form', 'query'],
	);
	const signing: SigningOptions = {
		appId: neededText(credential, ['appId', 'App ID']),
		appSecret: appSecretOf(credential),
		encrypted: [
			...ALWAYS_ENCRYPTED,
			...(isSwitchedOn(credential, ['encryptMobile', 'Encrypt Mobile Number']) ? ['mobile'] : []),
			...furtherEncrypted(credential),
		],
	};
	return {
		signing,
		hosts: { all: [addressOfEnvironment(credential, BASE_URLS, enteredBaseUrl)] },
		write: (value: unknown) => textOf(value, booleanStyle),
		signsPath: isSwitchedOn(credential, ['pathParamsSigned', 'Sign Path Parameters']),
		inQuery: commonParams === 'query' ? COMMON_PARAMS : [],
	};
});

/**
 * Completes and signs a request to any HSTong interface, wherever its parameters are: in a form, in a
 * multipart form, or in the query of a GET.
 *
 * @param options the request; its URL may be a path below the environment's base URL
 * @param now milliseconds since the epoch
 * @returns new options; those passed in are left as they are
 * @throws InputProblem for a request to another host, and when the credential lacks something
 */
export async function signRequest(
	credential: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
	now: number,
): Promise<IHttpRequestOptions> {
	const { signing, hosts, write, signsPath, inQuery } = settingsOf(credential);
	return await signed(options, hosts, write, ({ method, path, query, body }) => {
		const sign = (params: Parameter[]) =>
			signParams(params, signsPath ? pathParamsOf(path) : [], signing, now);
		// A body of another kind has no parameters, and neither has that of a GET (gap HST-09).
		if (body?.kind === 'other' || method === 'GET') return { query: sign(query) };
		const params = sign([...query, ...bodyParameters(body, write)]);
		if (body?.kind !== 'multipart') return { query: [], body: formBody(params) };
		// Text parts are signed, file parts are not (gap HST-07).
		return {
			query: params.filter(([name]) => inQuery.includes(name)),
			body: body.withTexts(params.filter(([name]) => !inQuery.includes(name))),
		};
	});
}

function pathParamsOf(path: string): Parameter[] {
	const params = PATH_PARAMS.map((pattern) => pattern.exec(path)?.groups).find(Boolean) ?? {};
	return Object.entries(params).map(([name, value]) => [name, decodeURIComponent(value)]);
}
