import type { IDataObject } from 'n8n-workflow';

import { idCardNumber } from '../support/applicant';
import { providerOf, runExample } from '../support/providers';
import { useServers } from '../support/servers';

const servers = useServers();

/** A submission whose answer must bring something: code of success or not, without it there is none. */
interface Case {
	provider: string;
	place: string;
	values: IDataObject;
	/** The data of an answer, what it must bring, and where the item has that. */
	whole: unknown;
	result: IDataObject;
	/** Answers that look like success and are none. */
	broken: unknown[];
	/** What the description says is missing. */
	missing: string;
}

const photo = { token: 't', image: 'data' };
const types = { fileType: '006', fileFormat: 'jpg', file: 'data' };
const customer = { bizPath: 'yh' };
const lacks = (name: string) => [
	{},
	{ [name]: '' },
	{ [name]: null },
	{ [name]: {} },
	null,
	undefined,
];

const cases: Case[] = [
	...['front', 'back'].map((type) => ({
		...{ provider: 'HSTong', place: 'identity.uploadPhoto', values: { ...photo, type } },
		...{ whole: 123456, result: { applyId: '123456' } },
		...{ broken: ['', ' ', true, ...lacks('applyId')], missing: 'application ID' },
	})),
	{
		...{ provider: 'HSTong', place: 'liveness.uploadPhoto', values: { ...photo, type: 1 } },
		...{ whole: { applyId: 7 }, result: { applyId: '7' } },
		...{ broken: lacks('applyId'), missing: 'application ID' },
	},
	{
		provider: 'HSTong',
		place: 'authorization.authorize',
		values: { mobile: '13800138000', mobileCode: '1' },
		...{ whole: { token: 'abc' }, result: { token: 'abc' } },
		...{ broken: lacks('token'), missing: 'token' },
	},
	{
		...{ provider: 'WeBank', place: 'file.upload', values: types },
		whole: { CODE: '60840000', FILE_LIST: [{ FILE_ID: 12, HASH_VALUE: 'h' }] },
		result: { fileId: '12', hashValue: 'h' },
		broken: [
			{ CODE: '60840000', FILE_LIST: [] },
			{ CODE: '60840000', FILE_LIST: {} },
			{ FILE_LIST: [{ FILE_NAME: 'a' }] },
			{ FILE_LIST: [null] },
			...lacks('FILE_LIST'),
		],
		missing: 'file ID',
	},
	{
		...{ provider: 'WeBank', place: 'business.call', whole: { CODE: 0 } },
		values: {
			...{ bizPath: 'yh', service_code: '1', specifyBody: 'json', body: '{"A":1}' },
			additionalFields: { expectedCodes: '0' },
		},
		...{ result: { businessCode: 0 }, broken: lacks('CODE'), missing: 'business code' },
	},
];

async function run({ provider, place, values }: Case, body: unknown) {
	const [resource, operation] = place.split('.');
	const address = await servers.answering({ body });
	return (await runExample(providerOf(provider), { resource, operation, values }, address)).json;
}

const enveloped = ({ provider }: Case, data: unknown) => providerOf(provider).success(data);

// Those of Qiancheng Credit are in qiancheng-answers.test.ts.
test.each(cases)('$provider $place: what an answer must bring', async (example) => {
	expect(await run(example, enveloped(example, example.whole))).toMatchObject(example.result);
	for (const data of example.broken) {
		const { error, details } = await run(example, enveloped(example, data));
		expect(details).toMatchObject({ outcome: 'unknown' });
		expect((details as IDataObject).description).toContain(`names no ${example.missing}`);
		expect(error).toMatch(/^It is unknown whether/);
	}
});

const withToken = { token: 't' };
const queries: Array<[place: string, whole: IDataObject, result: IDataObject]> = [
	['application.getProgress', { step: 9 }, { step: 9, nextStep: 'Step 8: Signature', done: false }],
	['application.getProgress', { step: '10' }, { nextStep: null, done: true }],
	['application.getProgress', { step: '11' }, { nextStep: null, done: null }],
	['application.getProgress', { step: null }, { nextStep: null, done: null }],
	['application.getProgress', {}, { nextStep: null, done: null }],
	['application.getStatus', { status: 3, msg: '照片不清' }, { status: 3, msg: '照片不清' }],
	['identity.get', { name: '王' }, { name: '王' }],
	['identity.recognize', { name: '王' }, { name: '王' }],
	['personalData.get', { gender: 1 }, { genderLabel: 'Male (男)' }],
	['finances.get', { annualIncome: 3 }, { annualIncomeLabel: 'Above 1,000,000 (>100万元)' }],
	['declarations.get', { sc: { china: true } }, { scChina: true }],
	['accounts.get', { q3Disabled: true }, { q3Disabled: true }],
	['liveness.getAction', { applyId: 123456 }, { applyId: '123456' }],
];

test.each(queries)('HSTong %s with %j, and without data', async (place, whole, result) => {
	const query = { provider: 'HSTong', place, values: withToken, missing: '', broken: [] };
	const example: Case = { ...query, whole, result };
	expect(await run(example, enveloped(example, whole))).toMatchObject(result);
	for (const data of [undefined, null, '', 'ok', 7, []]) {
		const { error, details } = await run(example, enveloped(example, data));
		expect(error).toBe('HSTong gave no readable answer');
		expect(details).toMatchObject({
			outcome: 'noAnswer',
			description: expect.stringContaining('The answer holds no data (result).'),
		});
	}
});

test.each([[undefined], [null], [''], ['ok'], [7], [[]], [[{ cardStatus: 4 }]]])(
	'User Verification: of the user with the data %j nothing is known',
	async (data) => {
		const query = { provider: 'User Verification', place: 'verification.get', values: {} };
		const example: Case = { ...query, whole: {}, result: {}, broken: [], missing: '' };
		const { details } = await run(example, enveloped(example, data));
		expect(details).toMatchObject({
			outcome: 'noAnswer',
			description: expect.stringContaining('The answer holds no data of the user.'),
		});
	},
);

test('HSTong: what an authorization brings beside the token is kept', async () => {
	const place = 'authorization.authorize';
	const values = { mobile: '13800138000', mobileCode: '1' };
	const example: Case = { ...cases[3], place, values };
	const whole = { token: 7, hasKh: true, userId: 'u1' };
	expect(await run(example, enveloped(example, whole))).toMatchObject({ ...whole, token: '7' });
});

describe('WeBank: an upload that a system behind the platform refuses', () => {
	const upload = cases.find(({ place }) => place === 'file.upload') as Case;

	test.each(['60849999', '9999', 'E001', 1])('with the code %s is a refusal', async (code) => {
		const data = { CODE: code, DESC: '存储失败', FILE_LIST: [{ FILE_ID: '1' }] };
		const { details } = await run(upload, enveloped(upload, data));
		expect(details).toMatchObject({
			...{ outcome: 'refused', code: String(code), providerMessage: '存储失败' },
		});
	});

	test.each(['60840000', '0000', '0', 0])('with the code %s is stored', async (code) => {
		const data = { CODE: code, FILE_LIST: [{ FILE_ID: '1' }] };
		expect(await run(upload, enveloped(upload, data))).toMatchObject({ fileId: '1' });
	});

	test.each([
		['uploadJson', 'data', [{ fileId: 5, hashValue: 'h' }], 1],
		['uploadForm', 'data', [{ fileId: '5', hashValue: 'h' }], 1],
		['uploadForm', 'data, data', [{ fileId: 5, hashValue: 'h' }, { fileId: 6 }], 2],
	])('%s brings an ID for each file (%s)', async (operation, file, fileList, count) => {
		const example = {
			...upload,
			place: `file.${operation}`,
			values: { ...types, ...customer, file },
		};
		const whole = { code: '60840000', msg: 'ok', fileList };
		expect(await run(example, whole)).toMatchObject({ fileId: '5', hashValue: 'h' });
		for (const list of [undefined, {}, [], [{}], fileList.slice(1), [{ fileId: ' ' }]]) {
			const { details } = await run(example, { ...whole, fileList: list });
			expect(details).toMatchObject({ outcome: 'unknown' });
			expect((details as IDataObject).description).toMatch(/names no file ID/);
		}
		if (count > 1) {
			const { details } = await run(example, { ...whole, fileList: fileList.slice(0, 1) });
			expect((details as IDataObject).description).toContain('file ID for file 2 of 2');
		}
		const refused = { ...whole, jsonData: '{"CODE":"9999","DESC":"通知失败"}' };
		expect((await run(example, refused)).details).toMatchObject({
			outcome: 'refused',
			code: '9999',
		});
	});
});

describe('Htouhui: an answer without what it must bring', () => {
	const register: Case = {
		...{ provider: 'Htouhui', place: 'user.register' },
		values: { third_party_user_id: 'u1', mobile: '13800138000', id_card: idCardNumber(1) },
		...{ whole: {}, result: {}, broken: [], missing: '' },
	};

	test.each([
		[{ error: 'no' }, 'refused'],
		[{ success: false }, 'refused'],
		[{ success: false, htouhui_user_id: '7' }, 'refused'],
		...['', ' ', null, {}, [], true].map((id): [object, string] => [
			{ htouhui_user_id: id },
			'unknown',
		]),
	])('%j: %s', async (body, outcome) => {
		expect((await run(register, body)).details).toMatchObject({ outcome });
	});
});
