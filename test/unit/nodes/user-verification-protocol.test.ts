import type { IDataObject } from 'n8n-workflow';

import { openEnvelope, signHeaders, stringToSign } from '../../../nodes/UserVerification/protocol';
import { addressOf } from '../../../nodes/UserVerification/operations/verification.photos';
import { userVerification } from '../../../nodes/UserVerification/provider';
import { signRequest } from '../../../nodes/UserVerification/signing';
import { parametersIn } from '../../../nodes/shared/request/parameters';
import { vectorsOf } from '../../support/vectors';

interface Inputs {
	method: 'GET' | 'POST';
	apiKey: string;
	secretKey: string;
	timestamp: string;
	params: Record<string, unknown>;
	fileParts?: string[];
}

const vectors = vectorsOf<Inputs, { sign: string; body?: string }>('user-verification');

const BASE = 'https://verify.example';
const PATH = '/openapi/v1/verified/userVerifiedStepFour.do';
const NOW = 1_566_322_200_000;
const account = { baseUrl: `${BASE}/`, apiKey: 'key', secretKey: 'secret' };

describe.each(vectors)('$id: $title', ({ inputs, expected, ...vector }) => {
	const { method, apiKey, secretKey, timestamp, params, fileParts } = inputs;

	test('is signed as computed', () => {
		const signed = method === 'GET' ? [] : parametersIn(params as IDataObject);
		expect(stringToSign(signed, apiKey, timestamp)).toBe(vector.stringToSign);
		expect(signHeaders(signed, { apiKey, secretKey }, Number(timestamp))).toEqual({
			...{ timestamp, apiKey },
			sign: expected.sign,
		});
	});

	test('leaves the credential so', async () => {
		const form = new FormData();
		if (fileParts) {
			for (const [name, value] of Object.entries(params)) form.append(name, String(value));
			for (const name of fileParts) form.append(name, new Blob(['image']), `${name}.jpg`);
		}
		const request = {
			method,
			url: PATH,
			...(method === 'GET' ? { qs: params as never } : { body: fileParts ? form : params }),
		};
		const sent = await signRequest({ ...account, apiKey, secretKey }, request, Number(timestamp));
		expect(sent.url.split('?')[0]).toBe(BASE + PATH);
		expect(sent.headers).toMatchObject({ apiKey, timestamp, sign: expected.sign });
		if (expected.body) expect(String(sent.body)).toBe(expected.body);
		if (fileParts) expect(sent.body).toBe(form);
		expect(sent.headers?.['content-type']).toBe(fileParts ? undefined : 'application/json');
	});
});

describe('a request', () => {
	const sign = async (options: object, changes = {}, now = NOW) =>
		(await signRequest({ ...account, ...changes }, options as never, now)) as unknown as Record<
			string,
			never
		>;
	const signOf = (params: object) => signHeaders(Object.entries(params), account, NOW).sign;
	const post = { method: 'POST', url: PATH };

	test('is left as it was, and signed again from what it was', async () => {
		const options = { ...post, body: { a: '1', b: null } };
		const before = structuredClone(options);
		const once = await sign(options);
		expect(options).toEqual(before);
		expect(await sign(once as never)).toEqual(once);
		expect(await sign(once as never, {}, NOW + 1)).not.toEqual(once);
	});

	test('that brings its own signature or content type gets the right ones', async () => {
		const headers = { Sign: 'x', APIKEY: 'y', 'Content-Type': 'application/json', accept: '*/*' };
		expect((await sign({ ...post, headers, body: '{"a":"1"}' })).headers).toEqual({
			accept: '*/*',
			apiKey: 'key',
			timestamp: String(NOW),
			'content-type': 'application/json',
			sign: signOf({ a: '1' }),
		});
	});

	test('has its parameters in the query when the account wants it (gap UV-02)', async () => {
		const sent = await sign({ ...post, body: { a: '1' } }, { bodyStyle: 'query' });
		expect(sent).toMatchObject({
			url: `${BASE}${PATH}?a=1`,
			headers: { sign: signOf({ a: '1' }) },
		});
		expect(sent.body).toBeUndefined();
	});

	test.each([
		['FormData', 'body'],
		['a form of the HTTP Request node', 'formData'],
	])('of %s can have its texts in the query (gap UV-04)', async (_what, name) => {
		const file = { value: Buffer.from('image'), options: { filename: 'a.jpg' } };
		const form = new FormData();
		form.append('cardNo', 'P 1');
		form.append('cardFrontFile', new Blob(['image']), 'a.jpg');
		const given = name === 'body' ? form : { cardNo: 'P 1', cardFrontFile: file };
		const sent = await sign({ ...post, [name]: given }, { multipartTextParams: 'query' });
		expect(sent).toMatchObject({
			url: `${BASE}${PATH}?cardNo=P+1`,
			headers: { sign: signOf({ cardNo: 'P 1' }) },
		});
		const parts =
			name === 'body' ? [...(sent.body as FormData).keys()] : Object.keys(sent.formData);
		expect(parts).toEqual(['cardFrontFile']);
		// The texts are signed by default where they are.
		const inForm = await sign({ ...post, [name]: given });
		expect(inForm[name]).toBe(given);
		expect(inForm.headers).toMatchObject({ sign: signOf({ cardNo: 'P 1' }) });
	});

	test('signs what stands in the address and in a plain form, too', async () => {
		const sent = await sign({ method: 'POST', uri: `${BASE}${PATH}?b=2%20x`, form: { a: 1 } });
		expect(sent.headers).toMatchObject({ sign: signOf({ a: 1, b: '2 x' }) });
		expect(sent).toMatchObject({ uri: `${BASE}${PATH}?b=2%20x`, body: 'a=1' });
	});
});

describe('the envelope', () => {
	test('of success has no code', () => {
		expect(openEnvelope({ code: '000000', data: { a: 1 }, description: '成功' })).toEqual({
			...{ code: '', message: '成功', data: { a: 1 } },
		});
	});
	test.each([undefined, null, 'text', [], {}, { status: 401 }])('%p is none', (body) => {
		expect(openEnvelope(body)).toBeUndefined();
	});
	test.each([
		[403, 'The API key is not allowed to do this'],
		[404, 'The server does not know this interface'],
	])('of a refusal with HTTP %i says: %s', (status, message) => {
		const body = { code: '123456', description: '错误' };
		expect(userVerification.envelope(body, status)?.entry?.message).toBe(message);
	});
	test.each([429, 500, 503])('with HTTP %i is not looked at', (status) => {
		expect(userVerification.envelope({ code: '123456' }, status)).toBeUndefined();
	});
});

describe('the address of a photo (gap UV-23)', () => {
	test.each([
		[{ cardFrontUrl: '' }, undefined],
		[{}, undefined],
		[{ cardFrontUrl: 'https://a.example/1.jpg' }, 'https://a.example/1.jpg'],
		[
			{ cardFrontUrl: '/1.jpg', cardFrontServerUrl: 'https://a.example/' },
			'https://a.example/1.jpg',
		],
		[{ cardFrontUrl: '1.jpg', cardFrontServerUrl: 'https://a.example' }, 'https://a.example/1.jpg'],
		[{ cardFrontUrl: '1.jpg' }, `${BASE}/1.jpg`],
		[{ cardFrontUrl: '1.jpg', handSignServerUrl: 'https://b.example' }, 'https://b.example/1.jpg'],
	])('of %j is %s', (user, address) => {
		expect(addressOf('cardFront', user, BASE)).toBe(address);
	});
	test('of a face without server is that of the others', () => {
		const user = { faceAuthUrl: '/f.jpg', cardFrontServerUrl: 'https://a.example' };
		expect(addressOf('faceAuth', user, BASE)).toBe('https://a.example/f.jpg');
	});
});
