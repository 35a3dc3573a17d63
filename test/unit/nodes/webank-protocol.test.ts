import {
	REFUSAL_CODES,
	buildMessage,
	javaUrlDecode,
	javaUrlEncode,
	newNonce,
	openEnvelope,
	sign,
	stringToSign,
	verifyMessage,
	type Message,
} from '../../../nodes/WeBank/protocol';
import { testVectors } from '../../support/vectors';

type Inputs = Record<string, string> & { values?: string[] };
type Expected = Record<string, string> & { valid?: boolean; message?: Message };

testVectors<Inputs, Expected>('webank', {
	sign: ({ inputs, expected, ...vector }) => {
		const { values, appId, version, type, nonce, ticket, body } = inputs;
		const signed = values
			? [...values, ticket]
			: [appId, version, type ?? undefined, nonce, ticket, body ?? undefined];
		expect(stringToSign(signed)).toBe(vector.stringToSign);
		expect(sign(signed)).toBe(expected.sign);
	},
	javaUrlEncode: ({ inputs, expected }) => {
		expect(javaUrlEncode(inputs.text)).toBe(expected.encoded);
		expect(javaUrlDecode(expected.encoded)).toBe(inputs.text);
	},
	urlEncoding: ({ inputs, expected }) => {
		// The requests of these are compared over HTTP; here, that the form encoding is the one wanted.
		for (const [name, value] of new URLSearchParams(expected.query)) {
			if (typeof inputs[name] === 'string') expect(value).toBe(inputs[name]);
		}
		if (expected.user_data) {
			expect(new URLSearchParams(expected.query).get('user_data')).toBe(expected.user_data);
		}
	},
	notificationSign: ({ inputs, expected }) => {
		const { json, salt, timestamp: Timestamp, transName, seqNo: SeqNo } = inputs;
		expect(buildMessage(json, salt, { Timestamp, transName, SeqNo })).toEqual(expected.message);
	},
	notificationVerify: ({ inputs, expected }) => {
		const { salt, ...message } = inputs;
		const verdict = verifyMessage(message, [salt], Number(inputs.Timestamp), 300);
		expect(verdict.ok).toBe(expected.valid);
		if (verdict.ok) expect(verdict.content).toEqual(JSON.parse(expected.decoded ?? '{"a":1}'));
		else expect(REFUSAL_CODES[verdict.fault]).toBe(expected.replyCode);
	},
});

// What becomes of other notifications is held by the trigger's tests.
describe('a notification', () => {
	const about = { Timestamp: '1700000000000', transName: 'LoanResult', SeqNo: '1' };
	const honest = buildMessage('{"a":1}', 'salt', about);
	const codeOf = (body: unknown) => {
		const verdict = verifyMessage(body, ['salt', ''], Number(about.Timestamp), 300);
		return verdict.ok ? 'ok' : REFUSAL_CODES[verdict.fault];
	};

	test.each([undefined, null, 'text', 1, [honest]])('that is %p is refused with 0001', (body) =>
		expect(codeOf(body)).toBe('0001'),
	);
	test.each(Object.keys(honest))('without its own text %s is refused with 0002', (name) => {
		for (const value of [undefined, '', 1, {}]) {
			expect(codeOf({ ...honest, [name]: value })).toBe('0002');
		}
		const { [name]: _own, ...others } = { ...honest } as Record<string, string>;
		expect(codeOf(Object.assign(Object.create(honest) as object, others))).toBe('0002');
	});
});

test('nonces are 32 letters and digits, and differ', () => {
	const nonces = new Set(Array.from({ length: 100 }, newNonce));
	expect(nonces.size).toBe(100);
	for (const nonce of nonces) expect(nonce).toMatch(/^[A-Za-z0-9]{32}$/);
});

describe('the envelope', () => {
	test('keeps the platform code and opens jsonData', () => {
		const body = { code: '60840000', msg: 'ok', BizSeqNo: '1', jsonData: ' {"CODE":"66590000"} ' };
		expect(openEnvelope(body)).toMatchObject({
			code: '',
			data: { code: '60840000', BizSeqNo: '1', jsonData: { CODE: '66590000' } },
		});
	});
	test('mends line breaks inside jsonData (gap WB-17)', () => {
		const jsonData = '{"CODE":"0","FILE_ID":"12\n34"}';
		expect(openEnvelope({ code: '60840000', jsonData })?.data).toMatchObject({
			jsonData: { FILE_ID: '1234' },
		});
	});
	test('of a refusal has the code', () => {
		expect(openEnvelope({ code: '60841017', msg: 'x' })).toMatchObject({ code: '60841017' });
	});
});
