import { kindTable } from '../core/kinds.ts';
import type { Account } from './accounts.ts';
import { forgedKinds } from './kinds-forged.ts';
import { kindsOfBodies } from './kinds-of-bodies.ts';
import {
	accepted,
	either,
	escapes,
	type HtouhuiKind,
	refused,
	rewritten,
	right,
	signed,
	without,
} from './messages.ts';
import type { NotificationField } from './notification.ts';

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
	...forgedKinds,
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
	...kindsOfBodies,
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
