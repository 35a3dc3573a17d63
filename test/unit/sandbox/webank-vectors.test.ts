import { createHash } from 'node:crypto';
import {
	javaUrlDecode,
	javaUrlEncode,
	signPlain,
	signText,
	stringToSign,
} from '../../../sandbox/webank/crypto.ts';
import { buildNotification, encodeQuery, signQuery, userData } from '../../reference/webank.ts';
import { testVectors } from '../../support/vectors';

type Inputs = Record<string, string> & {
	values?: string[];
	unsignedQuery?: Record<string, string>;
	userData?: Record<string, unknown>;
};
type Expected = Record<string, unknown>;

const requestOf = (inputs: Inputs): string => {
	const { operation, userData: fields, ...query } = inputs;
	if (operation !== 'getApiTicket') return encodeQuery(query as Record<string, string>);
	const { mechant_id, ...first } = query as Record<string, string>;
	return encodeQuery({ ...first, user_data: userData(fields ?? {}), mechant_id });
};

testVectors<Inputs, Expected>('webank', {
	sign: ({ inputs, stringToSign: expectedText, expected }) => {
		const { values, ticket, unsignedQuery } = inputs;
		if (values) {
			const text = stringToSign(values, ticket);
			expect(text).toBe(expectedText);
			expect({ sign: signText(text) }).toEqual(expected);
			return;
		}
		const { appId, version, nonce, type, body } = inputs;
		const input = { appId, version, nonce, type, ticket, body };
		const { query, text } = signQuery(input, unsignedQuery);
		expect(text).toBe(expectedText);
		expect({ sign: query.sign, query: encodeQuery(query) }).toEqual(expected);
		// The sandbox reads the same off the wire.
		const received = new URLSearchParams(String(expected.query));
		const sent = ['app_id', 'version', 'type', 'nonce'].map((name) => received.get(name));
		expect(signText(stringToSign([...sent, body], ticket))).toBe(received.get('sign'));
	},
	urlEncoding: ({ inputs, expected }) => {
		const { query, user_data: data, ...others } = expected;
		expect(others).toEqual({});
		expect(requestOf(inputs)).toBe(query);
		if (data !== undefined) expect(userData(inputs.userData ?? {})).toBe(data);
	},
	javaUrlEncode: ({ inputs, expected }) => {
		const encoded = javaUrlEncode(inputs.text);
		expect({
			encoded,
			encodeURIComponent: encodeURIComponent(inputs.text),
			decoded: javaUrlDecode(encoded),
		}).toEqual(expected);
	},
	notificationSign: ({ inputs, stringToSign: expectedText, expected }) => {
		const { json: text, salt, timestamp, transName, seqNo } = inputs;
		const message = buildNotification({ text, salt, timestamp, transName, seqNo });
		expect(message.Plain + salt + timestamp).toBe(expectedText);
		const { Plain: plain, Signature: signature } = message;
		expect({ plain, signature, message }).toEqual(expected);
	},
	notificationVerify: ({ inputs, stringToSign: expectedText, expected }) => {
		const { Plain, Signature, Timestamp, salt } = inputs;
		expect(Plain + salt + Timestamp).toBe(expectedText);
		// Upper case is accepted (gap WB-10).
		const valid = signPlain(Plain, salt, Timestamp) === Signature.toLowerCase();
		expect(valid).toBe(expected.valid);
		const decoded = javaUrlDecode(Plain);
		if (valid) expect(decoded).toBe(expected.decoded);
		if ('reencodedSignature' in expected) {
			const again = javaUrlEncode(decoded ?? '');
			expect(signPlain(again, salt, Timestamp)).toBe(expected.reencodedSignature);
			expect(again === Plain).toBe(expected.reencodedMatches);
			expect(encodeURIComponent(decoded ?? '') === Plain).toBe(expected.encodeURIComponentMatches);
		}
	},
});

test('A text of many parts is hashed like a short one', () => {
	const text = '合同😀'.repeat(50_000);
	const whole = createHash('sha1').update(text).digest('hex');
	expect(signText(text)).toBe(whole.toUpperCase());
});

describe('Java URL decoding', () => {
	test.each([
		['a+b%20c', 'a b c'],
		['%2B', '+'],
		['%e7%b3%bb', '系'],
		['100%', undefined],
		['%zz', undefined],
		['%ff', undefined],
	])('of %s gives %s', (text, decoded) => expect(javaUrlDecode(text)).toBe(decoded));
});
