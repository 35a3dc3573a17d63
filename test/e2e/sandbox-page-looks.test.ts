import type { Page } from 'playwright-core';

import { stepOf, verificationClient } from '../support/sandboxes/use-user-verification.ts';
import { newTicket, webankClient } from '../support/sandboxes/use-webank.ts';
import { paleTexts } from './support/contrast';
import { PHONE } from './support/form-page';
import { useSandboxPage } from './support/sandbox-page';

const IDS = ['hstong', 'htouhui', 'qiancheng-credit', 'user-verification', 'webank'];

const { stage, open, wrongClient } = useSandboxPage();

test('Hostile values are shown as text, wherever they come from', async () => {
	const evil = `<img src=x onerror="alert(1)"></textarea></pre><script>alert(2)</script>'"&`;
	const { urls } = stage.sandbox;
	const hstong = wrongClient();
	await hstong.call('sendAuthCode', { mobile: evil });
	hstong.close();
	const user = verificationClient(urls);
	await user.call('submitStepOne', { ...stepOf('submitStepOne'), firstName: evil });
	user.close();
	const bank = webankClient(urls);
	const $body = { NAME: evil, NOTIFY_URL: `http://127.0.0.1:9/${evil}` };
	const params = { bizPath: 'yh', service_code: '1', $body };
	await bank.call('callService', params, { proof: await newTicket(bank) });
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
	await client.call('sendAuthCode', { mobile: '13911112222' });
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
