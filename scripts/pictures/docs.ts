import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { openEditor, part } from '../../test/e2e/support/browser.ts';
import type { Environment } from '../../test/e2e/support/environment.ts';
import type { WorkflowInput } from '../host/n8n-client.ts';
import { readJson } from '../shared/files.ts';
import { fillDemo } from '../start/demo.ts';

const images = join(process.cwd(), 'docs', 'images');

/** Saves a picture of a page or of a part of it as docs/images/<name>.png. */
export async function save(of: Page | Locator, name: string): Promise<void> {
	await of.screenshot({ path: join(images, `${name}.png`), animations: 'disabled' });
	console.log(`  docs/images/${name}.png`);
}

const SIZE = { width: 1600, height: 900 };
/** A busy machine takes its time. */
const PATIENCE_MS = 120_000;
/** Nodes and notes of a workflow of which a picture of that size shows too little. */
const LARGE = 60;

/** The canvas moves to its place: waits until it stands still. */
export async function atRest(locator: Locator): Promise<void> {
	let before = '';
	for (;;) {
		const now = JSON.stringify(await locator.boundingBox());
		if (now === before) return;
		before = now;
		await locator.page().waitForTimeout(300);
	}
}

/** How large the picture of a workflow must be, for its names to be read when it is opened. */
function sizeFor({ nodes }: WorkflowInput): { viewport: typeof SIZE; deviceScaleFactor: number } {
	if (nodes.length <= LARGE) return { viewport: SIZE, deviceScaleFactor: 1 };
	const ends = nodes.map(({ position: [x, y], parameters: { width = 96, height = 96 } }) => {
		return { x, y, right: x + Number(width), bottom: y + Number(height) };
	});
	const range = (low: 'x' | 'y', high: 'right' | 'bottom'): number =>
		Math.max(...ends.map((end) => end[high])) - Math.min(...ends.map((end) => end[low]));
	const height = Math.round((SIZE.width * range('y', 'bottom')) / range('x', 'right'));
	return {
		viewport: { width: SIZE.width, height: Math.min(Math.max(height, SIZE.height), 2000) },
		deviceScaleFactor: 2,
	};
}

/** The canvas of each example in the light theme, as docs/images/example-<file>.png; of some by parts of their names. */
export async function takeDocs(
	browser: Browser,
	{ n8n, sandbox, userFolder }: Environment,
	only: string[] = [''],
): Promise<void> {
	await fillDemo(n8n, sandbox.urls, join(userFolder, 'imported.json'));
	const isWanted = (name: string) =>
		name.endsWith('.json') && only.some((part) => name.includes(part));
	for (const file of readdirSync('examples').filter(isWanted)) {
		const workflow = readJson<WorkflowInput>('examples', file);
		const id = await n8n.findWorkflow(workflow.name);
		if (!id) throw new Error(`"${workflow.name}" was not imported.`);
		const options = { ...sizeFor(workflow), colorScheme: 'light' as const };
		const page = await openEditor(browser, n8n, `/workflow/${id}`, options);
		page.setDefaultTimeout(PATIENCE_MS);
		const node = part(page, 'canvas-node').first();
		await node.waitFor();
		await part(page, 'zoom-to-fit').click();
		await atRest(node);
		// n8n's checklist for a newly published workflow lies over the canvas.
		const checklist = part(page, 'suggested-actions-close');
		if (await checklist.isVisible()) await checklist.click();
		await page.mouse.move(0, 0);
		await save(page, `example-${file.replace('.json', '')}`);
		await page.close();
	}
}
