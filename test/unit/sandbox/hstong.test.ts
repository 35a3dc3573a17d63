import spec from '../../../spec/hstong.json';
import { Trace } from '../../../sandbox/core/trace.ts';
import type { Answer, Fields, SimulatedProvider } from '../../../sandbox/core/types.ts';
import { accounts } from '../../../sandbox/hstong/accounts.ts';
import type { Account } from '../../../sandbox/hstong/accounts.ts';
import { conditions } from '../../../sandbox/hstong/conditions.ts';
import * as sandbox from '../../../sandbox/hstong/crypto.ts';
import { isIdCardNo, recognise } from '../../../sandbox/hstong/id-card.ts';
import { createHstong } from '../../../sandbox/hstong/provider.ts';
import { encodeForm } from '../../reference/client.ts';
import type { Params } from '../../reference/client.ts';
import { encrypt, signPairs } from '../../reference/hstong.ts';
import { idCardNumber } from '../../support/applicant.ts';
import { testVectors } from '../../support/vectors';

type Inputs = Record<'appId' | 'appSecret' | 'plaintext', string> & {
	params: Params;
	encryptedParams: string[];
};

testVectors<Inputs, Record<string, string>>('hstong', {
	keyDerivation: ({ inputs, expected }) => {
		const { md5Hex, ascii: keyAscii } = sandbox.deriveKey(inputs.appSecret);
		const keyHex = Buffer.from(keyAscii).toString('hex');
		expect({ md5Hex, keyAscii, keyHex }).toEqual(expected);
	},
	encrypt: ({ inputs: { appSecret, plaintext }, expected: { ciphertext, ...others } }) => {
		expect(others).toEqual({});
		for (const one of [encrypt, sandbox.encrypt])
			expect(one(plaintext, appSecret)).toBe(ciphertext);
		expect(sandbox.decrypt(String(ciphertext), appSecret)).toBe(plaintext);
	},
	sign: ({ inputs, stringToSign, expected }) => {
		const { appId, appSecret, params, encryptedParams } = inputs;
		const account = { appId, appSecret, booleanStyle: 'word' } as const;
		const { pairs, text } = signPairs(Object.entries(params), encryptedParams, account);
		const { sign, body, query = body, ...others } = expected;
		expect([text, others]).toEqual([stringToSign, {}]);
		expect(Object.fromEntries(pairs).sign).toBe(sign);
		for (const wanted of [body, query]) expect(encodeForm(pairs)).toBe(wanted);
		// The sandbox reads the same off the wire.
		const received = Object.fromEntries(new URLSearchParams(body));
		expect(sandbox.signText(sandbox.stringToSign(received, appId, appSecret))).toBe(sign);
	},
});

test.each([
	['plain text', '13800138000'],
	['empty text', ''],
	['Base64 that is not whole blocks', 'AAAA'],
	['Base64 without its padding', 'iVlCkAYR7M4'],
	['the ciphertext of another key', encrypt('13800138000', 'another secret')],
])('Decryption refuses %s', (_what, text) =>
	expect(sandbox.decrypt(text, 'zf7HxnNBg2o8fnCf2')).toBeUndefined(),
);

test('There is a rule for every conditional parameter, and no other', () => {
	const names = spec.operations.flatMap(({ id, params }) =>
		params.filter(({ required }) => required === 'conditional').map(({ name }) => `${id}.${name}`),
	);
	const rules = Object.entries(conditions).flatMap(([id, byName]) =>
		Object.keys(byName).map((name) => `${id}.${name}`),
	);
	expect(rules.sort()).toEqual(names.sort());
});

describe('Identity numbers', () => {
	test.each([
		['11010519491231002X', true],
		['110105194912310021', false],
		['11010519491231002x', false],
		['1101051949123100', false],
	])('%s is well formed: %s', (text, right) => expect(isIdCardNo(text)).toBe(right));

	test('of the synthetic people are well formed and differ', () => {
		const numbers = Array.from({ length: 3000 }, (_unused, index) => idCardNumber(index));
		expect(numbers.every(isIdCardNo)).toBe(true);
		expect(new Set(numbers).size).toBe(3000);
	});

	test('given a malformed one in the name of an image, are not read by OCR', () => {
		const { idCardNo } = recognise('110105194912310021.jpg', '') as { idCardNo: string };
		expect(idCardNo).toBe('11010519491231002X');
	});
});

test('A token lives 30 minutes from its issue, however it is used', () => {
	let now = Date.UTC(2026, 0, 1);
	const provider: SimulatedProvider = createHstong(() => now);
	const fields = (values: Record<string, string>): Fields => ({ values, duplicates: [] });
	const call = (path: string, params: Params): Answer => {
		const all = Object.entries({ ...params, sign_time: Math.floor(now / 1000) });
		const { pairs } = signPairs(all, [], accounts[0] as Account);
		const contentType = 'application/x-www-form-urlencoded';
		const request = { method: 'POST', path, headers: {}, contentType, query: fields({}) };
		const body = { form: fields(Object.fromEntries(pairs)), files: [], raw: Buffer.alloc(0) };
		return provider.handle({ ...request, ...body }, provider.match('POST', path), new Trace());
	};
	const mobile = '13900000001';
	call('/account/auth-code/send', { mobile });
	const mobileCode = String(provider.view().messages?.[0]?.code);
	const { body } = call('/account/authByMobile', { mobile, mobileCode });
	const { token } = (JSON.parse(String(body)) as { result: { token: string } }).result;

	now += 29 * 60_000;
	expect(call('/account/apply/agree-license', { token }).code).toBe('00000');
	now += 60_000 - 1;
	expect(call('/account/apply/index', { token }).code).toBe('00000');
	now += 1;
	expect(call('/account/apply/index', { token }).code).toBe('10106');
});
