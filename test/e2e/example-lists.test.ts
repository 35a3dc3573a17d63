import { readFileSync } from 'node:fs';
import type { IDataObject } from 'n8n-workflow';

import {
	type Cells,
	cellsOf,
	csvOf,
	encoded,
	workbookClaiming,
	workbookOf,
} from '../support/sheets.ts';
import { type Dirt, DOUBLES, id, listed, NAMED, plain, RIGHT } from './support/dirty-list.ts';
import { exampleOf, useExamples } from './support/examples.ts';
import { newIdCard, newMobile } from './support/flagship.ts';
import { type FormPage, openFormPage } from './support/form-page.ts';

const LIST = 'qiancheng-blacklist-batch';

const { environment, control, examples } = useExamples();
let form: FormPage;

beforeAll(async () => {
	await examples.publish(exampleOf(LIST));
	form = await openFormPage(environment.n8n);
	form.page.setDefaultTimeout(20_000);
}, 60_000);
afterEach(async () => {
	await control.call('/faults', { 'qiancheng-credit': { force: null } });
});
afterAll(async () => await form?.close());

async function upload(buffer: Buffer, name: string): Promise<void> {
	await form.open(LIST);
	await form.complete('Screen a List of People', {
		名单文件: { name, mimeType: 'application/octet-stream', buffer },
	});
}

/** Nothing of a page lies beyond its right edge, on a phone and on a desktop. */
async function expectToFit(): Promise<void> {
	for (const width of [390, 1440]) {
		await form.page.setViewportSize({ width, height: 844 });
		const beyond = async () =>
			await form.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		expect(await beyond()).toBeLessThanOrEqual(0);
	}
}

/** Waits for the page that asks before anything is paid for, and returns what stands on it. */
async function confirmPage(): Promise<string> {
	await form.heading('Please Confirm');
	await expectToFit();
	return await form.page.locator('.form-header').first().innerText();
}

/** Confirms, and returns the rows of the workbook that comes back, by their headings. */
async function confirm(): Promise<IDataObject[]> {
	const downloading = form.page.waitForEvent('download');
	await form.complete('Please Confirm', { 下一步: 'Start, with' });
	const download = await downloading;
	expect(download.suggestedFilename()).toMatch(/^blacklist-[\d-]{15}\.xlsx$/);
	const [headings, ...rows] = cellsOf(readFileSync(await download.path()));
	return rows.map((row) => Object.fromEntries(row.map((cell, i) => [headings[i], cell])));
}

async function screen(buffer: Buffer, name = '名单 1.csv'): Promise<IDataObject[]> {
	await upload(buffer, name);
	await confirmPage();
	return await confirm();
}

/** Loads an ending anew, after the page has told n8n that it is there: until then n8n does not answer. */
async function reloadEnding(): Promise<void> {
	await form.page.waitForLoadState('networkidle');
	await form.page.reload();
}

/** Whom Qiancheng was asked for since then, in the order of the calls. */
const asked = async (since: number) =>
	(await control.journal(since))
		.filter(({ operation }) => operation === 'searchBlacklist')
		.map(({ params: { name, id_card, mobile } }) => ({ name, id_card, mobile }));

const HEADINGS = ['姓名', '身份证号', '手机号'];
const people: Cells = [
	['王大志', newIdCard('X'), newMobile(8)],
	['李小红', newIdCard('1'), newMobile(0)],
	['毛莫', newIdCard('2'), newMobile(7)],
];
const VERDICTS = ['listed', 'notListed', 'unknown'];
const list: Cells = [HEADINGS, ...people];
const withTitle: Cells = [['客户名单 2026', '', ''], ['', '', ''], ...list];

const HONG_KONG = ['客戶姓名', '身份證號碼', '聯絡電話'];
const html = (rows: Cells): string =>
	`<table>${rows.map((row) => `<tr><td>${row.join('</td><td>')}</td></tr>`).join('')}</table>`;

const few = people.slice(2);
const english: Cells = [['name', 'ID Card No.', 'Phone'], ...few];

it.each<[kind: string, file: Buffer, name: string, who?: Cells]>([
	['CSV in UTF-8', encoded(csvOf(list), 'utf8'), 'list.csv'],
	['CSV in UTF-8 with a byte order mark', encoded(csvOf(list), 'utf8', true), 'list.csv'],
	['CSV in GB18030', encoded(csvOf(list), 'gb18030'), 'list.csv'],
	['XLSX', workbookOf(list), 'list.xlsx'],
	['XLSX under the name of a CSV file', workbookOf(list), 'list.csv'],
	['XLS', workbookOf(list, 'biff8'), 'list.xls'],
	['ODS', workbookOf(list, 'ods'), 'list.ods'],
	['Unicode text of Excel', encoded(csvOf(list, '\t'), 'utf16le', true), 'list.txt'],
	['CSV with semicolons', encoded(csvOf(list, ';'), 'gb18030'), 'list.csv'],
	['CSV with a title above its headings', encoded(csvOf(withTitle), 'utf8'), 'list.csv'],
	['a table of HTML, as Chinese systems export it', encoded(html(list), 'gb18030'), 'list.xls'],
	['Excel 2003 in XML', workbookOf(list, 'xlml'), 'list.xls'],
	[
		'a sheet that claims to have billions of cells',
		workbookClaiming('A1:XFD1048576', list),
		'a.xlsx',
	],
	['headings of Hong Kong', encoded(csvOf([HONG_KONG, ...people]), 'utf16be', true), 'list.csv'],
	['GBK whose bytes are good UTF-8, too', encoded(csvOf(english), 'gb18030'), 'a.csv', few],
])('finds who is listed in a list that is %s', async (_kind, file, name, who = people) => {
	const since = await control.lastSeq();
	await upload(file, name);
	expect(await confirmPage()).toContain(`付费查询 ${who.length} 次`);
	expect(await asked(since)).toEqual([]);

	const rows = await confirm();

	const wanted = who.map(([personName, id_card, mobile]) => ({
		...{ name: personName, id_card, mobile },
		verdict: VERDICTS[people.findIndex(([one]) => one === personName)],
	}));
	expect(rows).toMatchObject(wanted);
	expect(rows).toHaveLength(who.length);
	expect(await asked(since)).toHaveLength(who.length);
});

// What people, spreadsheets and keyboards do to a list.

const dirty = [...RIGHT, ...NAMED, ...DOUBLES];
const dirtyList: Cells = [
	HEADINGS,
	...dirty.map((row) => row.slice(0, 3) as string[]),
	['', ' ', ''],
];

it.each<[kind: string, file: Buffer]>([
	['CSV in UTF-8', encoded(csvOf(dirtyList), 'utf8')],
	['XLSX', workbookOf(dirtyList)],
])(
	`has each of ${dirty.length} dirty rows right or named (%s)`,
	async (kind, file) => {
		// A cell of text in a workbook is as it was typed, so that nothing tells a rounded number that happens to fit.
		const isText = kind === 'XLSX';
		const isWrong = ([, idCard, , wanted]: Dirt) =>
			typeof wanted !== 'string' && !(isText && idCard === NAMED[2][1]);
		const calls = dirty.filter((row) => !isWrong(row)).length - DOUBLES.length;
		const since = await control.lastSeq();
		await upload(file, 'list');
		const page = await confirmPage();
		expect(page).toContain(`付费查询 ${calls} 次`);
		expect(page).toContain(`共 ${dirty.length} 行：待查 ${calls}，重复 ${DOUBLES.length}`);
		for (const [i, row] of dirty.entries()) {
			if (isWrong(row)) expect(page).toMatch(new RegExp(`^${i + 2}\\s`, 'm'));
		}

		const rows = await confirm();

		const persons: object[] = [];
		for (const [i, row] of dirty.entries()) {
			const [, idCard, mobile, wanted] = row;
			if (isWrong(row)) {
				expect(rows[i]).toMatchObject({ line: i + 2, verdict: 'notChecked', 结果: '未查询' });
				if (!(isText && idCard === NAMED[1][1])) expect(rows[i].note).toMatch(wanted as RegExp);
				expect(rows[i].说明).toMatch(/^[“\p{Script=Han}]/u);
				continue;
			}
			const name = typeof wanted === 'string' ? wanted : row[0];
			const person = { name, id_card: plain(idCard), mobile: plain(mobile) };
			expect(rows[i]).toMatchObject({ line: i + 2, ...person, verdict: 'listed' });
			if (!DOUBLES.includes(row)) persons.push(person);
			else expect(rows[i].note).toBe('The same person as in row 2');
		}
		expect(rows).toHaveLength(dirty.length);
		const byId = (all: object[]) => all.map((one) => JSON.stringify(one)).sort();
		expect(byId(await asked(since))).toEqual(byId(persons));
	},
	60_000,
);

it('names numbers of a workbook that were rounded, and takes those that were not', async () => {
	const numbers: Cells = [
		HEADINGS,
		['王大志', Number('110105196001011001'), 13_600_000_008],
		['王大志', id(), 13_600_000_018],
		['王大志', '110105196001011001', 1.36e10 + 0.5],
	];
	const rows = await screen(workbookOf(numbers));
	expect(rows.map(({ verdict }) => verdict)).toEqual(['notChecked', 'listed', 'notChecked']);
	expect(rows[0].note).toContain("'ID Card Number' lost digits");
});

it.each<[what: string, file: Buffer, complaint: string]>([
	['no rows', encoded(csvOf([HEADINGS]), 'utf8'), '表头下面没有数据'],
	['nothing in it', Buffer.from('\n'), '找不到完整的表头'],
	[
		'no headings',
		encoded(csvOf(people), 'gb18030'),
		'Missing: name, ID card number, mobile number',
	],
	['no mobile numbers', encoded('姓名,身份证号\n王,1\n', 'gb18030'), '缺少：手机号'],
	[
		'two columns of mobile numbers',
		workbookOf([
			[...HEADINGS, '联系电话'],
			[...people[0], '1'],
		]),
		'手机号、联系电话',
	],
	[
		'an open quotation mark',
		Buffer.from(`${HEADINGS.join()}\n"王,${people.map((row) => row.join()).join('\n')}`),
		'引号没有成对',
	],
	['half a workbook in it', workbookOf(list).subarray(0, 900), '文件无法打开'],
	['a picture in it', readFileSync('docs/images/example-flagship-batch.png'), '文件的文字无法识别'],
	[
		'more rows than n8n can read at once',
		encoded(csvOf([HEADINGS, ...Array.from({ length: 60_000 }, () => people[0])]), 'utf8'),
		'请拆分名单',
	],
])('says what is wrong with a file that has %s', async (_what, file, complaint) => {
	const since = await control.lastSeq();
	await upload(file, 'list.csv');
	expect(await form.ending('No List in the File')).toContain(complaint);
	expect(await asked(since)).toEqual([]);
});

it('calls nobody when the person stops, or nobody can be asked for, and says what to correct', async () => {
	const since = await control.lastSeq();
	const some: Cells = [...list, ['李先生', id(), listed()]];
	await upload(workbookOf(some), 'list.xlsx');
	await confirmPage();
	await form.page.reload();
	expect(await confirmPage()).toContain('需更正 1');
	await form.complete('Please Confirm', { 下一步: 'Stop' });
	await form.ending('Nothing Was Called', "'Name' holds something beside a name");
	await reloadEnding();
	expect(await form.ending('Nothing Was Called')).not.toMatch(/undefined|null/);

	await upload(workbookOf([HEADINGS, ['', '', '1']]), 'list.xlsx');
	await form.ending('Nobody Can Be Checked', "'Name' is empty");
	expect(await asked(since)).toEqual([]);
});

it('hands out a template that is understood when it is filled in', async () => {
	await form.open(LIST);
	const downloading = form.page.waitForEvent('download');
	await form.page.getByText('Download the template').click();
	const download = await downloading;
	expect(download.suggestedFilename()).toBe('list-template.xlsx');
	const [headings] = cellsOf(readFileSync(await download.path()));
	const rows = await screen(workbookOf([headings, ...people]), 'list-template.xlsx');
	expect(rows.map(({ verdict }) => verdict)).toEqual(VERDICTS);
});

it('keeps the other columns, none as a formula, and takes its own result for a list', async () => {
	const signs = ['=1+1', '-', '+8613800138000'];
	const customers = [
		['客户', ...HEADINGS, '', '@备注'],
		...people.map((row, i) => [`K${i}`, ...row, 'VIP', signs[i]]),
	];
	const rows = await screen(encoded(csvOf(customers), 'gb18030'));
	expect(rows[0]).toMatchObject({ line: 2, 客户: 'K0', 'Column 5': 'VIP', verdict: 'listed' });
	expect(rows.map((row) => row["'@备注"])).toEqual(["'=1+1", ...signs.slice(1)]);
	const again = await screen(
		workbookOf([Object.keys(rows[0]), ...rows.map(Object.values)] as Cells),
	);
	expect(again.map(({ verdict }) => verdict)).toEqual(VERDICTS);
	expect(again[0]).toMatchObject({ line: 2, 客户: 'K0', 'line (1)': '2', 'verdict (8)': 'listed' });
});

describe('the sample', () => {
	const sample = readFileSync('examples/qiancheng-blacklist-batch.csv');
	const given = sample.toString('utf8').trim().split('\n').slice(1);

	it('comes back in its order, each row with its verdict, and stands on the page', async () => {
		const since = await control.lastSeq();
		await upload(sample, 'sample.csv');
		await confirmPage();
		const page = form.page.url();
		const rows = await confirm();
		expect(rows.map(({ customer }) => customer)).toEqual(given.map((row) => row.split(',')[0]));
		expect(rows.map(({ verdict }) => verdict)).toEqual(
			given.map((row, i) => {
				if (i === 9) return 'notChecked';
				if (row.endsWith('8')) return 'listed';
				return /[79]$/.test(row) ? 'unknown' : 'notListed';
			}),
		);
		expect(rows[9].note).toMatch(/^'ID Card Number' has a last character/);
		expect(rows[6].note).toMatch(/do not take the person for clear/);
		const totals = '20 rows: 2 listed, 2 unknown, 1 not checked, 15 not listed.';
		const ending = await form.ending('Your List Is Screened', totals);
		await expectToFit();
		expect(ending).toContain('在黑名单内 listed · 2');
		await reloadEnding();
		await form.ending('Your List Is Screened', totals);

		// Whoever goes back and confirms once more pays for nothing.
		const again = new FormData();
		again.append('field-0', JSON.stringify(['开始付费查询 19 次 Start, with 19 paid calls']));
		await fetch(page, { method: 'POST', body: again });
		expect(await asked(since)).toHaveLength(19);
	});

	it('loses nobody when Qiancheng refuses some', async () => {
		await control.call('/faults', {
			'qiancheng-credit': { force: [{ path: 'searchBlacklist', code: '1001', times: 9 }] },
		});
		const rows = await screen(sample);
		expect(rows).toHaveLength(20);
		const refused = rows.filter(({ note }) => String(note).includes('1001'));
		expect(refused).toHaveLength(9);
		for (const row of refused) expect(row.verdict).toBe('notChecked');
	});
});
