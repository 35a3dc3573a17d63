import type { Client } from '../reference/client.ts';
import {
	accounts,
	stepIds,
	stepOf,
	submitUntil,
	useVerification,
} from '../support/sandboxes/use-user-verification.ts';
import { expectCode } from '../support/sandboxes/use-sandbox.ts';

const { call, codeOf, connect, control, page, url } = useVerification();
const client: Client = { call, close: () => undefined };
const query = async ({ call: ask } = client): Promise<Record<string, string>> =>
	(await expectCode('000000', ask('queryUserVerified'))).data;
const submit = async (id: string): Promise<string> => await codeOf(id, stepOf(id));
/** The texts of all steps, as the query shows them. */
const { locale: _locale, ...sent } = Object.fromEntries(
	stepIds.flatMap((id) =>
		Object.entries(stepOf(id)).filter(([, value]) => typeof value === 'string'),
	),
);

describe('A verification', () => {
	test('goes through all five steps, is rejected, submitted again and approved', async () => {
		expect(await query()).toMatchObject({ cardStatus: '1', currentStep: '1', firstName: '' });
		await submitUntil(5, client);
		expect(await query()).toMatchObject({ cardStatus: '2', currentStep: '4', verifiedDesc: '' });
		expect(await submit('submitStepOne')).toBe('400003');

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
		expect(await submit('submitStepFive')).toBe('400003');
	});

	test.each([0, 1, 2, 3, 4, 5])('after %i steps takes only the next one', async (done) => {
		await submitUntil(done, client);
		const shown = String(Math.min(done + 1, 4));
		expect(await query()).toMatchObject({ currentStep: shown });
		const later = stepIds[done + 1];
		if (later) expect(await submit(later)).toBe('400002');
		const same = stepIds[done - 1];
		if (same && done < 5) expect(await submit(same)).toBe('000000');
	});

	test('belongs to the key that it was made with', async () => {
		const other = connect({ apiKey: 'sandbox-verification-user-7' });
		await submitUntil(1, other);
		expect(await query()).toMatchObject({ firstName: '', userId: '900002' });
		expect(await query(other)).toMatchObject({ firstName: sent.firstName, userId: '900001' });
	});
});

describe('The query', () => {
	test('answers all 41 fields as texts, with what was submitted', async () => {
		await submitUntil(5, client);
		const data = await query();
		expect(Object.keys(data)).toHaveLength(41);
		for (const value of Object.values(data)) expect(typeof value).toBe('string');
		expect(data).toMatchObject(sent);
		expect(data).not.toHaveProperty('locale');
	});

	test('shows no photo that was not sent, and none that was replaced', async () => {
		await submitUntil(3, client);
		const { cardFrontFile: _front, ...params } = stepOf('submitStepFour');
		expect(await codeOf('submitStepFour', params)).toBe('000000');
		expect(await query()).toMatchObject({ cardFrontUrl: '', cardFrontServerUrl: '' });
		await submit('submitStepFour');
		const before = await query();
		expect((await fetch(`${url()}${before.cardFrontUrl}`)).status).toBe(200);
		await submit('submitStepFour');
		expect((await fetch(`${url()}${before.cardFrontUrl}`)).status).toBe(404);
		expect(await codeOf('submitStepFive', {})).toBe('000000');
		expect(await query()).toMatchObject({ faceAuthUrl: '', cardStatus: '2' });
	});
});

test('The account of the switches sends everything in the query and is answered 201', async () => {
	const other = connect(accounts[1]);
	await submitUntil(4, other);
	const { json, status } = await other.call('submitStepFive', stepOf('submitStepFive'));
	expect([status, json]).toEqual([201, { code: '000000', data: {}, description: '成功' }]);
	expect(await query(other)).toMatchObject({ ...sent, cardStatus: '2' });
});

describe('The control server', () => {
	test('forces any code, as often as told, on right calls of an operation only', async () => {
		const order = { operation: 'submitStepOne', code: '100234', description: '系统繁忙', times: 2 };
		await control('/user-verification/force', { ...order, httpStatus: 200 });
		expect(await codeOf('queryUserVerified')).toBe('000000');
		expect(await codeOf('submitStepOne')).toBe('400001');
		const { json } = await call('submitStepOne', stepOf('submitStepOne'));
		expect(json).toEqual({ code: '100234', data: {}, description: '系统繁忙' });
		expect(await submit('submitStepOne')).toBe('100234');
		expect(await submit('submitStepOne')).toBe('000000');
	});

	test('shows users, and on its page buttons for their review', async () => {
		await submitUntil(5, client);
		const { users } = await control<{ users: unknown[] }>('/user-verification/users');
		expect(users).toMatchObject([{ apiKey: 'sandbox-verification', steps: [1, 2, 3, 4, 5] }]);
		const other = connect({ apiKey: 'sandbox-verification-user-1' });
		await other.call('submitStepOne', { ...stepOf('submitStepOne'), lastName: "O'Neill & <b>" });
		const html = await page();
		expect(html).toContain('2 Pending review 待审核');
		expect(html).toContain('data-post="/user-verification/review"');
		expect(html).toContain('O&#39;Neill &amp; &lt;b&gt;');
	});
});
