import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { labelOf } from '../shared/model/dictionary';
import { InputProblem } from '../shared/model/errors';
import { replyCode } from './dictionaries';
import { buildMessage, verifyMessage, type Message, type Verdict } from './protocol';

/** What the credential says about WeBank's calls to the partner (section 5). */
export interface CallbackSettings {
	/** The first one signs replies; any of them verifies. */
	salts: string[];
	windowSeconds: number;
	successCode: string;
}

/** @throws InputProblem without a salt: nothing could be verified, so nothing is accepted */
export function settingsOf(credentials: ICredentialDataDecryptedObject): CallbackSettings {
	const { salt, secondSalt, callbackTimestampWindowSeconds, replySuccessCode } = credentials;
	if (!salt) {
		throw new InputProblem(
			"The credential has no 'Callback Salt'",
			'Enter the salt that WeBank assigned to you (分配盐值): without it no call can be verified.',
		);
	}
	return {
		salts: [String(salt), String(secondSalt ?? '')],
		windowSeconds: Number(callbackTimestampWindowSeconds ?? 300),
		successCode: String(replySuccessCode || '0000'),
	};
}

export const verdictOf = (body: unknown, settings: CallbackSettings, now: number): Verdict =>
	verifyMessage(body, settings.salts, now, settings.windowSeconds);

/** The item of a verified notification. */
export const outputOf = ({ message, content }: Extract<Verdict, { ok: true }>): IDataObject => ({
	transName: message.transName,
	seqNo: message.SeqNo,
	timestamp: message.Timestamp,
	content: content as IDataObject,
});

/** CODE and DESC of a reply; success as this partner agreed it (gap WB-12). */
export const acceptance = (settings: CallbackSettings, code = '0000'): IDataObject => ({
	CODE: code === '0000' ? settings.successCode : code,
	DESC: /\((.*)\)$/.exec(labelOf(replyCode, code) ?? '')?.[1] ?? '',
});

/** The signed reply, which echoes what the notification carried (gap WB-43). */
export const replyTo = (
	message: Partial<Message>,
	settings: CallbackSettings,
	code: string,
	now: number,
): Message =>
	buildMessage(JSON.stringify(acceptance(settings, code)), settings.salts[0], {
		transName: text(message.transName),
		SeqNo: text(message.SeqNo),
		Timestamp: text(message.Timestamp) || String(now),
	});

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
