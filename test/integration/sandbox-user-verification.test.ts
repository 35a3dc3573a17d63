import type { Value, VerificationClient } from '../reference/user-verification.ts';
import {
	expectAccepted,
	rightInput,
	stepIds,
	useVerification,
} from '../reference/user-verification-sandbox.ts';

const { connect, control, controlUrl, submitUntil, url } = useVerification();
let client: VerificationClient;

beforeAll(() => {
	client = connect();
});

const query = async (from = client): Promise<Record<string, string>> =>
	expectAccepted(await from.call('queryUserVerified')).json.data;
const code = async (...call: Parameters<VerificationClient['call']>): Promise<string> =>
	(await client.call(...call)).json.code;

const sent: Record<string, Value> = Object.assign(
	{},
	...stepIds.map((id) => ('params' in rightInput[id] ? rightInput[id].params : {})),
);

describe('A verification', () => {
	test('goes through all five steps, is rejected, submitted again and approved', async () => {
		expect(await query()).toMatchObject({ cardStatus: '1', currentStep: '1', firstName: '' });
		await submitUntil(5, client);
		expect(await query()).toMatchObject({ cardStatus: '2', currentStep: '4', verifiedDesc: '' });
		expect(await code('submitStepOne', rightInput.submitStepOne)).toBe('400003');

		const verifiedDesc = '证件已过期';
		await control('/user-verification/review', { status: '3', verifiedDesc });
		expect(await query()).toMatchObject({ cardStatus: '3', verifiedDesc });
		await submitUntil(5, client);
		expect(await query()).toMatchObject({ cardStatus: '2', verifiedDesc: '' });

		await control('/user-verification/review', { status: '5' });
		expect(await query()).toMatchObject({ cardStatus: '5', verifiedDesc: '资料需要复审' });
		await control('/user-verification/review', { status: '4', verifiedEnDesc: 'Fine' });
		const end = { cardStatus: '4', verifiedDesc: '审核通过', verifiedEnDesc: 'Fine' };
		expect(await query()).toMatchObject(end);
		expect(await code('submitStepFive', rightInput.submitStepFive)).toBe('400003');
	});

	test.each([0, 1, 2, 3, 4, 5])('after %i steps takes only the next one', async (done) => {
		await submitUntil(done, client);
		const shown = String(Math.min(done + 1, 4));
		expect(await query()).toMatchObject({ currentStep: shown });
		const later = stepIds[done + 1];
		if (later) expect(await code(later, rightInput[later])).toBe('400002');
		const same = stepIds[done - 1];
		if (same && done < 5) expect(await code(same, rightInput[same])).toBe('000000');
	});

	test('belongs to the key that it was made with', async () => {
		const other = connect({ apiKey: 'sandbox-verification-user-7' });
		await submitUntil(1, other);
		expect(await query()).toMatchObject({ firstName: '', userId: '900002' });
		expect(await query(other)).toMatchObject({ firstName: '大志 😀', userId: '900001' });
	});
});

describe('The query', () => {
	test('answers all 41 fields as texts, with what was submitted', async () => {
		await submitUntil(5, client);
		const data = await query();
		expect(Object.keys(data)).toHaveLength(41);
		for (const value of Object.values(data)) expect(typeof value).toBe('string');
		const { locale, ...shown } = sent;
		expect(locale).toBeNull();
		expect(data).toMatchObject(shown);
		expect(data).not.toHaveProperty('locale');
	});

	test('shows no photo that was not sent, and none that was replaced', async () => {
		const { params } = rightInput.submitStepFour;
		await submitUntil(3, client);
		expect(await code('submitStepFour', { params })).toBe('000000');
		expect(await query()).toMatchObject({ cardFrontUrl: '', cardFrontServerUrl: '' });
		await client.call('submitStepFour', rightInput.submitStepFour);
		const before = await query();
		await client.call('submitStepFour', rightInput.submitStepFour);
		expect((await fetch(`${url()}${before.cardFrontUrl}`)).status).toBe(404);
		expect(await code('submitStepFive', {})).toBe('000000');
		expect(await query()).toMatchObject({ faceAuthUrl: '', cardStatus: '2' });
	});
});

describe('The account of the switches', () => {
	test('sends everything in the query and is answered 201', async () => {
		const other = connect({
			...{ apiKey: 'sandbox-verification-query', secretKey: 'verification-query-secret' },
			...{ bodyStyle: 'query', multipartTextParams: 'query' },
		});
		await submitUntil(4, other);
		const { json, status } = await other.call('submitStepFive', rightInput.submitStepFive);
		expect([status, json]).toEqual([201, { code: '000000', data: {}, description: '成功' }]);
		const { locale: _locale, ...shown } = sent;
		expect(await query(other)).toMatchObject({ ...shown, cardStatus: '2' });
	});
});

describe('The control server', () => {
	test('forces any code, as often as told, on right calls of an operation only', async () => {
		const order = { operation: 'submitStepOne', code: '100234', description: '系统繁忙', times: 2 };
		await control('/user-verification/force', { ...order, httpStatus: 200 });
		expect(await code('queryUserVerified')).toBe('000000');
		expect(await code('submitStepOne', { params: {} })).toBe('400001');
		const { json } = await client.call('submitStepOne', rightInput.submitStepOne);
		expect(json).toEqual({ code: '100234', data: {}, description: '系统繁忙' });
		expect(await code('submitStepOne', rightInput.submitStepOne)).toBe('100234');
		expect(await code('submitStepOne', rightInput.submitStepOne)).toBe('000000');
	});

	test('shows users, and on its page buttons for their review', async () => {
		await submitUntil(5, client);
		const { users } = await control<{ users: unknown[] }>('/user-verification/users');
		expect(users).toMatchObject([{ apiKey: 'sandbox-verification', steps: [1, 2, 3, 4, 5] }]);
		const page = await (await fetch(controlUrl())).text();
		expect(page).toContain('2 Pending review 待审核');
		expect(page).toContain('data-post="/user-verification/review"');
		expect(page).toContain('大志 😀 O&#39;Neill &amp; A=B+C');
	});

	test.each([
		['review', { status: '6' }, 'status must be one of 1, 2, 3, 4, 5'],
		['review', { status: '4' }, 'The five steps are not done'],
		['review', { apiKey: 'x', status: '4' }, "There is no key 'x'"],
		['force', { code: 5 }, 'code must be a string'],
		['force', { code: '5', operation: 'x' }, 'operation must be one of queryUserVerified, '],
		['force', { code: '5', times: -1 }, 'httpStatus must be a status'],
	])('given %s with %j, says what is wrong', async (route, order, error) => {
		const answer = await control<{ error: string }>(`/user-verification/${route}`, order);
		expect(answer.error).toContain(error);
	});
});
