import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startSandbox } from '../../sandbox/index.ts';
import { mobileNumber } from '../../test/reference/samples.ts';
import {
	accounts,
	applyUntil,
	authorise,
	hstongClient,
} from '../../test/support/sandboxes/use-hstong.ts';
import {
	submitUntil,
	verificationClient,
} from '../../test/support/sandboxes/use-user-verification.ts';
import { newTicket, webankClient } from '../../test/support/sandboxes/use-webank.ts';

/** They stand beside the pictures of the examples. */
const images = join(process.cwd(), 'docs', 'images');
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

/** Each picture: the tab, the window, what is clicked, and where the picture begins. */
const PICTURES = [
	{ name: 'sandbox-page', query: '', viewport: DESK, colorScheme: 'light', top: 'header' },
	{
		...{ name: 'sandbox-signature', query: '?provider=hstong&verdict=refused' },
		...({
			viewport: DESK,
			colorScheme: 'dark',
			click: '#requests summary',
			top: '#filter',
		} as const),
	},
	{
		...{ name: 'sandbox-phone', query: '?provider=webank' },
		...({ viewport: PHONE, colorScheme: 'light', top: '#webank-applications' } as const),
	},
] as const;

/** Lets a few people go through the providers, so that there is something to see. */
async function fill(controlUrl: string, urls: Record<string, string>): Promise<void> {
	const bank = webankClient(urls);
	const $body = {
		BIZ_SEQ_NO: 'CA2026010112000000000001',
		USER_NAME: '测试员',
		APPLY_LIMIT_AMT: '60000.00',
		NOTIFY_URL: 'http://localhost:5678/webhook-waiting/1',
	};
	const params = { bizPath: 'yh', service_code: '10002', $body };
	await bank.call('callService', params, { proof: await newTicket(bank) });
	bank.close();
	const user = verificationClient(urls);
	await submitUntil(5, user);
	user.close();
	const [account] = accounts;
	const right = hstongClient(urls, account);
	const wrong = hstongClient(urls, account && { ...account, appSecret: 'hstong-digits-secret' });
	await wrong.call('sendAuthCode', { mobile: mobileNumber(1) });
	wrong.close();
	await applyUntil(right, await authorise(right, controlUrl, mobileNumber(1)), 1, 8);
	await right.call('sendAuthCode', { mobile: mobileNumber(2) });
	right.close();
}

/** The page of a sandbox that has something to show, as docs/images/sandbox-*.png. */
export async function takeSandbox(browser: Browser): Promise<void> {
	const sandbox = await startSandbox();
	try {
		await fill(sandbox.controlUrl, sandbox.urls);
		for (const { name, query, top, ...picture } of PICTURES) {
			const page = await browser.newPage(picture);
			await page.goto(`${sandbox.controlUrl}/${query}`);
			if ('click' in picture) await page.locator(picture.click).first().click();
			await page.locator(top).evaluate((element) => element.scrollIntoView());
			await page.screenshot({ path: join(images, `${name}.png`) });
			console.log(`  docs/images/${name}.png`);
			await page.close();
		}
	} finally {
		await sandbox.close();
	}
}
