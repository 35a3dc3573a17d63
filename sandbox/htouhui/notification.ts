import type { ReplyVerdict as CommonVerdict } from '../core/sender.ts';
import type { Account } from './accounts.ts';
import { encodeForm, signFields } from './crypto.ts';
import type { Pairs } from './crypto.ts';

/** 接收开户设置交易密码授权状态接口: the business fields of a notification. */
export const notificationFields = [
	'htouhui_user_id',
	'third_party_user_id',
	'status',
	'bank_card_number',
] as const;

export type NotificationField = (typeof notificationFields)[number];

/** The card number is only there once the account has been opened. */
export type NotificationFields = Pairs &
	Record<Exclude<NotificationField, 'bank_card_number'>, string>;

export const form = 'application/x-www-form-urlencoded; charset=UTF-8';

/** The common fields and the signature around the business fields, and the body that carries them. */
export function buildNotification(
	fields: Pairs,
	account: Pick<Account, 'commonFields'> & Parameters<typeof signFields>[1],
	privateKey?: string,
): { message: Record<string, string>; body: string } {
	const message = signFields({ ...account.commonFields, ...fields }, account, privateKey);
	return { message, body: encodeForm(message) };
}

/** What the platform finds out about a partner's reply. */
export interface ReplyVerdict extends CommonVerdict {
	/** success for the agreed text with HTTP 200, refused for every other answer (gap HTH-08). */
	replyCode: 'success' | 'refused' | null;
}

/** Judges a reply as the platform would: by its text and status, as replies are not signed. */
export function verifyReply(body: string, expectedReply = 'success', status = 200): ReplyVerdict {
	const isAccepted = status === 200 && body === expectedReply;
	const faults = status >= 500 ? [`HTTP ${status}`] : [];
	return { replyCode: isAccepted ? 'success' : 'refused', content: body, faults };
}
