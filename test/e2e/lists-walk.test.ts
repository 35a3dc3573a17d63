import type { IDataObject } from 'n8n-workflow';

import { type Cells, csvOf, encoded } from '../support/sheets.ts';
import { sharedEnvironment } from './support/environment.ts';
import { flagshipIn, newIdCard, newMobile } from './support/flagship.ts';
import { type Walk, walkIn } from './support/walk.ts';

// The two forms for lists, in the hands of somebody who reloads each page, goes back, presses
// each button twice, and has the page that asks before anything is paid for open a second time.

const environment = sharedEnvironment();
let lists: Awaited<ReturnType<typeof flagshipIn>>;
let walk: Walk;

beforeAll(async () => {
	lists = await flagshipIn(
		environment,
		(parameters) => {
			if (parameters.amount === 30) parameters.amount = 0.2;
		},
		({ name }) => /^(Flagship: Overnight Batch|Screen a List|Read a List)/.test(name),
	);
	walk = await walkIn(environment, 'lists');
}, 120_000);
afterAll(async () => {
	await walk?.close();
	await lists?.unpublish();
});

const PAID = ['searchBlacklist', 'registerUser'];

/** How often each of these calls was made for each person. */
async function calls(since: number): Promise<Record<string, number>> {
	const counts: Record<string, number> = {};
	for (const { operation = '', params } of await lists.control.journal(since)) {
		if (!PAID.includes(operation)) continue;
		const call = `${operation} ${String((params as IDataObject).mobile)}`;
		counts[call] = (counts[call] ?? 0) + 1;
	}
	return counts;
}

const CONFIRM = '请确认付费查询';
const FORMS: Array<[path: string, title: string, ending: string, operations: string[]]> = [
	['qiancheng-blacklist-batch', '黑名单批量查询', '查询完成', PAID.slice(0, 1)],
	['overnight-batch', '批量筛查与开户', '批量处理完成', PAID],
];

describe.each(FORMS)('%s', (path, title, ending, operations) => {
	beforeAll(async () => await walk.take(operations.length > 1 ? 'usual' : 'other'));

	const people = [0, 1].map(() => ['王大志', newIdCard('1'), newMobile(0)]);
	const odd = ['王大志（VIP）', newIdCard('2'), newMobile(0)];
	const list: Cells = [['姓名', '身份证号', '手机号'], ...people, people[0], odd];

	/** Hands in the list, and returns what is shown before anything is paid for. */
	async function upload(): Promise<string> {
		const buffer = encoded(csvOf(list), 'gb18030');
		await walk.open(path);
		await walk.fill(title, { 名单文件: { name: '名单.csv', mimeType: 'text/csv', buffer } });
		await walk.heading(CONFIRM);
		await walk.look();
		return await walk.page.locator('.form-header').first().innerText();
	}

	it('pays for each person once, however often the button is pressed', async () => {
		const since = await lists.control.lastSeq();
		const shown = await upload();
		expect(shown).toContain('付费查询 2 次');
		expect(shown).toContain('“姓名”里除姓名外还有其他内容');
		expect(await calls(since)).toEqual({});

		const page = walk.page.url();
		const second = await walk.browser.newPage();
		await second.goto(page);
		await second.getByText('开始').click();
		await walk.enter({ 下一步: '开始' });
		const pressed = [walk.page, second].map(async (one) => {
			await one.locator('#submit-btn').dblclick();
		});
		await Promise.all(pressed);
		// n8n answers one of the two; who has the other one loads it again.
		await Promise.any(
			[walk.page, second].map(
				async (one) => await one.getByRole('heading', { name: ending }).waitFor(),
			),
		);
		await second.close();
		await walk.load(page);
		// Four rows are three people.
		expect(await walk.end(ending)).toMatch(/共 (4 行|3 人)/);

		// And once more, by a page that was left open all the time.
		const body = new FormData();
		body.append('field-0', JSON.stringify(['开始付费查询 2 次 Start, with 2 paid calls']));
		await fetch(page, { method: 'POST', body });
		const once = operations.flatMap((operation) =>
			people.map(([, , mobile]) => [`${operation} ${mobile}`, 1] as const),
		);
		expect(await calls(since)).toEqual(Object.fromEntries(once));
	}, 240_000);

	it('calls for nobody when the person stops', async () => {
		await walk.take(operations.length > 1 ? 'other' : 'usual');
		const since = await lists.control.lastSeq();
		await upload();
		await walk.fill(CONFIRM, { 下一步: '停止' });
		expect(await walk.end('未查询')).toContain('没有发生任何付费查询');
		expect(await calls(since)).toEqual({});
	}, 120_000);
});
