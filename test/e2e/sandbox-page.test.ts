import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

import { createHstongClient } from '../reference/hstong.ts';
import { createVerificationClient } from '../reference/user-verification.ts';
import {
	account as verification,
	rightInput,
	stepIds,
} from '../reference/user-verification-sandbox.ts';
import { startReceiver, type Receiver } from '../reference/webank-receiver.ts';
import { account as webank } from '../reference/webank-sandbox.ts';
import { createWebankClient } from '../reference/webank.ts';
import { useHstong } from '../support/hstong';
import { openBrowser } from './support/browser';
import { paleTexts } from './support/contrast';
import { PHONE } from './support/form-page';

// The sandbox's page in the hands of somebody who tries a workflow; it needs no n8n.

const TITLES = [
	'华盛 HSTong',
	'海投汇 Htouhui',
	'前程征信 Qiancheng Credit',
	'用户认证 User Verification',
	'微众银行 WeBank',
];

const IDS = ['hstong', 'htouhui', 'qiancheng-credit', 'user-verification', 'webank'];

const stage = useHstong();
let browser: Browser;
let partner: Receiver;
const pages: Page[] = [];
const faults: string[] = [];
beforeAll(async () => {
	browser = await openBrowser();
	partner = await startReceiver('right');
});
afterEach(async () => {
	for (const page of pages.splice(0)) await page.context().close();
	// No script of the page, nor one that came in a request, may fail or run.
	expect(faults.splice(0)).toEqual([]);
});
afterAll(async () => {
	partner?.close();
	await browser?.close();
});

async function open(query = '', options: BrowserContextOptions = {}): Promise<Page> {
	const context = await browser.newContext({
		...{ viewport: { width: 1280, height: 900 }, ...options },
		permissions: ['clipboard-read', 'clipboard-write'],
	});
	const page = await context.newPage();
	page.setDefaultTimeout(10_000);
	page.on('pageerror', ({ message }) => faults.push(message));
	page.on('dialog', (dialog) => {
		faults.push(dialog.message());
		void dialog.dismiss();
	});
	pages.push(page);
	await page.goto(`${stage.sandbox.controlUrl}/${query}`);
	return page;
}

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
const wrongClient = () =>
	createHstongClient({
		...{ baseUrl: stage.sandbox.urls.hstong, appId: 'sandbox-hstong' },
		appSecret: 'hstong-digits-secret',
	});

test('Tabs show one provider or all, and the filter finds requests of both kinds', async () => {
	await stage.authorize();
	const client = wrongClient();
	await client.call('sendAuthCode', { params: { mobile: '13911112222' } });
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
	const client = createWebankClient({
		...{ baseUrl: stage.sandbox.urls.webank, fileBaseUrl: stage.sandbox.urls['webank-files'] },
		...webank,
	});
	const text = JSON.stringify({ USER_NAME: '王大志', MORE: { NOTIFY_URL: partner.url } });
	const path = { bizPath: 'yh', service_code: '10002' };
	await client.call('callService', { ticket: await client.signTicket(), text, path });
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
	await other.getByLabel('接收地址 Address').fill(partner.url);
	await other.getByLabel('交易 transName').fill('TLMerchantQuery');
	await other.getByLabel('内容 Content').fill('{"merchantno":"00000006"}');
	await press(page, other.getByRole('button'));
	await row(page, 'webank-deliveries', 'TLMerchantQuery').waitFor();

	await page.getByRole('link', { name: '海投汇 Htouhui' }).click();
	const tell = page.locator('#htouhui-tell');
	for (const status of ['0', '1', '2', '3']) {
		await tell.getByLabel('接收地址 Address').fill(partner.url);
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
	const client = createVerificationClient({ baseUrl: urls['user-verification'], ...verification });
	for (const id of stepIds) await client.call(id, rightInput[id]);
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
	await client.call('sendAuthCode', { params: { mobile: '13911112222' } });
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

test('Hostile values are shown as text, wherever they come from', async () => {
	const evil = `<img src=x onerror="alert(1)"></textarea></pre><script>alert(2)</script>'"&`;
	const { urls } = stage.sandbox;
	const hstong = wrongClient();
	await hstong.call('sendAuthCode', { params: { mobile: evil } });
	hstong.close();
	const user = createVerificationClient({ baseUrl: urls['user-verification'], ...verification });
	await user.call('submitStepOne', {
		params: { ...rightInput.submitStepOne.params, firstName: evil },
	});
	user.close();
	const bank = createWebankClient({
		baseUrl: urls.webank,
		fileBaseUrl: urls['webank-files'],
		...webank,
	});
	const text = JSON.stringify({ NAME: evil, NOTIFY_URL: `http://127.0.0.1:9/${evil}` });
	await bank.call('callService', {
		ticket: await bank.signTicket(),
		text,
		path: { bizPath: 'yh', service_code: '1' },
	});
	bank.close();
	const body = new URLSearchParams({
		merchant_id: 'sandbox-htouhui',
		mobile: '13900000001',
		third_party_user_id: '<img src=x onerror=alert(3)>',
	});
	await fetch(`${urls.htouhui}/openapi/user/register`, { method: 'POST', body });
	const page = await open(`?text=${encodeURIComponent('onerror')}`);
	await page.locator('#requests summary').first().click();
	for (const section of [
		'user-verification-users',
		'webank-applications',
		'htouhui-users',
		'requests',
	])
		expect(await page.locator(`#${section}`).innerText()).toContain('<img src=x onerror=');
	await expect(page.locator('img').count()).resolves.toBe(0);
	await expect(page.locator('script').count()).resolves.toBe(1);
});

/** Opens all that a click would open, so that it is looked at as well. */
const openAll = async (page: Page): Promise<void> =>
	await page.evaluate(() => {
		for (const details of document.querySelectorAll('details')) details.open = true;
	});

test('Each tab fits a phone, without scrolling sideways, with buttons for thumbs', async () => {
	await stage.applicant(3);
	const page = await open('', { viewport: PHONE });
	for (const query of ['', ...IDS.map((id) => `?provider=${id}`)]) {
		await page.goto(`${stage.sandbox.controlUrl}/${query}`);
		await openAll(page);
		const width = await page.evaluate(() => document.documentElement.scrollWidth);
		const small = await page.evaluate(() =>
			[...document.querySelectorAll('button,nav a')]
				.map((element) => ({
					text: element.textContent,
					...element.getBoundingClientRect().toJSON(),
				}))
				.filter(({ height }) => height > 0 && height < 28),
		);
		expect({ query, width, small }).toEqual({ query, width: PHONE.width, small: [] });
	}
});

test('Every heading, label and button has Chinese, for those who read no English', async () => {
	await stage.applicant(1);
	const page = await open();
	await openAll(page);
	const texts = await page
		.locator('h1,h2,h3,th,summary,label,nav a,button[data-post],#requests p,section > p')
		.allInnerTexts();
	expect(texts.length).toBeGreaterThan(80);
	// The code on the phone has no language.
	expect(texts.filter((text) => !/\p{Script=Han}|^(\d{6}|#)?$/u.test(text))).toEqual([]);
});

test.each(['light', 'dark'] as const)('Every text can be read: %s', async (colorScheme) => {
	await stage.applicant(3);
	const client = wrongClient();
	await client.call('sendAuthCode', { params: { mobile: '13911112222' } });
	client.close();
	const page = await open('', { colorScheme });
	await openAll(page);
	const pale = await page.evaluate(paleTexts);
	expect(pale).toEqual([]);
	const [red] = await page.evaluate(
		() => getComputedStyle(document.body).backgroundColor.match(/\d+/g) ?? [],
	);
	expect(Number(red) > 128).toBe(colorScheme === 'light');
});
