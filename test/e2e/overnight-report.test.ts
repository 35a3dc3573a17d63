import { setTimeout as sleep } from 'node:timers/promises';

import { deskLogins } from '../../sandbox/registry.ts';
import { readExamples } from '../../scripts/start/examples.ts';
import { type Cells, cellsOf, csvOf } from '../support/sheets.ts';
import { row } from '../support/workflow.ts';
import { sharedEnvironment } from './support/environment.ts';
import { newIdCard, newMobile, submit, until } from './support/flagship.ts';
import { ALL, type MailPart, partsOf, startRobots, switchOn } from './support/robots.ts';
import { overnightIn, TABLE } from './support/overnight.ts';

// What a person sees of a list while it runs and when it is done: pages behind a login, and a mail.

const environment = sharedEnvironment();
let overnight: Awaited<ReturnType<typeof overnightIn>>;
let robots: Awaited<ReturnType<typeof startRobots>>;

beforeAll(async () => {
	overnight = await overnightIn(environment);
	robots = await startRobots();
	await switchOn(environment, robots, ALL);
}, 60_000);
afterAll(async () => {
	await overnight?.end();
	await switchOn(environment, robots, []);
	robots.stop();
});

const loginOf = ({ user, password }: Record<string, unknown>): string =>
	`Basic ${Buffer.from(`${String(user)}:${String(password)}`).toString('base64')}`;
const [A, B] = deskLogins.map(({ data }) => loginOf(data));

const open = async (path: string, authorization?: string): Promise<Response> =>
	await fetch(`${environment.n8n.url}/webhook/${path}`, {
		redirect: 'manual',
		headers: authorization ? { authorization } : {},
	});
const page = async (path: string): Promise<string> => await (await open(path, A)).text();
const textOf = (html: string): string =>
	html
		.replace(/<style>[\s\S]*?<\/style>/g, '')
		.replace(/<[^>]*>/g, ' ')
		.replace(/\s+/g, ' ');

/** The last digit of a mobile number decides the verdict: 8 is listed, 7 unknown. */
const clear = Array.from({ length: 6 }, () => ['欧阳小红', newIdCard('X'), newMobile(0)]);
const listed = ['王大志', newIdCard('1'), newMobile(8)];
const unknown = ['李四光', newIdCard('2'), newMobile(7)];
const broken = ['<img src=x onerror=alert(1)>', '110105194912310021', '=1+1'];
const people: Cells = [...clear, listed, unknown, broken];
const file = Buffer.from(csvOf([['name', 'id_card', 'mobile'], ...people]));

it.each(['overnight-a', 'overnight-b', 'overnight-a?view=progress', 'overnight-b?line=2'])(
	'%s opens to nobody without the login of its door',
	async (path) => {
		const other = path.startsWith('overnight-a') ? B : A;
		for (const login of [undefined, other, 'Basic x']) {
			const response = await open(path, login);
			expect([401, 403]).toContain(response.status);
			expect(await response.text()).not.toContain('<table');
		}
	},
);

it('sends a browser to the door that the desk has given it', async () => {
	for (const [cookie, leads] of [
		['', 'overnight-a?line=3'],
		['a=1; desk=desk-b', 'overnight-b?line=3'],
		['desk=desk-b/../../evil', 'overnight-b?line=3'],
	]) {
		const response = await fetch(`${environment.n8n.url}/webhook/overnight?line=3&x=y`, {
			redirect: 'manual',
			headers: { cookie },
		});
		expect(response.status).toBe(302);
		expect(response.headers.get('location')).toBe(leads);
	}
});

describe('a list', () => {
	let report: string;
	let parts: MailPart[];
	const numberIn = (html: string, label: string): number => {
		const [, number] = new RegExp(`${label}[^\\d]* (\\d+)`).exec(textOf(html)) ?? [];
		return Number(number);
	};

	it('shows how far it is while it runs, and when it is done', async () => {
		await overnight.faults({ latencyMs: 2500 }, { latencyMs: 1500 });
		const asked = await overnight.ask(file);
		expect(asked.html).toContain('/webhook/overnight?view=progress');
		const [, start] = /value='(开始[^']*)'/.exec(asked.html) ?? [];

		const running = submit(asked, { 下一步: start });
		const seen: string[] = [];
		const isDone = await Promise.race([
			running.then(() => 'done'),
			(async () => {
				for (;;) {
					const html = await page('overnight-a?view=progress');
					// Before, its people are still being entered.
					const isRunning = html.includes('http-equiv="refresh"') && / \/ 8 /.test(textOf(html));
					if (isRunning) seen.push(textOf(html));
					if (seen.length > 2) return 'seen';
					await sleep(300);
				}
			})(),
		]);
		expect(isDone).toBe('seen');
		expect(seen[0]).toMatch(/处理中.*Screened 0 \/ 8 .*Registered 0 \/ 0/);
		await overnight.faults(null, null);
		await running;

		const html = await page('overnight-a?view=progress');
		expect(html).not.toContain('http-equiv="refresh"');
		expect(textOf(html)).toMatch(
			/已完成 .*Screened 8 \/ 8 .*Registered 6 \/ 6 .*Personal links 6 \/ 6 .*opened 0 \/ 6/,
		);
	}, 120_000);

	it('has a report whose numbers are those of the table', async () => {
		report = await (await open('overnight-b', B)).text();
		const rows = (await overnight.rows(TABLE)).filter(
			({ batch }, _i, [newest]) => batch === newest.batch,
		);
		expect(rows).toHaveLength(people.length);
		expect(
			['In the list', 'Screened', 'Clear', 'Registered', 'Opened'].map((label) =>
				numberIn(report, label),
			),
		).toEqual([
			...[9, rows.filter(({ verdict }) => verdict).length],
			...[rows.filter(({ verdict }) => verdict === 'notListed').length, 6, 0],
		]);
		expect(textOf(report)).toMatch(/What needs a person: 2 /);
		expect(textOf(report)).toContain('李**');
	});

	it('shows neither a whole name nor a whole number, and nothing of the list as markup', async () => {
		for (const html of [
			report,
			...(await Promise.all([2, 9, 10].map((line) => page(`overnight-a?line=${line}`)))),
		]) {
			for (const [name, idCard, mobile] of people) {
				for (const text of [name, idCard, mobile]) expect(html).not.toContain(String(text));
			}
			expect(html).not.toMatch(/<script|<img/);
		}
		expect(report).toContain('&#60;**');
	});

	it('leads from what needs a person to its row, with the link that the person gets', async () => {
		const [, href] = /href="([^"]*\/webhook\/overnight\?line=9)"/.exec(report) ?? [];
		expect(href).toBe(`${environment.n8n.url}/webhook/overnight?line=9`);
		expect(textOf(await page('overnight-a?line=9'))).toMatch(/李\*\* .*黑名单结论未知/);
		const { opening_link } = await overnight.rowOf(clear[0][1]);
		expect(await page('overnight-a?line=2')).toContain(String(opening_link));
		expect(textOf(await page('overnight-a?line=999'))).toContain('no such row');
	});

	it('is told to the groups, and in a mail that needs no network', async () => {
		await until('the mail', async () => robots.mails.length > 0);
		expect(robots.sent).toHaveLength(3);
		for (const { body } of robots.sent) {
			expect(JSON.stringify(body)).toMatch(/通知：名单处理完成.*9 people: 1 on the blacklist/);
			expect(JSON.stringify(body)).toContain('/webhook/overnight');
		}
		parts = partsOf(robots.mails[0]);
		const html = parts.find(({ head }) => /text\/html/.test(head))?.content.toString('utf8') ?? '';
		expect(textOf(html)).toContain('In the list 9');
		// It is the page itself; what could be fetched or run is not in it.
		expect(html).not.toMatch(/<script|<img|<link|url\(|@import|http-equiv/);
		expect([...html.matchAll(/class="/g)].length).toBeGreaterThan(0);
		for (const tag of html.match(/<(table|td|h1|h2)\b[^>]*>/g) ?? [])
			expect(tag).toContain('style="');
	});

	it('has a workbook in the mail, its numbers as text', () => {
		const workbook = parts.find(({ head }) => /overnight-[\d-]{15}\.xlsx/.test(head));
		const [headings, ...rows] = cellsOf(workbook?.content ?? Buffer.of());
		expect(rows).toHaveLength(people.length + 1);
		const cell = (row: Cells[number], heading: string) => row[headings.indexOf(heading)];
		people.forEach(([name, idCard, mobile], i) => {
			expect(cell(rows[i], 'name')).toBe(name);
			expect(cell(rows[i], 'id_card')).toBe(idCard);
			// What would be a formula is none.
			expect(cell(rows[i], 'mobile')).toBe(String(mobile).replace(/^=/, "'="));
		});
		for (const row of rows.slice(0, 6)) {
			expect(typeof cell(row, 'account_no')).toBe('string');
		}
	});

	it('has rows that could not be used in the report of the morning, too', async () => {
		robots.reset();
		const morning = await overnight.morningReport();

		expect(morning.rows).toHaveLength(people.length);
		expect(morning.rows[8]).toMatchObject({ line: 10, result: 'not screened' });
		await until('the mail', async () => robots.mails.length > 0);
		expect(robots.sent).toHaveLength(3);
	}, 60_000);
});

it('shows what waits at the desk, and what a robot has refused', async () => {
	// The flagship makes this table; here it may not have run.
	const flagship = readExamples().find(({ name }) => name.startsWith('Flagship: Onboarding'));
	const makeTable = flagship?.nodes.filter(({ name }) => name === 'Make Table Once 建表一次') ?? [];
	const { id } = await environment.n8n.saveWorkflow(row('make table', makeTable));
	expect((await environment.n8n.run(id)).status).toBe('success');
	const application_no = `A${Date.now()}`;
	await overnight.insert(
		{
			application_no,
			name: '<b>赵六</b>',
			status: 'failed',
			failed_step: 'WeBank: Apply',
			failure_code: '60840002',
		},
		'onboarding_applications',
	);
	await overnight.insert(
		{ at: new Date().toISOString(), kind: 'review', claim: 'x', dingtalk: '(310000) keywords' },
		'notifications',
	);
	const html = await page('overnight-a');
	expect(html).toContain(`${environment.n8n.url}/webhook/desk?case=${application_no}`);
	expect(textOf(html)).toContain('已中断 Interrupted WeBank: Apply (60840002)');
	expect(textOf(html)).toMatch(/未送达的通知 Notifications that were refused: \d/);
	expect(html).not.toContain('<b>赵');
});
