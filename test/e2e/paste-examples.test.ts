import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';

import type { WorkflowInput } from '../../scripts/lib/n8n-client.ts';
import { openBrowser, openEditor, part } from './support/browser.ts';
import { sharedEnvironment, type Environment } from './support/environment.ts';

// Every example of the README is imported as a person does it: its text copied, and pasted into an empty workflow.

const FOLDER = 'examples';
const PATIENCE_MS = 20_000;

let environment: Environment;
let browser: Browser;
beforeAll(async () => {
	[environment, browser] = await Promise.all([sharedEnvironment(), openBrowser()]);
});
afterAll(async () => await browser?.close());

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

test.each(files)('%s is imported by copy and paste', async (file) => {
	const text = readFileSync(join(FOLDER, file), 'utf8');
	const { nodes } = JSON.parse(text) as WorkflowInput;
	const isNote = ({ type }: { type: string }) => type === 'n8n-nodes-base.stickyNote';
	const page = await openEditor(browser, environment.n8n, '/workflow/new');
	page.setDefaultTimeout(PATIENCE_MS);
	await part(page, 'canvas-plus-button').waitFor();

	await page.evaluate((pasted) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData('text/plain', pasted);
		document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
	}, text);

	const shown = part(page, 'canvas-node');
	await shown.nth(nodes.length - 1).waitFor({ state: 'attached' });
	expect(await shown.count()).toBe(nodes.length);
	expect(await part(page, 'sticky').count()).toBe(nodes.filter(isNote).length);
	// A node of an unknown type has a question mark in place of its icon.
	expect(await page.locator('[data-test-id="canvas-node"] [data-icon="circle-help"]').count()).toBe(
		0,
	);
	const names = await shown.evaluateAll((all) =>
		all.map((node) => node.getAttribute('data-node-name')),
	);
	for (const { name } of nodes.filter((node) => !isNote(node))) expect(names).toContain(name);
	await page.context().close();
});
