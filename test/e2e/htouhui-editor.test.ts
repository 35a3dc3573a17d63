import type { Browser } from 'playwright-core';

import { useHtouhuiHost } from './support/htouhui';
import { openBrowser, openEditor } from './support/browser';

// What a person sees who sets up an account without a signature.

const htouhui = useHtouhuiHost();
const { environment } = htouhui;
let browser: Browser;
beforeAll(async () => (browser = await openBrowser()));
afterAll(async () => await browser?.close());

test.each([
	['none', true],
	['md5', false],
] as const)('the credential of %s warns: %s', async (algorithm, warns) => {
	const { id } = await htouhui.credential(`htouhui editor ${algorithm}`, algorithm);
	const page = await openEditor(browser, environment.n8n, `/home/credentials/${id}`);
	await page.getByText('Common Fields').first().waitFor();
	expect(await page.getByText('without a signature Htouhui cannot tell').count()).toBe(
		warns ? 1 : 0,
	);
	expect(await page.getByText('Place of the Secret').count()).toBe(warns ? 0 : 1);
	// Both fields of a pair can be read and changed.
	expect(await page.getByText('Name', { exact: true }).count()).toBeGreaterThan(0);
	await page.context().close();
});

test('the trigger warns, and says where its address belongs', async () => {
	const { credentials } = await htouhui.credential('htouhui editor none', 'none');
	const { id } = await htouhui.save('htouhui editor', [htouhui.triggerNode(credentials)]);
	const page = await openEditor(browser, environment.n8n, `/workflow/${id}`);
	await page.locator('[data-test-id="canvas-node"]').first().dblclick();
	await page.getByText('anyone who learns this URL can start the workflow').waitFor();
	await page.context().close();
});
