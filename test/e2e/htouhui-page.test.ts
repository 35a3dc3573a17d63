import type { Browser, Page } from 'playwright-core';
import type { IDataObject } from 'n8n-workflow';

import { jsonOf } from '../support/n8n-driver.ts';
import { merchants, newPerson } from '../support/htouhui';
import { HTOUHUI, useHtouhuiHost } from './support/htouhui';
import type { Listening } from './support/use-host';
import type { NodeInput } from '../support/workflow';
import { openBrowser } from './support/browser';

// A person opens an account in a browser: n8n's page, the bank's page, and back; the result starts a workflow.

const htouhui = useHtouhuiHost();
const { environment } = htouhui;
let browser: Browser;
let results: Listening;
let credentials: NodeInput['credentials'];
beforeAll(async () => {
	browser = await openBrowser();
	({ credentials } = await htouhui.credential('htouhui page'));
	results = await htouhui.listen('htouhui results', credentials);
});
afterAll(async () => await browser?.close());
beforeEach(async () => await environment.n8n.deleteExecutions(results.id));

const PATIENCE_MS = 15_000;
const RETURN = () => `${environment.sandbox.controlUrl}/?from=bank`;
const node = (name: string, operation: string, parameters: IDataObject): NodeInput => ({
	name,
	type: HTOUHUI,
	parameters: { resource: 'user', operation, ...parameters },
	credentials,
});
const registration = (person: IDataObject) => ({
	mobile: person.mobile,
	password: person.password,
	third_party_user_id: person.third_party_user_id,
	additionalFields: { type: '0' },
});

/** The nodes that register a person and build the page. */
const opening = (person: IDataObject): NodeInput[] => [
	node('Register', 'register', registration(person)),
	node('Open', 'openAccount', {
		third_party_user_id: person.third_party_user_id,
		id_card: person.id_card,
		real_name: person.real_name,
		notify_url: results.url,
		return_url: RETURN(),
	}),
];

const webhook = (path: string): NodeInput => ({
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	parameters: { path, responseMode: 'responseNode', options: {} },
});
const respond: NodeInput = {
	name: 'Respond',
	type: 'n8n-nodes-base.respondToWebhook',
	typeVersion: 1.1,
	parameters: {
		respondWith: 'text',
		responseBody: '={{ $json.html }}',
		options: {
			responseHeaders: { entries: [{ name: 'Content-Type', value: 'text/html; charset=utf-8' }] },
		},
	},
};

async function visit(name: string, person: IDataObject, scripts = true): Promise<Page> {
	const path = `${name}-${person.mobile}`.replace(/\W+/g, '-');
	const { id } = await htouhui.save(name, [webhook(path), ...opening(person), respond]);
	await environment.n8n.publish(id);
	const context = await browser.newContext({ javaScriptEnabled: scripts });
	const page = await context.newPage();
	page.setDefaultTimeout(PATIENCE_MS);
	await page.goto(`${environment.n8n.url}/webhook/${path}`);
	if (!scripts) await page.getByRole('button', { name: 'Continue' }).click();
	await page.locator('#bank-form').waitFor();
	await environment.n8n.unpublish(id);
	return page;
}

const buttons = {
	success: ['3', true],
	'fail-open': ['0', false],
	'fail-password': ['1', false],
	'fail-authorise': ['2', false],
} as const;

test.each(Object.entries(buttons))('%s at the bank', async (button, [status, isFilledIn]) => {
	const person = newPerson();
	const page = await visit('htouhui page', person);
	expect(page.url()).toBe(`${environment.sandbox.urls.htouhui}/openapi/user/openAccount`);
	expect(await page.locator('body').innerText()).toContain('王');

	if (isFilledIn) {
		await page.fill('[name=password]', '135790');
		await page.fill('[name=password_confirm]', '135790');
		await page.check('[name=authorise]');
	}
	await page.click(`#${button}`);
	await page.waitForURL(/from=bank/);
	const query = Object.fromEntries(new URL(page.url()).searchParams);
	await page.context().close();

	const [execution] = await environment.n8n.waitForExecutions(results.id, 1);
	const isDone = status === '3';
	const decoded = { status, done: isDone, nextType: isDone ? null : status, verified: true };
	expect(jsonOf(execution, 'End')).toMatchObject([
		{ third_party_user_id: person.third_party_user_id, ...decoded },
	]);
	expect('bank_card_number' in jsonOf(execution, 'End')[0]).toBe(status !== '0');

	// What the browser brought back is signed by Htouhui as well; the address has a field of its own.
	expect(query).toMatchObject({ from: 'bank', status });
	const { from: _from, ...returned } = query;
	const verify = node('Verify', 'verify', {
		...{ resource: 'notification', source: 'return' },
		notification: JSON.stringify(returned),
	});
	const { id } = await htouhui.save('htouhui return', [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
		verify,
	]);
	expect(jsonOf(await environment.n8n.run(id), 'Verify')).toMatchObject([decoded]);

	// A forged one starts nothing.
	const forged = { url: results.url, merchant: merchants.md5, kind: 'wrongSignature' };
	expect(await htouhui.notify(forged)).toMatchObject({ status: 401, body: 'fail' });
	expect(await environment.n8n.executions(results.id)).toHaveLength(1);
});

test('without scripts the button leads to the bank', async () => {
	const page = await visit('htouhui button', newPerson(), false);
	await page.click('#fail-open');
	await page.waitForURL(/from=bank/);
	await page.context().close();
	const [execution] = await environment.n8n.waitForExecutions(results.id, 1);
	expect(jsonOf(execution, 'End')).toMatchObject([{ status: '0', nextType: '0' }]);
});

// It is tried several times: the browser must not leave before n8n's own script has told that the form has ended.
test.each([1, 2, 3])(
	"a form's last page leads to the bank, and its execution ends (%i)",
	async (visitor) => {
		const person = newPerson();
		const form: NodeInput = {
			name: 'Form',
			type: 'n8n-nodes-base.formTrigger',
			typeVersion: 2.2,
			parameters: {
				formTitle: 'Open an account',
				formFields: { values: [{ fieldLabel: 'Name' }] },
				options: {},
			},
		};
		const ending: NodeInput = {
			name: 'Ending',
			type: 'n8n-nodes-base.form',
			typeVersion: 1,
			parameters: {
				...{ operation: 'completion', respondWith: 'showText' },
				responseText: '={{ $json.html }}',
			},
		};
		const { id, nodes } = await htouhui.save(`htouhui form ${visitor}`, [
			form,
			...opening(person),
			ending,
		]);
		await environment.n8n.publish(id);
		const page = await (await browser.newContext()).newPage();
		page.setDefaultTimeout(PATIENCE_MS);
		await page.goto(environment.n8n.formUrl(String(nodes[0].webhookId)));
		await page.fill('input[type=text]', '王大志');
		await page.click('button[type=submit]');
		await page.locator('#bank-form').waitFor();
		const [execution] = await environment.n8n.waitForExecutions(id, 1);
		expect(execution.status).toBe('success');
		await environment.n8n.unpublish(id);
		await page.click('#fail-authorise');
		await page.waitForURL(/from=bank/);
		await page.context().close();
		const [result] = await environment.n8n.waitForExecutions(results.id, 1);
		expect(jsonOf(result, 'End')).toMatchObject([{ status: '2', nextType: '2', done: false }]);
	},
);
