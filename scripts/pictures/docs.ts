import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import type { Browser, Locator, Page } from 'playwright-core';
import { openEditor, part } from '../../test/e2e/support/browser.ts';
import type { Environment } from '../../test/e2e/support/environment.ts';
import type { N8nClient, WorkflowInput } from '../host/n8n-client.ts';
import { demoCredentials } from '../../sandbox/registry.ts';
import { fillDemo } from '../start/demo.ts';
import { formPath, readExamples } from '../start/examples.ts';

const images = join(process.cwd(), 'docs', 'images');
const EXAMPLE_FORM = 'open-hstong-account';
const SIZE = { width: 1600, height: 900 };
/** Nodes and notes of a workflow of which a picture of that size shows too little. */
const LARGE = 60;

/** An HSTong node, and before it the data of a made-up applicant. */
function identityWorkflow(credentialId: string): WorkflowInput {
	const applicant = {
		token: '9f2c5d1e8b7a4c60',
		name: '王大志',
		enameFirst: 'Wang',
		enameLast: 'Dazhi',
		idCardNo: '11010519491231002X',
		idCardAddr: '湖南省长沙市芙蓉区八一路1号',
		bankCardNo: '6222020000000000054',
	};
	const fields = Object.keys(applicant).map((name) => [name, `={{ $json.${name} }}`]);
	const trigger: INode = {
		id: 'trigger',
		name: 'New Applicant',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const hstong: INode = {
		id: 'hstong',
		name: 'Submit Identity',
		type: 'n8n-nodes-fintech-onboarding.hSTong',
		typeVersion: 1,
		position: [256, 0],
		parameters: { resource: 'identity', operation: 'submit', ...Object.fromEntries(fields) },
		credentials: { hstongApi: { id: credentialId, name: 'HSTong sandbox' } },
	};
	return {
		name: 'Submit an Identity',
		nodes: [trigger, hstong],
		connections: {
			[trigger.name]: { main: [[{ node: hstong.name, type: 'main', index: 0 }]] },
		},
		settings: { executionOrder: 'v1' },
		pinData: { [trigger.name]: [{ json: applicant }] },
	};
}

/** Opens a workflow in its light theme, sharp enough to zoom in unless told otherwise. */
async function openWorkflow(
	browser: Browser,
	n8n: N8nClient,
	id: string,
	size = { viewport: SIZE, deviceScaleFactor: 2 },
): Promise<Page> {
	const page = await openEditor(browser, n8n, `/workflow/${id}`, { ...size, colorScheme: 'light' });
	await part(page, 'canvas-node').first().waitFor();
	return page;
}

/** The canvas moves to its place and panels slide in: waits until this stands still. */
async function atRest(locator: Locator): Promise<void> {
	let before = '';
	for (;;) {
		const now = JSON.stringify(await locator.boundingBox());
		if (now === before) return;
		before = now;
		await locator.page().waitForTimeout(300);
	}
}

async function save(page: Page, name: string): Promise<void> {
	await page.mouse.move(0, 0);
	await page.screenshot({ path: join(images, name), animations: 'disabled' });
	console.log(`  docs/images/${name}`);
}

async function takeCanvas(page: Page, name: string): Promise<void> {
	await part(page, 'zoom-to-fit').click();
	await atRest(part(page, 'canvas-node').first());
	// n8n's checklist for a newly published workflow, and whatever else lies over the canvas.
	const checklist = part(page, 'suggested-actions-close');
	if (await checklist.isVisible()) await checklist.click();
	await save(page, name);
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

/** The canvas of each example, as docs/images/example-<file>.png. */
async function takeExamples(browser: Browser, n8n: N8nClient): Promise<void> {
	const folder = join(process.cwd(), 'examples');
	for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
		const workflow = JSON.parse(readFileSync(join(folder, file), 'utf8')) as WorkflowInput;
		const id = await n8n.findWorkflow(workflow.name);
		if (!id) throw new Error(`"${workflow.name}" was not imported.`);
		const page = await openWorkflow(browser, n8n, id, sizeFor(workflow));
		await takeCanvas(page, `example-${file.replace('.json', '.png')}`);
		await page.close();
	}
}

async function takePanel(page: Page): Promise<void> {
	// High enough for all of its fields.
	await page.setViewportSize({ width: 1600, height: 1040 });
	await part(page, 'canvas-node').filter({ hasText: 'Submit Identity' }).dblclick();
	await part(page, 'parameter-input-bankCardNo').waitFor();
	await atRest(part(page, 'ndv'));
	await save(page, 'node-panel.png');
	await part(page, 'ndv-close-button').click();
	await page.setViewportSize(SIZE);
}

async function takeCreator(page: Page): Promise<void> {
	await part(page, 'node-creator-plus-button').click();
	await part(page, 'node-creator-search-bar').fill('华盛');
	await part(page, 'node-creator-item-name').filter({ hasText: 'HSTong' }).waitFor();
	await atRest(part(page, 'node-creator'));
	await save(page, 'node-creator.png');
}

/** The pictures of docs/images, or of them only those of the example workflows. */
export async function takeDocs(
	browser: Browser,
	{ n8n, sandbox, userFolder }: Environment,
	examplesOnly: boolean,
): Promise<void> {
	await fillDemo(n8n, sandbox.urls, join(userFolder, 'imported.json'));
	mkdirSync(images, { recursive: true });
	await takeExamples(browser, n8n);
	if (examplesOnly) return;
	const example = readExamples().find((workflow) => formPath(workflow) === EXAMPLE_FORM);
	const exampleId = example && (await n8n.findWorkflow(example.name));
	const credentialId = await n8n.findCredential(demoCredentials(sandbox.urls)[0]);
	if (!exampleId || !credentialId) throw new Error('The example was not imported.');
	const { id } = await n8n.saveWorkflow(identityWorkflow(credentialId));
	await takeCanvas(await openWorkflow(browser, n8n, exampleId), 'editor-example.png');
	const page = await openWorkflow(browser, n8n, id);
	await takePanel(page);
	await takeCreator(page);
}
