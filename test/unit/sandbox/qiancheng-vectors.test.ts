import { constants, createPrivateKey, generateKeyPairSync, publicEncrypt } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { isIdCardNo } from '../../../sandbox/core/id-card.ts';
import type { ReceivedRequest } from '../../../sandbox/core/types.ts';
import { decryptBlocks, readCipherText } from '../../../sandbox/qiancheng-credit/crypto.ts';
import { decompress, readBody } from '../../../sandbox/qiancheng-credit/read-body.ts';
import type { Body } from '../../../sandbox/qiancheng-credit/read-body.ts';
import { readRiskData } from '../../../sandbox/qiancheng-credit/risk-data.ts';
import { defaultSettings } from '../../../sandbox/qiancheng-credit/settings.ts';
import { Tokens } from '../../../sandbox/qiancheng-credit/tokens.ts';
import { encodeForm, flatten } from '../../reference/client.ts';
import type { Params, Value } from '../../reference/client.ts';
import { encryptBlocks } from '../../reference/qiancheng.ts';
import { testVectors } from '../../support/vectors';

type Inputs = {
	params: Params;
	value: string;
	hours: number;
	gzipBase64: string;
	keyBits: number;
	data: Params;
	json: string;
};
type Expected = {
	pairs: Array<[string, string]>;
	body: string;
	value: string;
	hoursSent: number;
	cacheSeconds: number;
	contentEncoding: string;
	text: string;
	utf8Bytes: number;
	maxBlock: number;
	blocks: number;
	cipherBytes: number;
	base64Length: number;
};

/** A form as the sandbox reads it off the wire. */
const readForm = (text: string): Body =>
	readBody(
		{ contentType: 'application/x-www-form-urlencoded' } as ReceivedRequest,
		Buffer.from(text),
	);

/** What arrives of parameters: texts, without what is null or holds nothing. */
function arrived(value: Value): Value {
	if (typeof value === 'boolean') return value ? '1' : '0';
	if (typeof value !== 'object' || value === null) return String(value);
	if (Array.isArray(value)) return value.map(arrived);
	const entries = Object.entries(value)
		.filter(([, item]) => item !== null && item !== undefined)
		.map(([name, item]) => [name, arrived(item)] as const)
		.filter(([, item]) => typeof item !== 'object' || Object.keys(item ?? {}).length > 0);
	return Object.fromEntries(entries);
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

testVectors<Inputs, Expected>('qiancheng-credit', {
	formEncoding: ({ inputs, expected }) => {
		const pairs = flatten(Object.entries(inputs.params));
		expect(pairs).toEqual(expected.pairs);
		expect([...new URLSearchParams(encodeForm(pairs))]).toEqual([
			...new URLSearchParams(expected.body),
		]);
		const { values, faults } = readForm(expected.body);
		expect(faults).toEqual([]);
		expect(plain(values)).toEqual(arrived(inputs.params));
	},
	normalization: ({ inputs, expected }) => {
		// The sandbox takes the normalised form only; a number with a wrong last digit is none at all.
		expect(inputs.value.toUpperCase()).toBe(expected.value);
		if (inputs.value !== expected.value) expect(isIdCardNo(inputs.value)).toBe(false);
		expect(isIdCardNo(expected.value)).toBe(expected.value === '11010519491231002X');
	},
	tokenCache: ({ expected }) => {
		let now = 0;
		const tokens = new Tokens(() => now);
		const token = tokens.issue('merchant', expected.hoursSent, false);
		now = expected.cacheSeconds * 1000;
		expect(tokens.isAlive(token)).toBe(true);
		now = (expected.cacheSeconds + 1800) * 1000;
		expect(tokens.isAlive(token)).toBe(false);
	},
	gzip: ({ inputs, expected }) => {
		const bytes = decompress(Buffer.from(inputs.gzipBase64, 'base64'));
		expect(String(bytes)).toBe(expected.text);
		expect(String(decompress(gzipSync(expected.text)))).toBe(expected.text);
		expect(readForm(expected.text).values).toMatchObject({ name: '王大志', data: 'QUJD+/=' });
	},
	rsaBlocks: ({ inputs, expected }) => {
		const { publicKey, privateKey } = generateKeyPairSync('rsa', {
			modulusLength: inputs.keyBits,
			publicKeyEncoding: { type: 'spki', format: 'pem' },
			privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		});
		expect(JSON.stringify(inputs.data)).toBe(inputs.json);
		const text = Buffer.from(inputs.json);
		const cipher = encryptBlocks(text, publicKey, inputs.keyBits);
		expect({
			utf8Bytes: text.length,
			maxBlock: inputs.keyBits / 8 - 11,
			blocks: cipher.length / (inputs.keyBits / 8),
			cipherBytes: cipher.length,
			base64Length: cipher.toString('base64').length,
		}).toEqual(expected);
		const received = readCipherText(cipher.toString('base64'), 'base64') as Buffer;
		const decrypted = decryptBlocks(received, createPrivateKey(privateKey), 'pkcs1') as Buffer;
		expect(decrypted.toString('utf8')).toBe(inputs.json);
		const { data, faults } = readRiskData(decrypted, {
			...defaultSettings,
			lists: ['user_contact', 'user_proof_materia'],
		});
		expect(faults).toEqual([]);
		expect(plain(data)).toEqual(inputs.data);
	},
});

describe('A block', () => {
	const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
	const size = 256;
	const raw = (block: Buffer): Buffer =>
		publicEncrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, block);

	test.each([
		['of type 1', [0, 1, ...Array<number>(250).fill(9), 0, 65, 66, 67]],
		[
			'with seven bytes of padding',
			[0, 2, ...Array<number>(7).fill(9), 0, ...Array<number>(246).fill(65)],
		],
		['without an end of its padding', [0, 2, ...Array<number>(254).fill(9)]],
	])('%s is refused', (_what, bytes) => {
		expect(bytes).toHaveLength(size);
		expect(decryptBlocks(raw(Buffer.from(bytes)), privateKey, 'pkcs1')).toHaveProperty('fault');
	});

	test('may hold fewer bytes than fit', () => {
		const parts = ['前', '程'].map((part) => encryptBlocks(Buffer.from(part), pem));
		expect(String(decryptBlocks(Buffer.concat(parts), privateKey, 'pkcs1'))).toBe('前程');
	});
});
