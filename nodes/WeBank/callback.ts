import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { labelOf } from '../shared/model/dictionary';
import { credentialText, type CredentialField } from '../shared/model/credential';
import { SetupProblem } from '../shared/model/errors';
import { replyCode } from './dictionaries';
import {
	buildMessage,
	dedupeKeyOf,
	javaUrlEncode,
	replyText,
	verifyMessage,
	type Message,
	type Verdict,
} from './protocol';

/** What the credential says about WeBank's calls to the partner (section 5). */
export interface CallbackSettings {
	/** The first one signs replies; any of them verifies. */
	salts: string[];
	windowSeconds: number;
	successCode: string;
}

const SALTS: CredentialField[] = [
	['salt', 'Callback Salt'],
	['secondSalt', 'Second Callback Salt'],
];

/**
 * @throws InputProblem without a salt, or with a window that is no number: nothing could be verified, so
 *         nothing is accepted
 */
export function settingsOf(credentials: ICredentialDataDecryptedObject): CallbackSettings {
	const { callbackTimestampWindowSeconds } = credentials;
	const [salt, secondSalt] = SALTS.map((field) => credentialText(credentials, field));
	if (salt === '') {
		throw new SetupProblem(
			"The credential has no 'Callback Salt'",
			'Enter the salt that WeBank assigned to you (分配盐值): without it no call can be verified.',
		);
	}
	return {
		salts: [salt, secondSalt],
		windowSeconds: windowOf(callbackTimestampWindowSeconds),
		successCode: credentialText(credentials, ['replySuccessCode', 'Reply Success Code']) || '0000',
	};
}

/** Settings of a credential that may have none, because WeBank does not call. */
export const optionalSettingsOf = (credentials: ICredentialDataDecryptedObject) =>
	SALTS.some((salt) => credentialText(credentials, salt) !== '')
		? settingsOf(credentials)
		: undefined;

function windowOf(seconds: unknown): number {
	const text = String(seconds ?? '').trim() || '300';
	if (/^\d+$/.test(text)) return Number(text);
	throw new SetupProblem(
		"The credential's 'Callback Time Window (Seconds)' is no whole number",
		'Enter how many seconds the time stamp of a call may be off, 300 for example, or 0 to accept any time.',
	);
}

export const verdictOf = (body: unknown, settings: CallbackSettings, now: number): Verdict =>
	verifyMessage(body, settings.salts, now, settings.windowSeconds);

/** The item of a verified notification. */
export const outputOf = ({ message, content }: Extract<Verdict, { ok: true }>): IDataObject => ({
	transName: message.transName,
	seqNo: message.SeqNo,
	timestamp: message.Timestamp,
	dedupeKey: dedupeKeyOf(message),
	content: content as IDataObject,
});

/** CODE and DESC of a reply; success as this partner agreed it (gap WB-12). */
export const acceptance = (settings: CallbackSettings, code: string): IDataObject => ({
	CODE: code === '0000' ? settings.successCode : code,
	DESC: /\((.*)\)$/.exec(labelOf(replyCode, code) ?? '')?.[1] ?? '',
});

/** What a reply repeats of the call (gap WB-43). */
export type Echo = Partial<Pick<Message, 'transName' | 'SeqNo' | 'Timestamp'>>;

/**
 * The reply to a call. A signature over what an unknown caller has chosen would be a valid message in the
 * caller's hands, so whoever has not proven to hold the salt gets none (gap WB-53).
 */
export function replyTo(
	{ transName, SeqNo, Timestamp }: Echo,
	content: IDataObject,
	settings: CallbackSettings,
	isProven: boolean,
): Message {
	const json = replyText(content);
	const echo = { transName: text(transName), SeqNo: text(SeqNo), Timestamp: text(Timestamp) };
	return isProven
		? buildMessage(json, settings.salts[0], echo)
		: { Plain: javaUrlEncode(json), Signature: '', ...echo };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
