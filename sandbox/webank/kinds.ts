import type { Message } from '../core/deliver.ts';
import { isObject, parseJson } from '../core/json.ts';
import { kindTable } from '../core/kinds.ts';
import type { Kind } from '../core/kinds.ts';
import { javaUrlEncode } from './crypto.ts';
import { buildFromPlain, buildNotification } from './notification.ts';
import type { Notification, NotificationParts } from './notification.ts';

/** What goes over the wire. */
export interface Outgoing extends Message {
	/** The fields as they were meant, for comparing the reply with. */
	message: Notification;
	/** Whether the message does not show that the caller has the salt, as the second one of a kind. */
	isUnproven?: true;
}

/** What a kind is made from. */
export interface KindInput extends NotificationParts {
	/** The field that missingField, emptyField and wrongType concern. */
	field: keyof Notification;
	/** How far stale and future are off the clock. */
	skewSeconds: number;
}

interface WebankKind extends Kind<KindInput, Outgoing> {
	/** Whether it does not show that the caller has the salt: its answer must not be signed (gap WB-53). */
	unproven?: true;
}

const json = 'application/json; charset=UTF-8';

const post = (message: Notification, body = JSON.stringify(message)): Outgoing => ({
	method: 'POST',
	contentType: json,
	body,
	message,
});

/** Another digit in the same place, so that only the value differs. */
const otherDigit = (text: string): string =>
	text.replace(/.$/, (last) => (last === '0' ? '1' : '0'));

function shifted(input: KindInput, seconds: number): Outgoing {
	const timestamp = String(Number(input.timestamp) + seconds * 1000);
	return post(buildNotification({ ...input, timestamp }));
}

/** A right message with one field changed or taken away after signing. */
function changed(input: KindInput, change: (message: Record<string, unknown>) => void): Outgoing {
	const message = buildNotification(input);
	const fields: Record<string, unknown> = { ...message };
	change(fields);
	return post(message, JSON.stringify(fields));
}

/** A partner's reply, sent to it as if it came from the bank. */
function asCall(body: string): Outgoing {
	const reply = parseJson(body);
	const text = (name: string): string => String(isObject(reply) ? (reply[name] ?? '') : '');
	const [Plain, Signature, Timestamp] = [text('Plain'), text('Signature'), text('Timestamp')];
	const message = {
		Plain,
		Signature,
		Timestamp,
		transName: text('transName'),
		SeqNo: text('SeqNo'),
	};
	return { ...post(message, body), isUnproven: true };
}

const hugeBytes = 20 * 1024 * 1024;
const deepLevels = 100_000;
const nested = '['.repeat(deepLevels) + ']'.repeat(deepLevels);

const accepted = ['0000'];
const badFormat = ['0001', '0103'];
const badInput = ['0001', '0002'];

/** Every kind of notification that the sandbox can send, right and malicious. */
export const kinds = {
	right: {
		text: 'Right in everything',
		expected: accepted,
		build: (input) => post(buildNotification(input)),
	},
	replay: {
		text: 'Right, and the very same bytes once more',
		expected: accepted,
		build: (input) => post(buildNotification(input)),
		then: { build: (first) => first },
	},
	renamed: {
		text: 'Right, and once more under another transName and SeqNo, which are not signed (gap WB-54)',
		expected: accepted,
		build: (input) => post(buildNotification(input)),
		then: {
			build: ({ message }) => {
				const { SeqNo, transName } = message;
				return post({ ...message, SeqNo: otherDigit(SeqNo), transName: `${transName}2` });
			},
		},
	},
	sentBack: {
		text: 'Right, and then the reply to it as a call (gap WB-53)',
		expected: accepted,
		build: (input) => post(buildNotification(input)),
		then: { build: (_first, { body }) => asCall(body), expected: badInput },
	},
	refusalSentBack: {
		text: 'Made up without the salt, and then the refusal as a call (gap WB-53)',
		expected: ['0010'],
		unproven: true,
		build: (input) => post(buildNotification({ ...input, salt: 'made up' })),
		then: { build: (_first, { body }) => asCall(body), expected: [...badInput, '0010'] },
	},
	reply: {
		text: 'The reply of a partner as a call, rightly signed (gap WB-53)',
		expected: badInput,
		unproven: true,
		build: (input) => {
			const text = JSON.stringify({ CODE: '0000', DESC: '系统处理成功' });
			return post(buildNotification({ ...input, text }));
		},
	},
	upperCaseSignature: {
		text: 'Right, the signature in upper case (gap WB-10)',
		expected: accepted,
		build: (input) =>
			changed(input, (message) => {
				message.Signature = String(message.Signature).toUpperCase();
			}),
	},
	percentEncoded: {
		text: 'Right, Plain with %20 and lower-case escapes instead of Java’s',
		expected: accepted,
		build: (input) => {
			const plain = encodeURIComponent(input.text).replace(/%[0-9A-F]{2}/g, (escaped) =>
				escaped.toLowerCase(),
			);
			return post(buildFromPlain(plain, input));
		},
	},
	wrongSignature: {
		text: 'Signed with another salt',
		expected: ['0010'],
		unproven: true,
		build: (input) => post(buildNotification({ ...input, salt: `${input.salt}-of-another` })),
	},
	md5Signature: {
		text: 'A signature of 32 digits, as the document’s example prints',
		expected: ['0010'],
		unproven: true,
		build: (input) =>
			changed(input, (message) => {
				message.Signature = String(message.Signature).slice(0, 32);
			}),
	},
	changedPlain: {
		text: 'Plain changed after signing',
		expected: ['0010'],
		unproven: true,
		build: (input) =>
			changed(input, (message) => {
				message.Plain = javaUrlEncode(JSON.stringify({ changed: true, was: input.text }));
			}),
	},
	changedTimestamp: {
		text: 'Timestamp changed after signing, within the window',
		expected: ['0010'],
		unproven: true,
		build: (input) =>
			changed(input, (message) => {
				message.Timestamp = otherDigit(input.timestamp);
			}),
	},
	stale: {
		text: 'Rightly signed, too old',
		expected: ['0012'],
		build: (input) => shifted(input, -input.skewSeconds),
	},
	future: {
		text: 'Rightly signed, from the future',
		expected: ['0012'],
		build: (input) => shifted(input, input.skewSeconds),
	},
	wrongTimestamp: {
		text: 'Rightly signed, Timestamp is no number',
		expected: ['0001', '0002', '0012'],
		build: (input) => post(buildNotification({ ...input, timestamp: 'yesterday' })),
	},
	missingField: {
		text: 'One field is missing (see field)',
		expected: badInput,
		unproven: true,
		build: (input) =>
			// JSON leaves out what is undefined.
			changed(input, (message) => void (message[input.field] = undefined)),
	},
	emptyField: {
		text: 'One field is empty (see field)',
		expected: badInput,
		unproven: true,
		build: (input) => changed(input, (message) => void (message[input.field] = '')),
	},
	wrongType: {
		text: 'One field is an object (see field)',
		expected: badInput,
		unproven: true,
		build: (input) =>
			changed(input, (message) => void (message[input.field] = { $gt: '', toString: 1 })),
	},
	empty: {
		text: 'An empty body',
		expected: badInput,
		unproven: true,
		build: (input) => post(buildNotification(input), ''),
	},
	notJson: {
		text: 'A body that is no JSON, though it says so',
		expected: badFormat,
		unproven: true,
		build: (input) => post(buildNotification(input), '<xml>not JSON</xml>'),
	},
	array: {
		text: 'A body that is a JSON list',
		expected: badInput,
		unproven: true,
		build: (input) => {
			const message = buildNotification(input);
			return post(message, JSON.stringify([message]));
		},
	},
	formEncoded: {
		text: 'The right fields as a form (5.4: 非表单)',
		expected: badInput,
		unproven: true,
		build: (input) => {
			const message = buildNotification(input);
			const body = new URLSearchParams({ ...message }).toString();
			return { ...post(message, body), contentType: 'application/x-www-form-urlencoded' };
		},
	},
	plainNotJson: {
		text: 'Rightly signed, Plain is no JSON',
		expected: badFormat,
		build: (input) => post(buildNotification({ ...input, text: 'not JSON' })),
	},
	brokenEscape: {
		text: 'Rightly signed, Plain has a broken escape',
		expected: badFormat,
		build: (input) => post(buildFromPlain('%7B%22a%22%3A%zz%7D', input)),
	},
	deepNesting: {
		text: `Rightly signed, Plain nested ${deepLevels} levels deep`,
		expected: ['0000', ...badFormat, '0002'],
		build: (input) => post(buildNotification({ ...input, text: `{"deep":${nested}}` })),
	},
	deepBody: {
		text: `Unsigned, the body nested ${deepLevels} levels deep`,
		expected: ['0001', '0002', '0010', '0103'],
		unproven: true,
		build: (input) => post(buildNotification(input), `{"Plain":${nested}}`),
	},
	prototype: {
		text: 'Rightly signed, with __proto__ and constructor in body and Plain',
		expected: ['0000', ...badFormat, '0002'],
		build: (input) => {
			const poison = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}';
			const message = buildNotification({ ...input, text: `{"right":true,${poison}}` });
			return post(message, `{${poison},${JSON.stringify(message).slice(1)}`);
		},
	},
	huge: {
		text: 'Rightly signed, Plain of 20 MB',
		expected: [],
		build: (input) => {
			const text = JSON.stringify({ padding: 'x'.repeat(hugeBytes) });
			return post(buildNotification({ ...input, text }));
		},
	},
	hugeUnsigned: {
		text: 'Wrongly signed, Plain of 20 MB',
		expected: [],
		unproven: true,
		build: (input) => changed(input, (message) => void (message.Plain = 'x'.repeat(hugeBytes))),
	},
} satisfies Record<string, WebankKind>;

export type KindName = keyof typeof kinds;

export const kindsOfWebank = kindTable<KindName, WebankKind>(kinds);
export const { names: kindNames, of: kindOf } = kindsOfWebank;
