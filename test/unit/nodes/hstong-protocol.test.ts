import {
	decrypt,
	encrypt,
	openEnvelope,
	signParams,
	stringToSign,
	tripleDesKey,
} from '../../../nodes/HSTong/protocol';
import { testVectors } from '../../support/vectors';

type Inputs = {
	appId: string;
	appSecret: string;
	plaintext: string;
	params: Record<string, unknown>;
	encryptedParams: string[];
};
type Expected = Record<string, string>;

testVectors<Inputs, Expected>('hstong', {
	keyDerivation: ({ inputs, expected }) => {
		expect(tripleDesKey(inputs.appSecret)).toBe(expected.keyAscii);
	},
	encrypt: ({ inputs: { plaintext, appSecret }, expected }) => {
		expect(encrypt(plaintext, appSecret)).toBe(expected.ciphertext);
		expect(decrypt(expected.ciphertext, appSecret)).toBe(plaintext);
	},
	sign: ({ inputs, expected, ...vector }) => {
		const { appId, appSecret, encryptedParams, params } = inputs;
		const { sign_time: signTime, ...business } = params;
		const options = { appId, appSecret, booleanStyle: 'word' as const, encrypted: encryptedParams };
		const signed = signParams(business, options, Number(signTime) * 1000 + 999);
		expect(signed.sign).toBe(expected.sign);
		const sent = new URLSearchParams(signed);
		sent.sort();
		expect(sent.toString()).toBe(
			new URLSearchParams([...new URLSearchParams(expected.body)].sort(byKey)).toString(),
		);
		const { sign: _sign, client_key: _key, ...text } = signed;
		expect(stringToSign(text, { appId, appSecret })).toBe(vector.stringToSign);
	},
});

const byKey = ([a]: [string, string], [b]: [string, string]) => (a < b ? -1 : a > b ? 1 : 0);

describe('booleans', () => {
	const options = { appId: 'a', appSecret: 's', encrypted: [] };
	test('are words by default', () => {
		expect(signParams({ d: true }, { ...options, booleanStyle: 'word' }, 0).d).toBe('true');
	});
	test('are digits when the account demands it (gap HST-13)', () => {
		const { d, e } = signParams({ d: true, e: false }, { ...options, booleanStyle: 'digit' }, 0);
		expect([d, e]).toEqual(['1', '0']);
	});
});

test('a value that was not encrypted is returned as it is', () => {
	expect(decrypt('110105194912310021', 'secret')).toBe('110105194912310021');
});

describe('the envelope', () => {
	test('of success has no code', () => {
		expect(openEnvelope({ code: '00000', result: 1 })).toEqual({ code: '', message: '', data: 1 });
	});
	test('of a refusal has the code and the provider’s text', () => {
		expect(openEnvelope({ code: '10106', error: '授权token失效' })).toMatchObject({
			code: '10106',
			message: '授权token失效',
		});
	});
	test.each([undefined, null, 'text', [], {}])('%p is none', (body) => {
		expect(openEnvelope(body)).toBeUndefined();
	});
});
