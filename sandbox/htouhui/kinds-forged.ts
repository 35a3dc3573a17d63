import { signFields } from './crypto.ts';
import { merchantPrivateKey } from './keys.ts';
import { changed, complete, either, type HtouhuiKind, post, refused } from './messages.ts';
import { buildNotification } from './notification.ts';

/** Notifications that the merchant has not signed, or not like this. */
export const forgedKinds = {
	wrongSignature: {
		text: 'Signed with another secret or key',
		expected: refused,
		bySignature: true,
		build: (input) => {
			const { account, fields } = complete(input);
			const other = { ...account, secret: `${account.secret}-of-another` };
			return post(buildNotification(fields, other, merchantPrivateKey).message);
		},
	},
	unsigned: {
		text: 'Without its signature',
		expected: refused,
		bySignature: true,
		build: (input) =>
			changed(input, (message, { account }) => {
				Reflect.deleteProperty(message, account.signField);
			}),
	},
	emptySignature: {
		text: 'With an empty signature',
		expected: refused,
		bySignature: true,
		build: (input) =>
			changed(input, (message, { account }) => void (message[account.signField] = '')),
	},
	shortSignature: {
		text: 'With the first half of the signature',
		expected: refused,
		bySignature: true,
		build: (input) =>
			changed(input, (message, { account: { signField } }) => {
				const whole = message[signField] ?? '';
				message[signField] = whole.slice(0, whole.length / 2);
			}),
	},
	otherCase: {
		text: 'With the signature in the other letter case',
		expected: either,
		build: (input) =>
			changed(input, (message, { account: { signField } }) => {
				const digits = message[signField] ?? '';
				const upper = digits.toUpperCase();
				message[signField] = digits === upper ? digits.toLowerCase() : upper;
			}),
	},
	changedStatus: {
		text: 'Another status after signing',
		expected: refused,
		bySignature: true,
		build: (input) =>
			changed(input, (message) => void (message.status = message.status === '3' ? '2' : '3')),
	},
	changedUser: {
		text: 'Another user after signing',
		expected: refused,
		bySignature: true,
		build: (input) => changed(input, (message) => void (message.third_party_user_id += '1')),
	},
	addedField: {
		text: 'With a field added after signing',
		expected: refused,
		bySignature: true,
		build: (input) => changed(input, (message) => void (message.amount = '1000000')),
	},
	otherMerchant: {
		text: 'Of another merchant, signed with its secret or key',
		expected: refused,
		bySignature: true,
		build: (input) => {
			const { account, fields } = complete(input);
			const secret = 'the secret of another merchant';
			const commonFields = { ...account.commonFields, merchant_id: 'another' };
			const other = { ...account, secret, commonFields };
			return post(buildNotification(fields, other, merchantPrivateKey).message);
		},
	},
	pageCall: {
		text: 'A page call of the partner, its signed text cut into the fields of a result (gap HTH-20)',
		expected: refused,
		bySignature: true,
		build: (input) => {
			const { account, fields } = complete(input);
			const { htouhui_user_id = '', third_party_user_id = '' } = fields;
			const address = 'https://www.example.com/done?from=bank';
			const call = {
				...{ ...account.commonFields, htouhui_user_id, third_party_user_id },
				...{ id_card: '11010519491231002X', real_name: '王大志', type: '0' },
				...{ notify_url: 'https://n8n.example.com/', return_url: `${address}&status=3` },
			};
			const page = signFields(call, account, merchantPrivateKey);
			return post({ ...page, return_url: address, status: '3' });
		},
	},
} satisfies Record<string, HtouhuiKind>;
