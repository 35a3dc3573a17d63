import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import type { N8nClient } from '../../../scripts/host/n8n-client.ts';

/** Nothing that a browser does for itself: no updates, no sync, no first-run pages. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** Starts Debian's Chromium without a window, or the one that CHROMIUM_PATH names. */
export async function openBrowser(): Promise<Browser> {
	const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
	if (!existsSync(executablePath)) {
		throw new Error(
			`There is no browser at ${executablePath}. Install it with "apt-get install chromium fonts-wqy-zenhei", ` +
				'or set CHROMIUM_PATH to a Chromium or Chrome.',
		);
	}
	warnWithoutChineseFont();
	return await chromium.launch({ executablePath, args: FLAGS });
}

/** Chinese labels are boxes in screenshots without a font for them; no test depends on that. */
function warnWithoutChineseFont(): void {
	const fonts = execFileSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
	if (fonts.trim() === '') {
		console.warn('No Chinese font: "apt-get install fonts-wqy-zenhei" for readable screenshots.');
	}
}

/** A part of n8n's editor by the name that n8n's own tests know it by. */
export const part = (within: Page | Locator, name: string): Locator =>
	within.locator(`[data-test-id="${name}"]`);

/** Opens a page of n8n's editor, logged in, e.g. `/workflow/<id>`. */
export async function openEditor(browser: Browser, n8n: N8nClient, path = '/'): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
	await context.addCookies([n8n.session.browserCookie]);
	const page = await context.newPage();
	await page.goto(n8n.url + path);
	return page;
}
