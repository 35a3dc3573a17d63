import { signText, stringToSign } from '../../../sandbox/user-verification/crypto.ts';
import { refusals } from '../../../sandbox/user-verification/spec.ts';
import type { Params } from '../../reference/client.ts';
import { present, sign } from '../../reference/user-verification.ts';
import { testVectors } from '../../support/vectors';

type Inputs = Record<'method' | 'apiKey' | 'secretKey' | 'timestamp', string> & { params: Params };

testVectors<Inputs, Record<string, string>>('user-verification', {
	sign: ({ inputs, stringToSign: wanted, expected }) => {
		const { sign: signature, body, ...others } = expected;
		expect([sign(inputs), others]).toEqual([{ text: wanted, sign: signature }, {}]);
		const sent = present(Object.entries(inputs.params));
		if (body !== undefined) expect(JSON.stringify(Object.fromEntries(sent))).toBe(body);
		// The sandbox reads the same off the wire.
		const texts = inputs.method === 'GET' ? [] : sent.map(([name, value]) => [name, String(value)]);
		const text = stringToSign(Object.fromEntries(texts), inputs.apiKey, inputs.timestamp);
		expect([text, signText(text, inputs.secretKey)]).toEqual([wanted, signature]);
	},
});

test('As the document has no codes, refusals have six digits of their own', () => {
	for (const code of Object.keys(refusals)) expect(code).toMatch(/^\d{6}$/);
});
