import { readFileSync } from 'node:fs';

import type { Outcome } from '../../sandbox/htouhui/state.ts';
import { type Cells, cellsOf, csvOf, encoded, workbookOf } from '../support/sheets.ts';
import { sharedEnvironment } from './support/environment.ts';
import { newIdCard, newMobile, type Row, submit, until } from './support/flagship.ts';
import {
	DONE,
	expectPage,
	followToTheBank,
	forAll,
	type Line,
	OPENED,
	overnightIn,
	results,
	TABLE,
	tally,
	workbookIn,
} from './support/overnight.ts';

// 200 made-up people go through the batch in the real n8n, and by their personal links to the bank, while the
// sandbox spoils every twentieth call.

const environment = sharedEnvironment();
let overnight: Awaited<ReturnType<typeof overnightIn>>;
let begin: number;

beforeAll(async () => {
	overnight = await overnightIn(environment);
	begin = await overnight.control.lastSeq();
}, 60_000);
beforeEach(async () => await overnight.faults(null, null));
afterAll(async () => await overnight?.end());

const list = readFileSync('examples/flagship-batch.csv');
const people = list.toString('utf8').trim().split('\n').slice(1);

const WAITING = 'registered, waiting for the person';
const STOPPED = 'registered, stopped at the bank';

/** How many people each call was carried out for, and how often. */
async function callsSince(
	since: number,
	operation: string,
): Promise<{ people: number; calls: number }> {
	const entries = (await overnight.control.journal(since)).filter(
		(entry) => entry.operation === operation && entry.processed,
	);
	return {
		people: new Set(entries.map(({ params }) => params.mobile)).size,
		calls: entries.length,
	};
}

const screened = tally(
	people.map((line) => {
		const digit = line.at(-1);
		if (digit === '8') return 'on the blacklist';
		return digit === '7' ? 'unknown to the blacklist' : 'registered';
	}),
);
const { registered, ...others } = screened;

it('accounts for 200 people with 5 % faults, and registers nobody twice', async () => {
	await overnight.faults(
		{ events: [{ everyNth: 20, kind: 'drop', path: 'searchBlacklist' }] },
		{ events: [{ everyNth: 20, kind: 'drop', when: 'after', path: 'registerUser' }] },
	);

	const page = await overnight.upload(list);

	expect(page.asked).toContain('付费查询 200 次');
	expect(page.text).toContain('200 people');
	const { rows, total } = await overnight.report();
	expect(rows).toHaveLength(200);
	expect(rows.map(({ line }) => line)).toEqual(people.map((_person, i) => i + 2));
	expect(results(rows)).toEqual({ ...others, [WAITING]: registered });
	expect(total).toMatchObject({ line: 'total', name: '200 people' });
	const links = rows.map(({ opening_link }) => opening_link).filter(Boolean);
	expect(new Set(links).size).toBe(registered);
	expect(rows.filter(({ opening_link }) => opening_link).map(({ result }) => result)).toEqual(
		links.map(() => WAITING),
	);
	expect(await callsSince(begin, 'searchBlacklist')).toEqual({ people: 200, calls: 200 });
	expect(await callsSince(begin, 'registerUser')).toEqual({
		people: registered,
		calls: registered,
	});
}, 180_000);

it('pays for nobody again when the same list is uploaded once more, and keeps the links', async () => {
	const since = await overnight.control.lastSeq();
	const before = await overnight.report();

	const page = await overnight.upload(list);

	expect(page.asked).toContain('付费查询 0 次');
	expect(page.text).toContain(`${registered} ${WAITING}`);
	const { rows } = await overnight.report();
	const linksOf = (lines: Line[]) => lines.map(({ opening_link }) => opening_link);
	expect(linksOf(rows)).toEqual(linksOf(before.rows));
	expect((await callsSince(since, 'searchBlacklist')).calls).toBe(0);
	expect((await callsSince(since, 'registerUser')).calls).toBe(0);
}, 120_000);

const STOPS: Outcome[] = ['failOpen', 'failPassword', 'failAuthorise'];

it('opens the accounts of all by their links, with 5 % faults, stops and ways back', async () => {
	const since = await overnight.control.lastSeq();
	const { rows } = await overnight.report();
	const invited = rows.filter(({ result }) => result === WAITING);
	expect(invited).toHaveLength(registered);
	// Both are counted together: a link is one query, and the browser's way to the bank one page.
	await overnight.faults(null, { events: [{ everyNth: 20, kind: 'drop' }] });

	const stopped: Line[] = [];
	await forAll(invited, async (person, index) => {
		const { third_party_user_id } = await followToTheBank(person.opening_link);
		const isStop = index % 9 === 4;
		const outcome = isStop ? STOPS[stopped.length % STOPS.length] : 'success';
		if (isStop) stopped.push(person);
		const shown = await overnight.leaveTheBank(third_party_user_id, outcome);
		expectPage(shown, 200, isStop ? 'Not Finished Yet' : DONE);
	});

	expect(stopped.length).toBeGreaterThan(15);
	// The notifications may be slower than the browsers.
	await until('all notifications', async () => {
		const rows = await overnight.rows(TABLE);
		const isIn = (row: Row) => stopped.some(({ id_card }) => id_card === row.id_card);
		return rows.filter(isIn).every(({ account_status }) => account_status === 'stopped');
	});
	const morning = await overnight.morningReport();
	expect(morning.rows).toHaveLength(200);
	expect(results(morning.rows)).toEqual({
		...others,
		[OPENED]: registered - stopped.length,
		[STOPPED]: stopped.length,
	});
	const line = morning.rows.find(({ result }) => result === STOPPED);
	expect(line).toMatchObject({
		problem: expect.stringMatching(/Next step: /),
		what_to_do: expect.stringContaining('Send the link to the person'),
	});

	await forAll(stopped, async ({ opening_link }) => {
		const { third_party_user_id } = await followToTheBank(opening_link);
		await overnight.leaveTheBank(third_party_user_id);
	});

	// Every twentieth of some 600 calls of people and browsers has been spoilt.
	const spoilt = (await overnight.control.journal(since)).filter(({ fault }) =>
		fault?.startsWith('drop'),
	);
	expect(spoilt.length).toBeGreaterThan(25);
	expect(new Set(spoilt.map(({ operation }) => operation))).toEqual(
		new Set(['queryUser', 'openAccount']),
	);

	const final = await overnight.morningReport();
	expect(results(final.rows)).toEqual({ ...others, [OPENED]: registered });
	expect(final.total.result).toContain(`${registered} ${OPENED}`);
	const page = await overnight.upload(list);
	expect(page.text).toContain(`${registered} ${OPENED}`);
	expect((await overnight.report()).rows).toHaveLength(200);
	expect((await callsSince(since, 'searchBlacklist')).calls).toBe(0);
	expect((await callsSince(since, 'registerUser')).calls).toBe(0);
	expect(await callsSince(begin, 'registerUser')).toEqual({
		people: registered,
		calls: registered,
	});
}, 300_000);

it('names rows that cannot be used before anything is called, and in the report', async () => {
	const since = await overnight.control.lastSeq();
	const odd = ['name,id_card,mobile', '王大志,110105194912310021,13500000001', '李四,,13500000002'];

	await overnight.upload(Buffer.from([...odd, people[0], people[0]].join('\n')));

	const { rows, total } = await overnight.report();
	expect(rows.map(({ result }) => result)).toEqual([
		...['not screened', 'not screened', OPENED, OPENED],
	]);
	// Who stands in the list twice is one person.
	expect(rows[3].problem).toContain('The same person as in row 4');
	expect(total).toMatchObject({ name: '3 people', 结果: '已开户 1，未筛查 2' });
	expect(rows[0]).toMatchObject({
		attempts: 0,
		problem: expect.stringContaining('ID Card Number'),
	});
	expect((await callsSince(since, 'searchBlacklist')).calls).toBe(0);
}, 60_000);

describe('a list of Chinese Excel', () => {
	const HEADINGS = ['姓名', '身份证号码', '联系电话'];
	const [listed, clear] = [newIdCard('1'), newIdCard('X')];
	const mistyped: Cells = [
		...[HEADINGS, ['王大志', listed, newMobile(8)], ['李 小红', clear.toLowerCase(), newMobile(8)]],
		...[
			['李小红（重复）', clear, newMobile(1)],
			['', '', ''],
		],
	];

	it('is screened as it is read, when the person has seen what it costs', async () => {
		const since = await overnight.control.lastSeq();
		const file = encoded(csvOf(mistyped), 'gb18030');

		const asked = await overnight.ask(file);
		expect(asked.text).toMatch(/付费查询 2 次.*共 3 行.*需更正 1/);
		const stopped = await submit(asked, {
			下一步: '停止，先修改名单 Stop, I correct the list first',
		});
		expect(stopped.title).toContain('Nothing Was Called');
		expect((await callsSince(since, 'searchBlacklist')).calls).toBe(0);

		const page = await overnight.upload(file);
		const { fileName, data } = workbookIn(page);
		expect(fileName).toMatch(/^overnight-[\d-]{15}\.xlsx$/);
		const [headings, ...rows] = cellsOf(data);
		expect(rows.map((row) => row[headings.indexOf('结果')])).toEqual([
			...['在黑名单内', '在黑名单内', '未筛查', '在黑名单内 2，未筛查 1'],
		]);
		expect(rows[1]).toEqual(expect.arrayContaining([3, '李小红', clear]));
	}, 60_000);

	it('is screened anew for whom it corrects, and for nobody else', async () => {
		const since = await overnight.control.lastSeq();
		const corrected: Cells = [...mistyped.slice(0, 2), ['李小红', clear, newMobile(0)]];

		const page = await overnight.upload(
			workbookOf(corrected.map((row, i) => (i === 1 ? [...row.slice(0, 2), Number(row[2])] : row))),
		);

		expect(page.asked).toContain('付费查询 1 次');
		expect(await callsSince(since, 'searchBlacklist')).toEqual({ people: 1, calls: 1 });
		expect(await overnight.rowOf(clear)).toMatchObject({
			...{ verdict: 'notListed', account_status: 'registered' },
		});
		expect(await overnight.rowOf(listed)).toMatchObject({ verdict: 'listed' });
	}, 60_000);
});
