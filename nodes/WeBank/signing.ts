import { createPrivateKey } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import {
	addressOfEnvironment,
	type CredentialField,
	credentialHost,
	isSwitchedOn,
	neededText,
	oncePerCredential,
} from '../shared/model/credential';
import { credentialCertificates, credentialPrivateKey } from '../shared/model/credentialKeys';
import { InputProblem, SetupProblem } from '../shared/model/errors';
import type { Body } from '../shared/request/body';
import { toText, type Parameter } from '../shared/request/parameters';
import {
	formBody,
	jsonBody,
	signed,
	type Completed,
	type Request,
	type SentBody,
} from '../shared/request/signed';
import { fingerprintOf, type Session } from '../shared/session/session';
import { sessions } from '../shared/session/sessions';
import { sign } from './protocol';

/** Token and ticket of an account, kept in the credential (docs/architecture.md). */
export interface WeBankSession extends Session {
	accessToken: string;
	ticket: string;
}

interface Hosts {
	api: string;
	file: string;
}

/** Appendix 4; production hosts are mailed to each partner, who enters them (gap WB-02). */
const HOSTS: Record<string, Hosts | undefined> = {
	dev: {
		api: 'https://f-capapi-v2.test.webank.com',
		file: 'https://f-capup.test.webank.com',
	},
	f1: {
		api: 'https://f1-capapi-v2.test.webank.com',
		file: 'https://f1-capup.test.webank.com',
	},
	g1: {
		api: 'https://g1-capapi-v2.test.webank.com',
		file: 'https://g1-capup.test.webank.com',
	},
	production: undefined,
};

const enteredHosts = (credential: ICredentialDataDecryptedObject): Hosts => ({
	api: credentialHost(credential, ['apiBaseUrl', 'API Host']),
	file: credentialHost(credential, ['fileBaseUrl', 'File Host']),
});

export const hostsOf = oncePerCredential((credential) =>
	addressOfEnvironment(credential, HOSTS, enteredHosts),
);

export const accountOf = oncePerCredential((credential) => ({
	appId: neededText(credential, ['appId', 'App ID']),
	secret: neededText(credential, ['secret', 'Secret']),
}));

/** A session must not outlive a change of any of these; its parts are named, because another version may keep others. */
export const fingerprintOfAccount = oncePerCredential((credential) => {
	const { appId, secret } = accountOf(credential);
	return fingerprintOf('webank: accessToken, ticket', hostsOf(credential).api, appId, secret);
});

const CERTIFICATE: CredentialField = ['clientCertificate', 'Client Certificate'];
const KEY: CredentialField = ['clientKey', 'Client Key'];
const PASSPHRASE: CredentialField = ['clientKeyPassphrase', 'Client Key Passphrase'];
const AUTHORITY: CredentialField = ['caCertificate', 'CA Certificate'];

/**
 * The certificates for mutual TLS with the API host, and with no other (gap WB-01).
 *
 * @throws InputProblem when they cannot be read, or do not belong together
 */
export const clientCertificate = oncePerCredential(
	(credential): Pick<IHttpRequestOptions, 'agentOptions'> => {
		const chain = credentialCertificates(credential, CERTIFICATE);
		const key = credentialPrivateKey(credential, KEY, PASSPHRASE);
		const authorities = credentialCertificates(credential, AUTHORITY);
		if (chain.length > 0 && key === '') throw alone(CERTIFICATE, KEY);
		if (chain.length === 0 && key !== '') throw alone(KEY, CERTIFICATE);
		if (key !== '' && !chain[0].checkPrivateKey(createPrivateKey(key))) {
			throw new SetupProblem(
				`The credential's '${CERTIFICATE[1]}' and '${KEY[1]}' do not belong together`,
				'Enter the key that the certificate was made for. In a chain the own certificate comes first.',
			);
		}
		if (key === '' && authorities.length === 0) return {};
		return {
			agentOptions: {
				...(key && { cert: chain.join(''), key }),
				...(authorities.length > 0 && { ca: authorities.join('') }),
			},
		};
	},
);

const alone = ([, present]: CredentialField, [, missing]: CredentialField): InputProblem =>
	new SetupProblem(
		`The credential has a '${present}' and no '${missing}'`,
		'WeBank needs both, or neither where it demands no client certificate.',
	);

/** How an interface is called: its host, its version, whether its body is signed (gaps WB-05 to WB-08). */
interface Kind {
	paths: RegExp;
	host: keyof Hosts;
	version: string;
	type?: string;
	signsBody: (credentials: ICredentialDataDecryptedObject) => boolean;
	/** Carries the access token in place of a signature (section 4.2). */
	usesAccessToken?: true;
}

const KINDS: Kind[] = [
	{
		paths: /^\/api\/oauth2\/api_ticket$/,
		host: 'api',
		version: '2.0.0',
		signsBody: () => false,
		usesAccessToken: true,
	},
	{
		paths: /^\/api\/s\/up\/(upload|download)$/,
		host: 'file',
		version: '1.0.0',
		type: 'sign',
		signsBody: () => false,
	},
	{
		paths: /^\/up\/s\/[^/]+\/uploadJson$/,
		host: 'file',
		version: '2.0.0',
		type: 'sign',
		signsBody: (credential) =>
			isSwitchedOn(credential, ['signUploadJsonBody', 'Sign Upload JSON Body']),
	},
	{
		paths: /^\/up\/s\/[^/]+\/uploadForm$/,
		host: 'file',
		version: '2.0.0',
		type: 'sign',
		signsBody: () => false,
	},
	{ paths: /^/, host: 'api', version: '2.0.0', signsBody: () => true },
];

/**
 * Signs a request to any WeBank interface with the stored session. What the body's text is when it is
 * signed is what is sent, byte for byte (gap WB-39).
 *
 * @param options the request; its URL may be a path, which goes to the host that serves it
 * @throws SessionExpired when n8n must fetch a session first
 * @throws InputProblem for a request to another host, and when the credential lacks something
 */
export async function signRequest(
	credential: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
	nonce: string,
): Promise<IHttpRequestOptions> {
	sessions.begin(credential);
	const hosts = hostsOf(credential);
	return await signed(
		options,
		{ all: [...new Set([hosts.api, hosts.file])], of: (path) => hosts[kindOf(path).host] },
		toText,
		(request) => {
			const session = sessions.use<WeBankSession>(credential, fingerprintOfAccount(credential));
			return complete(request, credential, session, nonce);
		},
	);
}

const kindOf = (path: string): Kind => KINDS.find(({ paths }) => paths.test(path)) as Kind;

/** Parameters of the address that only the credential knows. */
const OWN_PARAMS = ['app_id', 'version', 'type', 'nonce', 'sign', 'access_token'];

function complete(
	{ path, query, body }: Request,
	credential: ICredentialDataDecryptedObject,
	{ accessToken, ticket }: WeBankSession,
	nonce: string,
): Completed {
	const { version, usesAccessToken, signsBody, ...kind } = kindOf(path);
	const { appId } = accountOf(credential);
	const type = kind.type ?? query.findLast(([name]) => name === 'type')?.[1] ?? '';
	const [text, sent] = sentOf(body);
	const values = [appId, version, type, nonce, ticket, signsBody(credential) ? text : undefined];
	const own: Parameter[] = usesAccessToken
		? [['access_token', accessToken]]
		: [
				['nonce', nonce],
				['sign', sign(values)],
			];
	return {
		query: [
			...query.filter(([name]) => !OWN_PARAMS.includes(name)),
			['app_id', appId],
			['version', version],
			...(type === '' ? [] : [['type', type] satisfies Parameter]),
			...own,
		],
		body: sent,
		...(kind.host === 'api' && clientCertificate(credential)),
	};
}

/** The text of a body, which may be signed, and the body as it is sent; none for a form of parts. */
function sentOf(body: Body | undefined): [text?: string, sent?: SentBody] {
	switch (body?.kind) {
		case 'form': {
			const sent = formBody(body.pairs);
			return [String(sent.body), sent];
		}
		case 'fields': {
			const text = JSON.stringify(body.fields);
			return [text, jsonBody(text)];
		}
		case 'json':
		case 'other':
			return body.text === undefined
				? []
				: [body.text, jsonBody(body.text, body.type || undefined)];
		default:
			return [];
	}
}
