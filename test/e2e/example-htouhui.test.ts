import type { IDataObject } from 'n8n-workflow';

import { poll } from '../../scripts/host/n8n-client.ts';
import { jsonOf, type Execution } from '../support/n8n-driver.ts';
import { merchants, newPerson } from '../support/htouhui';
import { useHtouhuiHost } from './support/htouhui';
import { exampleOf, useExamples } from './support/examples.ts';
import type { Answers } from './support/form-page.ts';
import { type Walk, walkIn } from './support/walk.ts';
import { tableOf, toldOf } from './support/tables.ts';

// The example runs as it is in the repository; a person clicks through its forms and the sandbox's bank page.

const BEGIN = 'open-htouhui-account';
const GO_ON = 'go-on-at-htouhui';
const PATIENCE_MS = 20_000;
const RESULTS = /^(Account Opened|Stopped at|Result Not Known) /;

const example = exampleOf(BEGIN);
const { environment, examples } = useExamples();
const htouhui = useHtouhuiHost();
let id: string;
let form: Walk;
let since: number;

beforeAll(async () => {
	id = await examples.publish(example);
	const { sandbox } = environment;
	// The time after which Bank Page leaves n8n stays as it is.
	const options = { nearby: [sandbox.urls.htouhui], keptDelayMs: 1500 };
	form = await walkIn(environment, 'htouhui', options);
	form.page.setDefaultTimeout(PATIENCE_MS);
});
beforeEach(async () => {
	await environment.n8n.deleteExecutions(id);
	await form.take('usual');
	since = await htouhui.control.lastSeq();
});
afterEach(async () => await tellResults([0, 1000, 2000, 4000, 8000]));
afterAll(async () => await form?.close());

/** When the sandbox tells a result, in milliseconds after it; the last one an hour later is never told here. */
const tellResults = async (delaysMs: number[]) =>
	await htouhui.control.call('/htouhui/retries', { delaysMs });
const NEVER = [3_600_000];

const person = () => ({ ...newPerson(), real_name: '王大志' });
type Person = Pick<ReturnType<typeof person>, 'real_name' | 'id_card' | 'mobile'>;

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

/** Presses the button that leads to the bank, twice. */
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

/** Opens a personal link, on an n8n at whatever address. */
async function follow(link: string): Promise<void> {
	const { pathname, search } = new URL(link);
	await form.page.goto(environment.n8n.url + pathname + search);
	await goOn();
}
const linkOf = ({ third_party_user_id: number, link_key: key }: IDataObject) =>
	environment.n8n.formUrl(`${GO_ON}?link=${String(number)}-${String(key)}`);
const rowOf = async ({ mobile }: Person): Promise<IDataObject> => {
	const rows = await tableOf(environment, 'htouhui_people');
	return rows.find((row) => row.mobile === mobile) ?? {};
};

/** What the executions of the example have ended with, in their order: the results that somebody is told. */
async function results(): Promise<IDataObject[]> {
	const all = await environment.n8n.waitForExecutions(id, 0);
	expect(all.map(({ status }) => status)).toEqual(Array(all.length).fill('success'));
	const of = (execution: Execution) =>
		Object.keys(execution.data.resultData.runData)
			.filter((node) => RESULTS.test(node))
			.flatMap((node) => jsonOf(execution, node).map((json) => ({ node, ...json })));
	return all.flatMap(of);
}
/** Waits for so many results, and a moment longer for one too many. */
async function told(count: number): Promise<IDataObject[]> {
	await poll(`${count} results`, PATIENCE_MS, async () =>
		(await results()).length >= count ? true : undefined,
	);
	await form.page.waitForTimeout(700);
	const all = await results();
	expect(all).toHaveLength(count);
	return all;
}

/** How often Htouhui was called, by operation. */
async function calls(): Promise<Record<string, number>> {
	const counted: Record<string, number> = {};
	for (const { operation } of await htouhui.control.journal(since)) {
		counted[operation] = (counted[operation] ?? 0) + 1;
	}
	return counted;
}

test('somebody makes mistakes, loads every page again, presses twice and goes back: all is done once', async () => {
	const user = person();
	const mistaken = {
		real_name: '王大志（本人）',
		id_card: '110105194912310021',
		mobile: '1380013',
	};
	await begin(mistaken);
	await form.wrong('手机号');
	await expect(form.value('姓名')).resolves.toBe(mistaken.real_name);
	await form.fill(TITLE, { 手机号码: ` +86 ${user.mobile}` });
	await form.wrong('身份证号');
	// A doubtful name is asked once more, and each one anew.
	await form.fill(TITLE, { 身份证号: user.id_card });
	await form.wrong('姓名');
	await form.wrong('如确认无误，请再点一次“继续”');
	await expect(form.value('手机号码')).resolves.toContain(user.mobile);
	await form.fill(TITLE, { 姓名: '王大志2' });
	await form.wrong('姓名');
	await expect(calls()).resolves.toEqual({});
	await form.fill(TITLE, { 姓名: '王 大志' });
	await form.heading('下一步：开户');
	await says('还没有开户');

	await toTheBank('开户');
	const row = await rowOf(user);
	expect(row).toMatchObject({ real_name: '王大志', id_card: user.id_card, status: 'at the bank' });
	// Back to n8n's page: whoever comes again chooses where to go on.
	await form.back();
	await says('在银行办完了');
	await form.page.reload();
	await form.page.click('text=查看结果');
	await form.heading('开户进度');
	await form.back();
	await form.page.click('text=继续 Continue');
	await form.page.locator('#bank-form').waitFor();
	const [shown] = await environment.n8n.waitForExecutions(id, 1);
	const [{ fields }] = jsonOf(shown, 'Build Bank Page 生成银行页面') as [{ fields: IDataObject }];
	expect(fields).toMatchObject({ type: '0', id_card: user.id_card, real_name: '王大志' });

	const order = { url: fields.notify_url, merchant: merchants.md5 };
	for (const kind of ['wrongSignature', 'changedStatus', 'empty', 'unsigned']) {
		const { status } = await htouhui.notify({ ...order, kind });
		expect(status).toBeGreaterThanOrEqual(400);
	}
	// This one is genuine, of a user whom nobody knows here.
	await htouhui.notify({ ...order, kind: 'right' });
	await environment.n8n.waitForExecutions(id, 2);
	await expect(results()).resolves.toEqual([]);

	await confirm();
	await expect(told(1)).resolves.toMatchObject([
		{ node: 'Account Opened 已开户', third_party_user_id: row.third_party_user_id },
	]);
	// Htouhui tells it again, and the person comes back as often as they like.
	await htouhui.control.call('/htouhui/resend', {});
	await goOn();
	await expect(form.end('开户完成')).resolves.toContain(String(row.third_party_user_id));
	await follow(linkOf(row));
	await form.end('开户完成');
	await told(1);
	await expect(calls()).resolves.toEqual({
		// The page of the bank was shown twice, twice more by going back from what comes after it, and sent once.
		...{ registerUser: 1, openAccount: 4, bankPage: 1 },
		// One for each page that tells how far it is, one before the bank, one for the notification.
		queryUser: 5,
	});
	await expect(rowOf(user)).resolves.toMatchObject({ status: '3' });
}, 180_000);

test.each([
	['#fail-open', 'Stopped at Opening 停在开户', '0', '开户', '还没有开户'],
	['#fail-password', 'Stopped at Password 停在密码', '1', '设置交易密码', '开户成功'],
	['#fail-authorise', 'Stopped at Authorization 停在授权', '2', '缴费授权', '密码成功'],
])(
	'%s: the person goes on with what is still to do, as often as it fails',
	async (button, node, nextType, step, so) => {
		await form.take('other');
		const user = person();
		await begin(user);
		await toTheBank('开户');
		await atTheBank(button);
		const [first] = await told(1);
		expect(first).toMatchObject({ node, nextType, nextStep: expect.stringContaining(`(${step})`) });

		// The address that the person is sent, as well as the one that the browser comes back to.
		await follow(String(first.continueAt));
		await says(so);
		await toTheBank(step);
		await atTheBank(button);
		await expect(told(2)).resolves.toMatchObject([first, { node, nextType }]);

		await goOn();
		await toTheBank(step);
		await confirm();
		await expect(told(3)).resolves.toMatchObject([{}, {}, { node: 'Account Opened 已开户' }]);
	},
	120_000,
);

describe('a result that Htouhui does not tell in time', () => {
	test('is found when the person comes back, and is told late without being told twice', async () => {
		await tellResults(NEVER);
		const user = person();
		await begin(user);
		// The browser is closed on the page of the bank; the personal link leads there again.
		await toTheBank('开户');
		await form.page.goto('about:blank');
		await follow(linkOf(await rowOf(user)));
		await toTheBank('开户');
		await confirm();
		await expect(results()).resolves.toEqual([]);
		await goOn();
		await form.end('开户完成');
		await told(1);
		await htouhui.control.call('/htouhui/resend', {});
		await environment.n8n.waitForExecutions(id, 4);
		await expect(told(1)).resolves.toMatchObject([{ node: 'Account Opened 已开户' }]);
	}, 120_000);

	test('is found in the morning when nobody comes back', async () => {
		await tellResults(NEVER);
		const user = person();
		await begin(user);
		await toTheBank('开户');
		await atTheBank('#fail-password');
		const morning = async () =>
			await environment.n8n.run(id, { trigger: 'Every Morning 每天早上' });
		await morning();
		const { third_party_user_id } = await rowOf(user);
		await expect(told(1)).resolves.toMatchObject([
			{ node: 'Stopped at Password 停在密码', third_party_user_id },
		]);
		await morning();
		await told(1);
	}, 120_000);
});

test('a page that was left open leads to what is to be done now', async () => {
	const user = person();
	await begin(user);
	await form.heading('下一步：开户');
	const left = form.page.url();
	await follow(linkOf(await rowOf(user)));
	await toTheBank('开户');
	await atTheBank('#fail-password');
	await form.page.goto(left);
	await form.fill('下一步：开户');
	await form.heading('下一步：设置交易密码');
	await toTheBank('设置交易密码');
	await confirm();
}, 120_000);

describe('what is wrong leads back to its page, with what was typed:', () => {
	test('a mobile number that is registered already', async () => {
		const user = person();
		await begin(user);
		await form.heading('下一步：开户');

		await begin({ ...user, id_card: person().id_card });
		await form.wrong('或换一个手机号。找不到链接时，请致电开户服务：400-000-0000。');
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
		// Whether it was registered is not known, so Htouhui is asked before it is sent again, under the same number.
		await form.wrong('还没有完成登记');
		await form.fill(TITLE);
		await form.heading('下一步：开户');
		const sent = (await htouhui.control.journal(since)).filter(
			({ operation }) => operation === 'registerUser',
		);
		expect(new Set(sent.map(({ params }) => params.third_party_user_id)).size).toBe(1);
		expect(sent).toHaveLength(2);
	}, 120_000);

	test('Htouhui refuses to tell how far somebody is, and the team is told', async () => {
		const user = person();
		await begin(user);
		await form.heading('下一步：开户');
		const start = new Date();
		const refusal = { operation: 'queryUser', httpStatus: 400, body: '{"message":"停用"}' };
		await htouhui.control.call('/htouhui/force', refusal);
		await form.fill('下一步：开户');
		const ending = await form.end('暂时无法继续');
		const { third_party_user_id: number } = await rowOf(user);
		expect(ending).toContain(String(number));
		// A page that is loaded again tells nobody again.
		await expect(toldOf(environment, '海投汇开户', start)).resolves.toMatchObject([
			{ reference: number, name: '王**' },
		]);
		await follow(linkOf(await rowOf(user)));
		await form.heading('下一步：开户');
	}, 120_000);
});
