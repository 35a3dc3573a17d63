import { CredentialTestContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunctions,
	ICredentialType,
	IDataObject,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';

import { HstongApi } from '../../credentials/HstongApi.credentials';
import { HtouhuiApi } from '../../credentials/HtouhuiApi.credentials';
import { QianchengCreditApi } from '../../credentials/QianchengCreditApi.credentials';
import { UserVerificationApi } from '../../credentials/UserVerificationApi.credentials';
import { WebankApi } from '../../credentials/WebankApi.credentials';
import { HSTong } from '../../nodes/HSTong/HSTong.node';
import { Htouhui } from '../../nodes/Htouhui/Htouhui.node';
import { QianchengCredit } from '../../nodes/QianchengCredit/QianchengCredit.node';
import { fingerprintOfAccount as fingerprintOfQiancheng } from '../../nodes/QianchengCredit/signing';
import { UserVerification } from '../../nodes/UserVerification/UserVerification.node';
import { WeBank } from '../../nodes/WeBank/WeBank.node';
import { fingerprintOfAccount as fingerprintOfWeBank } from '../../nodes/WeBank/signing';
import { idCardNumber, jpeg, steps } from './applicant';
import { accountOf } from './htouhui';
import { runNode } from './n8n';
import { binaryFile } from './n8n-file';
import { person } from './qiancheng-data';
import { stepValues } from './user-verification';

/** An operation with values for it. */
interface Place {
	resource: string;
	operation: string;
	values: IDataObject;
}

interface Example extends Place {
	/** The operation's name in the operation picker. */
	name: string;
}

/** Answers of a server by path. */
export type Answers = Record<string, [status: number, body: unknown, type?: string]>;

/** A provider's node with one operation of each effect, for tests over all of them. */
export interface ProviderCase {
	name: string;
	node: INodeType;
	credentialType: ICredentialType;
	/** A credential for a server at this address, with a session where the provider has one. */
	account(baseUrl: string): IDataObject;
	reads: Example;
	submits: Example;
	/** A path whose body is signed, or that takes a token. */
	path: string;
	/** Data with which the operation that reads succeeds; LONG stands for a number. */
	answer: IDataObject;
	/** The answers of an account that is right to the test of its credential, by path; the last one proves the account. */
	tested: Answers;
	/** The data of an answer in the provider's envelope, for success. */
	success(data: unknown): unknown;
	/** A refusal in the provider's envelope; undefined where only the status of HTTP refuses. */
	refusal?(code: string, words: string): unknown;
}

const example = (
	resource: string,
	operation: string,
	values: IDataObject,
	name: string,
): Example => ({ resource, operation, values, name });

// A test file must not see the sessions of another run: each has an account of its own.
const own = () => `secret ${Math.random()}`;

/** A session as the credential keeps it, just fetched. */
const session = (fingerprint: string, parts: IDataObject): string => {
	const now = Date.now();
	return JSON.stringify({ fingerprint, fetchedAt: now, lifeMs: 600_000, ...parts });
};

const withSession = (
	credentials: IDataObject,
	fingerprintOf: (credentials: ICredentialDataDecryptedObject) => string,
	parts: IDataObject,
): IDataObject => ({
	...credentials,
	session: session(fingerprintOf(credentials as ICredentialDataDecryptedObject), parts),
});

export const providers: ProviderCase[] = [
	{
		name: 'HSTong',
		node: new HSTong(),
		credentialType: new HstongApi(),
		account: (baseUrl) => ({ environment: 'custom', baseUrl, appId: '1', appSecret: own() }),
		reads: example('application', 'getProgress', { token: 't' }, 'Get Progress'),
		submits: example('identity', 'submit', { token: 't', ...steps.identity(1) }, 'Submit Identity'),
		path: '/account/apply/index',
		answer: { step: 1, status: 1, id: 'LONG' },
		tested: { '/account/apply/index': [200, { code: '10101', error: '缺少认证参数' }] },
		success: (result) => ({ code: '00000', result }),
		refusal: (code, error) => ({ code, error }),
	},
	{
		name: 'Htouhui',
		node: new Htouhui(),
		credentialType: new HtouhuiApi(),
		account: (baseUrl) => accountOf(baseUrl),
		reads: example(
			'user',
			'query',
			{ third_party_user_id: 'u1', id_card: idCardNumber(1) },
			'Query User',
		),
		submits: example(
			'user',
			'register',
			{ third_party_user_id: 'u1', mobile: '13800138000' },
			'Register User',
		),
		path: '/openapi/user/register',
		answer: { htouhui_user_id: 'LONG', third_party_user_id: 'u1', status: '1' },
		tested: { '/openapi/user/query': [200, { status: '0' }] },
		success: (data) => data,
	},
	{
		name: 'Qiancheng Credit',
		node: new QianchengCredit(),
		credentialType: new QianchengCreditApi(),
		account: (baseUrl) =>
			withSession(
				{ environment: 'custom', baseUrl, username: 'u', password: own() },
				fingerprintOfQiancheng,
				{ token: 'token' },
			),
		reads: example('blacklist', 'search', person(1), 'Check Person'),
		submits: example(
			'telecom',
			'create',
			{ ...person(1), service_password: '123456' },
			'Start Collection',
		),
		path: '/blacklist/search/single',
		answer: { is_in: 0, id: 'LONG' },
		tested: { '/client/authorize/token': [200, { code: 0, data: { token: 't' } }] },
		success: (data) => ({ code: 0, data }),
		refusal: (code, msg) => ({ code: Number(code), msg }),
	},
	{
		name: 'User Verification',
		node: new UserVerification(),
		credentialType: new UserVerificationApi(),
		account: (baseUrl) => ({ baseUrl, apiKey: 'key', secretKey: own() }),
		reads: example('verification', 'get', {}, 'Get Verification'),
		submits: example(
			'step',
			'submitPersonalInformation',
			stepValues.submitPersonalInformation,
			'Submit Step 1: Personal Information',
		),
		path: '/openapi/v1/verified/userVerifiedStepOne.do',
		answer: { userId: 'LONG', cardStatus: 1 },
		tested: {
			'/openapi/v1/verified/queryUserVerified.do': [
				200,
				{ code: '000000', data: { cardStatus: 1 } },
			],
		},
		success: (data) => ({ code: '000000', data }),
		refusal: (code, description) => ({ code, description }),
	},
	{
		name: 'WeBank',
		node: new WeBank(),
		credentialType: new WebankApi(),
		account: (baseUrl) =>
			withSession(
				{
					environment: 'custom',
					apiBaseUrl: baseUrl,
					fileBaseUrl: baseUrl,
					appId: 'W1',
					secret: own(),
				},
				fingerprintOfWeBank,
				{ accessToken: 'token', ticket: 'ticket' },
			),
		reads: example('business', 'networkTest', {}, 'Test Connection'),
		submits: example(
			'business',
			'call',
			{ bizPath: 'yh', service_code: '10002', specifyBody: 'json', body: '{"A":1}' },
			'Call Service',
		),
		path: '/api/s/yh/10002',
		answer: { CODE: '0000', ID: 'LONG' },
		tested: {
			'/api/oauth2/access_token': [200, { code: '60850000', access_token: 'a', expire_in: 3600 }],
			'/api/oauth2/api_ticket': [
				200,
				{ code: '60850000', tickets: [{ value: 't', expire_in: 3600 }] },
			],
			'/api/s/test/10011': [200, { code: '60840000', msg: 'ok' }],
		},
		success: (jsonData) => ({ code: '60840000', msg: 'ok', jsonData: JSON.stringify(jsonData) }),
		refusal: (code, msg) => ({ code, msg }),
	},
];

/** The provider of this name. */
export function providerOf(name: string): ProviderCase {
	const found = providers.find((one) => one.name === name);
	if (!found) throw new Error(`There is no provider ${name}`);
	return found;
}

/** What the credential is with an account for this address, and with what else is given. */
export const credentialsOf = (
	{ credentialType, account }: ProviderCase,
	baseUrl: string,
	changes: IDataObject = {},
): ICredentialDataDecryptedObject =>
	({
		...Object.fromEntries(
			credentialType.properties.map(({ name, default: value }) => [name, value]),
		),
		...account(baseUrl),
		...changes,
	}) as ICredentialDataDecryptedObject;

/** What an example may be run with besides its address. */
interface Circumstances {
	options?: IDataObject;
	/** What differs in the credential. */
	credentials?: IDataObject;
	file?: Buffer;
	/** Ends the execution. */
	signal?: AbortSignal;
}

/** Runs an operation of a provider at an address once; a failed item is the result. */
export async function runExample(
	provider: ProviderCase,
	{ resource, operation, values }: Place,
	baseUrl: string,
	{ options = {}, credentials, file = jpeg(), signal }: Circumstances = {},
): Promise<INodeExecutionData> {
	const { node, credentialType } = provider;
	const [output] = await runNode({
		...{ node, credentialType },
		credentials: credentialsOf(provider, baseUrl, credentials),
		parameters: { resource, operation, ...values, options: { timeout: 1, ...options } },
		items: [{ json: {}, binary: { data: binaryFile(file, 'a.jpg') } }],
		continueOnFail: true,
		signal,
	});
	return output;
}

/** What the test button of a credential does. */
export async function press(
	{ node }: ProviderCase,
	data: ICredentialDataDecryptedObject,
): Promise<INodeCredentialTestResult> {
	const { name, testedBy } = node.description.credentials?.[0] ?? {};
	const test = node.methods?.credentialTest?.[String(testedBy)];
	if (!test) throw new Error(`${node.description.name} has no test of its credential`);
	const context = new CredentialTestContext({} as never) as unknown as ICredentialTestFunctions;
	return await test.call(context, { id: '1', name: 'test', type: String(name), data });
}
