import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import { useHstong } from '../../support/hstong';
import { accounts, hstongClient } from '../../support/sandboxes/use-hstong.ts';
import { openBrowser } from './browser';

/** The sandbox's page in a browser, and a node before the sandbox. */
export function useSandboxPage() {
	const stage = useHstong();
	let browser: Browser;
	const pages: Page[] = [];
	const faults: string[] = [];
	beforeAll(async () => {
		browser = await openBrowser();
	});
	afterEach(async () => {
		for (const page of pages.splice(0)) await page.context().close();
		// No script of the page, nor one that came in a request, may fail or run.
		expect(faults.splice(0)).toEqual([]);
	});
	afterAll(async () => await browser?.close());

	return {
		stage,
		async open(query = '', options: BrowserContextOptions = {}): Promise<Page> {
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
		},
		/** A client of HSTong that signs with the secret of another account. */
		wrongClient: () =>
			hstongClient(stage.sandbox.urls, {
				...(accounts[0] as (typeof accounts)[number]),
				appSecret: 'hstong-digits-secret',
			}),
	};
}
