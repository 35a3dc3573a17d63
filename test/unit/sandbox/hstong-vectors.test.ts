import vectorFile from '../../../spec/vectors.json';
import {
	decrypt,
	deriveKey,
	encrypt,
	signText,
	stringToSign,
} from '../../../sandbox/hstong/crypto.ts';
import { encodeForm, signPairs, toTexts } from '../../reference/hstong.ts';
import type { Value } from '../../reference/hstong.ts';

interface Vector {
	id: string;
	provider: string;
	kind: string;
	title: string;
	inputs: {
		appId: string;
		appSecret: string;
		plaintext: string;
		params: Record<string, Value>;
		encryptedParams: string[];
	};
	stringToSign: string | null;
	expected: Record<string, string>;
}

const checks: Record<string, (vector: Vector) => void> = {
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
		// And backwards, as the sandbox reads it off the wire.
		const received = Object.fromEntries(new URLSearchParams(body));
		expect(signText(stringToSign(received, appId, appSecret))).toBe(sign);
	},
};

const vectors = (vectorFile.vectors as unknown as Vector[]).filter(
	({ provider }) => provider === 'hstong',
);

describe('HSTong vectors', () => {
	test('are there', () => expect(vectors.length).toBeGreaterThanOrEqual(27));

	test.each(vectors.map((vector) => [vector.id, vector.title, vector] as const))(
		'%s: %s',
		(_id, _title, vector) => {
			const check = checks[vector.kind];
			if (!check) throw new Error(`No check for the kind '${vector.kind}'`);
			check(vector);
		},
	);
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
