import {
	type Browser,
	type BrowserContextOptions,
	chromium,
	type Locator,
	type Page,
} from 'playwright-core';
import { prepareChromium } from '../../../scripts/host/chromium.ts';
import type { N8nDriver } from '../../support/n8n-driver.ts';

/** The browser does nothing for itself: no updates, no sync, no first-run pages. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** Starts a browser without a window. */
export async function openBrowser(): Promise<Browser> {
	return await chromium.launch({ ...(await prepareChromium()), args: FLAGS });
}

/** A part of n8n's editor by the name that n8n's own tests know it by. */
export const part = (within: Page | Locator, name: string): Locator =>
	within.locator(`[data-test-id="${name}"]`);

/** Opens a page of n8n's editor, logged in, e.g. `/workflow/<id>`; the options are those of the browser. */
export async function openEditor(
	browser: Browser,
	n8n: N8nDriver,
	path = '/',
	options: BrowserContextOptions = {},
): Promise<Page> {
	const viewport = { width: 1440, height: 900 };
	const context = await browser.newContext({ viewport, ...options });
	await context.addCookies([n8n.session.browserCookie]);
	const page = await context.newPage();
	await page.goto(n8n.url + path);
	return page;
}
