import { NoAnswer, Refusal } from '../model/errors';
import { SessionContested } from '../session/session';

const OURS = [Refusal, NoAnswer, SessionContested];

// The connection was never made, so the provider cannot have seen the request.
const NEVER_SENT = [
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ERR_INVALID_URL',
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

// The alerts of a server that wants another client certificate, or any at all.
const CLIENT_CERTIFICATE =
	/ALERT_(CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN)/;

/**
 * What a failed request means. n8n wraps what went wrong: what the credential threw while it fetched a
 * session, or the network's own code, is in the chain of causes. Anything else is returned as it is.
 */
export function toNoAnswer(error: unknown, timeoutMs: number): unknown {
	const causes = causesOf(error);
	const ours = causes.find((cause) => OURS.some((type) => cause instanceof type));
	const code = causes.map((cause) => (cause as { code?: unknown }).code).find(isText);
	if (ours || code === undefined) return ours ?? error;
	if (CLIENT_CERTIFICATE.test(code)) {
		return new NoAnswer(
			`The server demands a client certificate that it accepts (${code}): check certificate and key in the credential.`,
			false,
		);
	}
	if (NEVER_SENT.includes(code)) {
		return new NoAnswer(`The connection could not be made (${code}).`, false);
	}
	if (code === 'ECONNABORTED' || code === 'ETIMEDOUT') {
		return new NoAnswer(`No answer came within ${timeoutMs / 1000} seconds (${code}).`, true);
	}
	return new NoAnswer(`The connection ended before the answer was complete (${code}).`, true);
}

const isText = (value: unknown): value is string => typeof value === 'string';

function causesOf(error: unknown): object[] {
	const causes: object[] = [];
	for (let cause = error; typeof cause === 'object' && cause !== null && causes.length < 10; ) {
		causes.push(cause);
		cause = (cause as { cause?: unknown }).cause;
	}
	return causes;
}
