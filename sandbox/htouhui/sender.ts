import { commonNames, readCommonOrder } from '../core/order.ts';
import type { CommonOrder } from '../core/order.ts';
import { Sender } from '../core/sender.ts';
import type { Delivery as CommonDelivery, Report as CommonReport } from '../core/sender.ts';
import { accounts, readSettings, settingNames } from './accounts.ts';
import type { Account } from './accounts.ts';
import { expectedOf, kindOf, kindsOfHtouhui } from './kinds.ts';
import type { KindName } from './kinds.ts';
import type { KindInput, Outgoing } from './messages.ts';
import { notificationFields, verifyReply } from './notification.ts';
import type { NotificationField, ReplyVerdict } from './notification.ts';

/** What to send, as a control client or the command line asks for it. */
export interface Order extends CommonOrder<KindName, NotificationField> {
	/** The partner whose signature, common fields and reply it has; the order's settings stand in place of its own. */
	account: Account;
	htouhuiUserId: string;
	/** The partner's id; absent = a new one for each notification, so that nothing takes it for a repetition. */
	thirdPartyUserId: string | undefined;
	status: string;
	bankCardNumber: string;
}

interface About {
	merchant: string;
	thirdPartyUserId: string;
}

/** What became of one notification. */
type Delivery = CommonDelivery & ReplyVerdict & About;

export type Report = CommonReport<Delivery>;

const texts = { htouhuiUserId: '10001', status: '3', bankCardNumber: '6222020000000010001' };
const ownNames = ['merchant', 'thirdPartyUserId', ...Object.keys(texts), ...settingNames];

/** Options of an order. */
export const orderNames: readonly string[] = [...commonNames, ...ownNames];

/**
 * Completes an order; says what is wrong with it, if so. The accounts are those of the running sandbox, which
 * a control request may have changed.
 */
export function readOrder(value: unknown, known = accounts): Order | string {
	const common = readCommonOrder(value, {
		...{ kinds: kindsOfHtouhui, fields: notificationFields, field: 'status', names: ownNames },
	});
	if (typeof common === 'string') return common;
	const order = value as Record<string, unknown>;
	const { merchant = known[0]?.merchant, thirdPartyUserId } = order;
	const account = known.find((candidate) => candidate.merchant === merchant);
	if (!account) return `There is no account '${String(merchant)}'`;
	const changes = Object.entries(order).filter(([name]) => settingNames.includes(name));
	const settings = readSettings(Object.fromEntries(changes));
	if (typeof settings === 'string') return settings;
	const read: Record<string, string> = {};
	for (const [name, otherwise] of Object.entries(texts)) {
		const text = order[name] ?? otherwise;
		if (typeof text !== 'string') return `${name} must be a string`;
		read[name] = text;
	}
	if (thirdPartyUserId !== undefined && typeof thirdPartyUserId !== 'string')
		return 'thirdPartyUserId must be a string';
	return {
		...{ ...common, account: { ...account, ...settings }, thirdPartyUserId },
		...(read as typeof texts),
	};
}

let lastSerial = 0;

const inputOf = (order: Order): KindInput => ({
	...{ account: order.account, field: order.field },
	fields: {
		htouhui_user_id: order.htouhuiUserId,
		third_party_user_id: order.thirdPartyUserId ?? `sandbox-${Date.now()}-${++lastSerial}`,
		status: order.status,
		bank_card_number: order.bankCardNumber,
	},
});

/** Plays the platform's side of the notification: calls the partner and looks at the reply. */
export class NotificationSender extends Sender<Order, KindInput, Outgoing, About, ReplyVerdict> {
	constructor() {
		super({
			input: inputOf,
			kind: ({ account, field, kind }) => ({
				...kindOf(kind),
				expected: expectedOf(kind, account, field),
			}),
			about: ({ account }, { message }) => ({
				merchant: account.merchant,
				thirdPartyUserId: message.third_party_user_id ?? '',
			}),
			judge: ({ account }, _outgoing, { body, status }) =>
				verifyReply(body, account.notificationReply, status),
			nothing: { replyCode: null, content: null, faults: [] },
		});
	}
}
