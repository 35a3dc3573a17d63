import {
	accepted,
	changed,
	either,
	type HtouhuiKind,
	type KindInput,
	type Outgoing,
	refused,
	rewritten,
	right,
	signed,
} from './messages.ts';

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

/** Notifications whose bodies are other than a form with each field once. */
export const kindsOfBodies = {
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
