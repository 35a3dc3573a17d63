import type { IDataObject } from 'n8n-workflow';

import { jsonOf, type Execution } from '../support/n8n-driver.ts';
import { merchants, newPerson } from '../support/htouhui';
import { HTOUHUI, htouhuiIn } from '../support/htouhui-e2e';
import { sharedEnvironment, type Environment } from './support/environment.ts';
import { exampleOf, examplesIn, expectPlainNodes } from './support/examples.ts';
import { type FormPage, openFormPage } from './support/form-page.ts';

// The example runs as it is in the repository; a person clicks through its forms and the sandbox's bank page.

const BEGIN = 'open-htouhui-account';
const GO_ON = 'go-on-at-htouhui';
const PATIENCE_MS = 20_000;
const PLAIN = ['form', 'formTrigger', 'if', 'set', 'switch', 'wait'];

const example = exampleOf(BEGIN);
let environment: Environment;
let htouhui: ReturnType<typeof htouhuiIn>;
let examples: ReturnType<typeof examplesIn>;
let id: string;
let form: FormPage;

beforeAll(async () => {
	environment = await sharedEnvironment();
	htouhui = htouhuiIn(environment);
	examples = examplesIn(environment);
	id = await examples.publish(example);
	const { n8n, sandbox } = environment;
	// The time after which Bank Page leaves n8n stays as it is.
	form = await openFormPage(n8n, { nearby: [sandbox.urls.htouhui], keptDelayMs: 1500 });
	form.page.setDefaultTimeout(PATIENCE_MS);
});
beforeEach(async () => await environment.n8n.deleteExecutions(id));
afterAll(async () => {
	await form?.close();
	await examples?.unpublish();
});

const person = () => ({ ...newPerson(), real_name: '王大志' });
type Person = ReturnType<typeof person>;

const says = async (text: string) => await form.page.getByText(text).first().waitFor();

/** Fills in the first form, up to the page that names the next step. */
async function begin({ real_name, id_card, mobile }: Person): Promise<void> {
	await form.open(BEGIN);
	await form.complete('Open a Bank Account', {
		Name: real_name,
		'ID Card Number': id_card,
		'Mobile Number': mobile,
	});
}

/** Presses the button that leads to the bank. */
async function toTheBank(nextStep: string): Promise<void> {
	await form.complete(`Next: ${nextStep}`);
	await form.page.locator('#bank-form').waitFor();
}

/** Presses a button of the bank's page, which leads the browser back to the second form. */
async function atTheBank(button: string): Promise<void> {
	await form.page.click(button);
	await form.heading('How Far Is My Account?');
}

/** Does everything that the bank's page asks for. */
async function confirm(): Promise<void> {
	const password = form.page.locator('input[type=password]');
	for (const field of await password.all()) await field.fill('135790');
	await form.page.check('[name=authorise]');
	await atTheBank('#success');
}

/** Fills in the second form; the browser has brought the number with it. */
const goOn = async ({ real_name, id_card }: Person) =>
	await form.complete('How Far Is My Account?', { Name: real_name, 'ID Card Number': id_card });

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
	await form.heading('Your Account Is Open');
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
		await form.page.goto(String(result.continueAt));
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
		await form.heading('This Did Not Work');
		for (const text of texts) await says(text);
	};

	test('a mobile number that is registered already', async () => {
		const user = person();
		await begin(user);
		await form.heading('Next: Open account');
		await begin({ ...user, id_card: person().id_card });
		await notDone('Htouhui did not register the user.', 'registered once', 'HT2');
	});

	test('an identity number that is mistyped, corrected at the second form', async () => {
		const user = person();
		await begin({ ...user, id_card: '11010519491231002' });
		await form.complete('Next: Open account');
		await notDone("'ID Card Number' must");
		await form.page.getByRole('link', { name: 'go on here' }).click();
		await goOn(user);
		await toTheBank('Open Account');
	});

	test('a number that nobody has', async () => {
		await form.page.goto(`${environment.n8n.formUrl(GO_ON)}?third_party_user_id=HT0`);
		await goOn(person());
		await form.heading('Unknown Number');
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
	expectPlainNodes(example, PLAIN, [HTOUHUI]);
});
