import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { fingerprintOf, sessions, type Session } from '../shared/session/session';
import { signedFrom, unsignedOf, type RequestOptions } from '../shared/request/unsigned';
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

/** Chapter 2; production hosts are mailed to each partner (gap WB-02). */
const HOSTS: Record<string, Hosts> = {
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
};

export function hostsOf(credentials: ICredentialDataDecryptedObject): Hosts {
	const configured = (name: string) => String(credentials[name] ?? '').replace(/\/+$/, '');
	return (
		HOSTS[String(credentials.environment)] ?? {
			api: configured('apiBaseUrl'),
			file: configured('fileBaseUrl'),
		}
	);
}

/** A session must not outlive a change of any of these. */
export const fingerprintOfAccount = (credentials: ICredentialDataDecryptedObject): string =>
	fingerprintOf('webank', hostsOf(credentials).api, credentials.appId, credentials.secret);

/** The certificates for mutual TLS with the API host, and with no other (gap WB-01). */
export function clientCertificate({
	clientCertificate: cert,
	clientKey: key,
	clientKeyPassphrase: passphrase,
	caCertificate: ca,
}: ICredentialDataDecryptedObject): Pick<IHttpRequestOptions, 'agentOptions'> {
	if (!cert && !key && !ca) return {};
	return {
		agentOptions: {
			...(cert && { cert: pem(cert) }),
			...(key && { key: pem(key) }),
			...(passphrase && { passphrase: String(passphrase) }),
			...(ca && { ca: pem(ca) }),
		},
	};
}

/** A PEM text with its line breaks, which are lost when it is pasted into a field of one line. */
function pem(text: unknown): string {
	const trimmed = String(text).trim().replace(/\\n/g, '\n');
	const [, begin, base64, end] =
		/^(-----BEGIN [^-]+-----)([^-]*)(-----END [^-]+-----)$/.exec(trimmed) ?? [];
	return begin && !base64.trim().includes('\n')
		? `${begin}\n${base64.trim().replace(/ +/g, '\n')}\n${end}\n`
		: `${trimmed}\n`;
}

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
		signsBody: ({ signUploadJsonBody }) => signUploadJsonBody === true,
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
 */
export function signRequest(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
	nonce: string,
): IHttpRequestOptions {
	const original = unsignedOf(options);
	const session = sessions.use<WeBankSession>(credentials, fingerprintOfAccount(credentials));
	const signed = signWith(session, credentials, original, nonce);
	return signedFrom(original, signed);
}

function signWith(
	{ accessToken, ticket }: WeBankSession,
	credentials: ICredentialDataDecryptedObject,
	request: RequestOptions,
	nonce: string,
): IHttpRequestOptions {
	const [address, query] = String(request.uri ?? request.url).split('?', 2);
	const path = address.startsWith('/') ? address : new URL(address).pathname;
	const kind = KINDS.find(({ paths }) => paths.test(path)) as Kind;
	const target = address.startsWith('/') ? hostsOf(credentials)[kind.host] + address : address;
	const given: IDataObject = {
		...Object.fromEntries(new URLSearchParams(query)),
		...request.qs,
	};
	const appId = String(credentials.appId);
	const type = kind.type ?? (given.type ? String(given.type) : undefined);
	const body = bodyText(request);
	const common = { ...given, app_id: appId, version: kind.version, ...(type && { type }) };
	const signature = sign([
		appId,
		kind.version,
		type,
		nonce,
		ticket,
		kind.signsBody(credentials) ? body : undefined,
	]);
	if (common.type === '') delete common.type;
	return {
		...request,
		...(request.uri ? { uri: target } : { url: target }),
		...(kind.host === 'api' && clientCertificate(credentials)),
		qs: kind.usesAccessToken
			? { ...common, access_token: accessToken }
			: { ...common, nonce, sign: signature },
		...(body !== undefined && {
			headers: { ...request.headers, 'Content-Type': 'application/json; charset=utf-8' },
			body: Buffer.from(body),
			json: false,
		}),
	};
}

/** The JSON body as text; undefined for a form and for no body. */
function bodyText({ body, formData }: RequestOptions): string | undefined {
	if (body === undefined || body === null || formData || body instanceof FormData) return undefined;
	if (Buffer.isBuffer(body)) return body.toString('utf8');
	return typeof body === 'string' ? body : JSON.stringify(body);
}
