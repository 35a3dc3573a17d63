import { kindTable } from '../core/kinds.ts';
import type { Kind } from '../core/kinds.ts';
import type { Account } from './accounts.ts';
import { signFields } from './crypto.ts';
import { merchantPrivateKey } from './keys.ts';
import { changed, complete, escapes, post, rewritten, right, signed, without } from './messages.ts';
import type { KindInput, Outgoing } from './messages.ts';
import { buildNotification } from './notification.ts';
import type { NotificationField } from './notification.ts';

interface HtouhuiKind extends Kind<KindInput, Outgoing> {
	/** Whether only a signature shows it: where nothing is signed, accepting it is as right. */
	bySignature?: true;
	/** The field without which a receiver may accept it as well. */
	dispensable?: NotificationField;
}

const accepted = ['success'];
const refused = ['refused'];
const either = ['success', 'refused'];
const hugeText = (): string => 'x'.repeat(20 * 1024 * 1024);

const boundary = 'boundary';
const poison = '__proto__[polluted]=true&constructor[prototype][polluted]=true';

/** The fields of a right message as JSON, changed after signing. */
const asJson = (
	input: KindInput,
	change: (message: Record<string, string>, field: string) => unknown,
): Outgoing =>
	rewritten(
		input,
		(_body, message, { field }) => JSON.stringify(change(message, field)),
		'application/json',
	);

/** Every kind of notification that the sandbox can send, right and malicious. */
export const kinds = {
	right: { text: 'Right in everything', expected: accepted, build: right },
	replay: {
		text: 'Right, and the very same bytes once more',
		expected: accepted,
		build: right,
		then: { build: (first) => first },
	},
	reordered: {
		text: 'Right, the fields in the other order',
		expected: accepted,
		build: (input) => rewritten(input, (body) => body.split('&').reverse().join('&')),
	},
	percentEncoded: {
		text: 'Right, with %20 and lower-case escapes',
		expected: accepted,
		build: (input) => rewritten(input, escapes),
	},
	withoutCard: {
		text: 'Right, account opening failed: no bank_card_number',
		expected: accepted,
		build: (input) =>
			signed(input, ({ fields }) => ({ ...without(fields, 'bank_card_number'), status: '0' })),
	},
	cardMissing: {
		text: 'Rightly signed, the account is opened, and bank_card_number is missing',
		expected: either,
		build: (input) => signed(input, ({ fields }) => without(fields, 'bank_card_number')),
	},
	extraField: {
		text: 'Rightly signed, with a field that is not in the document (gap HTH-01)',
		expected: accepted,
		build: (input) => signed(input, ({ fields }) => ({ ...fields, serial_no: '20260101' })),
	},
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
	missingField: {
		text: 'Rightly signed, one field is missing (see field)',
		expected: refused,
		dispensable: 'bank_card_number',
		build: (input) => signed(input, ({ field, fields }) => without(fields, field)),
	},
	emptyField: {
		text: 'Rightly signed, one field is empty (see field)',
		expected: refused,
		dispensable: 'bank_card_number',
		build: (input) => signed(input, ({ field, fields }) => ({ ...fields, [field]: '' })),
	},
	wrongStatus: {
		text: 'Rightly signed, a status that the dictionary lacks',
		expected: either,
		build: (input) => signed(input, ({ fields }) => ({ ...fields, status: '9' })),
	},
	duplicatedField: {
		text: 'One field twice, the second time with another value (see field)',
		expected: refused,
		build: (input) => rewritten(input, (body, _message, { field }) => `${body}&${field}=0`),
	},
	nestedField: {
		text: 'One field as an object (see field)',
		expected: refused,
		build: (input) =>
			rewritten(input, (body, _message, { field }) => body.replace(`${field}=`, `${field}[$ne]=`)),
	},
	empty: {
		text: 'An empty body',
		expected: refused,
		build: (input) => rewritten(input, () => ''),
	},
	jsonBody: {
		text: 'Right, the fields as JSON (gap HTH-02)',
		expected: accepted,
		build: (input) =>
			rewritten(input, (_body, message) => JSON.stringify(message), 'application/json'),
	},
	jsonSpelled: {
		text: 'Right, the fields as JSON, of a type that is spelled otherwise',
		expected: accepted,
		build: (input) =>
			rewritten(
				input,
				(_body, message) => JSON.stringify(message),
				'Application/JSON ;charset=UTF-8',
			),
	},
	jsonNumber: {
		text: 'Right, the fields as JSON, status as a number',
		expected: either,
		build: (input) =>
			asJson(input, ({ status, ...others }) => ({ ...others, status: Number(status) })),
	},
	jsonList: {
		text: 'The fields as JSON, one of them as a list (see field)',
		expected: refused,
		build: (input) =>
			asJson(input, (message, field) => ({ ...message, [field]: [message[field]] })),
	},
	jsonObject: {
		text: 'The fields as JSON, one of them as an object (see field)',
		expected: refused,
		build: (input) =>
			asJson(input, (message, field) => ({ ...message, [field]: { toString: message[field] } })),
	},
	jsonInList: {
		text: 'The right fields as JSON, in a list',
		expected: refused,
		build: (input) => asJson(input, (message) => [message]),
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
	notForm: {
		text: 'A body that is no form, though it says so',
		expected: refused,
		build: (input) => rewritten(input, () => '<xml>not a form</xml>'),
	},
	asText: {
		text: 'The right form as text/plain',
		expected: refused,
		build: (input) => rewritten(input, (body) => body, 'text/plain'),
	},
	multipart: {
		text: 'The right fields as multipart/form-data',
		expected: refused,
		build: (input) =>
			rewritten(
				input,
				(_body, message) => {
					const parts = Object.entries(message).map(
						([name, value]) =>
							`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
					);
					return `${parts.join('')}--${boundary}--\r\n`;
				},
				`multipart/form-data; boundary=${boundary}`,
			),
	},
	brokenEscape: {
		text: 'With a broken escape in a further field',
		expected: either,
		build: (input) => rewritten(input, (body) => `${body}&note=%zz%`),
	},
	prototype: {
		text: 'With __proto__ and constructor as further fields',
		expected: either,
		build: (input) => rewritten(input, (body) => `${body}&${poison}&__proto__=x`),
	},
	manyFields: {
		text: 'With 20,000 further fields',
		expected: [],
		build: (input) =>
			rewritten(
				input,
				(body) => body + Array.from({ length: 20_000 }, (_, n) => `&f${n}=1`).join(''),
			),
	},
	wrongMethod: {
		text: 'Right, but sent with PUT',
		expected: refused,
		build: (input) => ({ ...right(input), method: 'PUT' }),
	},
	huge: {
		text: 'Rightly signed, with a field of 20 MB',
		expected: [],
		build: (input) => signed(input, ({ fields }) => ({ ...fields, note: hugeText() })),
	},
	hugeUnsigned: {
		text: 'Wrongly signed, with a field of 20 MB',
		expected: [],
		build: (input) => changed(input, (message) => void (message.note = hugeText())),
	},
} satisfies Record<string, HtouhuiKind>;

export type KindName = keyof typeof kinds;

export const kindsOfHtouhui = kindTable<KindName, HtouhuiKind>(kinds);
export const { names: kindNames, of: kindOf } = kindsOfHtouhui;

/** The replies of a right receiver of an account. */
export function expectedOf(
	name: KindName,
	{ algorithm }: Account,
	field?: NotificationField,
): readonly string[] {
	const { bySignature, dispensable, expected } = kindOf(name);
	const isDispensable = dispensable !== undefined && dispensable === field;
	return isDispensable || (bySignature && algorithm === 'none') ? either : expected;
}
