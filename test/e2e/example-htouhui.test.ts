import type { IDataObject } from 'n8n-workflow';

import { jsonOf, type Execution } from '../support/n8n-driver.ts';
import { merchants, newPerson } from '../support/htouhui';
import { HTOUHUI, htouhuiIn } from '../support/htouhui-e2e';
import { sharedEnvironment, type Environment } from './support/environment.ts';
import { exampleOf, examplesIn, expectPlainNodes } from './support/examples.ts';
import type { Answers } from './support/form-page.ts';
import { type Phone, phoneIn } from './support/phone.ts';

// The example runs as it is in the repository; a person clicks through its forms and the sandbox's bank page.

const BEGIN = 'open-htouhui-account';
const GO_ON = 'go-on-at-htouhui';
const PATIENCE_MS = 20_000;
const PLAIN = ['crypto', 'dataTable', 'form', 'formTrigger', 'if', 'set', 'switch', 'wait'];

const example = exampleOf(BEGIN);
let environment: Environment;
let htouhui: ReturnType<typeof htouhuiIn>;
let examples: ReturnType<typeof examplesIn>;
let id: string;
let form: Phone;

beforeAll(async () => {
	environment = sharedEnvironment();
	htouhui = htouhuiIn(environment);
	examples = examplesIn(environment);
	id = await examples.publish(example);
	const { sandbox } = environment;
	// The time after which Bank Page leaves n8n stays as it is.
	const options = { nearby: [sandbox.urls.htouhui], keptDelayMs: 1500 };
	form = await phoneIn(environment, 'htouhui', options);
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

const TITLE = '海投汇开户';
const fieldsOf = ({ real_name, id_card, mobile }: Person): Answers => ({
	...{ 姓名: real_name, 身份证号: id_card, 手机号码: mobile },
	同意: '本人同意以上文件',
});

/** Fills in the first form, up to the page that names the next step. */
async function begin(user: Person): Promise<void> {
	await form.open(BEGIN);
	await form.fill(TITLE);
	await form.fill(TITLE, fieldsOf(user));
}

/** Presses the button that leads to the bank. */
async function toTheBank(nextStep: string): Promise<void> {
	await form.heading(`下一步：${nextStep}`);
	await form.look();
	await form.page.locator('#submit-btn').dblclick();
	await form.page.locator('#bank-form').waitFor();
}

/** Presses a button of the bank's page, which leads the browser back to the second form. */
async function atTheBank(button: string): Promise<void> {
	await form.page.click(button);
	await form.heading('开户进度');
}

/** Does everything that the bank's page asks for. */
async function confirm(): Promise<void> {
	const password = form.page.locator('input[type=password]');
	for (const field of await password.all()) await field.fill('135790');
	await form.page.check('[name=authorise]');
	await atTheBank('#success');
}

/** Presses the button of the second form; the browser has brought the link with it. */
const goOn = async () => await form.fill('开户进度');

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
	await says('还没有开户');
	await toTheBank('开户');

	let execution = await waiting();
	const [{ fields }] = jsonOf(execution, 'Build Bank Page 生成银行页面') as [
		{ fields: IDataObject },
	];
	expect(fields).toMatchObject({ type: '0', id_card: user.id_card });
	const order = { url: fields.notify_url, merchant: merchants.md5 };
	// The last one is genuine, of another user.
	for (const [count, kind] of ['wrongSignature', 'changedStatus', 'empty', 'right'].entries()) {
		await htouhui.notify({ ...order, kind });
		while (runsOf(execution, 'Verify Notification 验证通知') <= count) execution = await waiting();
	}
	expect(runsOf(execution, 'Query User 查询用户')).toBe(0);

	await confirm();
	const [done] = await ended(1);
	expect(runsOf(done, 'Verify Notification 验证通知')).toBe(5);
	expect(jsonOf(done, 'Account Opened 已开户')).toEqual([
		{ third_party_user_id: fields.third_party_user_id, result: expect.stringContaining('opened') },
	]);
	await goOn();
	expect(await form.end('开户完成')).toContain(String(fields.third_party_user_id));
}, 120_000);

test.each([
	['#fail-open', 'Stopped at Opening 停在开户', '0', 'Open Account (开户)', '还没有开户'],
	[
		'#fail-password',
		'Stopped at Password 停在密码',
		'1',
		'Set Trading Password (设置交易密码)',
		'开户成功',
	],
	[
		'#fail-authorise',
		'Stopped at Authorization 停在授权',
		'2',
		'Fee Authorization (缴费授权)',
		'密码成功',
	],
])(
	'%s: the person goes on with what is still to do',
	async (button, node, nextType, step, so) => {
		const user = person();
		await begin(user);
		await toTheBank('开户');
		await atTheBank(button);
		const [first] = await ended(1);
		const [result] = jsonOf(first, node);
		expect(result).toMatchObject({ nextType, nextStep: step });

		// The address that the person is sent, as well as the one that the browser comes back to.
		const { pathname, search } = new URL(String(result.continueAt));
		await form.page.goto(environment.n8n.url + pathname + search);
		await goOn();
		await says(so);
		await toTheBank(/\((.*)\)$/.exec(step)?.[1] ?? step);
		await confirm();
		const [, second] = await ended(2);
		expect(jsonOf(second, 'Build Bank Page 生成银行页面')).toMatchObject([{ type: nextType }]);
		expect(jsonOf(second, 'Account Opened 已开户')).toHaveLength(1);
	},
	60_000,
);

describe('what is wrong leads back to its page, with what was typed:', () => {
	test('an identity number and a mobile number that are mistyped, and one that is registered already', async () => {
		const user = person();
		await begin({ ...user, id_card: '110105194912310021' });
		await form.wrong('身份证号应为 18 位');
		await expect(form.value('姓名')).resolves.toBe(user.real_name);
		await form.fill(TITLE, { 身份证号: user.id_card, 手机号码: '1380013' });
		await form.wrong('手机号码应为 11 位');
		await form.fill(TITLE, { 手机号码: user.mobile });
		await form.heading('下一步：开户');

		await begin({ ...user, id_card: person().id_card });
		await form.wrong('');
		await expect(form.value('姓名')).resolves.toBe(user.real_name);
		await form.fill(TITLE, { 手机号码: person().mobile });
		await form.heading('下一步：开户');
	}, 120_000);

	test('a link that nobody has', async () => {
		for (const search of ['', '?link=HT0-1', '?link=none']) {
			await form.page.goto(environment.n8n.formUrl(GO_ON) + search);
			await goOn();
			await form.end('链接无效');
		}
	}, 120_000);

	test('Htouhui is out of order', async () => {
		const user = person();
		const body = { operation: 'registerUser', httpStatus: 503, body: 'busy' };
		await htouhui.control.call('/htouhui/force', body);
		await begin(user);
		// Whether it was registered is not known, so Htouhui is asked before it is sent again.
		await form.wrong('还没有完成登记');
		await form.fill(TITLE);
		await form.heading('下一步：开户');
	}, 120_000);
});

test('nobody waits for ever', () => {
	const wait = example.nodes.find(({ name }) => name === 'Wait for the Bank 等待银行');
	expect(wait?.parameters).toMatchObject({ limitWaitTime: true, resumeUnit: 'days' });
});

test('nothing but forms, decisions and Htouhui nodes', () => {
	expectPlainNodes(example, PLAIN, [HTOUHUI]);
});
