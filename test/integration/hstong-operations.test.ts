import type { IDataObject } from 'n8n-workflow';

import { steps } from '../support/applicant';
import { files, useHstong } from '../support/hstong';

const hstong = useHstong();
const item = (token: string) => ({ json: { token }, binary: files });
afterEach(async () => await hstong.control.noFaults());

/** What can be asked in an opening that has gone so many calls of its way. */
const asked: Array<[done: number, place: string, values: IDataObject, result: IDataObject]> = [
	[5, 'application.getProgress', {}, { step: '3', nextStep: 'Step 3: Finances', done: false }],
	[3, 'identity.recognize', {}, {}],
	[12, 'application.getStatus', {}, { status: '2', statusLabel: 'Under Review (审核中)' }],
	[12, 'identity.get', {}, { name: '王测试' }],
	[12, 'identity.getPhoto', { type: 'front' }, {}],
	[
		...([12, 'personalData.get', {}] as const),
		{ employmentStatus: 1, employmentStatusLabel: 'Employed (受雇)' },
	],
	[12, 'finances.get', {}, { optionsExperienceLabel: 'More Than 10 Years (10年以上)' }],
	[12, 'declarations.get', {}, { scChina: true, d2: true }],
	[12, 'accounts.get', {}, { acHK: true }],
	[12, 'riskDisclosure.get', {}, {}],
	[12, 'liveness.getPhoto', { type: 2 }, {}],
	[12, 'signature.get', {}, {}],
];

test('an opening goes its whole way, and what was submitted can be asked', async () => {
	for (const done of [3, 5, 12]) {
		const { token, applyId } = await hstong.applicant(done);
		for (const [, place, values, result] of asked.filter(([at]) => at === done)) {
			const [resource, operation] = place.split('.');
			const given = { applyId, ...values };
			const [output] = await hstong.run(resource, operation, given, { items: [item(token)] });
			expect([place, output.json]).toEqual([place, expect.objectContaining({ ...result, token })]);
		}
	}
});

test('a refusal tells what the code means and what to do', async () => {
	const { token } = await hstong.applicant(0);
	await hstong.control.faults({ force: [{ code: '10011', times: 1 }] });
	await expect(hstong.one('application', 'agree', { token })).rejects.toMatchObject({
		message: "The applicant's user is locked",
		description: 'Ask HSTong to unlock it. HSTong code 10011: 用户被锁定',
	});
});

describe('authorization', () => {
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
