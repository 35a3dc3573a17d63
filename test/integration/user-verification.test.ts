import FormData from 'form-data';
import type { IDataObject, INodeExecutionData, NodeApiError } from 'n8n-workflow';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { UserVerificationApi } from '../../credentials/UserVerificationApi.credentials';
import { resources } from '../../nodes/UserVerification/operations';
import { UserVerification } from '../../nodes/UserVerification/UserVerification.node';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { jpeg } from '../support/applicant';
import { requestAsHttpNode, runNode, type Run } from '../support/n8n';
import { binaryFile } from '../support/n8n-file';
import { controlOf, type Control } from '../support/sandbox';
import { readSchema, schemaFaults } from '../support/schema';
import { files, photos, stepValues } from '../support/user-verification';

let sandbox: Sandbox;
let control: Control;
beforeAll(async () => {
	sandbox = await startSandbox();
	control = controlOf(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(async () => {
	await control.reset();
});

type Options = Partial<Pick<Run, 'items' | 'continueOnFail'>> & { credentials?: IDataObject };

const ACCOUNT = { apiKey: 'sandbox-verification', secretKey: 'verification-sandbox-secret' };
const SWITCHED = {
	apiKey: 'sandbox-verification-query',
	secretKey: 'verification-query-secret',
	specialSettings: true,
	bodyStyle: 'query',
	multipartTextParams: 'query',
};
const STRICT = {
	apiKey: 'sandbox-verification-strict',
	secretKey: 'verification-strict-secret',
};

const prepare = (
	resource: string,
	operation: string,
	values: IDataObject,
	{ credentials, ...options }: Options = {},
): Run => ({
	node: new UserVerification(),
	credentialType: new UserVerificationApi(),
	items: [{ json: {}, binary: files }],
	...options,
	credentials: { baseUrl: sandbox.urls['user-verification'], ...ACCOUNT, ...credentials } as never,
	parameters: { resource, operation, ...values },
});
const run = async (...args: Parameters<typeof prepare>): Promise<INodeExecutionData[]> =>
	await runNode(prepare(...args));
const one = async (...args: Parameters<typeof prepare>): Promise<IDataObject> =>
	(await run(...args))[0].json;

const STEPS = Object.keys(stepValues);
const submit = async (operation: string, values: IDataObject = {}, options: Options = {}) =>
	await one('step', operation, { ...stepValues[operation], ...values }, options);
const submitTo = async (count: number, options: Options = {}) => {
	for (const operation of STEPS.slice(0, count)) await submit(operation, {}, options);
};
const query = async (values: IDataObject = {}, options: Options = {}) =>
	await one('verification', 'get', values, options);
const all = { simple: false };

interface Sent {
	operation: string;
	params: Record<string, string>;
	files: Array<{ name: string; fileName: string; size: number }>;
}
const sent = async () => (await control.journal()) as unknown as Sent[];

const force = async (answer: IDataObject) => await control.call('/user-verification/force', answer);
const fault = async (kind: string, when: string, at = [1]) =>
	await control.call('/faults', { 'user-verification': { events: [{ at, kind, when }] } });

const BAD: Record<string, [bad: IDataObject, complaint: string]> = {
	submitPersonalInformation: [{ birthDate: '1990-02-31' }, "'Date of Birth' must be a real date"],
	submitAddress: [{ isIdentical: 'perhaps' }, "'Permanent Address Is the Same' must be one of"],
	submitIncome: [{ income: '50,000' }, "'Annual Income' must be an amount in digits"],
	submitDocument: [{ cardFrontFile: 'none' }, "The item has no file 'none'"],
	submitFace: [{ faceAuthFile: 'none' }, "The item has no file 'none'"],
};

test('every operation is tested here', () => {
	expect(Object.keys(resources.step.operations)).toEqual(STEPS);
	expect(Object.keys(resources.verification.operations)).toEqual(['get']);
});

describe.each(STEPS.map((operation, i) => ({ operation, before: i })))(
	'$operation',
	({ operation, before }) => {
		const [bad, complaint] = BAD[operation];

		test('succeeds, and passes on the files', async () => {
			await submitTo(before);
			const [output] = await run('step', operation, stepValues[operation]);
			expect(output.json).toEqual({ success: true, warnings: [] });
			expect(schemaFaults(output.json, readSchema('UserVerification', 'step', operation))).toEqual(
				[],
			);
			expect(output.binary).toMatchObject(files);
			expect(output.pairedItem).toEqual({ item: 0 });
		});

		test('sends every value under the name of the document', async () => {
			await submitTo(before);
			await submit(operation);
			const { additionalFields = {}, ...values } = stepValues[operation];
			const { params, files: parts } = (await sent()).at(-1) as Sent;
			expect(params).toMatchObject({ ...values, ...(additionalFields as IDataObject) });
			const named = parts.map(({ name, fileName, size }) => [name, fileName, size]);
			const wanted: Record<string, unknown[]> = {
				submitDocument: [
					['cardFrontFile', '证件 正面.jpg', 3000],
					['handSignFile', 'sign.png', 2500],
				],
				submitFace: [['faceAuthFile', 'face.jpg', 3002]],
			};
			expect(named).toEqual(wanted[operation] ?? []);
		});

		test('given a refusal, the error has the code and the words of the provider', async () => {
			await submitTo(before);
			await force({ code: '123456', description: '系统繁忙' });
			const failed = submit(operation);
			const error = (await failed.catch((e: unknown) => e)) as NodeApiError;
			expect(error.message).toBe('The verification service refused the request');
			expect(error.description).toContain('User Verification code 123456: 系统繁忙');
			expect(error.httpCode).toBe('123456');
		});

		test('given a bad value, nothing is sent and the error names the field', async () => {
			await expect(submit(operation, bad)).rejects.toThrow(complaint);
			expect(await sent()).toEqual([]);
		});

		test('given two items of which one fails, the other one is done', async () => {
			await submitTo(before);
			const [[name, wrong]] = Object.entries(bad);
			const right = stepValues[operation][name] ?? 'faceAuth';
			const values = { [name]: '={{ $json.value }}' };
			const items = [wrong, name === 'cardFrontFile' ? 'cardFront' : right].map((value) => ({
				json: { value },
				binary: files,
			}));
			const outputs = await run(
				'step',
				operation,
				{ ...stepValues[operation], ...values },
				{ items, continueOnFail: true },
			);
			expect(outputs[0].json.details).toMatchObject({ outcome: 'notSent' });
			expect(outputs[1].json).toMatchObject({ success: true });
			expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		});

		test.each([
			['drop', 'before'],
			['http500', 'after'],
			['malformed', 'after'],
			['truncated', 'after'],
		])('whose answer is lost (%s, %s) is not sent again', async (kind, when) => {
			await submitTo(before);
			const count = (await sent()).length;
			await fault(kind, when);
			const [output] = await run('step', operation, stepValues[operation], {
				continueOnFail: true,
			});
			expect(output.json).toMatchObject({
				error: expect.stringMatching(/^It is unknown whether User Verification carried out/),
				details: {
					outcome: 'unknown',
					description: expect.stringContaining("Look with 'Get Verification'"),
				},
			});
			expect((await sent()).length).toBe(count + 1);
		});
	},
);

describe('get', () => {
	test('has all fields, with labels beside the codes', async () => {
		await submitTo(5);
		const user = await query(all);
		expect(user).toMatchObject({
			cardStatus: '2',
			cardStatusLabel: 'Pending Review (待审核)',
			cardTypeLabel: 'Philippine Alien Registration Certificate (外国人登记证明书 (菲律宾籍）)',
			employmentStatusLabel: 'Employed (在职)',
			fundSourceLabel: 'Donation (捐款)',
			incomeSourceLabel: 'Other (其他)',
			isIdenticalLabel: 'No (否)',
			natureBusinessLabel: 'Other Occupation (其他职业)',
			sexLabel: 'Male (男)',
			taxTypeLabel: 'Tax Identification Number (TIN)',
			firstName: '大志 😀',
			residenceAddr: 'Blk 1 & Lot 2 = A+B / #3',
			verified: false,
			decided: false,
			warnings: [],
		});
		expect(schemaFaults(user, readSchema('UserVerification', 'verification', 'get'))).toEqual([]);
		expect(Object.keys(user)).toHaveLength(41 + 10 + 3);
	});

	test('is simplified by default', async () => {
		await submitTo(5);
		expect(Object.keys(await query()).sort()).toEqual(
			[
				...['birthDate', 'cardNo', 'cardStatus', 'cardStatusLabel', 'cardType', 'cardTypeLabel'],
				...['cardValidityPeriod', 'currentStep', 'currentStepLabel', 'decided', 'firstName'],
				...['lastName', 'userId', 'verified', 'verifiedDesc', 'verifiedEnDesc', 'warnings'],
			].sort(),
		);
	});

	test.each([
		['3', { verified: false, decided: true, cardStatusLabel: 'Rejected (审核不通过)' }],
		['4', { verified: true, decided: true, cardStatusLabel: 'Verified (已认证)' }],
		['5', { verified: false, decided: false, cardStatusLabel: 'Second Review (复审)' }],
	])('tells the review with status %s', async (status, result) => {
		await submitTo(5);
		await control.call('/user-verification/review', { status, verifiedEnDesc: 'words' });
		expect(await query()).toMatchObject({ ...result, verifiedEnDesc: 'words' });
	});

	test('of a user who has submitted nothing has no warnings', async () => {
		expect(await query()).toMatchObject({ cardStatus: '1', verified: false, warnings: [] });
	});

	test.each(['drop', 'http500', 'malformed', 'truncated'])('is repeated after %s', async (kind) => {
		await fault(kind, 'before', [1, 2]);
		expect(await query()).toMatchObject({ cardStatus: '1' });
		await fault(kind, 'before', [1, 2, 3]);
		const [output] = await run('verification', 'get', {}, { continueOnFail: true });
		expect(output.json.details).toMatchObject({ outcome: 'noAnswer' });
	});

	test('given two items of which one fails, the other one is done', async () => {
		await force({ code: '000001', description: '失败', operation: 'queryUserVerified' });
		const outputs = await run(
			'verification',
			'get',
			{ options: { concurrency: 1 } },
			{ items: [{ json: {} }, { json: {} }], continueOnFail: true },
		);
		expect(outputs[0].json.details).toMatchObject({ code: '000001', outcome: 'refused' });
		expect(outputs[1].json).toMatchObject({ cardStatus: '1' });
	});
});

describe('photos', () => {
	const bytesOf = ({ binary }: INodeExecutionData) =>
		Object.fromEntries(
			Object.entries(binary ?? {}).map(([name, { data }]) => [name, Buffer.from(data, 'base64')]),
		);
	const items = [{ json: {} }];

	test('come back byte for byte, also with Simplify', async () => {
		await submitTo(5);
		const [output] = await run('verification', 'get', { downloadPhotos: true }, { items });
		expect(bytesOf(output)).toEqual(photos);
		expect(output.binary?.handSign).toMatchObject({
			fileName: 'handSign.png',
			mimeType: 'image/png',
		});
	});

	test('are the chosen ones, and those that there are', async () => {
		await submitTo(4);
		const values = { downloadPhotos: true, photos: ['faceAuth', 'handSign'] };
		const [output] = await run('verification', 'get', values, { items });
		expect(bytesOf(output)).toEqual({ handSign: photos.handSign });
	});

	test('that do not exist are not asked for', async () => {
		const values = { downloadPhotos: true, photos: ['back'] };
		await expect(query(values)).rejects.toThrow("'Photos' must be some of its choices");
		expect(await sent()).toEqual([]);
	});

	test('of another host are fetched without the key', async () => {
		const seen: IDataObject[] = [];
		const host = createServer((request, response) => {
			seen.push(request.headers as IDataObject);
			response.setHeader('content-type', 'image/jpeg');
			response.end(photos.cardFront);
		}).listen(0, '127.0.0.1');
		await new Promise((resolve) => host.once('listening', resolve));
		const origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
		const service = createServer((_request, response) => {
			response.setHeader('content-type', 'application/json');
			const user = { cardStatus: '4', cardFrontServerUrl: origin, cardFrontUrl: '/a b.jpg' };
			const dates = { birthDate: '31/01/1990', cardValidityPeriod: '2001-02-03' };
			response.end(JSON.stringify({ code: '000000', data: { ...user, ...dates } }));
		}).listen(0, '127.0.0.1');
		await new Promise((resolve) => service.once('listening', resolve));
		const baseUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
		const [output] = await run(
			'verification',
			'get',
			{ downloadPhotos: true },
			{ items, credentials: { baseUrl } },
		);
		await Promise.all([host, service].map((server) => server.close()));

		expect(bytesOf(output)).toEqual({ cardFront: photos.cardFront });
		expect(seen).toHaveLength(1);
		for (const name of ['apikey', 'sign', 'timestamp']) expect(seen[0]).not.toHaveProperty(name);
		expect(output.json.warnings).toEqual([
			"birthDate is '31/01/1990', not a real date as yyyy-MM-dd.",
			'The document expired on 2001-02-03.',
		]);
	});

	test('that the server does not have make the item fail', async () => {
		await submitTo(5);
		await fault('http500', 'before', [2, 3, 4]);
		const [output] = await run(
			'verification',
			'get',
			{ downloadPhotos: true, photos: ['cardFront'] },
			{ items, continueOnFail: true },
		);
		expect(output.json.details).toMatchObject({ outcome: 'noAnswer' });
	});
});

describe('a bad value is not sent', () => {
	test.each([
		['submitPersonalInformation', { birthDate: '2099-01-01' }, "'Date of Birth' must be a date of"],
		['submitPersonalInformation', { birthDate: '31.01.1990' }, "'Date of Birth' must be a real"],
		['submitPersonalInformation', { firstName: ' ' }, "'First Name' is empty"],
		['submitPersonalInformation', { sex: '3' }, "'Sex' must be one of its choices"],
		['submitAddress', { residencePostcode: '' }, "'Present Postcode' is empty"],
		['submitIncome', { additionalFields: { taxType: '9' } }, "'Tax Number Type' must be one of"],
		['submitDocument', { cardType: '21' }, "'Document Type' must be one of its choices"],
		['submitDocument', { cardValidityPeriod: '2030-13-01' }, "'Valid Until' must be a real date"],
		['submitDocument', { cardNo: '' }, "'Document Number' is empty"],
	])('%s %j', async (operation, values, complaint) => {
		await expect(submit(operation, values)).rejects.toThrow(complaint);
		expect(await sent()).toEqual([]);
	});

	test.each(['submitDocument', 'submitFace'])('%s: a file that is no image', async (operation) => {
		const pdf = binaryFile(Buffer.from('%PDF-1.7'), 'photo.jpg');
		const items = [{ json: {}, binary: { cardFront: pdf, faceAuth: pdf } }];
		await expect(submit(operation, {}, { items })).rejects.toThrow('is not a JPEG or PNG file');
		expect(await sent()).toEqual([]);
	});

	test('labels in either language are understood', async () => {
		await submit('submitPersonalInformation', { sex: '女' });
		await submit('submitAddress', { isIdentical: 'yes' });
		await submit('submitIncome', { employmentStatus: 'Self-Employed', incomeSource: '薪水' });
		await submit('submitDocument', { cardType: 'SSS' });
		expect((await sent()).map(({ params }) => params)).toMatchObject([
			{ sex: '2' },
			{ isIdentical: '1' },
			{ employmentStatus: '2', incomeSource: '1' },
			{ cardType: '4' },
		]);
	});
});

describe('what is probably needed is warned of (gap UV-17)', () => {
	const warnings = async (operation: string, values: IDataObject) =>
		(await submit(operation, values)).warnings as string[];

	test('a permanent address that differs and is not complete', async () => {
		await submitTo(1);
		const [warning] = await warnings('submitAddress', { permanentCity: '', permanentPostcode: '' });
		expect(warning).toMatch(/without 'Permanent City', 'Permanent Postcode'\. The document allows/);
		expect(await warnings('submitAddress', { isIdentical: '1', permanentCity: '' })).toEqual([]);
		// Hidden fields stay here.
		expect(JSON.stringify((await sent()).at(-1)?.params)).not.toContain('permanent');
	});

	test('another source of income without its name, a tax number without its type', async () => {
		await submitTo(2);
		expect(
			await warnings('submitIncome', { incomeSourceOther: '', additionalFields: { taxNo: '1' } }),
		).toEqual([
			expect.stringContaining("'Source of Income' is Other"),
			expect.stringContaining("'Tax Number' is sent without 'Tax Number Type'"),
		]);
		expect(await warnings('submitIncome', { additionalFields: { taxType: 'TIN' } })).toEqual([
			expect.stringContaining("'Tax Number Type' is sent without 'Tax Number'"),
		]);
	});

	test('photos that are left out, a document that has expired', async () => {
		await submitTo(3);
		const values = { cardFrontFile: '', handSignFile: '', cardValidityPeriod: '2001-02-03' };
		expect(await warnings('submitDocument', values)).toEqual([
			expect.stringContaining('The document expired on 2001-02-03'),
			expect.stringContaining("'Input Field of Document Photo' is empty"),
			expect.stringContaining("'Input Field of Signature Photo' is empty"),
		]);
		expect(await warnings('submitFace', { faceAuthFile: '' })).toHaveLength(1);
	});
});

describe('the account', () => {
	test('may want all texts in the query, and answer with 201', async () => {
		await submitTo(5, { credentials: SWITCHED });
		expect(await query(all, { credentials: SWITCHED })).toMatchObject({
			firstName: '大志 😀',
			residenceAddr: 'Blk 1 & Lot 2 = A+B / #3',
			cardNo: 'P1234567A',
		});
	});

	test('may demand what is optional', async () => {
		await submitTo(5, { credentials: STRICT });
		expect(await query({}, { credentials: STRICT })).toMatchObject({ cardStatus: '2' });
	});

	test.each([
		[{ secretKey: 'wrong' }, 'The verification service does not accept the key or the signature'],
		[{ apiKey: 'nobody' }, 'The verification service does not accept the key or the signature'],
		[
			{ apiKey: 'sandbox-verification-stopped', secretKey: 'verification-stopped-secret' },
			'The API key is not allowed to do this',
		],
	])('%j: %s', async (credentials, message) => {
		const [output] = await run('verification', 'get', {}, { credentials, continueOnFail: true });
		expect(output.json).toMatchObject({
			error: message,
			details: { outcome: 'refused', failure: { cause: 'credential-invalid' } },
		});
		expect(JSON.stringify(output)).not.toContain('verification-sandbox-secret');
	});

	test('whose address nobody answers at', async () => {
		const credentials = { baseUrl: 'http://127.0.0.1:9' };
		const [output] = await run('verification', 'get', {}, { credentials, continueOnFail: true });
		expect(output.json).toMatchObject({
			error: 'User Verification could not be reached',
			details: { outcome: 'notSent' },
		});
	});

	test('a step out of order is refused in the provider’s words', async () => {
		await expect(submit('submitIncome')).rejects.toMatchObject({
			description: expect.stringContaining('请按顺序完成认证步骤'),
		});
	});
});

describe("in n8n's HTTP Request node", () => {
	const send = async (method: string, path: string, parts: object = {}, credentials = {}) => {
		const uri = sandbox.urls['user-verification'] + path;
		return await requestAsHttpNode(prepare('verification', 'get', {}, { credentials }), {
			method,
			uri,
			...parts,
		} as never);
	};
	const answerOf = (answer: unknown) =>
		(typeof answer === 'string' ? JSON.parse(answer) : answer) as IDataObject;

	const path = (name: string) => `/openapi/v1/verified/${name}.do`;
	const { additionalFields: _more, ...first } = stepValues.submitPersonalInformation;

	test('the query is signed', async () => {
		const answer = answerOf(await send('GET', path('queryUserVerified')));
		expect(answer).toMatchObject({ code: '000000' });
	});

	test.each([
		['json', {}],
		['query', SWITCHED],
	])('a step is signed (%s)', async (_style, credentials) => {
		const answer = await send('POST', path('userVerifiedStepOne'), { body: first }, credentials);
		expect(answerOf(answer)).toMatchObject({ code: '000000' });
	});

	test.each([
		['an older HTTP Request node', {}],
		['an older HTTP Request node, texts in the query', SWITCHED],
	])('a form of %s is signed', async (_version, credentials) => {
		await submitTo(3, { credentials });
		const file = { value: jpeg(), options: { filename: 'a.jpg', contentType: 'image/jpeg' } };
		const formData = { ...stepValues.submitDocument, cardFrontFile: file };
		const answer = await send('POST', path('userVerifiedStepFour'), { formData }, credentials);
		expect(answerOf(answer)).toMatchObject({ code: '000000' });
	});

	test('a form of a newer HTTP Request node is signed', async () => {
		await submitTo(3);
		const formData = new FormData();
		for (const [name, value] of Object.entries(stepValues.submitDocument)) {
			formData.append(name, String(value));
		}
		formData.append('cardFrontFile', jpeg(), { filename: 'a.jpg', contentType: 'image/jpeg' });
		const answer = await send('POST', path('userVerifiedStepFour'), { formData });
		expect(answerOf(answer)).toMatchObject({ code: '000000' });
	});
});
