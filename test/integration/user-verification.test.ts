import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { readSchema, schemaFaults } from '../support/schema';
import { stepValues } from '../support/user-verification';
import { useUserVerification, SWITCHED } from '../support/user-verification-node';

const ALL = { simple: false };
const STRICT = {
	apiKey: 'sandbox-verification-strict',
	secretKey: 'verification-strict-secret',
};

const stage = useUserVerification();

describe('get', () => {
	test('has all fields, with labels beside the codes', async () => {
		await stage.submitTo(5);
		const user = await stage.query(ALL);
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
			firstName: '大志',
			birthAddr: 'Quezon City 😀, 1 + 1 = 2 & 3',
			residenceAddr: 'Blk 1 & Lot 2 = A+B / #3',
			verified: false,
			decided: false,
			warnings: [],
		});
		expect(schemaFaults(user, readSchema('UserVerification', 'verification', 'get'))).toEqual([]);
		expect(Object.keys(user)).toHaveLength(41 + 10 + 4);
	});

	test('is simplified by default', async () => {
		await stage.submitTo(5);
		expect(Object.keys(await stage.query()).sort()).toEqual(
			[
				...['birthDate', 'cardNo', 'cardStatus', 'cardStatusLabel', 'cardType', 'cardTypeLabel'],
				...['cardValidityPeriod', 'currentStep', 'currentStepLabel', 'decided', 'firstName'],
				...['lastName', 'userId', 'verified', 'verifiedDesc', 'verifiedEnDesc', 'warnings'],
				'warningsChinese',
			].sort(),
		);
	});

	test.each([
		['3', { verified: false, decided: true, cardStatusLabel: 'Rejected (审核不通过)' }],
		['4', { verified: true, decided: true, cardStatusLabel: 'Verified (已认证)' }],
		['5', { verified: false, decided: false, cardStatusLabel: 'Second Review (复审)' }],
	])('tells the review with status %s', async (status, result) => {
		await stage.submitTo(5);
		await stage.control.call('/user-verification/review', { status, verifiedEnDesc: 'words' });
		expect(await stage.query()).toMatchObject({ ...result, verifiedEnDesc: 'words' });
	});

	test('of a user who has submitted nothing has no warnings', async () => {
		expect(await stage.query()).toMatchObject({ cardStatus: '1', verified: false, warnings: [] });
	});
});

describe('the account', () => {
	test('may want all texts in the query, and answer with 201', async () => {
		await stage.submitTo(5, { credentials: SWITCHED });
		expect(await stage.query(ALL, { credentials: SWITCHED })).toMatchObject({
			firstName: '大志',
			birthAddr: 'Quezon City 😀, 1 + 1 = 2 & 3',
			residenceAddr: 'Blk 1 & Lot 2 = A+B / #3',
			cardNo: 'P1234567A',
		});
	});

	test('may demand what is optional', async () => {
		await stage.submitTo(5, { credentials: STRICT });
		expect(await stage.query({}, { credentials: STRICT })).toMatchObject({ cardStatus: '2' });
	});

	test.each([
		[{ secretKey: 'wrong' }, 'The verification service does not accept the signature'],
		[{ apiKey: 'nobody' }, 'The verification service does not accept the API key'],
		[
			{ apiKey: 'sandbox-verification-stopped', secretKey: 'verification-stopped-secret' },
			'The API key is not allowed to do this',
		],
	])('%j: %s', async (credentials, message) => {
		const [output] = await stage.run(
			'verification',
			'get',
			{},
			{ credentials, continueOnFail: true },
		);
		expect(output.json).toMatchObject({
			error: message,
			details: { outcome: 'refused', failure: { cause: 'credential-invalid' } },
		});
		expect(JSON.stringify(output)).not.toContain('verification-sandbox-secret');
	});

	test('a step out of order is refused in the provider’s words', async () => {
		await expect(stage.submit('submitIncome')).rejects.toMatchObject({
			message: 'The verification service wants another step first',
			description: expect.stringContaining('请按顺序完成认证步骤'),
		});
	});

	const KEY = 'The verification service does not accept the API key';
	const SIGNATURE = 'The verification service does not accept the signature';
	const EITHER = 'The verification service does not accept the key or the signature';
	const NO = 'The verification service refused the request';
	test.each([
		[200, '100101', 'apiKey不存在', KEY, 'refused'],
		[401, '1', 'Invalid API-KEY', KEY, 'refused'],
		[200, 'E7', '签名验证失败', SIGNATURE, 'refused'],
		[403, '9', 'bad sign', SIGNATURE, 'refused'],
		[200, '8', 'secretKey mismatch', SIGNATURE, 'refused'],
		[401, '401', 'Unauthorized', EITHER, 'refused'],
		[200, '401', '', EITHER, 'refused'],
		[200, '7', '密钥错误', EITHER, 'refused'],
		[200, '6', 'apiKey已被停用', 'The API key is not allowed to do this', 'refused'],
		[
			400,
			'5',
			'时间戳已失效',
			'The verification service does not accept the time of the request',
			'refused',
		],
		[200, '4', '请先完成上一步', 'The verification service wants another step first', 'refused'],
		[
			200,
			'3',
			'用户审核中',
			'The verification service accepts no steps for this user now',
			'refused',
		],
		[
			200,
			'2',
			'系统异常',
			'The verification service could not carry it out at this moment',
			'unknown',
		],
		[200, '999', '证件号码有误', NO, 'refused'],
		[200, '998', '', NO, 'refused'],
	])('HTTP %i, code %s, %j: %s', async (httpStatus, code, description, message, outcome) => {
		await stage.force({ httpStatus, code, description, times: 9 });
		const first = stepValues.submitPersonalInformation;
		const [step] = await stage.run('step', 'submitPersonalInformation', first, {
			continueOnFail: true,
		});
		expect(step.json).toMatchObject({ error: message, details: { outcome } });
		const values = { options: { retries: 0 } };
		const [query] = await stage.run('verification', 'get', values, { continueOnFail: true });
		expect(query.json).toMatchObject({ error: message, details: { outcome: 'refused' } });
		const wordsOf = ({ json }: INodeExecutionData) =>
			String((json.details as IDataObject).description);
		// A query is no step, and has no order.
		expect(wordsOf(query)).not.toMatch(/probably accepted in their order/);
		expect(wordsOf(step).includes('probably accepted in their order')).toBe(message === NO);
		if (description) expect(wordsOf(query)).toContain(`: ${description}`);
		else if (message === NO) expect(wordsOf(query)).toContain('It gave no reason');
		expect(wordsOf(query)).not.toMatch(/environment/i);
	});
});

test('nothing that the node sends or returns is left out', () => {
	expect(stage.unseen()).toEqual([]);
});
