import { createHash, randomInt } from 'node:crypto';

import { sameText } from '../shared/values/sameText';
import { codeIn, parseExact, wordsOf } from '../shared/values/json';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** 32 random letters and digits, new for every attempt (gap WB-33). */
export const newNonce = (): string =>
	Array.from({ length: 32 }, () => ALPHANUMERIC[randomInt(ALPHANUMERIC.length)]).join('');

/**
 * Signs a call (section 4.3.1): the values sorted by UTF-16 code units and concatenated, SHA-1, upper
 * case hex.
 *
 * @param values app_id, version, type when present, nonce, ticket, and the body text exactly as sent;
 *        absent ones are undefined
 */
export const sign = (values: Array<string | undefined>): string =>
	createHash('sha1').update(stringToSign(values), 'utf8').digest('hex').toUpperCase();

export const stringToSign = (values: Array<string | undefined>): string =>
	values
		.filter((value) => value !== undefined && value !== '')
		.sort()
		.join('');

/** The first ticket of an answer (section 4.2), which has a list of them; undefined when there is none. */
export function ticketOf(tickets: unknown): { value: string; expire_in?: unknown } | undefined {
	const [ticket] = [tickets].flat() as Array<{ value?: unknown; expire_in?: unknown } | undefined>;
	const value = codeIn(ticket?.value);
	return value === undefined ? undefined : { ...ticket, value };
}

/**
 * How long a token or ticket lives from now on, in ms. `expire_time` is not read: it goes by WeBank's clock
 * in place of ours, and its form is not certain (gap WB-18).
 *
 * @param seconds `expire_in`, a text or a number
 * @param documented the life in seconds by the document, for an answer that names none
 */
export const lifeMs = (seconds: unknown, documented: number): number =>
	(Number(seconds) > 0 ? Number(seconds) : documented) * 1000;

/** Encodes as java.net.URLEncoder does (gap WB-40): a space becomes +, only letters, digits and .-*_ stay. */
export const javaUrlEncode = (text: string): string =>
	encodeURIComponent(text)
		.replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
		.replace(/%20/g, '+');

/** The reverse, + being a space; undefined when the text is not encoded properly. */
export function javaUrlDecode(text: string): string | undefined {
	try {
		return decodeURIComponent(text.replace(/\+/g, '%20'));
	} catch {
		return undefined;
	}
}

/** The five fields of a notification and of the reply to it (section 5.2). */
export interface Message {
	Plain: string;
	Signature: string;
	Timestamp: string;
	transName: string;
	SeqNo: string;
}

const MESSAGE_FIELDS = ['Plain', 'Signature', 'Timestamp', 'transName', 'SeqNo'] as const;

/** SHA-256 of Plain + salt + Timestamp, lower case hex (section 5.3, gap WB-10). */
const signMessage = (plain: string, salt: string, timestamp: string): string =>
	createHash('sha256')
		.update(plain + salt + timestamp, 'utf8')
		.digest('hex');

/**
 * Builds a signed message.
 *
 * @param json the business content as JSON text, which is then Java-URL-encoded
 */
export function buildMessage(
	json: string,
	salt: string,
	{ Timestamp, transName, SeqNo }: Pick<Message, 'Timestamp' | 'transName' | 'SeqNo'>,
): Message {
	const Plain = javaUrlEncode(json);
	return { Plain, Signature: signMessage(Plain, salt, Timestamp), Timestamp, transName, SeqNo };
}

/**
 * What no serializer writes: the bank sees white space in a JSON text, we know our own reply by it when somebody
 * sends it back as a call. Plain holds it, so that nobody can take it out (gap WB-53).
 */
const OWN_REPLY = '{\t \t';

/** The JSON text of a reply, which is never taken for a call. */
export const replyText = (content: object): string =>
	JSON.stringify(content).replace('{', OWN_REPLY);

/** Whether a text is a reply: one of ours, or the one of section 5.5 by whoever else holds the salt. */
const isReply = (text: string, content: object = {}): boolean =>
	text.startsWith(OWN_REPLY) ||
	('CODE' in content && Object.keys(content).every((name) => name === 'CODE' || name === 'DESC'));

/** Why a message is refused. */
export type Fault = 'format' | 'missing' | 'signature' | 'reply' | 'time' | 'content';

/** The reply code of section 5.5 for each. */
export const REFUSAL_CODES: Record<Fault, string> = {
	format: '0001',
	missing: '0002',
	signature: '0010',
	reply: '0002',
	time: '0012',
	content: '0103',
};

export type Verdict =
	| { ok: true; message: Message; content: Record<string, unknown> }
	| {
			ok: false;
			fault: Fault;
			message: Partial<Message>;
			/** Whether it was signed with the salt, so that the refusal may be signed as well. */
			isProven: boolean;
	  };

/**
 * Verifies a notification: complete, signed, no reply, in time, readable. Nothing is decoded that was not signed.
 *
 * @param body the parsed JSON body; anything else is refused
 * @param salts the salt, and a second one while it is being changed; empty ones never match
 * @param now milliseconds since the epoch
 * @param windowSeconds how far Timestamp may be from now in either direction; 0 = any
 */
export function verifyMessage(
	body: unknown,
	salts: string[],
	now: number,
	windowSeconds: number,
): Verdict {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		return { ok: false, fault: 'format', message: {}, isProven: false };
	}
	const message = body as Message;
	const refuse = (fault: Fault, isProven = false): Verdict => ({
		...{ ok: false, fault, message, isProven },
	});
	const isThere = (name: keyof Message) =>
		Object.hasOwn(message, name) && typeof message[name] === 'string' && message[name] !== '';
	if (!MESSAGE_FIELDS.every(isThere)) return refuse('missing');
	const { Plain, Signature, Timestamp } = message;
	const signed = salts
		.filter((salt) => salt !== '')
		.some((salt) => sameText(signMessage(Plain, salt, Timestamp), Signature.toLowerCase()));
	if (!signed) return refuse('signature');
	const text = javaUrlDecode(Plain) ?? '';
	const content = parseObject(text);
	if (isReply(text, content)) return refuse('reply');
	if (!/^\d+$/.test(Timestamp)) return refuse('time', true);
	const isInTime = Math.abs(now - Number(Timestamp)) <= windowSeconds * 1000;
	if (windowSeconds > 0 && !isInTime) return refuse('time', true);
	if (content === undefined) return refuse('content', true);
	return { ok: true, message, content };
}

/** The same for each delivery of one signed message: transName and SeqNo are not signed (gap WB-54). */
export const dedupeKeyOf = ({ Plain, Timestamp }: Message): string =>
	createHash('sha256').update(`${Timestamp}\n${Plain}`, 'utf8').digest('hex');

function parseObject(text: string): Record<string, unknown> | undefined {
	const value = parseExact(text);
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: undefined;
}

const SUCCESS = ['60840000', '60850000'];

/**
 * The answer's envelope (section 4): `code` and `msg`, the data beside them. `jsonData` is a JSON text
 * inside, which line breaks of the bank's gateway may have damaged (gaps WB-17, WB-36).
 */
export function openEnvelope(
	body: unknown,
): { code: string; message: string; data: unknown } | undefined {
	const { code: given, msg, ...rest } = (body ?? {}) as Record<string, unknown>;
	const code = codeIn(given);
	if (code === undefined) return undefined;
	return {
		code: SUCCESS.includes(code) ? '' : code,
		message: wordsOf(msg),
		data: { code, msg, ...rest, jsonData: openJsonData(rest.jsonData) },
	};
}

function openJsonData(jsonData: unknown): unknown {
	if (typeof jsonData !== 'string') return jsonData;
	return parseObject(jsonData.trim()) ?? parseObject(jsonData.replace(/[\r\n]+/g, '')) ?? jsonData;
}
