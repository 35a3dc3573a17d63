import { image } from '../reference/hstong-people.ts';
import type { Outgoing } from '../reference/exchange.ts';
import { sign } from '../reference/user-verification.ts';
import type { CallInput, OperationId } from '../reference/user-verification.ts';
import type { Value, VerificationClient } from '../reference/user-verification.ts';
import { account, rightInput, useVerification } from '../reference/user-verification-sandbox.ts';

const { connect, failedChecks, submitUntil } = useVerification();
let client: VerificationClient;
let strict: VerificationClient;

beforeAll(() => {
	client = connect();
	strict = connect({
		...{ apiKey: 'sandbox-verification-strict', secretKey: 'verification-strict-secret' },
	});
});

/** Sends a call and says how it was refused, and by which check. */
async function refusal(
	operation: OperationId,
	input: CallInput,
	from = client,
): Promise<[status: number, code: string, checks: Record<string, string>]> {
	const { json, status } = await from.call(operation, input);
	expect(json).toEqual({ code: json.code, data: {}, description: expect.stringMatching(/.+/) });
	return [status, json.code, await failedChecks()];
}

const signedFor = (request: Outgoing, params: Record<string, Value>, method = 'POST'): void => {
	const { timestamp = '' } = request.headers;
	request.headers.sign = sign({ ...account, method, timestamp, params }).sign;
};

describe('Headers', () => {
	const cases: Array<[string, (request: Outgoing) => void, number, string, string]> = [
		...['content-type', 'timestamp', 'apiKey', 'sign'].map(
			(name): [string, (request: Outgoing) => void, number, string, string] => [
				`no ${name}`,
				({ headers }) => void Reflect.deleteProperty(headers, name),
				...([401, '401001', 'headers'] as [number, string, string]),
			],
		),
		['an unknown key', ({ headers }) => void (headers.apiKey = 'x'), 401, '401002', 'apiKey'],
		[
			'a time in seconds',
			({ headers }) => void (headers.timestamp = '1566322200'),
			...([401, '401003', 'timestamp'] as [number, string, string]),
		],
		[
			'a time ten minutes ago',
			({ headers }) => void (headers.timestamp = String(Date.now() - 600_000)),
			...([401, '401003', 'timestamp window'] as [number, string, string]),
		],
		[
			'a signature in upper case',
			({ headers }) => void (headers.sign = String(headers.sign).toUpperCase()),
			...([401, '401004', 'sign'] as [number, string, string]),
		],
		['another signature', ({ headers }) => void (headers.sign = '0'), 401, '401004', 'sign'],
		[
			'another path',
			({ url }) => void (url.pathname = '/openapi/v1/verified/other.do'),
			...([404, '404001', 'path'] as [number, string, string]),
		],
		['another method', (request) => void (request.method = 'POST'), 404, '404001', 'path'],
	];

	test.each(cases)('given %s, are refused', async (_what, afterSigning, status, code, check) => {
		const [seen, seenCode, checks] = await refusal('queryUserVerified', { afterSigning });
		expect([seen, seenCode, Object.keys(checks)]).toEqual([status, code, [check]]);
	});

	test('of a stopped key are refused as forbidden', async () => {
		const stopped = connect({
			...{ apiKey: 'sandbox-verification-stopped', secretKey: 'verification-stopped-secret' },
		});
		expect(await refusal('queryUserVerified', {}, stopped)).toMatchObject([403, '403001', {}]);
	});

	test('signed with another secret are refused, and the journal tells the right text', async () => {
		const other = connect({ secretKey: 'x' });
		const [, code, checks] = await refusal('submitStepOne', rightInput.submitStepOne, other);
		expect(code).toBe('401004');
		expect(checks.sign).toContain('sex=1&locale=zh_CN&lastName=');
	});

	test('of GET that sign the query are refused, and those that leave it out get further', async () => {
		const params = { locale: 'zh_CN' };
		const wrong = { params, afterSigning: (request: Outgoing) => signedFor(request, params) };
		expect(await refusal('queryUserVerified', wrong)).toMatchObject([401, '401004', {}]);
		const right = await refusal('queryUserVerified', { params });
		expect(right).toMatchObject([200, '400001', { parameters: 'locale must not be in the query' }]);
	});
});

describe('Bodies', () => {
	const replaced = (body: string, params: Record<string, Value>): CallInput => ({
		afterSigning: (request) => {
			request.body = Buffer.from(body);
			signedFor(request, params);
		},
	});

	test.each([
		['no JSON', 'x', {}, 'the body is no JSON object in UTF-8'],
		['a list', '[]', {}, 'the body is no JSON object in UTF-8'],
		['a null', '{"sex":null}', {}, 'sex is not a string'],
		['a number', '{"sex":1}', { sex: 1 }, 'sex is not a string'],
		['a list in it', '{"sex":["1"]}', { sex: '["1"]' }, 'sex is not a string'],
		['an unknown name', '{"id":"1"}', { id: '1' }, 'id is not a parameter of this operation'],
		['its own sign', '{"sign":"1"}', { sign: '1' }, 'sign is not a parameter'],
	])('with %s are refused', async (_what, body, params, reason) => {
		const [status, code, { parameters }] = await refusal('submitStepOne', replaced(body, params));
		expect([status, code]).toEqual([200, '400001']);
		expect(parameters).toContain(reason);
	});

	test('of another type, and parameters in the query, are refused', async () => {
		const { params } = rightInput.submitStepOne;
		const asText = (request: Outgoing): void =>
			void (request.headers['content-type'] = 'text/plain');
		expect(await refusal('submitStepOne', { params, afterSigning: asText })).toMatchObject([
			...[200, '400001', { 'content-type': 'content-type is text/plain, not application/json' }],
		]);
		const also = ({ url }: Outgoing): void => url.searchParams.set('sex', '1');
		expect(await refusal('submitStepOne', { params, afterSigning: also })).toMatchObject([
			...[200, '400001', { parameters: 'sex must not be in the query' }],
		]);
		const inQuery = connect({ bodyStyle: 'query' });
		expect(await refusal('submitStepOne', { params }, inQuery)).toMatchObject([401, '401004', {}]);
	});
});

describe('Parameters', () => {
	const cases: Array<[OperationId, Record<string, Value>, string]> = [
		...Object.keys(rightInput.submitStepOne.params)
			.filter((name) => name !== 'locale')
			.map((name): [OperationId, Record<string, Value>, string] => [
				'submitStepOne',
				{ [name]: null },
				`${name} is missing`,
			]),
		['submitStepOne', { lastName: '' }, 'lastName is missing'],
		['submitStepOne', { sex: '3' }, 'sex has a value outside dictionary sex'],
		['submitStepOne', { birthDate: '1990-02-30' }, 'birthDate is no date like 1990-01-31'],
		['submitStepOne', { birthDate: '31.01.1990' }, 'birthDate is no date like 1990-01-31'],
		['submitStepOne', { birthDate: '2999-01-01' }, 'birthDate is in the future'],
		['submitStepTwo', { isIdentical: 'true' }, 'isIdentical has a value outside dictionary'],
		['submitStepTwo', { residencePostcode: null }, 'residencePostcode is missing'],
		['submitStepThree', { employmentStatus: '6' }, 'employmentStatus has a value outside'],
		['submitStepThree', { fundSource: '11' }, 'fundSource has a value outside'],
		['submitStepThree', { natureBusiness: '16' }, 'natureBusiness has a value outside'],
		['submitStepThree', { taxType: '4' }, 'taxType has a value outside'],
		['submitStepThree', { income: 'much' }, 'income is no amount'],
		['submitStepFour', { cardType: '21' }, 'cardType has a value outside'],
		['submitStepFour', { cardType: '01' }, 'cardType has a value outside'],
		['submitStepFour', { cardNo: null }, 'cardNo is missing'],
		['submitStepFour', { cardValidityPeriod: '2030-13-01' }, 'cardValidityPeriod is no date'],
		['submitStepFour', { cardFrontFile: 'x' }, 'cardFrontFile must be a file part, not a text'],
	];

	test.each(cases)('of %s with %j are refused', async (operation, change, reason) => {
		const input: CallInput = rightInput[operation];
		const params = { ...input.params, ...change };
		const [status, code, { parameters }] = await refusal(operation, { params });
		expect([status, code]).toEqual([200, '400001']);
		expect(parameters).toContain(reason);
	});

	test('that are optional may be absent or empty', async () => {
		await submitUntil(2, client);
		const params = {
			employmentStatus: '4',
			income: '0',
			incomeSource: '4',
			taxType: '',
			taxNo: '',
		};
		const { json } = await client.call('submitStepThree', { params });
		expect(json.code).toBe('000000');
	});

	test.each<[OperationId, Record<string, Value>, string]>([
		['submitStepTwo', { permanentCity: null }, 'permanentCity is missing (isIdentical is 2)'],
		['submitStepThree', { incomeSourceOther: '' }, 'incomeSourceOther is missing'],
		['submitStepThree', { taxNo: null }, 'taxNo is missing (taxType is sent)'],
		['submitStepThree', { taxType: null }, 'taxType is missing (taxNo is sent)'],
		['submitStepThree', { taxNo: '12' }, 'taxNo is no TIN number of 9, 12 or 14 digits'],
		['submitStepThree', { taxType: '2' }, 'taxNo is no SSS number of 10 digits'],
		['submitStepThree', { taxType: '3' }, 'taxNo is no GSIS number of 11 digits'],
		['submitStepFour', { cardType: '4' }, 'cardNo is no SSS number of 10 digits'],
		['submitStepFour', {}, 'cardFrontFile is missing; handSignFile is missing'],
		['submitStepFive', {}, 'faceAuthFile is missing'],
	])('of %s with %j are refused to the strict account only', async (operation, change, reason) => {
		const { params }: CallInput = rightInput[operation];
		const input = { params: { ...params, ...change } };
		const [, code, { parameters }] = await refusal(operation, input, strict);
		expect(code).toBe('400001');
		expect(parameters).toContain(reason);
		expect(await refusal(operation, input)).toMatchObject([200, '400002', {}]);
	});
});

describe('Images', () => {
	const face = (content: Buffer, fileName = 'face.jpg'): CallInput => ({
		files: { faceAuthFile: { content, fileName } },
	});

	test.each([
		['text', face(Buffer.from('GIF89a'))],
		['nothing', face(Buffer.alloc(0))],
	])('with %s in them are refused', async (_what, input) => {
		expect(await refusal('submitStepFive', input)).toMatchObject([200, '400004', {}]);
	});

	test('of another part, or sent as a body, are refused', async () => {
		const other = { files: { cardFrontFile: { content: image('x'), fileName: 'x.jpg' } } };
		const [, code, checks] = await refusal('submitStepFive', other);
		expect([code, checks.parameters]).toEqual([
			...['400001', 'cardFrontFile is not a file part of this operation'],
		]);
		const raw = (request: Outgoing): void => {
			request.headers['content-type'] = 'image/jpeg';
		};
		expect(await refusal('submitStepFive', { afterSigning: raw })).toMatchObject([
			200,
			'400001',
			{},
		]);
	});

	test('of five megabytes are taken', async () => {
		await submitUntil(4, client);
		const { json } = await client.call('submitStepFive', face(image('large', 5_000_000)));
		expect(json.code).toBe('000000');
	});
});
