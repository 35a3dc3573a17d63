import spec from '../../../spec/user-verification.json';
import { testVectors } from '../../support/vectors';
import { signText, stringToSign } from '../../../sandbox/user-verification/crypto.ts';
import { refusals } from '../../../sandbox/user-verification/spec.ts';
import { createUserVerification, operations } from '../../../sandbox/user-verification/provider.ts';
import { interfaces, present, sign } from '../../reference/user-verification.ts';
import type { Params } from '../../reference/user-verification.ts';

type Inputs = Record<'method' | 'apiKey' | 'secretKey' | 'timestamp', string> & { params: Params };

testVectors<Inputs, Record<string, string>>('user-verification', {
	sign: ({ inputs, stringToSign: expectedText, expected }) => {
		const { sign: signature, body, ...others } = expected;
		expect(others).toEqual({});
		expect(sign(inputs)).toEqual({ text: expectedText, sign: signature });
		if (body !== undefined) expect(JSON.stringify(present(inputs.params))).toBe(body);
		// The sandbox reads the same off the wire.
		const isGet = inputs.method === 'GET';
		const sent = isGet ? [] : Object.entries(present(inputs.params));
		const texts = Object.fromEntries(sent.map(([name, value]) => [name, String(value)]));
		const text = stringToSign(texts, inputs.apiKey, inputs.timestamp);
		expect(text).toBe(expectedText);
		expect(signText(text, inputs.secretKey)).toBe(signature);
	},
});

describe('The sandbox and the reference client', () => {
	test('know every operation of the spec, and no other', () => {
		const ids = spec.operations.map(({ id }) => id).sort();
		expect(Object.keys(operations).sort()).toEqual(ids);
		expect(Object.keys(interfaces).sort()).toEqual(ids);
	});

	test.each(spec.operations.map(({ id, method, path }) => [id, method, path] as const))(
		'agree with the spec on the path of %s',
		(id, method, path) => {
			expect(interfaces[id as keyof typeof interfaces][1]).toBe(path);
			expect(createUserVerification().match(method, path)?.operation).toBe(id);
		},
	);

	test('know no code, as the document has none, and refuse with six digits', () => {
		expect(createUserVerification().codes.size).toBe(0);
		for (const code of Object.keys(refusals)) expect(code).toMatch(/^\d{6}$/);
	});
});
