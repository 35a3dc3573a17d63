import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import {
	addressOfEnvironment,
	credentialChoice,
	enteredBaseUrl,
	credentialText,
	isSwitchedOn,
	neededPassword,
	neededText,
	oncePerCredential,
	wantedBodyFormat,
} from '../shared/model/credential';
import { credentialPublicKeys } from '../shared/model/credentialKeys';
import { SetupProblem } from '../shared/model/errors';
import type { Body } from '../shared/request/body';
import {
	flatParameters,
	membersOf,
	parametersIn,
	readMembers,
	decodeParameters,
	writeMembers,
	type Parameter,
} from '../shared/request/parameters';
import {
	formBody,
	jsonBody,
	bodyParameters,
	signed,
	type Completed,
	type EncodedBody,
	type Request,
} from '../shared/request/signed';
import { fingerprintOf, type Session } from '../shared/session/session';
import { sessions } from '../shared/session/sessions';
import { formText, normalizeIdCard, tokenLifetime, type Padding } from './protocol';
import { encryptText, gzip } from './risk/encrypt';

/** The token of an account, kept in the credential (docs/architecture.md). */
export interface QianchengSession extends Session {
	token: string;
}

const BASE_URLS = {
	production: 'https://credit.wealida.com',
	test: 'https://credit-test.wealida.com', // gap QC-12
};

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

export const baseUrlOf = oncePerCredential((credential) =>
	addressOfEnvironment(credential, BASE_URLS, enteredBaseUrl),
);

const accountOf = oncePerCredential((credential) => ({
	username: neededText(credential, ['username', 'Merchant Account']),
	password: neededPassword(credential, ['password', 'Password']),
}));

/** A session must not outlive a change of any of these; its parts are named, because another version may keep others. */
export const fingerprintOfAccount = oncePerCredential((credential) => {
	const { username, password } = accountOf(credential);
	return fingerprintOf('qiancheng-credit: token', baseUrlOf(credential), username, password);
});

/**
 * Completes a request to any interface: the token or the account, whichever it takes, the encoding of
 * the body, and for the risk audit the encryption.
 *
 * @param options the request; its URL may be a path below the environment's base URL
 * @throws SessionExpired when n8n must fetch a token first
 * @throws InputProblem for a request to another host, and when the credential lacks something
 */
export async function signRequest(
	credential: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	sessions.begin(credential);
	return await signed(options, { all: [baseUrlOf(credential)] }, formText, (request) =>
		complete(request, credential),
	);
}

async function complete(
	{ method, path, query, body }: Request,
	credential: ICredentialDataDecryptedObject,
): Promise<Completed> {
	const own = ownParams(credential, path);
	const names = own.map(([name]) => name);
	const withOwn = (given: Parameter[]) => [
		...given.filter(([name]) => !names.includes(name)),
		...own,
	];
	if (method === 'GET' || body?.kind === 'other') return { query: withOwn(query) };
	if (body?.kind === 'multipart') {
		return { query, body: body.withTexts(withOwn(body.texts)) };
	}
	const isRisk = path === RISK_APPLICATION;
	const plain = isRisk ? await withSealedData(body, credential) : body;
	const isJson =
		plain?.kind === 'json' || (plain?.kind !== 'form' && wantedBodyFormat(credential) === 'json');
	const given = plain?.kind === 'fields' ? fieldPairs(plain.fields, isJson) : bodyParameters(plain);
	const params = withOwn(given).map(withUpperCase);
	const { headers, body: content } = await encodeBody(credential, params, isJson, isRisk);
	return { query, headers, body: { body: content } };
}

/** A list of a form has brackets as PHP makes them, in JSON it stays one (gap QC-08). */
const fieldPairs = (fields: IDataObject, isJson: boolean): Parameter[] =>
	isJson ? membersOf(fields) : flatParameters(fields, 'indices', formText);

const withUpperCase = (pair: Parameter): Parameter =>
	pair[0] === 'id_card' ? ['id_card', normalizeIdCard(pair[1])] : pair;

/** What a token is asked for with (section 1). */
export const accountParams = (credential: ICredentialDataDecryptedObject): Parameter[] => [
	...parametersIn(accountOf(credential)),
	['hours', String(lifetimeOf(credential).hoursSent)],
];

/** @throws InputProblem when the credential's validity is no number */
export const lifetimeOf = oncePerCredential((credential) => {
	const hours = Number(
		credentialText(credential, ['tokenHours', 'Token Validity in Hours']) || '24',
	);
	if (Number.isFinite(hours)) return tokenLifetime(hours);
	throw new SetupProblem(
		"The credential's 'Token Validity in Hours' is no number",
		'Enter a whole number of hours, such as 24.',
	);
});

/** What the credential adds: the token, the account, or for the two that take neither what it is told to. */
function ownParams(credential: ICredentialDataDecryptedObject, path: string): Parameter[] {
	const username = (): Parameter[] => [['username', accountOf(credential).username]];
	if (path === SIGN_IN) return accountParams(credential);
	if (path === BANK_INFORMATION) {
		// Gap QC-32.
		const isWanted = isSwitchedOn(credential, [
			'bankInfoUsername',
			'Send Account for Bank Information',
		]);
		return isWanted ? username() : [];
	}
	if (path === RISK_RESULT)
		return decodeParameters(
			credentialText(credential, ['riskResultParams', 'Parameters for Risk Result']),
		); // gap QC-26
	const takesToken = WITH_TOKEN.some((paths) => paths.test(path));
	if (!takesToken && WITH_ACCOUNT.test(path)) return username();
	const { token } = sessions.use<QianchengSession>(credential, fingerprintOfAccount(credential));
	return [['token', token]];
}

/** The data of a risk audit is encrypted, unless it is a text already. */
async function withSealedData(
	body: Body | undefined,
	credential: ICredentialDataDecryptedObject,
): Promise<Body | undefined> {
	if (body?.kind === 'fields' && typeof body.fields.data === 'object' && body.fields.data) {
		const data = await sealed(body.fields.data, credential);
		return { ...body, fields: { ...body.fields, data } };
	}
	if (body?.kind !== 'json') return body;
	const members = readMembers(body.text).map(async (member): Promise<Parameter> => {
		const [name, text, raw = ''] = member;
		const isOpen = name === 'data' && !raw.endsWith('"');
		return isOpen ? [name, await seal(text, credential)] : member;
	});
	return { ...body, text: writeMembers(await Promise.all(members)) };
}

// The same data is not encrypted again when its request is repeated with another token.
const sealedData = new WeakMap<object, Promise<string>>();

async function sealed(data: object, credential: ICredentialDataDecryptedObject): Promise<string> {
	// Bytes are JSON that stands.
	const plain = () => (Buffer.isBuffer(data) ? data.toString() : JSON.stringify(data));
	const text = sealedData.get(data) ?? seal(plain(), credential);
	sealedData.set(data, text);
	return await text;
}

/** How the data of a risk audit is encrypted; the key is undefined where none is filled in. */
export const sealingOf = oncePerCredential((credential) => {
	const key = credentialPublicKeys(credential, ['riskPublicKey', 'Risk Public Key']).at(0);
	const padding: Padding = credentialChoice(
		credential,
		['rsaPadding', 'RSA Padding'],
		['pkcs1', 'oaep'],
	);
	const output = credentialChoice(credential, ['rsaOutput', 'RSA Output'], ['base64', 'hex']);
	return { key, padding, output };
});

/**
 * The provider's key for the risk audit.
 *
 * @throws InputProblem when there is none that can be read
 */
export const riskPublicKey = oncePerCredential((credential) => {
	const { key } = sealingOf(credential);
	if (key) return key;
	throw new SetupProblem(
		'The credential has no public key for the risk audit',
		"Ask Qiancheng for its RSA public key and fill it in under 'Risk Public Key'.",
	);
});

async function seal(text: string, credential: ICredentialDataDecryptedObject): Promise<string> {
	const { padding, output } = sealingOf(credential);
	return await encryptText(text, riskPublicKey(credential), padding, output);
}

const compresses = (credential: ICredentialDataDecryptedObject): boolean =>
	credentialChoice(credential, ['gzip', 'Compress Risk Audit'], ['true', 'false']) === 'true';

/** A form or JSON, compressed as a whole for the risk audit (gap QC-23). */
export async function encodeBody(
	credential: ICredentialDataDecryptedObject,
	params: Parameter[],
	isJson = wantedBodyFormat(credential) === 'json',
	isRisk = false,
): Promise<{ headers: Record<string, string>; body: EncodedBody['body'] }> {
	const { body, type } = isJson ? jsonBody(writeMembers(params)) : formBody(params);
	const headers = { 'content-type': type };
	return isRisk && compresses(credential)
		? { headers: { ...headers, 'content-encoding': 'gzip' }, body: await gzip(String(body)) }
		: { headers, body };
}
