import type { Page } from 'playwright-core';

import { csvOf } from '../support/sheets.ts';
import { openBrowser } from './support/browser.ts';
import { deskOf, loginOf } from './support/desk.ts';
import { sharedEnvironment } from './support/environment.ts';
import { carriedOut } from './support/flagship-applicants.ts';
import { PHONE } from './support/form-page.ts';
import { newIdCard, newMobile, type Row, until } from './support/flagship.ts';
import { overnightIn, TABLE } from './support/overnight.ts';

// Whom the overnight list leaves to a person: seen at the desk, decided on the page of the row, and carried on.

const environment = sharedEnvironment();
let overnight: Awaited<ReturnType<typeof overnightIn>>;
let browser: Awaited<ReturnType<typeof openBrowser>>;

/** The last digit of a mobile number decides the verdict: 8 is listed, 7 unknown. */
const person = (name: string, digit: number) => [name, newIdCard('X'), newMobile(digit)];
const people = {
	cleared: person('李四光', 7),
	refused: person('王小明', 7),
	race: person('赵小六', 7),
	again: person('<img src=x>', 0),
	notScreened: person('孙大志', 0),
	listed: person('周大志', 8),
};
const rowOf = async ([, idCard]: string[]) => await overnight.rowOf(idCard);
const desk = (index = 0) => deskOf(environment, index);
const report = (index: number) => deskOf(environment, index, `overnight-${'ab'[index]}`);

beforeAll(async () => {
	overnight = await overnightIn(environment, 'Operations Desk');
	browser = await openBrowser();
	await overnight.faults(null, null);
	const { again, notScreened, ...uploaded } = people;
	const list = [['name', 'id_card', 'mobile'], ...Object.values(uploaded)];
	await overnight.upload(Buffer.from(csvOf(list)));
	const { batch, uploaded: at } = await rowOf(people.listed);
	// Two whom the provider has refused for good, as their rows look then.
	const undone = { batch, uploaded: at, retry: 'no', attempts: 1, outcome: 'refused' };
	const insert = async ([name, id_card, mobile]: string[], line: number, data: Row) =>
		await overnight.insert({ ...undone, line, name, id_card, mobile, ...data }, TABLE);
	const problem = '手机号已被使用 The mobile number is in use';
	await insert(again, 90, { verdict: 'notListed', problem, desk_token: 'a1b2c3' });
	await insert(notScreened, 91, { verdict: '', problem: '', desk_token: 'd4e5f6' });
}, 180_000);

afterAll(async () => {
	await browser?.close();
	await overnight?.end();
});

async function reviewer(index = 0): Promise<Page> {
	const { user: username, password } = loginOf(index);
	const context = await browser.newContext({ httpCredentials: { username, password } });
	return await context.newPage();
}

/** What the buttons of a row send. */
async function buttonsOf(one: string[], index = 0): Promise<{ row: string; token: string }> {
	const { id } = await rowOf(one);
	const { token } = await report(index).open(`?row=${id}`);
	return { row: String(id), token };
}

it('lists them in the queue, masked, each with the way to its page', async () => {
	const { html, text } = await desk().open();
	const section = /<h2>夜间名单待处理[\s\S]*?<\/section>/.exec(html)?.[0] ?? '';
	for (const [key, one] of Object.entries(people)) {
		const { id } = await rowOf(one);
		expect([key, section.includes(`href="overnight?row=${id}"`)]).toEqual([key, key !== 'listed']);
		for (const secret of one) expect(html).not.toContain(secret);
	}
	expect(text).toContain('手机号已被使用');
	for (const query of ['?state=all&from=1', '?search=x']) {
		expect((await desk().open(query)).html).not.toContain('夜间名单待处理');
	}
});

it('clears one by a click, who is registered and gets a link, and nobody else is', async () => {
	const since = await overnight.control.lastSeq();
	const { id } = await rowOf(people.cleared);
	const page = await reviewer();
	await page.setViewportSize(PHONE);
	await page.goto(desk().url);
	const width = async () => await page.evaluate('document.documentElement.scrollWidth');
	expect(await width()).toBe(PHONE.width);
	await page.click(`a[href="overnight?row=${id}"]`);
	expect(await width()).toBe(PHONE.width);
	await page.click('button:has-text("放行 Clear")');
	expect(await page.textContent('body')).toContain('已记录');
	await until('the link', async () => !!(await rowOf(people.cleared)).opening_link);
	await page.goto(`${report(0).url}?row=${id}`);
	expect(await page.textContent('body')).toMatch(
		/reviewer-a 放行 Cleared[\s\S]*open-my-account\?key=/,
	);
	await page.click('a:has-text("审核台")');
	expect(await page.textContent('h1')).toContain('审核台');
	await page.click('a:has-text("夜间报告")');
	expect(await page.textContent('h1')).toContain('夜间批量报告');
	await page.context().close();

	expect(await rowOf(people.cleared)).toMatchObject({
		decision: 'approve',
		account_status: 'registered',
	});
	expect(carriedOut(await overnight.control.journal(since))).toEqual({ registerUser: 1 });
});

it('rejects one with a reason only, which stays', async () => {
	const buttons = await buttonsOf(people.refused, 1);
	expect((await report(1).send({ ...buttons, act: 'refuse', reason: ' ' })).text).toContain(
		'请填写拒绝的理由',
	);
	expect((await report(1).send({ ...buttons, act: 'refuse', reason: '年龄<b>不符' })).text).toMatch(
		/已拒绝.*人工拒绝.*reviewer-b 拒绝 Rejected：年龄&#60;b&#62;不符/,
	);
	expect(await rowOf(people.refused)).toMatchObject({
		decision: 'reject',
		verdict: 'unknown',
		account_no: null,
	});
	const { html } = await desk().open();
	expect(html).not.toContain(`overnight?row=${buttons.row}"`);
	expect((await report(0).send({ ...buttons, act: 'clear' })).text).toContain('未执行');
	expect(
		(await report(0).send({ ...(await buttonsOf(people.refused)), act: 'clear' })).text,
	).toContain('未执行');
});

it('lets one of two decide who press at the same moment', async () => {
	const since = await overnight.control.lastSeq();
	const buttons = await buttonsOf(people.race);
	const answers = await Promise.all(
		['clear', 'refuse', 'clear', 'refuse'].map(
			async (act, i) => await report(i % 2).send({ ...buttons, act, reason: 'x' }),
		),
	);
	expect(answers.filter(({ text }) => text.includes('未执行'))).toHaveLength(3);
	const { decision, history } = await rowOf(people.race);
	expect(String(history).split('\n')).toHaveLength(1);
	if (decision === 'approve')
		await until('the link', async () => !!(await rowOf(people.race)).opening_link);
	expect(carriedOut(await overnight.control.journal(since)).registerUser ?? 0).toBe(
		decision === 'approve' ? 1 : 0,
	);
});

it.each([
	['again', '不收费', { registerUser: 1 }],
	['notScreened', '一次付费的黑名单查询', { searchBlacklist: 1, registerUser: 1 }],
] as const)(
	'tries %s again, says what it costs, and calls for nobody else',
	async (key, cost, calls) => {
		const since = await overnight.control.lastSeq();
		const buttons = await buttonsOf(people[key]);
		expect((await report(0).open(`?row=${buttons.row}`)).text).toContain(cost);
		expect((await report(0).send({ ...buttons, act: 'retry' })).text).toContain('已记录');
		expect((await report(1).send({ ...buttons, act: 'retry' })).text).toContain('未执行');
		await until('the link', async () => !!(await rowOf(people[key])).opening_link);
		expect(carriedOut(await overnight.control.journal(since))).toEqual(calls);
	},
);

it.each(['again', 'listed'] as const)(
	'finds %s of the list by name or last four digits',
	async (key) => {
		const { id, name, id_card: card, mobile } = await rowOf(people[key]);
		for (const search of [String(name), String(card).slice(-4), String(mobile).slice(-4)]) {
			const { html } = await desk().open(`?search=${encodeURIComponent(search)}`);
			expect([search, html]).toEqual([search, expect.stringContaining(`overnight?row=${id}"`)]);
			for (const number of [card, mobile]) expect(html).not.toContain(String(number));
		}
		const nobody = encodeURIComponent('诸葛无人');
		expect((await desk().open(`?search=${nobody}`)).html).not.toContain('overnight?row=');
	},
);

it('does nothing without the login, the token, or the key', async () => {
	const since = await overnight.control.lastSeq();
	const { id } = await rowOf(people.listed);
	for (const [who, body] of [
		['listed', { row: String(id), token: '', act: 'clear' }],
		['listed', { ...(await buttonsOf(people.listed)), act: 'retry' }],
		[
			'listed',
			{ row: String(id), token: String((await rowOf(people.refused)).desk_token), act: 'clear' },
		],
	] as const) {
		expect([who, (await report(0).send(body)).text]).toEqual([
			who,
			expect.stringContaining('未执行'),
		]);
	}
	const body = new URLSearchParams({ row: String(id), act: 'clear' });
	expect((await fetch(report(0).url, { method: 'POST', body })).status).toBe(401);
	for (const key of ['', '?key=', '?key=none', '?key=x']) {
		const answer = await fetch(`${environment.n8n.url}/webhook/overnight-go-on${key}`, {
			redirect: 'manual',
		});
		expect([answer.status, answer.headers.get('location')]).toEqual([303, 'overnight']);
	}
	expect(await rowOf(people.listed)).toMatchObject({ verdict: 'listed', decision: null });
	expect(carriedOut(await overnight.control.journal(since))).toEqual({});
});
