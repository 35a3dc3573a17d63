import { isObject, parseJson } from '../core/json.ts';
import type { ReplyVerdict as CommonVerdict } from '../core/sender.ts';
import { javaUrlDecode, javaUrlEncode, signPlain } from './crypto.ts';

/** A call of the bank to the partner, or its reply (5.2). */
export interface Notification {
	Plain: string;
	Signature: string;
	Timestamp: string;
	transName: string;
	SeqNo: string;
}

export const notificationFields = [
	'Plain',
	'Signature',
	'Timestamp',
	'transName',
	'SeqNo',
] as const satisfies ReadonlyArray<keyof Notification>;

export interface NotificationParts {
	/** The JSON text of the business message. */
	text: string;
	salt: string;
	timestamp: string;
	transName: string;
	seqNo: string;
}

/** Builds the message of 5.5: the text in Java's URL encoding, signed with the salt. */
export function buildNotification(parts: NotificationParts): Notification {
	return buildFromPlain(javaUrlEncode(parts.text), parts);
}

/** Builds a message around a Plain that is encoded already, rightly or not. */
export function buildFromPlain(
	Plain: string,
	{ salt, timestamp, transName, seqNo }: Omit<NotificationParts, 'text'>,
): Notification {
	const Signature = signPlain(Plain, salt, timestamp);
	return { Plain, Signature, Timestamp: timestamp, transName, SeqNo: seqNo };
}

/** What the bank finds out about a partner's reply (5.4): CODE of the business message, decoded signed or not. */
export interface ReplyVerdict extends CommonVerdict {
	replyDesc: string | null;
	signatureOk: boolean;
}

/**
 * Verifies a reply as the bank would: all five fields, the signature with the salt, CODE and DESC.
 *
 * @param isProven whether the call was signed with the salt; who signs an answer to another makes a message that
 *        passes as a call of the bank (gap WB-53)
 */
export function verifyReply(
	body: string,
	salt: string,
	sent: Partial<Pick<Notification, 'Timestamp' | 'transName' | 'SeqNo'>> = {},
	isProven = true,
): ReplyVerdict {
	const nothing = { replyCode: null, replyDesc: null, content: null, signatureOk: false };
	const reply = parseJson(body);
	if (!isObject(reply)) return { ...nothing, faults: ['the reply is not a JSON object'] };
	const faults: string[] = [];
	for (const name of notificationFields) {
		if (typeof reply[name] !== 'string') faults.push(`${name} is no string or missing`);
	}
	const { Plain: plain, Timestamp: timestamp } = reply;
	if (typeof plain !== 'string') return { ...nothing, faults };
	const expected = signPlain(plain, salt, String(timestamp));
	const signatureOk = reply.Signature === expected;
	if (!isProven && signatureOk) faults.push('the reply is signed for a caller who proved nothing');
	if (isProven && !signatureOk)
		faults.push(`Signature must be ${expected}, of ${plain} + salt + ${String(timestamp)}`);
	// The example echoes all three (gap WB-43).
	for (const name of ['Timestamp', 'transName', 'SeqNo'] as const) {
		const repeated = sent[name];
		if (repeated !== undefined && reply[name] !== repeated)
			faults.push(`${name} does not repeat ${repeated}`);
	}
	const content = parseJson(javaUrlDecode(plain));
	if (!isObject(content)) {
		faults.push('Plain does not decode to a JSON object');
		return { ...nothing, signatureOk, faults };
	}
	const { CODE: code, DESC: desc } = content;
	if (typeof code !== 'string') faults.push('CODE is no string or missing');
	if (typeof desc !== 'string') faults.push('DESC is no string or missing');
	return {
		replyCode: typeof code === 'string' ? code : null,
		replyDesc: typeof desc === 'string' ? desc : null,
		content,
		signatureOk,
		faults,
	};
}
