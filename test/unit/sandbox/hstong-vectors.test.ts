import {
	decrypt,
	deriveKey,
	encrypt,
	signText,
	stringToSign,
} from '../../../sandbox/hstong/crypto.ts';
import { encodeForm, signPairs, toTexts } from '../../reference/hstong.ts';
import type { Value } from '../../reference/hstong.ts';
import { testVectors } from '../../support/vectors';

type Inputs = {
	appId: string;
	appSecret: string;
	plaintext: string;
	params: Record<string, Value>;
	encryptedParams: string[];
};
type Expected = Record<string, string>;

testVectors<Inputs, Expected>('hstong', {
	keyDerivation: ({ inputs, expected }) => {
		const { md5Hex, ascii } = deriveKey(inputs.appSecret);
		expect({ md5Hex, keyAscii: ascii, keyHex: Buffer.from(ascii).toString('hex') }).toEqual(
			expected,
		);
	},
	encrypt: ({ inputs, expected }) => {
		expect({ ciphertext: encrypt(inputs.plaintext, inputs.appSecret) }).toEqual(expected);
		expect(decrypt(expected.ciphertext as string, inputs.appSecret)).toBe(inputs.plaintext);
	},
	sign: ({ inputs, stringToSign: expectedText, expected }) => {
		const { appId, appSecret, params, encryptedParams } = inputs;
		const { pairs, text } = signPairs(toTexts(params), encryptedParams, appId, appSecret);
		expect(text).toBe(expectedText);
		const { sign, body, query = body, ...others } = expected;
		expect(others).toEqual({});
		expect(pairs.sign).toBe(sign);
		expect(encodeForm(pairs)).toBe(body);
		expect(encodeForm(pairs)).toBe(query);
		// The sandbox reads the same off the wire.
		const received = Object.fromEntries(new URLSearchParams(body));
		expect(signText(stringToSign(received, appId, appSecret))).toBe(sign);
	},
});

describe('Decryption', () => {
	const secret = 'zf7HxnNBg2o8fnCf2';

	test.each([
		['plain text', '13800138000'],
		['empty text', ''],
		['Base64 that is not whole blocks', 'AAAA'],
		['Base64 without its padding', 'iVlCkAYR7M4'],
		['the ciphertext of another key', encrypt('13800138000', 'another secret')],
	])('given %s, refuses', (_what, text) => expect(decrypt(text, secret)).toBeUndefined());
});
