import type { Notice } from '../../sandbox/htouhui/notices.ts';
import type { Client, Params } from '../reference/client.ts';
import type { Fields } from '../reference/htouhui.ts';
import { mobileNumber } from '../reference/samples.ts';
import { filledIn, sessionOf, useHtouhui } from '../support/sandboxes/use-htouhui.ts';

const {
	accepted,
	as,
	control,
	controlUrl,
	open,
	page: controlPage,
	partner,
	press,
	register,
	until,
	url,
} = useHtouhui();
const notices = async (): Promise<Notice[]> =>
	(await control<{ notices: Notice[] }>('/htouhui/notices')).notices;
const query = async (params: Params, { call }: Client): Promise<Fields> => {
	const { id_card, third_party_user_id } = params;
	return (await call('queryUser', { id_card, third_party_user_id })).data;
};
const told = async (count = 1): Promise<Fields> => {
	await until(() => accepted.length >= count);
	return accepted.at(-1) ?? {};
};

describe('An account opening', () => {
	test('fails at each stage in turn, and goes on with the type that follows', async () => {
		const account = as('md5');
		const fields = await register(account);
		const stages: Array<[type: string, outcome: string, status: string]> = [
			['0', 'failOpen', '0'],
			['0', 'failPassword', '1'],
			['1', 'failPassword', '1'],
			['1', 'failAuthorise', '2'],
			['2', 'failAuthorise', '2'],
			['2', 'success', '3'],
		];
		for (const [index, [type, outcome, status]] of stages.entries()) {
			const form: Fields = outcome === 'success' ? { authorise: '1' } : {};
			const { headers } = await open(account, { ...fields, type }, outcome, form);
			expect(new URL(String(headers.location)).searchParams.get('status')).toBe(status);
			const notified = await told(index + 1);
			expect(notified.status).toBe(status);
			expect('bank_card_number' in notified).toBe(status !== '0');
			expect((await query(fields, account)).status).toBe(status);
		}
		const again = await account.call('openAccount', { ...fields, type: '2' });
		expect([again.status, again.text.includes('everything is done already')]).toEqual([400, true]);
	});

	test('shows only the stages that are left, and preserves what was filled in', async () => {
		const account = as('none');
		const fields = await register(account);
		const page = await account.call('openAccount', fields);
		expect(page.headers['content-type']).toBe('text/html;charset=UTF-8');
		expect(page.text).toContain('测** <code>110105************</code>');
		expect(page.text.match(/type="password"/g)).toHaveLength(2);
		expect(page.text.match(/ id="(success|fail-\w+)"/g)).toHaveLength(4);
		const session = sessionOf(page);
		const form = { ...filledIn, session, outcome: 'success', bank_card_number: '6222111111111111' };
		const wrong: Array<[Fields, string]> = [
			[{ bank_card_number: '12' }, 'No bank card number'],
			[{ password: '123' }, 'The password has 6 digits'],
			[{ password_confirm: '135791' }, 'The passwords differ'],
			[{ authorise: '' }, 'The fees are not authorised'],
			[{ outcome: 'other' }, 'Press one of the buttons'],
		];
		for (const [change, reason] of wrong) {
			const answer = await press({ ...form, ...change });
			expect([answer.status, sessionOf(answer)]).toEqual([400, session]);
			expect(answer.text).toContain(reason);
			if (!('bank_card_number' in change)) expect(answer.text).toContain('6222111111111111');
		}
		expect(await (await fetch(`${url()}/bank/openAccount?session=${session}`)).text()).toContain(
			'id="bank-form"',
		);
		expect((await press(form)).status).toBe(302);
		expect((await press(form)).status).toBe(400);
		expect((await press({ ...form, session: '0' })).status).toBe(400);
		const journal = await (await fetch(`${controlUrl()}/journal?limit=100`)).text();
		expect(journal).not.toContain('135790');

		const other = await register(account, 2);
		await open(account, other, 'failPassword', {});
		const later = await account.call('openAccount', { ...other, type: '1' });
		expect(later.text).not.toContain('bank_card_number');
		expect(later.text).not.toContain('fail-open');
	});
});

describe('Registration', () => {
	test('of a mobile or an id that is taken returns no htouhui_user_id', async () => {
		const account = as('none');
		const { third_party_user_id = '' } = await register(account);
		for (const [mobile, id] of [
			[mobileNumber(1), 'other'],
			[mobileNumber(2), third_party_user_id],
		] as const) {
			const answer = await account.call('registerUser', { mobile, third_party_user_id: id });
			expect([answer.status, answer.json.third_party_user_id]).toEqual([200, id]);
			expect(answer.json).not.toHaveProperty('htouhui_user_id');
		}
	});

	test('makes a borrower of a mobile that ends with 0', async () => {
		const account = as('none');
		expect(await query(await register(account, 10), account)).toMatchObject({ borrower: '1' });
	});

	test('was not made by whom the query does not know', async () => {
		const account = as('none');
		const user = { id_card: '11010519491231002X', third_party_user_id: 'nobody' };
		expect(await query(user, account)).toEqual({
			...{ merchant_id: 'sandbox-htouhui', third_party_user_id: 'nobody' },
			...{ status: '0', borrower: '0' },
		});
	});
});

describe('A result', () => {
	test('is told again until the reply is the expected one, with the same bytes', async () => {
		await control('/htouhui/retries', { delaysMs: [0, 20, 20, 20] });
		const account = as('hmacSha256');
		let count = 0;
		partner.answer(() => (++count < 3 ? { body: '"success"' } : { body: 'success' }));
		await open(account, await register(account), 'success');
		await until(async () => (await notices())[0]?.state === 'delivered');
		const [notice] = await notices();
		expect(notice?.attempts.map(({ accepted }) => accepted)).toEqual([false, false, true]);
		expect(new Set(partner.bodies).size).toBe(1);
		await control('/htouhui/resend', {});
		await told(4);
	});

	test('is given up after the last attempt, and its failures are listed', async () => {
		await control('/htouhui/retries', { delaysMs: [0, 20] });
		const account = as('none');
		partner.answer(() => ({ status: 503, body: 'later' }));
		await open(account, await register(account), 'success');
		await until(async () => (await notices())[0]?.state === 'given up');
		expect((await notices())[0]?.attempts).toMatchObject([
			{ httpStatus: 503, body: 'later', error: null },
			{ httpStatus: 503, accepted: false },
		]);
	});

	test('may be agreed to be acknowledged with another text', async () => {
		await control('/htouhui/settings', { notificationReply: '{"code":"0"}' });
		const account = as('none');
		partner.answer(() => ({ body: '{"code":"0"}' }));
		await open(account, await register(account), 'failOpen');
		await until(async () => (await notices())[0]?.state === 'delivered');
	});
});

describe('The control server', () => {
	test('ends pages without a browser, and lets the next ones fail', async () => {
		const account = as('none');
		const fields = await register(account);
		await account.call('openAccount', fields);
		const { pages } = await control<{ pages: unknown[] }>('/htouhui/pages');
		expect(pages).toMatchObject([
			{ type: '0', thirdPartyUserId: fields.third_party_user_id, merchant: 'sandbox-htouhui' },
		]);
		const done = await control<Fields>('/htouhui/finish', { outcome: 'failPassword' });
		expect(done).toMatchObject({ status: '1', redirect: expect.stringContaining('status=1') });
		await told();
		await control('/htouhui/outcome', { outcome: 'failAuthorise' });
		const { headers } = await open(account, { ...fields, type: '1' }, 'success');
		expect(String(headers.location)).toContain('status=2');
		expect((await open(account, { ...fields, type: '2' }, 'success')).status).toBe(302);
	});

	test('forces answers of right calls', async () => {
		const account = as('none');
		const body = { code: '9999', msg: '系统繁忙' };
		await control('/htouhui/force', { operation: 'registerUser', body });
		const user = { mobile: mobileNumber(1), third_party_user_id: '1' };
		expect((await account.call('registerUser', user)).json).toEqual(body);
		expect((await account.call('registerUser', user)).json.htouhui_user_id).toBe('10001');
	});

	test('ends open pages like tokens, and shows everything on its page', async () => {
		const account = as('none');
		await account.call('openAccount', await register(account));
		const page = await controlPage();
		for (const text of [
			'htouhui/finish',
			'htouhui/notify',
			'u-1 &amp;=+/',
			'id="htouhui-send-0-url"',
		])
			expect(page).toContain(text);
		expect(await control('/expire-tokens', {})).toMatchObject({ expired: { htouhui: 1 } });
	});
});
