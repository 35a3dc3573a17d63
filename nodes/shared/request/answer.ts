import type { ICredentialDataDecryptedObject, IN8nHttpFullResponse } from 'n8n-workflow';

import { ADDRESS } from '../model/errorTable';
import { entryOf, NoAnswer, Refusal } from '../model/errors';
import type { ApiRequest } from '../model/operation';
import type { Provider } from '../model/providerType';
import { textIn } from '../values/encoding';
import { fileTypeOf } from '../values/files';
import { asObject, parseExact } from '../values/json';
import { hiderOf } from './secrets';

export interface Answer {
	mimeType: string;
	body: Buffer;
	/** The data inside the envelope; undefined for a file. */
	data: unknown;
}

const LONGEST_WORDS = 200;
const ANOTHER_SERVER =
	'another server may have answered, such as the login page of a proxy or a firewall.';

const CUT = 'JSON that breaks off';

/**
 * Opens an answer.
 *
 * @param credential that of the request, of which nothing secret is repeated in what is thrown
 * @throws Refusal with the provider's code, or with `HTTP nnn` when a server in front of it refused
 * @throws NoAnswer when it cannot be read as an answer of this provider
 */
export function openAnswer(
	provider: Pick<Provider, 'name' | 'errors' | 'secrets' | 'envelope'>,
	credential: ICredentialDataDecryptedObject,
	response: IN8nHttpFullResponse,
	{ expects, fileType }: Pick<ApiRequest, 'expects' | 'fileType'> = {},
): Answer {
	const { statusCode: status, headers } = response;
	const body = response.body as unknown as Buffer;
	const declaredType = typeIn(headers['content-type']);
	const retryAfterMs = toMilliseconds(headers);
	const knownType = fileTypeOf(body);
	const text = knownType ? '' : textIn(body);
	const json = parseExact(text);
	const hide = hiderOf(provider, credential);
	const words = () => hide(wordsIn(json, text)).slice(0, LONGEST_WORDS);

	const fault = faultOfStatus(status, words, retryAfterMs);
	if (fault) throw fault;
	const envelope = provider.envelope(json, status);
	if (envelope && envelope.code !== '') {
		const { code, message, entry } = envelope;
		const refusal = new Refusal(code, hide(message), { retryAfterMs, entry });
		const isForeign =
			status >= 300 && (code === String(status) || !entryOf(provider.errors, refusal));
		if (!isForeign) throw refusal;
	}
	if (status >= 300) throw new Refusal(`HTTP ${status}`, words(), { retryAfterMs });

	const mimeType = knownType ?? declaredType;
	const isAnswer =
		expects === 'file'
			? !envelope && body.length > 0 && isFile(mimeType, text, fileType)
			: envelope;
	if (isAnswer) return { mimeType, body, data: envelope?.data };
	const kind = kindOf(knownType, json, text);
	throw new NoAnswer(`The answer is not the one that ${provider.name} documents (${kind})`, true, {
		remedy:
			expects === 'file'
				? undefined
				: kind === CUT
					? 'It was probably cut on its way: a proxy or a firewall of your n8n may limit how long an answer is.'
					: `Check ${ADDRESS}: ${ANOTHER_SERVER}`,
	});
}

/** What a status says alone, whatever code the body has. */
function faultOfStatus(
	status: number,
	words: () => string,
	retryAfterMs: number | undefined,
): NoAnswer | undefined {
	if (status === 407) {
		return new NoAnswer('a proxy in front of it wants a login (HTTP 407)', false, {
			remedy:
				'Add user name and password to the proxy settings of your n8n (HTTP_PROXY, HTTPS_PROXY).',
			isLasting: true,
		});
	}
	// No document gives codes a meaning here, and gateways have codes of their own.
	if (status >= 500) {
		const said = words();
		const says = said && ` (${said})`;
		return new NoAnswer(`The server answered HTTP ${status}${says}`, true, { retryAfterMs });
	}
	// It may be the login page of a proxy, or what a server says after it has taken a form.
	if (status >= 300 && status < 400) {
		return new NoAnswer(
			`The server answered HTTP ${status}, which leads to another address`,
			true,
			{
				remedy: `Check ${ADDRESS}: an address must begin with https://. The login page of a proxy or a firewall answers in this way, too.`,
			},
		);
	}
	return undefined;
}

/** Whether bytes that are no envelope can be the file that was asked for; an image where nothing is named. */
function isFile(mimeType: string, text: string, asked = 'image/*'): boolean {
	const isBinary = /^(image\/(?!svg)|audio\/|video\/|application\/pdf)/i.test(asked);
	if (mimeType === asked.toLowerCase() && !isBinary) return true;
	return !/^text\/|json|xml/.test(mimeType) && !(isBinary && isReadable(text));
}

/** Whether a text is one that people can read, and not the bytes of a picture. */
const isReadable = (text: string): boolean =>
	text !== '' &&
	Array.from(text.slice(0, 512)).every(
		(char) => (char >= ' ' || '\t\r\n'.includes(char)) && char !== '\uFFFD',
	);

const typeIn = (contentType: unknown): string =>
	String(contentType ?? '')
		.split(';')[0]
		.trim()
		.toLowerCase();

/** What a server in front of the provider says: the text of its JSON, or the title of its page. */
function wordsIn(json: unknown, text: string): string {
	const fields = asObject(json);
	const words =
		[fields.message, fields.msg, fields.error, fields.description].find(isText) ??
		/<title>([^<]*)<\/title>/i.exec(text)?.[1] ??
		'';
	return words.replace(/\s+/g, ' ').trim();
}

const isText = (value: unknown): value is string => typeof value === 'string';

function kindOf(fileType: string | undefined, json: unknown, text: string): string {
	if (fileType) return `a file of type ${fileType}`;
	if (json !== undefined) return 'other JSON';
	if (/<html|<!doctype html/i.test(text.slice(0, 1000))) return 'an HTML page';
	if (/^\s*[{[]/.test(text)) return CUT;
	return text === '' ? 'an empty one' : 'no JSON';
}

/** `Retry-After` (RFC 9110, 10.2.3), in seconds or as a date, by the server's own clock where it tells it. */
function toMilliseconds({
	'retry-after': after,
	date,
}: IN8nHttpFullResponse['headers']): number | undefined {
	const text = String(after ?? '').trim();
	if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
	if (!/^\p{L}{3}/u.test(text)) return undefined;
	const now = Date.parse(String(date));
	const ms = Date.parse(text) - (Number.isNaN(now) ? Date.now() : now);
	return Number.isNaN(ms) ? undefined : Math.max(ms, 0);
}
