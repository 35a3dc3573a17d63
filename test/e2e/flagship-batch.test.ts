import { readFileSync } from 'node:fs';

import { sharedEnvironment, type Environment } from './support/environment.ts';
import { flagshipIn, openForm, type Page, submit } from './support/flagship.ts';

// 200 made-up people go through the batch in the real n8n, while the sandbox spoils every twentieth call.

let environment: Environment;
let flagship: Awaited<ReturnType<typeof flagshipIn>>;

beforeAll(async () => {
	environment = await sharedEnvironment();
	flagship = await flagshipIn(
		environment,
		(parameters) => {
			if (parameters.amount === 30) parameters.amount = 0.2;
		},
		({ name }) => name.includes('Batch'),
	);
}, 60_000);
beforeEach(async () => await faults(null, null));
afterAll(async () => {
	if (!flagship) return;
	await faults(null, null);
	await flagship.unpublish();
});

const faults = async (qiancheng: object | null, htouhui: object | null) =>
	await flagship.control.call('/faults', {
		'qiancheng-credit': { events: null, force: null, ...qiancheng },
		htouhui: { events: null, force: null, ...htouhui },
	});

const list = readFileSync('test/fixtures/flagship-batch.csv');
const people = list.toString('utf8').trim().split('\n').slice(1);

async function run(file: Buffer): Promise<Page> {
	const form = await openForm(environment.n8n.formUrl('overnight-batch'));
	return await submit(form, {
		'List of people': new File([file], '名单.csv', { type: 'text/csv' }),
	});
}

/** The lines of the report by their columns, the totals apart. */
async function report() {
	const id = flagship.idOf('Flagship: Overnight Batch');
	const execution = (
		await environment.n8n.waitForExecutions(id, 1, { until: ['waiting', 'success'] })
	).at(-1);
	const lines = execution?.data.resultData.runData['Put Together']?.at(-1)?.data?.main[0] ?? [];
	const rows = lines.map(({ json }) => json);
	return { rows: rows.slice(0, -1), total: rows.at(-1) };
}

/** How many people each call was carried out for, and how often. */
async function callsSince(
	since: number,
	operation: string,
): Promise<{ people: number; calls: number }> {
	const entries = (await flagship.control.journal(since)).filter(
		(entry) => entry.operation === operation && entry.processed,
	);
	return {
		people: new Set(entries.map(({ params }) => params.mobile)).size,
		calls: entries.length,
	};
}

const tally = (values: unknown[]): Record<string, number> => {
	const counts: Record<string, number> = {};
	for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
	return counts;
};

const EXPECTED = tally(
	people.map((line) => {
		const digit = line.at(-1);
		if (digit === '8') return 'on the blacklist';
		return digit === '7' ? 'unknown to the blacklist' : 'registered';
	}),
);

it('accounts for 200 people with 5 % faults, and registers nobody twice', async () => {
	const since = await flagship.control.lastSeq();
	await faults(
		{ events: [{ everyNth: 20, kind: 'drop', path: 'searchBlacklist' }] },
		{ events: [{ everyNth: 20, kind: 'drop', when: 'after', path: 'registerUser' }] },
	);

	const page = await run(list);

	expect(page.text).toContain('200 people');
	const { rows, total } = await report();
	expect(rows).toHaveLength(200);
	expect(rows.map(({ line }) => line)).toEqual(people.map((_person, i) => i + 1));
	expect(tally(rows.map(({ result }) => result))).toEqual(EXPECTED);
	expect(total).toMatchObject({ line: 'total', name: '200 people' });
	expect(await callsSince(since, 'searchBlacklist')).toEqual({ people: 200, calls: 200 });
	const registered = EXPECTED.registered;
	expect(await callsSince(since, 'registerUser')).toEqual({
		people: registered,
		calls: registered,
	});
}, 180_000);

it('pays for nobody again when the same list is uploaded once more', async () => {
	const since = await flagship.control.lastSeq();

	const page = await run(list);

	expect(page.text).toContain(`${EXPECTED.registered} registered`);
	expect((await report()).rows).toHaveLength(200);
	expect((await callsSince(since, 'searchBlacklist')).calls).toBe(0);
	expect((await callsSince(since, 'registerUser')).calls).toBe(0);
}, 120_000);

it('tries what was refused for good no second time, and says why', async () => {
	const since = await flagship.control.lastSeq();
	const odd = ['name,id_card,mobile', '王大志,110105194912310021,13500000001', '李四,,13500000002'];

	await run(Buffer.from([...odd, people[0], people[0]].join('\n')));

	const { rows } = await report();
	expect(rows.map(({ result }) => result)).toEqual([
		...['not screened', 'not screened', 'registered', 'registered'],
	]);
	expect(rows[0]).toMatchObject({
		attempts: 1,
		problem: expect.stringContaining('ID Card Number'),
	});
	expect((await callsSince(since, 'searchBlacklist')).calls).toBe(0);
}, 60_000);
