import type { IN8nHttpFullResponse } from 'n8n-workflow';

import { NoAnswer, Refusal } from '../model/errors';
import type { ApiRequest } from '../model/operation';
import type { Provider } from '../model/provider';
import { parseJson } from '../values/json';

export interface Answer {
	mimeType: string;
	body: Buffer;
	/** The data inside the envelope; undefined for a file. */
	data: unknown;
}

const LONGEST_PAUSE_MS = 8000;

/**
 * Opens an answer.
 *
 * @throws Refusal with the provider's code, or with `HTTP nnn` when a server in front of it refused
 * @throws NoAnswer when it cannot be read as an answer of this provider
 */
export function openAnswer(
	provider: Provider,
	response: IN8nHttpFullResponse,
	{ expects, fileType }: ApiRequest,
): Answer {
	const { statusCode, headers } = response;
	const body = response.body as unknown as Buffer;
	const mimeType = String(headers['content-type'] ?? '')
		.split(';')[0]
		.trim()
		.toLowerCase();
	const retryAfterMs = toMilliseconds(headers['retry-after']);
	const envelope = mimeType.startsWith('image/')
		? undefined
		: provider.envelope(parseJson(body.toString('utf8')), statusCode);
	if (envelope && envelope.code !== '') {
		throw new Refusal(envelope.code, envelope.message, { retryAfterMs, entry: envelope.entry });
	}
	if (statusCode >= 500) {
		throw new NoAnswer(`The server answered HTTP ${statusCode}.`, true, retryAfterMs);
	}
	if (statusCode >= 300) throw new Refusal(`HTTP ${statusCode}`, '', { retryAfterMs });
	const isFile = mimeType === fileType?.toLowerCase() || !/^text\/|json|xml/.test(mimeType);
	if (expects === 'file' ? envelope || !isFile || body.length === 0 : !envelope) {
		throw new NoAnswer(`The answer is not the one that ${provider.name} documents.`, true);
	}
	return { mimeType, body, data: envelope?.data };
}

/** `Retry-After` in seconds (RFC 9110, 10.2.3); its date form is not worth the code here. */
function toMilliseconds(retryAfter: unknown): number | undefined {
	const seconds = Number(retryAfter);
	return retryAfter === undefined || Number.isNaN(seconds)
		? undefined
		: Math.min(seconds * 1000, LONGEST_PAUSE_MS);
}
