import { createHash } from 'node:crypto';
import spec from '../../../spec/webank.json';
import * as sandbox from '../../../sandbox/webank/crypto.ts';
import { kindNames, kindOf } from '../../../sandbox/webank/kinds.ts';
import { Replies } from '../../../sandbox/webank/replies.ts';
import { transactionTime } from '../../../sandbox/webank/spec.ts';
import { jsonText } from '../../reference/client.ts';
import type { Params } from '../../reference/client.ts';
import { buildMessage, signText, textToSign } from '../../reference/webank.ts';
import { testVectors } from '../../support/vectors';

type Inputs = Record<string, string> & {
	values?: string[];
	unsignedQuery?: Record<string, string>;
	userData?: Params;
};
type Expected = Record<string, unknown>;

/** A query as a list of what it has, in any order. */
const partsOf = (query: unknown): string[] => String(query).split('&').sort();
const encode = (query: Record<string, string>): string => new URLSearchParams(query).toString();
const ticketParams = spec.operations.find(({ id }) => id === 'getApiTicket')?.params ?? [];
const userField = ticketParams.find(({ name }) => name === 'user_data') as Parameters<
	typeof jsonText
>[1];
const userData = (fields: Params = {}): string => String(jsonText(fields, userField));

testVectors<Inputs, Expected>('webank', {
	sign: ({ inputs, stringToSign: wanted, expected }) => {
		const { appId, body, nonce, ticket, type, unsignedQuery, values, version } = inputs;
		const signed = values ?? [appId, version, type || undefined, nonce, body];
		const text = textToSign(signed, ticket);
		const sign = signText(text);
		expect([text, sign]).toEqual([wanted, expected.sign]);
		// The sandbox reads the same off the wire.
		const received = new URLSearchParams(String(expected.query));
		const names = ['app_id', 'version', 'type', 'nonce'];
		const sent = values ?? [...names.map((name) => received.get(name)), body];
		expect(sandbox.signText(sandbox.stringToSign(sent, ticket))).toBe(sign);
		if (values) return;
		const query = { app_id: appId, nonce, sign, version, ...(type && { type }), ...unsignedQuery };
		expect(partsOf(encode(query))).toEqual(partsOf(expected.query));
	},
	urlEncoding: ({ inputs, expected }) => {
		const { query, user_data: data, ...others } = expected;
		const { operation, userData: fields, ...rest } = inputs;
		const isTicket = operation === 'getApiTicket';
		const all = { ...rest, ...(isTicket && { user_data: userData(fields) }) };
		expect([partsOf(encode(all as Record<string, string>)), others]).toEqual([partsOf(query), {}]);
		if (data !== undefined) expect(userData(fields)).toBe(data);
	},
	javaUrlEncode: ({ inputs, expected }) => {
		const encoded = sandbox.javaUrlEncode(inputs.text);
		expect(buildMessage(inputs.text, '', {}).Plain).toBe(encoded);
		const decoded = sandbox.javaUrlDecode(encoded);
		const inUri = encodeURIComponent(inputs.text);
		expect({ encoded, encodeURIComponent: inUri, decoded }).toEqual(expected);
	},
	notificationSign: ({ inputs, stringToSign: wanted, expected }) => {
		const { json, salt, timestamp: Timestamp, transName, seqNo: SeqNo } = inputs;
		const message = buildMessage(json, salt, { Timestamp, transName, SeqNo });
		const { Plain: plain, Signature: signature } = message;
		expect(plain + salt + Timestamp).toBe(wanted);
		expect({ plain, signature, message }).toEqual(expected);
		expect(sandbox.signPlain(plain, salt, Timestamp)).toBe(signature);
	},
	notificationVerify: ({ inputs, stringToSign: wanted, expected }) => {
		const { Plain, Signature, Timestamp, salt } = inputs;
		expect(Plain + salt + Timestamp).toBe(wanted);
		// Upper case is accepted (gap WB-10).
		const valid = sandbox.signPlain(Plain, salt, Timestamp) === Signature.toLowerCase();
		const decoded = sandbox.javaUrlDecode(Plain);
		expect([valid, valid ? decoded : undefined]).toEqual([expected.valid, expected.decoded]);
		if (!('reencodedSignature' in expected)) return;
		const again = sandbox.javaUrlEncode(decoded ?? '');
		expect(sandbox.signPlain(again, salt, Timestamp)).toBe(expected.reencodedSignature);
		expect(again === Plain).toBe(expected.reencodedMatches);
		expect(encodeURIComponent(decoded ?? '') === Plain).toBe(expected.encodeURIComponentMatches);
	},
});

test('A text of many parts is hashed like a short one', () => {
	const text = '合同😀'.repeat(50_000);
	const whole = createHash('sha1').update(text).digest('hex');
	expect(sandbox.signText(text)).toBe(whole.toUpperCase());
});

test.each([
	['a+b%20c', 'a b c'],
	['%2B', '+'],
	['%e7%b3%bb', '系'],
	['100%', undefined],
	['%zz', undefined],
	['%ff', undefined],
])('Java URL decoding of %s gives %s', (text, decoded) =>
	expect(sandbox.javaUrlDecode(text)).toBe(decoded),
);

test('Only documented codes are expected of a reply', () => {
	const known = spec.dictionaries.replyCode.map(({ value }) => value);
	const expected = kindNames.flatMap((name) => [...kindOf(name).expected]);
	for (const code of expected) expect(known).toContain(code);
});

test('The time of a transaction is Chinese time, as the example of 4.1 shows', () => {
	expect(transactionTime(1_516_178_421_000 - 3_600_000)).toBe('20180117154021');
});

test('A script of business replies is used up in its order, each for the calls that it names', () => {
	const replies = new Replies();
	const fault = replies.set([
		{ serviceCode: '2', code: 'a' },
		{ bizPath: 'yh', code: 'b', times: 2 },
		{ code: 'c', times: null },
	]);
	expect(fault).toBeUndefined();
	const taken = ['1', '2', '2', '2'].map((code) => replies.take('yh', code)?.code);
	expect(taken).toEqual(['b', 'a', 'b', 'c']);
	expect(replies.take('cgy', '9')?.code).toBe('c');
});
