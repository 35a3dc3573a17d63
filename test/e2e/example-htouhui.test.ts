import type { IDataObject } from 'n8n-workflow';
import type { Browser, Page } from 'playwright-core';

import { demoCredentials } from '../../sandbox/registry.ts';
import {
	credentialKey,
	formPath,
	readExamples,
	rewireCredentials,
} from '../../scripts/start/examples.ts';
import { jsonOf, type Execution, type WorkflowInput } from '../../scripts/host/n8n-client.ts';
import { merchants, newPerson } from '../support/htouhui';
import { HTOUHUI, htouhuiIn } from '../support/htouhui-e2e';
import { openBrowser } from './support/browser.ts';
import { sharedEnvironment, type Environment } from './support/environment.ts';

// The example runs as it is in the repository; a person clicks through its forms and the sandbox's bank page.

const BEGIN = 'open-htouhui-account';
const GO_ON = 'go-on-at-htouhui';
const PATIENCE_MS = 20_000;
const ALLOWED = ['form', 'formTrigger', 'if', 'set', 'stickyNote', 'switch', 'wait'];

let environment: Environment;
let htouhui: ReturnType<typeof htouhuiIn>;
let example: WorkflowInput;
let id: string;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	environment = await sharedEnvironment();
	htouhui = htouhuiIn(environment);
	const { n8n, sandbox } = environment;
	const ids = new Map<string, string>();
	for (const credential of demoCredentials(sandbox.urls)) {
		const key = credentialKey(credential.type, credential.name);
		ids.set(key, await n8n.saveCredential(credential));
	}
	example = readExamples().find((workflow) => formPath(workflow) === BEGIN) as WorkflowInput;
	({ id } = await n8n.saveWorkflow(rewireCredentials(example, ids)));
	await n8n.publish(id);

	browser = await openBrowser();
	page = await browser.newPage();
	page.setDefaultTimeout(PATIENCE_MS);
	// n8n's form pages ask for a web font and an icon; the test must not wait for the Internet.
	const near = [n8n.url, sandbox.urls.htouhui].map((url) => new URL(url).origin);
	await page.route(
		({ origin }) => !near.includes(origin),
		async (route) => await route.abort(),
	);
	// A page asks n8n once a second whether the next one is there; here more often. The time after which
	// Bank Page leaves n8n stays as it is.
	await page.addInitScript((leavesAfterMs) => {
		const { setTimeout: later } = window;
		const sooner = (action: () => void, ms = 0) =>
			later(action, ms === leavesAfterMs ? ms : Math.min(ms, 100));
		window.setTimeout = sooner as typeof window.setTimeout;
	}, 1500);
});
beforeEach(async () => await environment.n8n.deleteExecutions(id));
afterAll(async () => {
	await browser?.close();
	if (id) await environment.n8n.unpublish(id);
});

const person = () => ({ ...newPerson(), real_name: '王大志' });
type Person = ReturnType<typeof person>;

const heading = async (title: string) => await page.getByRole('heading', { name: title }).waitFor();
const says = async (text: string) => await page.getByText(text).first().waitFor();

/** Waits for the page with this title, fills it in, and submits it. */
async function complete(title: string, answers: Record<string, string> = {}): Promise<void> {
	await heading(title);
	for (const [label, value] of Object.entries(answers)) {
		const caption = page.locator('label.form-label', { hasText: new RegExp(`^\\s*${label}`) });
		await page.locator('.inputs-wrapper > div', { has: caption }).locator('input').fill(value);
	}
	await page.locator('#submit-btn').click();
}

/** Fills in the first form, up to the page that names the next step. */
async function begin({ real_name, id_card, mobile }: Person): Promise<void> {
	await page.goto(environment.n8n.formUrl(BEGIN));
	await complete('Open a Bank Account', {
		Name: real_name,
		'ID Card Number': id_card,
		'Mobile Number': mobile,
	});
}

/** Presses the button that leads to the bank. */
async function toTheBank(nextStep: string): Promise<void> {
	await complete(`Next: ${nextStep}`);
	await page.locator('#bank-form').waitFor();
}

/** Presses a button of the bank's page, which leads the browser back to the second form. */
async function atTheBank(button: string): Promise<void> {
	await page.click(button);
	await heading('How Far Is My Account?');
}

/** Does everything that the bank's page asks for. */
async function confirm(): Promise<void> {
	const password = page.locator('input[type=password]');
	for (const field of await password.all()) await field.fill('135790');
	await page.check('[name=authorise]');
	await atTheBank('#success');
}

/** Fills in the second form; the browser has brought the number with it. */
const goOn = async ({ real_name, id_card }: Person) =>
	await complete('How Far Is My Account?', { Name: real_name, 'ID Card Number': id_card });

const waiting = async (): Promise<Execution> =>
	(await environment.n8n.waitForExecutions(id, 1, { until: ['waiting'] }))[0];
const ended = async (count: number): Promise<Execution[]> => {
	const executions = await environment.n8n.waitForExecutions(id, count);
	expect(executions.map(({ status }) => status)).toEqual(Array(count).fill('success'));
	return executions;
};
const runsOf = ({ data }: Execution, node: string) => data.resultData.runData[node]?.length ?? 0;

test('everything is done at once; a forged notification in between changes nothing', async () => {
	const user = person();
	await begin(user);
	await says('No account yet');
	await toTheBank('Open Account');

	let execution = await waiting();
	const [{ fields }] = jsonOf(execution, 'Build Bank Page') as [{ fields: IDataObject }];
	expect(fields).toMatchObject({ type: '0', id_card: user.id_card });
	const order = { url: fields.notify_url, merchant: merchants.md5 };
	// The last one is genuine, of another user.
	for (const [count, kind] of ['wrongSignature', 'changedStatus', 'empty', 'right'].entries()) {
		await htouhui.notify({ ...order, kind });
		while (runsOf(execution, 'Verify Notification') <= count) execution = await waiting();
	}
	expect(runsOf(execution, 'Query User')).toBe(0);

	await confirm();
	const [done] = await ended(1);
	expect(runsOf(done, 'Verify Notification')).toBe(5);
	expect(jsonOf(done, 'Account Opened')).toEqual([
		{ third_party_user_id: fields.third_party_user_id, result: expect.stringContaining('opened') },
	]);
	await goOn(user);
	await heading('Your Account Is Open');
	await says(String(fields.third_party_user_id));
}, 60_000);

test.each([
	['#fail-open', 'Stopped at Opening', '0', 'Open Account (开户)', 'No account yet'],
	['#fail-password', 'Stopped at Password', '1', 'Set Trading Password (设置交易密码)', '开户成功'],
	['#fail-authorise', 'Stopped at Authorization', '2', 'Fee Authorization (缴费授权)', '密码成功'],
])(
	'%s: the person goes on with what is still to do',
	async (button, node, nextType, step, so) => {
		const user = person();
		await begin(user);
		await toTheBank('Open Account');
		await atTheBank(button);
		const [first] = await ended(1);
		const [result] = jsonOf(first, node);
		expect(result).toMatchObject({ nextType, nextStep: step });

		// The address that the person is sent, as well as the one that the browser comes back to.
		await page.goto(String(result.continueAt));
		await goOn(user);
		await says(so);
		await toTheBank(step);
		await confirm();
		const [, second] = await ended(2);
		expect(jsonOf(second, 'Build Bank Page')).toMatchObject([{ type: nextType }]);
		expect(jsonOf(second, 'Account Opened')).toHaveLength(1);
	},
	60_000,
);

describe('an error leads to a page that tells what to do:', () => {
	const notDone = async (...texts: string[]) => {
		await heading('This Did Not Work');
		for (const text of texts) await says(text);
	};

	test('a mobile number that is registered already', async () => {
		const user = person();
		await begin(user);
		await heading('Next: Open account');
		await begin({ ...user, id_card: person().id_card });
		await notDone('Htouhui did not register the user.', 'registered once', 'HT2');
	});

	test('an identity number that is mistyped, corrected at the second form', async () => {
		const user = person();
		await begin({ ...user, id_card: '11010519491231002' });
		await complete('Next: Open account');
		await notDone("'ID Card Number' must");
		await page.getByRole('link', { name: 'go on here' }).click();
		await goOn(user);
		await toTheBank('Open Account');
	});

	test('a number that nobody has', async () => {
		await page.goto(`${environment.n8n.formUrl(GO_ON)}?third_party_user_id=HT0`);
		await goOn(person());
		await heading('Unknown Number');
	});

	test('Htouhui is out of order', async () => {
		const body = { operation: 'registerUser', httpStatus: 503, body: 'busy' };
		await htouhui.control.call('/htouhui/force', body);
		await begin(person());
		await notDone('go on here');
	});
});

test('nobody waits for ever', () => {
	const wait = example.nodes.find(({ name }) => name === 'Wait for the Bank');
	expect(wait?.parameters).toMatchObject({ limitWaitTime: true, resumeUnit: 'days' });
});

test('nothing but forms, decisions and Htouhui nodes', () => {
	const allowed = [HTOUHUI, ...ALLOWED.map((type) => `n8n-nodes-base.${type}`)];
	expect(example.nodes.map(({ type }) => type).filter((type) => !allowed.includes(type))).toEqual(
		[],
	);
});
