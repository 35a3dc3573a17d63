import { NoAnswer } from '../model/errors';
import { ADDRESS } from '../model/errorTable';

/** What is known about a request that got no answer. */
interface Circumstances {
	/** The address that was called; undefined when it is none. */
	target: URL | undefined;
	timeoutMs: number;
	/** Whether the request can have reached the provider. */
	isSent: boolean;
	/** A proxy was to make the connection, and had not made it. */
	isProxied: boolean;
	/** The status with which the proxy refused to make it. */
	proxyStatus: number | undefined;
}

/** What kept a request from being sent: the end of a sentence that begins with "… was not reached:". */
interface Obstacle {
	message: string;
	remedy: string;
	/** A repetition cannot help: somebody must change a setting. */
	isLasting?: true;
}

/** What the errors of Node and OpenSSL tell. */
interface SystemError {
	code?: unknown;
	message?: unknown;
	address?: unknown;
	port?: unknown;
	hostname?: unknown;
	errors?: unknown;
}

const CHECK_ADDRESS = `Check ${ADDRESS}.`;
const TRY_AGAIN = 'Run the item again. If it stays so, ask whoever runs the network of your n8n.';
const PROXY_SETTINGS = 'the proxy settings of your n8n (HTTP_PROXY, HTTPS_PROXY)';

/**
 * Says what kept a request from its answer.
 *
 * @param causes the error and its causes, the outermost first
 * @returns undefined when it was not the network
 */
export function describeFault(causes: object[], known: Circumstances): NoAnswer | undefined {
	const errors = causes.flatMap(withInner) as SystemError[];
	const code = String(errors.find((error) => typeof error.code === 'string')?.code ?? '');
	const text = errors.map(({ message }) => String(message ?? '')).join('\n');
	const isOfTransport = causes.some((cause) => 'isAxiosError' in cause || isBlocked(cause));
	if (!isOfTransport && !OF_NETWORK.test(code) && !TOO_WEAK.test(code)) return undefined;

	const networkCode = code || undefined;
	const obstacle =
		clientCertificate(`${code} ${text}`) ??
		(known.isSent ? undefined : obstacleOf(code, text, errors, known));
	if (obstacle) return new NoAnswer(obstacle.message, false, { ...obstacle, networkCode });
	const seconds = known.timeoutMs / 1000;
	const says = TIMED_OUT.includes(code)
		? `No answer came within ${seconds} seconds`
		: code === ENDED_BY_US
			? notComplete(known.timeoutMs)
			: 'The connection ended before the answer was complete';
	return new NoAnswer(says, true, { networkCode });
}

/** What is said of an answer that went on for ever. */
export const notComplete = (timeoutMs: number): string =>
	`The answer was not complete within ${(timeoutMs / 1000) * TIMEOUTS_IN_ALL} seconds`;

/** n8n's protection against requests to addresses of its own network. */
export const isBlocked = (error: object): boolean =>
	error instanceof Error && error.name.startsWith('SsrfBlocked');

const NOT_TLS = /wrong version number|packet length too long|http request|unknown protocol/i;

/** Whether TLS was refused before the connection was secured: a certificate, or what is no TLS at all. */
export const isOfHandshake = (code: string, text: string): boolean =>
	certificateFault(code, '') !== undefined || NOT_TLS.test(text);

const OF_NETWORK = /^((?!ERR_)E[A-Z_]{3,}|ERR_INVALID_URL|UND_ERR_\w+)$/;
// The client gives up only when no more bytes come for as long as the timeout, so that an answer could go on for ever.
export const TIMEOUTS_IN_ALL = 5;
const ENDED_BY_US = 'ERR_CANCELED';
const TIMED_OUT = ['ECONNABORTED', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT'];

/** Each attempt at one of a host's addresses has an error of its own. */
const withInner = (cause: object): object[] => {
	const { errors } = cause as SystemError;
	return [cause, ...(Array.isArray(errors) ? (errors as object[]) : [])];
};

// These alerts end the handshake, also where the client believes that it is over (TLS 1.3).
const CLIENT_CERTIFICATE =
	/alert[_ ](certificate[_ ](required|unknown|expired|revoked)|handshake[_ ]failure|unknown[_ ]ca|(bad|unsupported)[_ ]certificate)/i;

/** OpenSSL refuses a certificate of our own before it connects. */
const TOO_WEAK = /^ERR_SSL_(EE|CA)_(KEY_TOO_SMALL|MD_TOO_WEAK)\b/;

function clientCertificate(text: string): Obstacle | undefined {
	if (TOO_WEAK.test(text)) {
		return {
			message: 'the client certificate in the credential is too weak for TLS',
			remedy: 'Ask whoever issued it for one with a key of 2048 bits and a signature with SHA-256.',
			isLasting: true,
		};
	}
	return CLIENT_CERTIFICATE.test(text)
		? {
				message: 'the server demands a client certificate that it accepts',
				remedy: 'Check certificate and key in the credential.',
				isLasting: true,
			}
		: undefined;
}

function obstacleOf(
	code: string,
	text: string,
	errors: SystemError[],
	{ target, timeoutMs, isProxied, proxyStatus }: Circumstances,
): Obstacle {
	const host = target?.host ?? 'the server';
	const where =
		isProxied || isElsewhere(errors, target) ? `the proxy ${placeOf(errors)}`.trim() : host;
	const isProxy = where !== host;

	if (proxyStatus !== undefined) return refusedByProxy(proxyStatus, host);
	if (errors.some((error) => isBlocked(error))) {
		return {
			message: `the rules of your n8n do not allow the address ${host}`,
			remedy: 'Ask whoever runs your n8n to allow it in the protection against SSRF.',
			isLasting: true,
		};
	}
	if (code === 'ERR_INVALID_URL' || code === 'ERR_BAD_REQUEST') {
		return {
			message: 'the address cannot be read',
			remedy: `${CHECK_ADDRESS} An address must begin with https:// and hold no blanks.`,
			isLasting: true,
		};
	}
	if (code === 'ENOTFOUND') {
		const name = String(errors.find(({ hostname }) => hostname)?.hostname ?? host);
		return {
			message: `there is no host named ${name}`,
			remedy: isProxy ? `Check ${PROXY_SETTINGS}.` : CHECK_ADDRESS,
			isLasting: true,
		};
	}
	if (code === 'EAI_AGAIN') {
		return { message: `the name server gave no address of ${host}`, remedy: TRY_AGAIN };
	}
	const certificate = certificateFault(code, host);
	if (certificate) return certificate;
	if (NOT_TLS.test(text)) {
		return {
			message: `${host} does not speak TLS`,
			remedy: `${CHECK_ADDRESS} The port may be wrong, or the address must begin with http:// if it is that of a server of your own.`,
			isLasting: true,
		};
	}
	if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
		return {
			message: `no TLS connection could be agreed with ${host}`,
			remedy: `${CHECK_ADDRESS} A proxy or firewall in between may be the reason, too.`,
		};
	}
	if (code === 'ECONNREFUSED') {
		return {
			message: `${where} refuses connections`,
			remedy: isProxy ? `Check ${PROXY_SETTINGS}.` : `${CHECK_ADDRESS} The server may be down.`,
		};
	}
	if (TIMED_OUT.includes(code)) {
		return {
			message: `no connection to ${where} stood within ${timeoutMs / 1000} seconds`,
			remedy: `${isProxy ? `Check ${PROXY_SETTINGS}.` : CHECK_ADDRESS} A firewall may be in the way.`,
		};
	}
	return {
		message: `the connection to ${where} ended before anything was sent`,
		remedy: isProxy ? `Check ${PROXY_SETTINGS}.` : `${CHECK_ADDRESS} ${TRY_AGAIN}`,
	};
}

const refusedByProxy = (status: number, host: string): Obstacle => ({
	message: `the proxy answered HTTP ${status} instead of connecting to ${host}`,
	remedy:
		status === 407
			? `It wants a user name and password: add them in ${PROXY_SETTINGS}.`
			: `Ask whoever runs the proxy to let your n8n connect to ${host}.`,
	...(status < 500 && { isLasting: true }),
});

/** A certificate that was not accepted; Node's codes are those of OpenSSL's X509_V_ERR. */
function certificateFault(code: string, host: string): Obstacle | undefined {
	const ofCertificate = `the certificate of ${host}`;
	const lasting = (message: string, remedy: string): Obstacle => ({
		message,
		remedy,
		isLasting: true,
	});
	switch (code) {
		case 'UNABLE_TO_GET_ISSUER_CERT':
		case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
		case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
		case 'SELF_SIGNED_CERT_IN_CHAIN':
		case 'CERT_UNTRUSTED':
		case 'INVALID_CA':
			return lasting(
				`the certificate authority of ${host} is not known to your n8n`,
				'If it is a private one, or one of a proxy that looks into connections, let whoever runs your n8n add it (NODE_EXTRA_CA_CERTS).',
			);
		case 'DEPTH_ZERO_SELF_SIGNED_CERT':
			return lasting(
				`${ofCertificate} is signed by no certificate authority`,
				`${CHECK_ADDRESS} If it is a server of your own, let whoever runs your n8n add its certificate (NODE_EXTRA_CA_CERTS).`,
			);
		case 'CERT_HAS_EXPIRED':
		case 'CERT_NOT_YET_VALID':
			return lasting(
				`${ofCertificate} is not valid at this time`,
				'Check the clock of your n8n; if it is right, tell whoever runs the server.',
			);
		case 'ERR_TLS_CERT_ALTNAME_INVALID':
		case 'HOSTNAME_MISMATCH':
			return lasting(`${ofCertificate} is made out to another name`, CHECK_ADDRESS);
		default:
			return /^(CERT|CRL|UNABLE_TO|INVALID_PURPOSE|PATH_LENGTH|ERROR_IN_CERT|ERR_TLS_CERT)/.test(
				code,
			)
				? lasting(`${ofCertificate} is not accepted`, 'Tell whoever runs the server.')
				: undefined;
	}
}

/** Whether an error of a connection is about another place than the one that was called: about a proxy. */
function isElsewhere(errors: SystemError[], target: URL | undefined): boolean {
	if (target === undefined) return false;
	const ownPort = target.port || (target.protocol === 'https:' ? '443' : '80');
	return errors.some(
		({ hostname, port }) =>
			(hostname !== undefined && hostname !== target.hostname) ||
			(port !== undefined && String(port) !== ownPort),
	);
}

function placeOf(errors: SystemError[]): string {
	const { address, port, hostname } =
		errors.find((error) => error.address ?? error.hostname) ?? ({} as SystemError);
	return [hostname ?? address ?? '', port ?? ''].filter((part) => part !== '').join(':');
}
