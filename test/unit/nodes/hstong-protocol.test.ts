import type { IDataObject } from 'n8n-workflow';

import {
	decrypt,
	encrypt,
	openEnvelope,
	signParams,
	stringToSign,
	tripleDesKey,
	textOf,
} from '../../../nodes/HSTong/protocol';
import { parametersIn } from '../../../nodes/shared/request/parameters';
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
		const given = parametersIn(business as IDataObject, (value) => textOf(value, 'word'));
		const pairs = signParams(given, [], options, Number(signTime) * 1000 + 999);
		const signed = Object.fromEntries(pairs) as Record<string, string>;
		expect(signed.sign).toBe(expected.sign);
		const sent = new URLSearchParams(signed);
		sent.sort();
		expect(sent.toString()).toBe(
			new URLSearchParams([...new URLSearchParams(expected.body)].sort(byKey)).toString(),
		);
		const { sign: _sign, client_key: _key, ...text } = signed;
		expect(stringToSign(Object.entries(text), { appId, appSecret })).toBe(vector.stringToSign);
	},
});

const byKey = ([a]: [string, string], [b]: [string, string]) => (a < b ? -1 : a > b ? 1 : 0);

describe('booleans', () => {
	test('are words by default', () => {
		expect([true, false].map((value) => textOf(value, 'word'))).toEqual(['true', 'false']);
	});
	test('are digits when the account demands it (gap HST-13)', () => {
		expect([true, false].map((value) => textOf(value, 'digit'))).toEqual(['1', '0']);
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
