import type { Browser, Page } from 'playwright-core';
import { openEditor, part } from '../../test/e2e/support/browser.ts';
import type { Environment } from '../../test/e2e/support/environment.ts';
import { openFormPage, PHONE } from '../../test/e2e/support/form-page.ts';
import {
	type CredentialIds,
	credentialKey,
	readExamples,
	rewireCredentials,
} from '../start/examples.ts';
import type { WorkflowInput } from '../host/n8n-types.ts';
import { demoCredentials } from '../../sandbox/registry.ts';
import { fillDemo } from '../start/demo.ts';
import { atRest, save } from './docs.ts';

const SIZE = { width: 1440, height: 900 };
/** The editor moves its panels to their places. */
const SETTLE_MS = 800;
/** A busy machine takes its time. */
const PATIENCE_MS = 90_000;
/** The name of the starter that is shown begins so. */
const STARTER = 'Start 1';

async function take(page: Page, name: string, panel?: string): Promise<void> {
	await page.mouse.move(0, 0);
	await page.waitForTimeout(SETTLE_MS);
	await save(panel === undefined ? page : part(page, panel), `first-steps-${name}`);
}

/**
 * What docs/first-steps.md tells, in an n8n in which nobody has done anything yet: a credential of WeBank that is
 * tested, its node found and run, a mistake in the error output; and what npm start has made for a newcomer.
 */
export async function takeSteps(
	browser: Browser,
	{ n8n, sandbox, userFolder }: Environment,
): Promise<void> {
	const options = { viewport: SIZE, colorScheme: 'light' as const };
	const page = await openEditor(browser, n8n, '/home/workflows', options);
	page.setDefaultTimeout(PATIENCE_MS);
	const [webank] = demoCredentials(sandbox.urls).filter(({ type }) => type === 'webankApi');
	await takeCredential(page, `${n8n.url}/home/credentials/${await n8n.saveCredential(webank)}`);
	await takeTestConnection(page, n8n.url);

	await fillDemo(n8n, sandbox.urls, `${userFolder}/imported.json`);
	await page.goto(`${n8n.url}/home/workflows`);
	await part(page, 'resources-list-item-workflow').first().waitFor();
	await take(page, 'list');
	const starter = readExamples().find(({ name }) => name.startsWith(STARTER)) as WorkflowInput;
	await page.goto(`${n8n.url}/workflow/${(await n8n.findWorkflow(starter.name)) ?? ''}`);
	await takeStarter(page);

	const ids: CredentialIds = new Map();
	for (const { type, name } of demoCredentials(sandbox.urls)) {
		ids.set(credentialKey(type, name), (await n8n.findCredential({ type, name })) ?? '');
	}
	const { id } = await n8n.saveWorkflow(rewireCredentials(mistaken(starter), ids));
	await page.goto(`${n8n.url}/workflow/${id}`);
	await takeMistake(page);
	await page.close();
	await takeApplicant(n8n);
}

async function takeCredential(page: Page, url: string): Promise<void> {
	await page.goto(url);
	const dialog = part(page, 'editCredential-modal');
	await dialog.getByText('Connection tested successfully').waitFor();
	await take(page, 'credential', 'editCredential-modal');
}

async function takeTestConnection(page: Page, url: string): Promise<void> {
	await page.goto(`${url}/workflow/new`);
	await part(page, 'canvas-plus-button').click();
	await page.getByText('Trigger manually').click();
	await part(page, 'nodes-list-header').waitFor({ state: 'hidden' });
	await part(page, 'canvas-handle-plus').click();
	await part(page, 'node-creator-search-bar').fill('微众');
	const found = part(page, 'node-creator-item-name').getByText('WeBank', { exact: true });
	await found.waitFor();
	await take(page, 'search');
	await found.click();
	await page.getByText(/^Test the connection to WeBank/).click();
	const node = part(page, 'ndv');
	await part(node, 'node-execute-button').waitFor();
	await take(page, 'before');
	await part(node, 'node-execute-button').click();
	await part(node, 'output-panel').getByText('transactionTime').first().waitFor();
	await take(page, 'after');
}

async function takeStarter(page: Page): Promise<void> {
	const node = part(page, 'canvas-node');
	await node.last().waitFor();
	await atRest(node.first());
	await part(page, 'execute-workflow-button').click();
	await part(page, 'canvas-node-status-success').nth(4).waitFor();
	await take(page, 'starter');
}

/** The starter with a digit of an identity number mistyped, whose node lets failed items go on. */
function mistaken(starter: WorkflowInput): WorkflowInput {
	const text = JSON.stringify(starter).replace('11010519491231002X', '110105194912310021');
	const { nodes, ...rest } = JSON.parse(text) as WorkflowInput;
	const isOurs = ({ type }: { type: string }) => type.endsWith('.qianchengCredit');
	return {
		...rest,
		name: 'A Mistake',
		nodes: nodes.map((node) => (isOurs(node) ? { ...node, onError: 'continueErrorOutput' } : node)),
	};
}

async function takeMistake(page: Page): Promise<void> {
	const node = part(page, 'canvas-node').filter({ hasText: '查询黑名单' });
	await node.waitFor();
	await part(page, 'execute-workflow-button').click();
	await part(page, 'canvas-node-status-success').nth(3).waitFor();
	await node.dblclick();
	const output = part(page, 'output-panel');
	await output.getByText('Error Branch').click();
	await part(output, 'radio-button-json').click();
	await output.getByText('messageChinese').waitFor();
	await take(page, 'mistake');
}

/** The first pages of the flagship on a phone: as it opens, and with a digit of the identity number mistyped. */
async function takeApplicant(n8n: Environment['n8n']): Promise<void> {
	const form = await openFormPage(n8n, { viewport: PHONE });
	form.page.setDefaultTimeout(PATIENCE_MS);
	await form.open('onboarding');
	await form.heading('开户与授信申请');
	await save(form.page, 'applicant-begin');
	await form.complete('开户与授信申请');
	await form.heading('申请人信息');
	await form.enter({ 姓名: '王大志', 身份证号: '110105194912310021', 手机号: '13800138001' });
	await form.enter({
		开户机构: '华盛 HSTong',
		'申请金额（元）': '20000',
		借款期限: '90天 90 Days',
	});
	for (const agreement of await form.page.getByText('同意 I agree').all()) await agreement.click();
	await form.complete('申请人信息');
	await form.page.locator('.form-header strong').waitFor();
	await save(form.page, 'applicant-mistake');
	await form.close();
}
