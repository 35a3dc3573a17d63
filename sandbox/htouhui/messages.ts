// What the kinds of notifications are built with: a right message, and ways to break one.
import type { Message } from '../core/deliver.ts';
import type { Kind } from '../core/kinds.ts';
import { accounts } from './accounts.ts';
import type { Account } from './accounts.ts';
import { encodeForm } from './crypto.ts';
import { buildNotification, form, notificationFields } from './notification.ts';
import type { NotificationField } from './notification.ts';

/** What goes over the wire. */
export interface Outgoing extends Message {
	/** The fields as they were meant. */
	message: Record<string, string>;
}

/** What a kind is made from; what is left out is right. */
export interface KindInput {
	account?: Account;
	fields?: Record<string, string>;
	/** The field that missingField, emptyField and duplicatedField concern. */
	field?: string;
}

const sample = {
	htouhui_user_id: '10001',
	third_party_user_id: 'u-1 &=+/测试 😀',
	status: '3',
	bank_card_number: '6222020000000010001',
};

/** A kind of notification of Htouhui. */
export interface HtouhuiKind extends Kind<KindInput, Outgoing> {
	/** Whether only a signature shows it: where nothing is signed, accepting it is as right. */
	bySignature?: true;
	/** The field without which a receiver may accept it as well. */
	dispensable?: NotificationField;
}

/** The replies of a right receiver. */
export const accepted = ['success'];
export const refused = ['refused'];
export const either = ['success', 'refused'];

/** What a message is made from. */
export interface Parts {
	account: Account;
	fields: Record<string, string>;
	field: NotificationField;
}

/** The parts of a right message where the input names no others. */
export function complete({ account, field, fields }: KindInput): Parts {
	const known = notificationFields.find((name) => name === field) ?? 'status';
	const [first] = accounts as readonly [Account];
	return { account: account ?? first, fields: { ...sample, ...fields }, field: known };
}

/** A message with its body in form encoding, unless another is given. */
export const post = (message: Record<string, string>, body = encodeForm(message)): Outgoing => ({
	...{ method: 'POST', contentType: form, body, message },
});

/** A right message of changed fields. */
export function signed(
	input: KindInput,
	change: (parts: Parts) => Record<string, string>,
): Outgoing {
	const parts = complete(input);
	const { body, message } = buildNotification(change(parts), parts.account);
	return post(message, body);
}

/** A message that is right in everything. */
export const right = (input: KindInput): Outgoing => signed(input, ({ fields }) => fields);

/** A right message with something changed after signing. */
export function changed(
	input: KindInput,
	change: (message: Record<string, string>, parts: Parts) => void,
): Outgoing {
	const { message } = right(input);
	change(message, complete(input));
	return post(message);
}

/** A right message with its body written another way. */
export function rewritten(
	input: KindInput,
	write: (body: string, message: Record<string, string>, parts: Parts) => string,
	contentType = form,
): Outgoing {
	const { body, message } = right(input);
	return { ...post(message, write(body, message, complete(input))), contentType };
}

/** The same form as other encoders write it. */
export const escapes = (body: string): string =>
	body.replace(/\+/g, '%20').replace(/%[0-9A-F]{2}/g, (escaped) => escaped.toLowerCase());

/** Fields without one of them. */
export const without = (fields: Record<string, string>, name: string): Record<string, string> =>
	Object.fromEntries(Object.entries(fields).filter(([other]) => other !== name));
