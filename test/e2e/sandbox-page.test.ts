import type { Locator, Page } from 'playwright-core';

import { usePartner } from '../support/sandboxes/partner.ts';
import {
	account as verification,
	submitUntil,
	verificationClient,
} from '../support/sandboxes/use-user-verification.ts';
import { accept, newTicket, webankClient } from '../support/sandboxes/use-webank.ts';
import { useSandboxPage } from './support/sandbox-page';

// The sandbox's page in the hands of somebody who tries a workflow; it needs no n8n.

const TITLES = [
	'华盛 HSTong',
	'海投汇 Htouhui',
	'前程征信 Qiancheng Credit',
	'用户认证 User Verification',
	'微众银行 WeBank',
];

const { stage, open, wrongClient } = useSandboxPage();
const partner = usePartner(accept());

const copied = async (page: Page): Promise<string> =>
	await page.evaluate(async () => await navigator.clipboard.readText());
const said = (page: Page, text: string): Promise<void> =>
	page.locator('#said', { hasText: text }).waitFor();
/** Presses a button and waits until the sandbox has done what it says. */
const press = async (page: Page, button: Locator): Promise<void> => {
	const answer = page.waitForResponse((response) => response.request().method() === 'POST');
	await button.click();
	expect((await answer).status()).toBe(200);
};
/** The headings of the providers that are shown. */
const shown = async (page: Page): Promise<string[]> =>
	(await page.locator('h2').allInnerTexts()).map((text) => text.replace(/ http.*/, ''));
const row = (page: Page, section: string, text: string): Locator =>
	page.locator(`#${section} tbody tr`, { hasText: text });
test('Tabs show one provider or all, and the filter finds requests of both kinds', async () => {
	await stage.authorize();
	const client = wrongClient();
	await client.call('sendAuthCode', { mobile: '13911112222' });
	client.close();
	const page = await open();
	expect(await shown(page)).toEqual([...TITLES, '请求 Requests']);
	for (const title of TITLES) {
		await page.getByRole('link', { name: title }).click();
		expect(await shown(page)).toEqual([title, '请求 Requests']);
	}
	const requests = page.locator('#requests tbody tr');
	await expect(requests.count()).resolves.toBe(0);

	await page.getByRole('link', { name: TITLES[0] }).click();
	await expect(requests.count()).resolves.toBe(3);
	await page.getByLabel('查找 Find').fill('authByMobile');
	await page.waitForFunction(() => document.querySelectorAll('#requests tbody tr').length === 1);
	expect(await requests.innerText()).toContain('authByMobile');
	await page.getByLabel('查找 Find').fill('');
	await page.getByLabel('结论 Verdict').selectOption('refused');
	await page.locator('#requests tbody tr.accepted').first().waitFor({ state: 'detached' });
	expect(await requests.allInnerTexts()).toEqual([expect.stringContaining('10105')]);
	// The address says it all, so that a search can be kept or sent to somebody.
	await page.reload();
	await expect(requests.count()).resolves.toBe(1);
});

test('The phone shows the code that a request of a node has caused, without a reload', async () => {
	const page = await open();
	await page.locator('#phone', { hasText: 'No code yet' }).waitFor();
	const { mobile } = await stage.authorize();
	await stage.run('authorization', 'sendSmsCode', { mobile });
	const code = await stage.control.smsCode(mobile);
	const large = page.locator('#phone .code', { hasText: code });
	await large.click();
	await said(page, code);
	expect(await copied(page)).toBe(code);
	expect(await page.locator('#phone').innerText()).toContain(mobile);
	await expect(
		large.evaluate((element) => parseFloat(getComputedStyle(element).fontSize)),
	).resolves.toBeGreaterThan(30);
});

test('A test person is copied with one click, and other people have other numbers', async () => {
	type Person = Record<'name' | 'idCard' | 'mobile' | 'bankCard', string>;
	const page = await open();
	const { people } = await stage.control.call<{ people: Person[] }>('/people');
	const [{ bankCard, idCard, mobile, name }] = people;
	const first = row(page, 'page-people', idCard);
	for (const value of [name, idCard, mobile, bankCard]) {
		await first.getByRole('button', { name: value, exact: true }).click();
		await said(page, value);
		expect(await copied(page)).toBe(value);
	}
	await first.getByRole('button', { name: '全部 All' }).click();
	await said(page, `${name}\t${idCard}`);
	expect(await copied(page)).toBe([name, idCard, mobile, bankCard].join('\t'));
	const download = page.waitForEvent('download');
	await first.getByRole('link', { name: 'Front photo' }).click();
	expect((await download).suggestedFilename()).toBe(`front-${idCard}.png`);
	await page.getByRole('button', { name: '换一批 Other people' }).click();
	await first.waitFor({ state: 'detached' });
	const words = await page.locator('#page-people').innerText();
	for (const outcome of [
		'Rejected',
		'Second review',
		'Pending',
		'在黑名单 listed',
		'All goes well',
	])
		expect(words).toContain(outcome);
});

test.each([
	['银行批准 The bank approves', { APS_STATUS: 'SUCC', CREDIT_LIMIT: '80000.00' }],
	['银行拒绝 The bank rejects', { APS_STATUS: 'FAIL', DESC: '收入不足' }],
])('An application that came with an address: %s, with its content', async (label, content) => {
	const client = webankClient(stage.sandbox.urls);
	const $body = { USER_NAME: '王大志', MORE: { NOTIFY_URL: partner.url() } };
	const params = { bizPath: 'yh', service_code: '10002', $body };
	await client.call('callService', params, { proof: await newTicket(client) });
	client.close();
	partner.bodies.length = 0;

	const page = await open('?provider=webank');
	const decision = row(page, 'webank-applications', '王大志').locator('div.group', {
		hasText: label,
	});
	await decision.getByLabel('内容 Content').fill(JSON.stringify(content));
	await press(page, decision.getByRole('button', { name: label }));
	const [{ Plain }] = partner.bodies.map((body) => JSON.parse(body) as { Plain: string });
	expect(JSON.parse(decodeURIComponent(Plain.replaceAll('+', ' ')))).toEqual(content);
	await page.locator('#webank-deliveries', { hasText: '0000' }).waitFor();
	// What is wrong is told where it was pressed.
	await page.locator('#webank-decide').getByLabel('接收地址 Address').first().fill('nowhere');
	await page.locator('#webank-decide').getByRole('button', { name: 'approves' }).click();
	await said(page, 'url must be an http or https address');
});

test('A notification goes to an address that is typed, of either provider that sends some', async () => {
	partner.bodies.length = 0;
	const page = await open('?provider=webank');
	const other = page.locator('#webank-decide div.group div.group').last();
	await other.getByLabel('接收地址 Address').fill(partner.url());
	await other.getByLabel('交易 transName').fill('TLMerchantQuery');
	await other.getByLabel('内容 Content').fill('{"merchantno":"00000006"}');
	await press(page, other.getByRole('button'));
	await row(page, 'webank-deliveries', 'TLMerchantQuery').waitFor();

	await page.getByRole('link', { name: '海投汇 Htouhui' }).click();
	const tell = page.locator('#htouhui-tell');
	for (const status of ['0', '1', '2', '3']) {
		await tell.getByLabel('接收地址 Address').fill(partner.url());
		await tell.getByLabel('third_party_user_id').fill('u-1');
		await press(page, tell.getByRole('button', { name: new RegExp(`^${status} `) }));
		const body = new URLSearchParams(partner.bodies.at(-1));
		expect(body.get('status')).toBe(status);
		expect([body.get('third_party_user_id'), body.has('bank_card_number')]).toEqual([
			'u-1',
			status !== '0',
		]);
	}
	expect(JSON.parse(partner.bodies[0])).toMatchObject({ transName: 'TLMerchantQuery' });
});

test('A reviewer approves, rejects with a remark, and ends a session', async () => {
	const { urls } = stage.sandbox;
	const client = verificationClient(urls);
	await submitUntil(5, client);
	client.close();
	const page = await open('?provider=user-verification');
	const user = row(page, 'user-verification-users', verification.apiKey);
	await user.getByLabel('Remark in Chinese').fill('照片不清晰 <b>');
	await user.getByRole('button', { name: '拒绝 Reject' }).click();
	await row(page, 'user-verification-users', '照片不清晰 <b>').waitFor();
	await user.getByRole('button', { name: '通过 Approve' }).click();
	await row(page, 'user-verification-users', 'Verified').waitFor();

	const { mobile } = await stage.authorize();
	await page.getByRole('link', { name: TITLES[0] }).click();
	const session = row(page, 'hstong-sessions', mobile);
	await session.getByRole('button', { name: '结束 End' }).click();
	await row(page, 'hstong-sessions', '已结束 ended').waitFor();
	await expect(session.getByRole('button', { name: '结束 End' }).count()).resolves.toBe(0);
	const { users } = await stage.control.call<{ users: unknown[] }>('/hstong/users');
	expect(users).toMatchObject([{ mobile, tokens: [{ alive: false }] }]);
});

test('A wrong signature shows the string to sign, what it was made with, and where one’s own differs', async () => {
	const client = wrongClient();
	await client.call('sendAuthCode', { mobile: '13911112222' });
	client.close();
	const page = await open('?provider=hstong');
	const request = row(page, 'requests', '10105').first();
	await request.locator('summary').click();
	const right = await request.locator('.tosign').innerText();
	expect(right).toMatch(
		/^client_keysandbox-hstongmobile13911112222sign_time\d+client_secrethstong-sandbox-secret$/,
	);
	expect(await request.innerText()).toContain('with the secret of sandbox-hstong-digits');
	await expect(request.locator('mark').innerText()).resolves.toMatch(/^[0-9a-f]+$/);
	const own = request.getByLabel('Your own string to sign');
	const output = request.locator('output');
	await own.fill(right.replace('mobile1', 'mobile 1'));
	await output.filter({ hasText: `character ${right.indexOf('mobile') + 7}` }).waitFor();
	await own.fill(right);
	await output.filter({ hasText: 'the same' }).waitFor();
});

test('What a person types, has chosen or has opened outlives the requests that come in', async () => {
	const { mobile } = await stage.applicant(1);
	const page = await open('?provider=hstong');
	const reason = page.getByLabel('退回原因 Reason of a return');
	await page.locator('#requests summary').last().click();
	await page.locator('.developer > summary').last().click();
	const fault = page.getByLabel('设置 Set').first();
	await fault.selectOption({ label: '同时只处理一个 One request at a time' });
	await reason.pressSequentially('照片');
	// The phone shows a new code while somebody types into a part that would have changed as well.
	const other = await stage.applicant(1);
	const code = await stage.control.smsCode(other.mobile);
	await page.locator('#phone .code', { hasText: code }).waitFor();
	await page.keyboard.type('模糊');
	await expect(page.locator('#hstong-users tbody tr').count()).resolves.toBe(1);
	await page.locator('h1').click();
	await page.waitForFunction(
		() => document.querySelectorAll('#hstong-users tbody tr').length === 2,
	);
	const typed = row(page, 'hstong-users', mobile).getByLabel('退回原因 Reason of a return');
	await expect(typed.inputValue()).resolves.toBe('照片模糊');
	await expect(page.locator('#requests details[open]').count()).resolves.toBe(1);
	await expect(fault.locator('option:checked').innerText()).resolves.toContain('One request');
	await press(page, page.locator('#hstong-faults').getByRole('button', { name: '设置 Set' }));
	await said(page, '完成 Done');
	const { hstong } = await stage.control.call<{ hstong: object }>('/faults');
	expect(hstong).toMatchObject({ concurrencyLimit: 1 });
});
