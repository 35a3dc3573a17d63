import { createPublicKey } from 'node:crypto';

import {
	afterStatus,
	isAuthentic,
	openEnvelope,
	parseForm,
	signFields,
	stringToSign,
	verifyMessage,
	type Fields,
	type SignatureSettings,
	type Verification,
} from '../../../nodes/Htouhui/protocol';
import { parametersIn, encodeParameters } from '../../../nodes/shared/request/parameters';
import { signFields as signInSandbox } from '../../../sandbox/htouhui/crypto.ts';
import {
	merchantPrivateKey,
	merchantPublicKey,
	platformPublicKey,
} from '../../../sandbox/htouhui/keys.ts';
import { SECRET } from '../../support/htouhui';
import { testVectors } from '../../support/vectors';

type Inputs = { params: Record<string, string | null>; status: string; body: string };
type Expected = { body?: string; params?: Fields; nextType?: string | null; done?: boolean };

const settingsWith = (changes: Partial<SignatureSettings> = {}): SignatureSettings => ({
	...{ algorithm: 'md5', signField: 'sign', secret: SECRET, secretPlacement: 'appendKey' },
	...{ hmacText: 'alone', letterCase: 'lower', privateKey: merchantPrivateKey },
	...changes,
});
const verification = (
	changes: Partial<SignatureSettings> = {},
	more: Partial<Verification> = {},
): Verification => ({
	settings: settingsWith(changes),
	...{ secrets: [SECRET, ''], publicKeys: [createPublicKey(platformPublicKey)], ...more },
});

testVectors<Inputs, Expected>('htouhui', {
	formEncoding: ({ inputs, expected }) => {
		expect(encodeParameters(parametersIn(inputs.params))).toBe(expected.body);
		const present = Object.entries(inputs.params).filter(([, value]) => value !== null);
		expect(parseForm(String(expected.body))).toEqual(Object.fromEntries(present));
	},
	stateMapping: ({ inputs, expected }) => expect(afterStatus(inputs.status)).toEqual(expected),
	notificationParse: ({ inputs, expected }) => {
		const verdict = verifyMessage(parseForm(inputs.body), verification({ algorithm: 'none' }));
		expect(verdict).toEqual({ ok: true, fields: expected.params });
		expect(afterStatus(String(expected.params?.status)).done).toBe(expected.done);
	},
});

const signedOf = (fields: Fields, settings: SignatureSettings): Fields =>
	Object.fromEntries(signFields(Object.entries(fields), settings));

const honest: Fields = {
	htouhui_user_id: '10001',
	third_party_user_id: 'u-1 &=+/测试 😀',
	status: '3',
	bank_card_number: '6222020000000010001',
	empty: '',
	Upper: 'before lower case',
};

test('what is signed is sorted by code units, raw and without empty values', () => {
	const fields = { b: '2 &', a: '1', sign: 'x', B: '王', c: '' };
	expect(stringToSign(Object.entries(fields), 'sign')).toBe('B=王&a=1&b=2 &');
});

test('a signature is the one that md5sum computes', () => {
	// printf 'a=1&b=2&key=k' | md5sum
	const { sign } = signedOf({ b: '2', a: '1' }, settingsWith({ secret: 'k' }));
	expect(sign).toBe('f8f06afa2e241a36469b9dac959b3474');
});

describe('a key', () => {
	test('that is empty never fits', () => {
		const message = signInSandbox(honest, settingsWith({ secret: '' }));
		expect(isAuthentic(message, verification({}, { secrets: ['', ''] }))).toBe(false);
		const rsa = { algorithm: 'rsaSha256' } as const;
		const signed = signInSandbox(honest, settingsWith(rsa));
		expect(isAuthentic(signed, verification(rsa, { publicKeys: [] }))).toBe(false);
	});
	test('may be the second one while it is being changed', () => {
		const message = signInSandbox(honest, settingsWith({ secret: 'new' }));
		expect(isAuthentic(message, verification({}, { secrets: [SECRET, 'new'] }))).toBe(true);
		const rsa = { algorithm: 'rsaSha256' } as const;
		const publicKeys = [merchantPublicKey, platformPublicKey].map((key) => createPublicKey(key));
		const signed = signInSandbox(honest, settingsWith(rsa));
		expect(isAuthentic(signed, verification(rsa, { publicKeys }))).toBe(true);
	});
	test('fits a signature of the very text, not one with what Base64 skips', () => {
		const rsa = { algorithm: 'rsaSha256' } as const;
		const { sign, ...fields } = signInSandbox(honest, settingsWith(rsa));
		for (const other of [`${sign}\n`, ` ${sign}`, `${sign}*`, sign.replace(/=+$/, '')]) {
			expect(isAuthentic({ ...fields, sign: other }, verification(rsa))).toBe(false);
		}
	});
	test('fits in either letter case', () => {
		const message = signInSandbox(honest, settingsWith({ letterCase: 'upper' }));
		expect(isAuthentic(message, verification())).toBe(true);
	});
	test('and no other field of the prototype is taken for a signature', () => {
		expect(isAuthentic(honest, verification({ signField: 'constructor' }))).toBe(false);
	});
});

describe('a form', () => {
	test.each([
		['a=1&b=2', { a: '1', b: '2' }],
		['a=%E7%8E%8B+%2B&b', { a: '王 +', b: '' }],
		['constructor=x', { constructor: 'x' }],
		['\uFEFF&a=1&&b=2&\r\n', { a: '1', b: '2' }],
	])('%s is read', (text, fields) => expect(parseForm(text)).toEqual(fields));
	test.each([
		['a field twice', 'a=1&a=2'],
		['the same field twice', 'a=1&%61=1'],
		['a broken escape', 'a=%zz'],
		['broken UTF-8', 'a=%E7%8E'],
		['a name that is empty', 'a=1&=2'],
		['a name that is a prototype', 'a=1&__proto__=x'],
		['nothing', ''],
		['very many fields', Array.from({ length: 300 }, (_, i) => `f${i}=1`).join('&')],
	])('with %s is not', (_what, text) => expect(parseForm(text)).toBeUndefined());
});

// What becomes of other messages is held by the trigger's tests.
test.each(['4', '33', '-1', 'success'])('a message with the status %s is refused', (status) =>
	expect(verifyMessage({ ...honest, status }, verification({ algorithm: 'none' }))).toEqual({
		...{ ok: false, fault: 'status' },
	}),
);
test('a message is not looked at before its signature', () => {
	expect(verifyMessage({ status: '9' }, verification())).toMatchObject({ fault: 'signature' });
});

describe('an answer', () => {
	test('has its fields at the top', () => {
		expect(openEnvelope({ status: '1' }, 200)).toEqual({
			...{ code: '', message: '', data: { status: '1' } },
		});
	});
	test('of a refusal is a text', () => {
		expect(openEnvelope({ message: '签名错误' }, 401)).toMatchObject({
			...{ code: 'HTTP 401', message: '{"message":"签名错误"}' },
		});
	});
	test.each([
		[null, 200],
		['text', 200],
		[[], 200],
		[{}, 302],
		[{}, 429],
		[{}, 500],
	])('%j with HTTP %i is none', (body, status) =>
		expect(openEnvelope(body, status)).toBeUndefined(),
	);
});
