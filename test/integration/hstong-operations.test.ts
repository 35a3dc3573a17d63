import type { IDataObject, NodeApiError } from 'n8n-workflow';

import { resources } from '../../nodes/HSTong/operations';
import { idCardNumber, steps } from '../support/applicant';
import { files, useHstong } from '../support/hstong';
import { readSchema, schemaFaults } from '../support/schema';

/** One operation: how far the applicant must be, valid values, and values that must not be sent. */
interface Case {
	done: number;
	values?: IDataObject | ((of: { applyId: string; number: number; action: number }) => IDataObject);
	bad: IDataObject;
	complaint: string;
	/** What the result must contain. */
	result?: IDataObject;
}

const noToken = { bad: { token: '' }, complaint: "'User Token' is empty" };
const withImage = { bad: { image: 'missing' }, complaint: "The item has no file 'missing'" };

const cases: Record<string, Case> = {
	'application.agree': { done: 0, ...noToken, result: { success: true } },
	'application.getProgress': {
		done: 5,
		...noToken,
		result: { step: '3', nextStep: 'Step 3: Finances', done: false },
	},
	'application.getStatus': {
		done: 12,
		...noToken,
		result: { status: '2', statusLabel: 'Under Review (审核中)' },
	},
	'identity.get': { done: 4, ...noToken, result: { name: '王测试' } },
	'identity.getPhoto': {
		done: 2,
		values: ({ applyId }) => ({ applyId, type: 'front' }),
		bad: { applyId: '' },
		complaint: "'Application ID' is empty",
	},
	'identity.recognize': { done: 3, ...noToken },
	'identity.submit': {
		done: 3,
		values: ({ number }) => steps.identity(number),
		bad: { idCardNo: '110105194912310021' },
		complaint:
			"'ID Card Number' has a last character that does not fit the other 17, so at least one is mistyped",
		result: { success: true },
	},
	'identity.uploadPhoto': {
		done: 1,
		values: { type: 'back', image: 'back' },
		...withImage,
		result: { success: true },
	},
	'personalData.get': {
		done: 5,
		...noToken,
		result: { employmentStatus: 1, employmentStatusLabel: 'Employed (受雇)' },
	},
	'personalData.submit': {
		done: 4,
		values: steps.personalData,
		bad: { email: 'nobody' },
		complaint: "'Email' must be an e-mail address",
		result: { success: true },
	},
	'finances.get': {
		done: 6,
		...noToken,
		result: { optionsExperienceLabel: 'More Than 10 Years (10年以上)' },
	},
	'finances.submit': {
		done: 5,
		values: steps.finances,
		bad: { annualIncome: 9 },
		complaint: "'Annual Income' must be one of its choices",
		result: { success: true },
	},
	'declarations.get': { done: 7, ...noToken, result: { scChina: true, d2: true } },
	'declarations.submit': {
		done: 6,
		values: steps.declarations,
		bad: { d5: false },
		complaint:
			"'Beneficiary of the Account' must be turned on (Yes), otherwise the application is refused",
		result: { success: true },
	},
	'accounts.get': { done: 8, ...noToken, result: { acHK: true } },
	'accounts.submit': {
		done: 7,
		values: steps.accounts,
		bad: { q1: 'maybe' },
		complaint: "'Trained in Derivatives' must be true or false",
		result: { success: true },
	},
	'riskDisclosure.get': { done: 9, ...noToken },
	'riskDisclosure.submit': {
		done: 8,
		values: steps.riskDisclosure,
		...noToken,
		result: { success: true },
	},
	'liveness.getAction': { done: 9, ...noToken },
	'liveness.getPhoto': {
		done: 11,
		values: ({ applyId }) => ({ applyId, type: 2 }),
		bad: { type: 3 },
		complaint: "'Photo' must be one of its choices",
	},
	'liveness.uploadPhoto': {
		done: 10,
		values: ({ action }) => ({ type: 2, action, image: 'face' }),
		...withImage,
		result: { success: true },
	},
	'signature.get': { done: 12, ...noToken },
	'signature.submit': {
		done: 11,
		values: { signature: 'sign' },
		bad: { signature: 'missing' },
		complaint: "The item has no file 'missing'",
		result: { success: true },
	},
};

const hstong = useHstong();
const item = (token: string) => ({ json: { token }, binary: files });
afterEach(async () => await hstong.control.noFaults());

test('every operation of the node has its cases here', () => {
	const all = Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.keys(operations).map((operation) => `${resource}.${operation}`),
	);
	const authorization = all.filter((name) => name.startsWith('authorization.'));
	expect([...Object.keys(cases), ...authorization].sort()).toEqual(all.sort());
});

describe.each(Object.entries(cases))('%s', (name, { done, values, bad, complaint, result }) => {
	const [resource, operation] = name.split('.');

	async function prepared() {
		const { token, applyId, number, mobile } = await hstong.applicant(done);
		const action = done >= 9 ? await hstong.requiredAction(token) : 0;
		const own = typeof values === 'function' ? values({ applyId, number, action }) : values;
		return { mobile, token, own: { ...own } };
	}
	test('succeeds, and passes on the token and the files', async () => {
		const { token, own } = await prepared();
		const [output] = await hstong.run(resource, operation, own, { items: [item(token)] });
		expect(output.json).toMatchObject({ ...result, token });
		expect(schemaFaults(output.json, readSchema('HSTong', resource, operation))).toEqual([]);
		expect(output.binary).toMatchObject(files);
		expect(output.pairedItem).toEqual({ item: 0 });
	});

	test('given a refusal, the error names the code and what to do', async () => {
		const { token, own } = await prepared();
		await hstong.control.faults({ force: [{ code: '10011', times: 1 }] });
		const failed = hstong.run(resource, operation, own, { items: [item(token)] });
		const error = (await failed.catch((e: unknown) => e)) as NodeApiError;
		expect(error.message).toBe("The applicant's user is locked");
		expect(error.description).toBe('Ask HSTong to unlock it. HSTong code 10011: 用户被锁定');
		expect(error.httpCode).toBe('10011');
		expect(error.context.itemIndex).toBe(0);
	});

	test('given a bad value, nothing is sent and the error names the field', async () => {
		const { token, own } = await prepared();
		const before = await hstong.control.lastSeq();
		const failed = hstong.run(resource, operation, { ...own, ...bad }, { items: [item(token)] });
		await expect(failed).rejects.toThrow(complaint);
		expect(await hstong.control.lastSeq()).toBe(before);
	});

	test('given two items of which one fails, the other one is done', async () => {
		const { token, own } = await prepared();
		const items = [item('0'.repeat(32)), item(token)];
		const outputs = await hstong.run(resource, operation, own, { items, continueOnFail: true });
		expect(outputs).toHaveLength(2);
		expect(outputs[0].json).toMatchObject({
			error: "The applicant's token is no longer valid",
			details: { provider: 'HSTong', code: '10106', outcome: 'refused' },
		});
		expect(outputs[0].pairedItem).toEqual({ item: 0 });
		expect(outputs[1].json.token).toBe(token);
		expect(outputs[1].pairedItem).toEqual({ item: 1 });
	});
});

describe('authorization', () => {
	const mobiles = [{ json: { mobile: '139' } }, { json: { mobile: '13912345678' } }];
	const fromItem = { mobile: '={{ $json.mobile }}', mobileCode: '123456' };

	test('sends a code and exchanges it for a token', async () => {
		const before = Date.now();
		const { mobile, token } = await hstong.authorize();
		expect(mobile).toMatch(/^139/);
		expect(token).toMatch(/^[0-9a-f]{32}$/);
		const again = await hstong.one('authorization', 'sendSmsCode', { mobile });
		expect(again).toEqual({ success: true, countryCode: '0086', mobile });
		const code = await hstong.control.smsCode(mobile);
		const result = await hstong.one('authorization', 'authorize', { mobile, mobileCode: code });
		expect(result.hasKh).toBe(false);
		expect(Date.parse(String(result.tokenExpiresAt)) - before).toBeGreaterThanOrEqual(1_800_000);
	});

	test.each(['sendSmsCode', 'authorize'])(
		'%s: a bad mobile number is not sent',
		async (operation) => {
			const before = await hstong.control.lastSeq();
			const failed = hstong.run('authorization', operation, {
				mobile: '139',
				mobileCode: '123456',
			});
			await expect(failed).rejects.toThrow("'Mobile Number' must have 11 digits");
			expect(await hstong.control.lastSeq()).toBe(before);
		},
	);

	test('a wrong SMS code is refused with what to do', async () => {
		const failed = hstong.one('authorization', 'authorize', {
			mobile: '13900009999',
			mobileCode: '000000',
		});
		await expect(failed).rejects.toMatchObject({
			message: 'The SMS code is wrong',
			description: expect.stringContaining('HSTong code 10107: 手机验证码错误'),
		});
	});

	test('sendSmsCode: given a refusal, the error names the code', async () => {
		await hstong.control.faults({ force: [{ code: '10108', times: 1 }] });
		const failed = hstong.one('authorization', 'sendSmsCode', { mobile: '13912345678' });
		await expect(failed).rejects.toMatchObject({ httpCode: '10108' });
	});

	test.each(['sendSmsCode', 'authorize'])('%s: of two items one fails', async (operation) => {
		await hstong.run('authorization', 'sendSmsCode', { mobile: '13912345678' });
		const code = await hstong.control.smsCode('13912345678');
		const values = { ...fromItem, mobileCode: code };
		const options = { items: mobiles, continueOnFail: true };
		const [failed, done] = await hstong.run('authorization', operation, values, options);
		expect(failed.json.details).toMatchObject({ outcome: 'notSent' });
		expect(done.json.error).toBeUndefined();
		expect(done.pairedItem).toEqual({ item: 1 });
	});
});

test('a number that has lost digits on its way is not sent', async () => {
	const { token } = await hstong.authorize();
	const values = { token, ...steps.identity(), bankCardNo: '={{ $json.card }}' };
	const items = [{ json: { card: Number('6222020000000000062') } }];
	await expect(hstong.run('identity', 'submit', values, { items })).rejects.toThrow(
		"'Bank Card Number' lost digits on its way here",
	);
	expect(idCardNumber(2)).toHaveLength(18);
});

test.each([
	[
		'personalData' as const,
		{
			...steps.personalData,
			...{ employmentStatus: 7, bussinessDetail: '水果店' },
			additionalFields: {
				...{ fullName: '长沙某某公司', natureOfBussiness: 4, positionIndex: 3 },
				yearsOfService: 12,
			},
		},
		{ yearsOfServiceLabel: '12 Years (12年)', bussinessDetail: '水果店' },
	],
	[
		'personalData' as const,
		{ ...steps.personalData, employmentStatus: 8, reasonOfUnemployment: 3 },
		{ employmentStatusLabel: 'Unemployed (待业)' },
	],
	[
		'finances' as const,
		{
			...steps.finances,
			additionalFields: {
				...{ totalNetValueOfAssets: 3, ownershipOfResidence: 0, mainSourceOfWealth: 9 },
				...{ sourceOfWealth: 2, investmentObjective: 1 },
			},
		},
		{ sourceOfWealthLabel: 'Investment Returns (投资回报)' },
	],
	[
		'declarations' as const,
		{
			...{ ...steps.declarations, d1: false, d1YesName: '王五', d1YesRelationship: '兄弟' },
			...{ d7: false, d7Yes: '村主任', scChina: false, scJR: 'HK', scTIN: '123' },
			additionalFields: { scOthers: ['SG 1', 'US 2'], identityOfUs: true },
		},
		{ scJR: 'HK', scOthers: ['SG 1', 'US 2'] },
	],
])('%s: all that is seldom needed is stored as well', async (resource, values, stored) => {
	const done = { personalData: 4, finances: 5, declarations: 6 }[resource];
	const { token } = await hstong.applicant(done);
	await hstong.one(resource, 'submit', { token, ...values });

	expect(await hstong.one(resource, 'get', { token })).toMatchObject(stored);
});

test.each([
	[{ type: 1, additionalFields: { action: 12 } }, '12'],
	[{ type: 1, additionalFields: { action: 'Frontal Photo (正面照)' } }, '1'],
	[{ type: 1 }, undefined],
	[{ type: 1, action: 3 }, undefined],
])('a first photo with %j is sent with the action %s', async (values, action) => {
	const { token } = await hstong.applicant(9);
	const since = await hstong.control.lastSeq();
	await hstong.run(
		'liveness',
		'uploadPhoto',
		{ ...values, image: 'face' },
		{ items: [item(token)] },
	);
	const [{ params }] = await hstong.control.journal(since);
	expect(params.action).toBe(action);
});

test('the action of a second photo is the one that is needed, whatever was chosen for the first', async () => {
	const { token } = await hstong.applicant(10);
	const action = await hstong.requiredAction(token);
	const since = await hstong.control.lastSeq();
	const values = {
		type: 2,
		action,
		additionalFields: { action: (action % 12) + 1 },
		image: 'face',
	};
	await hstong.run('liveness', 'uploadPhoto', values, { items: [item(token)] });
	const [{ params }] = await hstong.control.journal(since);
	expect(params.action).toBe(String(action));
	const without = { ...values, action: '' };
	await expect(
		hstong.run('liveness', 'uploadPhoto', without, { items: [item(token)] }),
	).rejects.toThrow("'Action on the Photo' is empty");
});

test('nothing that the node sends or returns is left out', () => {
	expect(hstong.unseen()).toEqual([]);
});
