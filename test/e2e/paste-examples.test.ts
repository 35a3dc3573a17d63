import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';

import type { WorkflowInput } from '../support/n8n-driver.ts';
import { openBrowser, openEditor, part } from './support/browser.ts';
import { sharedEnvironment } from './support/environment.ts';

// Every example is imported as a person does it: its text copied, and pasted into an empty workflow.

const FOLDER = 'examples';
const PATIENCE_MS = 20_000;
const NOTE = 'n8n-nodes-base.stickyNote';

const environment = sharedEnvironment();
let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
	browser = await openBrowser();
	// The pages share what they have loaded of the editor.
	context = (await openEditor(browser, environment.n8n)).context();
});
afterAll(async () => await browser?.close());

/** A new workflow into which a text was pasted. */
async function pasted(text: string): Promise<Page> {
	const page = await context.newPage();
	page.setDefaultTimeout(PATIENCE_MS);
	await page.goto(`${environment.n8n.url}/workflow/new`);
	await part(page, 'canvas-plus-button').waitFor();
	await page.evaluate((copied) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData('text/plain', copied);
		document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
	}, text);
	await part(page, 'canvas-node').first().waitFor();
	return page;
}

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const textOf = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

test.each(files)('%s is imported by copy and paste', async (file) => {
	const { nodes } = JSON.parse(textOf(file)) as WorkflowInput;
	const notes = nodes.filter(({ type }) => type === NOTE);
	const others = nodes.filter(({ type }) => type !== NOTE);

	const page = await pasted(textOf(file));

	const shown = part(page, 'canvas-node');
	await shown.nth(others.length - 1).waitFor({ state: 'attached' });
	const names = await shown.evaluateAll((all) => all.map((one) => one.dataset.nodeName));
	expect(names.sort()).toEqual(others.map(({ name }) => name).sort());
	expect(await part(page, 'sticky').count()).toBe(notes.length);
	expect(await part(page, 'node-not-installed').count()).toBe(0);
	await page.close();
});

test('a node that n8n does not know would show', async () => {
	const page = await pasted(textOf('webank-trigger-reply.json').replace('.weBank"', '.unknown"'));

	await part(page, 'node-not-installed').waitFor();
	await page.close();
});
