import { constants, createPublicKey, generateKeyPairSync, privateDecrypt } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { IDataObject } from 'n8n-workflow';

import {
	blockSize,
	formText,
	normalizeIdCard,
	openEnvelope,
	tokenLifetime,
} from '../../../nodes/QianchengCredit/protocol';
import { flatParameters, encodeParameters } from '../../../nodes/shared/request/parameters';
import { encryptText, gzip } from '../../../nodes/QianchengCredit/risk/encrypt';
import { waitUntilSettled } from '../../../nodes/QianchengCredit/operations/waiting';
import {
	describeState,
	degree,
	ebank,
	ebankV2,
	telecom,
} from '../../../nodes/QianchengCredit/states';
import type { Call } from '../../../nodes/shared/model/operation';
import spec from '../../../spec/qiancheng-credit.json';
import { testVectors } from '../../support/vectors';

type Inputs = IDataObject & { params: IDataObject };
type Expected = IDataObject;

const keyPair = (modulusLength: number) =>
	generateKeyPairSync('rsa', {
		modulusLength,
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	});

function decrypt(cipher: Buffer, privateKey: string, bits: number, padding: number): string {
	const size = bits / 8;
	const blocks = Array.from({ length: cipher.length / size }, (_, i) =>
		privateDecrypt({ key: privateKey, padding }, cipher.subarray(i * size, (i + 1) * size)),
	);
	return Buffer.concat(blocks).toString('utf8');
}

testVectors<Inputs, Expected>('qiancheng-credit', {
	formEncoding: ({ inputs, expected }) => {
		const pairs = flatParameters(inputs.params, 'indices', formText);
		expect(pairs).toEqual(expected.pairs);
		expect([...new URLSearchParams(encodeParameters(pairs))]).toEqual(expected.pairs);
		expect(encodeParameters(pairs)).toBe(expected.body);
	},
	normalization: ({ inputs, expected }) => {
		expect(normalizeIdCard(String(inputs.value))).toBe(expected.value);
	},
	tokenCache: ({ inputs, expected }) => {
		expect(tokenLifetime(Number(inputs.hours))).toEqual(expected);
	},
	gzip: async ({ inputs, expected }) => {
		expect(gunzipSync(Buffer.from(String(inputs.gzipBase64), 'base64')).toString()).toBe(
			expected.text,
		);
		expect(gunzipSync(await gzip(String(expected.text))).toString()).toBe(expected.text);
	},
	rsaBlocks: async ({ inputs, expected }) => {
		const bits = Number(inputs.keyBits);
		const { publicKey, privateKey } = keyPair(bits);
		expect(blockSize(createPublicKey(publicKey), 'pkcs1')).toBe(expected.maxBlock);
		const text = JSON.stringify(inputs.data);
		expect(text).toBe(inputs.json);
		expect(Buffer.byteLength(text)).toBe(expected.utf8Bytes);
		const encrypted = await encryptText(text, createPublicKey(publicKey), 'pkcs1', 'base64');
		expect(encrypted).toHaveLength(Number(expected.base64Length));
		const cipher = Buffer.from(encrypted, 'base64');
		expect(cipher).toHaveLength(Number(expected.cipherBytes));
		expect(decrypt(cipher, privateKey, bits, constants.RSA_PKCS1_PADDING)).toBe(text);
	},
});

test('OAEP and hexadecimal text, with blocks that cut characters in two', async () => {
	const { publicKey, privateKey } = keyPair(2048);
	const text = '征信😀'.repeat(300);
	const encrypted = await encryptText(text, createPublicKey(publicKey), 'oaep', 'hex');
	expect(encrypted).toMatch(/^[0-9a-f]+$/);
	const cipher = Buffer.from(encrypted, 'hex');
	expect(decrypt(cipher, privateKey, 2048, constants.RSA_PKCS1_OAEP_PADDING)).toBe(text);
});

describe('the envelope', () => {
	test.each([
		[
			{ code: 0, msg: '', data: { a: 1 } },
			{ code: '', message: '', data: { a: 1 } },
		],
		[{ code: 0 }, { code: '', message: '', data: undefined }],
		[
			{ code: '1001', msg: '输入错误' },
			{ code: '1001', message: '输入错误', data: undefined },
		],
	])('%j is opened', (body, opened) => {
		expect(openEnvelope(body)).toEqual(opened);
	});

	test.each([[undefined], [[]], ['text'], [{}], [{ code: 'x' }], [{ code: null }]])(
		'%j is none',
		(body) => {
			expect(openEnvelope(body)).toBeUndefined();
		},
	);
});

describe('states', () => {
	const tables = { telecomState: telecom, degreeState: degree, ebankState: ebank };

	test.each(Object.entries(tables))(
		'%s has every state of the document, with its constant',
		(name, table) => {
			for (const { value, zh, constant } of spec.dictionaries[name as keyof typeof tables]) {
				const { state, stateName, stateLabel } = describeState(table, { state: value });
				expect([state, stateName]).toEqual([value, constant]);
				expect(stateLabel).toContain(`(${zh})`);
			}
		},
	);

	test('a state that the document lacks has failed in e-bank and is waited for elsewhere', () => {
		expect(describeState(ebank, { state: 12 }).nextAction).toBe('failed');
		expect(describeState(telecom, { state: 99 }).nextAction).toBe('wait');
		expect(describeState(degree, {})).toMatchObject({ state: null, nextAction: 'wait' });
	});

	test('a new query of version 2 of e-bank needs the login', () => {
		expect(describeState(ebankV2, { state: 0 }).nextAction).toBe('login');
		expect(describeState(ebank, { state: 0 }).nextAction).toBe('wait');
	});
});

test('an answer without a state is not waited for', async () => {
	const call = {
		values: () => ({ wire: {}, local: { maximumWait: 1, interval: 1 } }),
		wait: async () => await Promise.resolve(),
	} as unknown as Call;
	const ask = async () => await Promise.resolve({ json: describeState(telecom, {}) });
	await expect(waitUntilSettled(call, ask, { isWaiting: () => true })).rejects.toThrow(
		'names no state',
	);
});
