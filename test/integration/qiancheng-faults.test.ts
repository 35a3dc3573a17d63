import { setTimeout as sleep } from 'node:timers/promises';
import type { ICredentialType, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { QianchengCredit } from '../../nodes/QianchengCredit/QianchengCredit.node';
import { listingOf } from '../../sandbox/qiancheng-credit/rules.ts';
import { requestAsHttpNode, runNode, type Run } from '../support/n8n';
import { useQiancheng } from '../support/qiancheng';
import { person } from '../support/qiancheng-data';
import type { JournalEntry } from '../support/sandbox';

const COUNT = 200;

const stage = useQiancheng();
const { faults } = stage;

type Events = Array<{ at: number[]; kind: string; when: 'before' | 'after' }>;
const each = (kind: string, when: 'before' | 'after', ...numbers: number[]): Events =>
	numbers.map((number) => ({ at: [number], kind, when }));
const DROPPED = each('drop', 'after', 20, 44, 70, 122);
const HTTP_500 = each('http500', 'before', 26, 48, 84, 155);
const MALFORMED = each('malformed', 'after', 32, 54, 98, 182);
const TRUNCATED = each('truncated', 'after', 30, 52, 96, 180);

/** Persons of all ten paths, told apart by their names. */
const people = Array.from({ length: COUNT }, (_, i) => ({
	...person(i % 10),
	name: `王${i}`,
	mobile: `1380013800${i % 10}`,
	service_password: '123456',
}));

const FIELDS = ['name', 'id_card', 'mobile', 'service_password'];

const prepare = (resource: string, operation: string, options: IDataObject = {}): Run => {
	const fields = Object.fromEntries(FIELDS.map((name) => [name, `={{ $json.${name} }}`]));
	const values = { ...fields, options: { concurrency: 10, ...options } };
	const items = people.map((json) => ({ json }));
	return stage.prepare(resource, operation, values, { items, continueOnFail: true });
};

/** Fetches the token. */
const WARM_UP = { resource: 'blacklist', operation: 'search', ...person(0) };

interface Observed {
	outputs: INodeExecutionData[];
	/** What reached the operation, and what of it was carried out, by the person's name. */
	journal: JournalEntry[];
	processed: Map<unknown, number>;
	tokens: number;
}

/** Runs an operation for many persons; its token is there before the faults are. */
async function runMany(
	run: Run,
	operation: string,
	given: IDataObject,
	meanwhile: () => Promise<unknown> = async () => await Promise.resolve(),
): Promise<Observed> {
	await runNode({ ...run, parameters: { ...run.parameters, ...WARM_UP }, items: [{ json: {} }] });
	const since = await stage.control.lastSeq();
	await faults(given);
	const [outputs] = await Promise.all([runNode(run), meanwhile()]);
	const all = await stage.control.journal(since);
	const journal = all.filter((entry) => entry.operation === operation);
	const processed = new Map<unknown, number>();
	for (const { params } of journal.filter(({ processed: done }) => done)) {
		processed.set(params.name, (processed.get(params.name) ?? 0) + 1);
	}
	const tokens = all.filter((entry) => entry.operation === 'authorizeToken').length;
	return { outputs, journal, processed, tokens };
}
const checkMany = async (given: IDataObject, options?: IDataObject) =>
	await runMany(prepare('blacklist', 'search', options), 'searchBlacklist', given);
const startMany = async (given: IDataObject, options?: IDataObject) =>
	await runMany(prepare('telecom', 'create', options), 'telecomCreate', given);

const VERDICTS = {
	listed: 'listed',
	notListed: 'notListed',
	withoutAnswer: 'unknown',
	withoutData: 'unknown',
};

/** Every verdict is the one of its person, who was looked up; whoever was not checked has none. */
function expectTrueVerdicts({ outputs, processed }: Observed): INodeExecutionData[] {
	expect(outputs).toHaveLength(COUNT);
	outputs.forEach(({ json, pairedItem }, i) => {
		expect(pairedItem).toEqual({ item: i });
		if (json.error !== undefined) {
			expect(json).not.toHaveProperty('verdict');
			expect(json).not.toHaveProperty('is_in');
			return;
		}
		const { name, mobile } = people[i];
		expect(processed.has(name)).toBe(true);
		expect([name, json.verdict]).toEqual([name, VERDICTS[listingOf(mobile, name, [])]]);
	});
	return outputs.filter(({ json }) => json.error !== undefined);
}

/** Nobody's collection is started twice, and no item claims what did not happen. */
function expectTrueStarts({ outputs, processed }: Observed): INodeExecutionData[] {
	expect(outputs).toHaveLength(COUNT);
	expect(Math.max(...processed.values())).toBe(1);
	outputs.forEach(({ json, pairedItem }, i) => {
		expect(pairedItem).toEqual({ item: i });
		const done = processed.has(people[i].name);
		if (json.error === undefined) {
			expect(json.open_id).toEqual(expect.any(String));
			expect(done).toBe(true);
			return;
		}
		expect(json).not.toHaveProperty('open_id');
		const { outcome, description } = json.details as { outcome: string; description: string };
		expect(description.length).toBeGreaterThan(20);
		expect(['refused', 'unknown']).toContain(outcome);
		if (outcome === 'refused') expect(done).toBe(false);
	});
	return outputs.filter(({ json }) => json.error !== undefined);
}

const FAULTS: Array<[string, IDataObject, string]> = [
	['dropped connections', { events: DROPPED }, 'ECONNRESET'],
	['HTTP 500', { events: HTTP_500 }, 'HTTP 500'],
	['malformed answers', { events: MALFORMED }, 'not the one that Qiancheng Credit documents'],
	['truncated answers', { events: TRUNCATED }, 'before the answer was complete'],
];

describe('Many blacklist checks', () => {
	test.each(FAULTS)('with four %s: all are true', async (_what, given) => {
		const observed = await checkMany(given);
		expect(expectTrueVerdicts(observed)).toEqual([]);
		expect(observed.journal).toHaveLength(COUNT + 4);
		expect(observed.tokens).toBe(0);
	});

	test('with slow answers: all are true', async () => {
		expect(expectTrueVerdicts(await checkMany({ latencyMs: 30 }, { concurrency: 25 }))).toEqual([]);
	});

	test('some of which are not answered in time: all are true', async () => {
		const run = prepare('blacklist', 'search', { timeout: 1 });
		const observed = await runMany(run, 'searchBlacklist', { latencyMs: 1500 }, quickSoon);
		expect(expectTrueVerdicts(observed)).toEqual([]);
		expect(observed.journal.length).toBeGreaterThan(COUNT);
	});

	test('of which six meet a system fault (1000): all are true', async () => {
		const observed = await checkMany({ force: [{ code: '1000', times: 6 }] });
		expect(expectTrueVerdicts(observed)).toEqual([]);
		expect(observed.journal).toHaveLength(COUNT + 6);
	});

	test('while the service is not available (1000): whoever was not checked has no verdict', async () => {
		const observed = await checkMany({ force: [{ code: '1000', times: 25 }] }, { retries: 0 });
		const failed = expectTrueVerdicts(observed);
		expect(failed).toHaveLength(25);
		for (const { json } of failed) {
			expect(json.error).toBe('The blacklist of Qiancheng Credit is not available');
			expect(json.details).toMatchObject({ code: '1000', outcome: 'refused' });
		}
		expect(observed.journal).toHaveLength(COUNT);
	});

	test('of which 25 are refused (1001): these have no verdict, and no token is fetched', async () => {
		const observed = await checkMany({ force: [{ code: '1001', times: 25 }] });
		const failed = expectTrueVerdicts(observed);
		expect(failed).toHaveLength(25);
		for (const { json } of failed) {
			expect(json.error).toBe('Qiancheng Credit does not accept the input');
			expect(json.details).toMatchObject({ code: '1001', outcome: 'refused' });
		}
		expect(observed.journal).toHaveLength(COUNT);
		expect(observed.tokens).toBe(0);
	});

	test.each(['1001', '1000'])(
		'whose token ends at call 60 (code %s): one new token, all are true',
		async (tokenRefusalCode) => {
			await stage.control.call('/qiancheng-credit/settings', { tokenRefusalCode });
			const observed = await checkMany({ expireTokensAtRequest: 60 });
			expect(expectTrueVerdicts(observed)).toEqual([]);
			expect(observed.tokens).toBe(1);
			// Each was carried out once; what was refused besides were requests in flight.
			expect(Math.max(...observed.processed.values())).toBe(1);
			expect(observed.journal.length).toBeLessThanOrEqual(COUNT + 10);
		},
	);

	test('with all faults together: all are true', async () => {
		const observed = await checkMany(
			{
				events: [...DROPPED, ...HTTP_500, ...MALFORMED, ...TRUNCATED],
				// Behind the other faults, none of which may hit the request for a token.
				...{ latencyMs: 10, expireTokensAtRequest: 205 },
				force: [{ code: '1000', times: 6 }],
			},
			{ concurrency: 20 },
		);
		expect(expectTrueVerdicts(observed)).toEqual([]);
		expect(observed.tokens).toBe(1);
	});
});

describe('Many telecom collections', () => {
	test.each(FAULTS)('with four %s: none is started twice', async (_what, given, reason) => {
		const observed = await startMany(given);
		const failed = expectTrueStarts(observed);
		expect(failed).toHaveLength(4);
		expect(observed.journal).toHaveLength(COUNT);
		for (const { json } of failed) {
			expect(json.error).toBe(
				"It is unknown whether Qiancheng Credit carried out 'Start Collection'",
			);
			const { description } = json.details as { description: string };
			expect(description).toContain(reason);
			expect(description).toContain('It was not sent again');
		}
	});

	test('some of which are not answered in time: none is started twice', async () => {
		const run = prepare('telecom', 'create', { timeout: 1 });
		const observed = await runMany(run, 'telecomCreate', { latencyMs: 1500 }, quickSoon);
		const failed = expectTrueStarts(observed);
		expect(failed.length).toBeGreaterThan(0);
		expect(observed.journal).toHaveLength(COUNT);
		for (const { json } of failed) expect(json.details).toMatchObject({ outcome: 'unknown' });
	});

	test.each([
		['1000', 'unknown'],
		['1001', 'refused'],
	])('of which 25 get code %s: their outcome is %s', async (code, outcome) => {
		const observed = await startMany({ force: [{ code, times: 25 }] });
		const failed = expectTrueStarts(observed);
		expect(failed).toHaveLength(25);
		for (const { json } of failed) expect(json.details).toMatchObject({ code, outcome });
		expect(observed.journal).toHaveLength(COUNT);
	});

	test('whose token ends at call 60: all are started, none twice', async () => {
		const observed = await startMany({ expireTokensAtRequest: 60 });
		expect(expectTrueStarts(observed)).toEqual([]);
		expect(observed.processed.size).toBe(COUNT);
		expect(observed.tokens).toBe(1);
	});

	test('with all faults together: each item tells the truth', async () => {
		const observed = await startMany(
			{
				events: [...DROPPED, ...HTTP_500, ...MALFORMED, ...TRUNCATED],
				...{ latencyMs: 10, expireTokensAtRequest: 190 },
			},
			{ concurrency: 20 },
		);
		expect(expectTrueStarts(observed)).toHaveLength(16);
	});
});

/** Waits until requests are answered at once; the journal has the slow ones when they have been answered. */
async function quickSoon(): Promise<void> {
	await sleep(300);
	await faults({ latencyMs: null });
	await sleep(2000);
}

test("n8n's HTTP Request node with a prepared token: all succeed, 59 are true", async () => {
	const url = stage.sandbox.urls['qiancheng-credit'];
	const { username, password } = stage.prepare('blacklist', 'search', {})
		.credentials as IDataObject;
	const body = new URLSearchParams({ username: String(username), password: String(password) });
	body.set('hours', '24');
	const signIn = await fetch(`${url}/client/authorize/token`, { method: 'POST', body });
	const { data } = (await signIn.json()) as { data: { token: string } };
	// This credential adds nothing: the node sends what its fields say.
	const credentialType = {
		...{ name: 'qianchengCreditApi', displayName: 'None', properties: [] },
		authenticate: async (_credentials: unknown, options: unknown) => await Promise.resolve(options),
	} as unknown as ICredentialType;
	const run: Run = { node: new QianchengCredit(), credentialType, credentials: {}, parameters: {} };
	await faults({ expireTokensAtRequest: 60 });
	const answers: Array<{ code: number }> = [];
	for (const { name, mobile } of people) {
		const form = { name, id_card: '11010519491231002X', mobile, token: data.token };
		const request = { method: 'POST', uri: `${url}/blacklist/search/single`, form };
		// It throws when the node would fail: for a status that is no success.
		answers.push((await requestAsHttpNode(run, request)) as { code: number });
	}
	expect(answers).toHaveLength(COUNT);
	expect(answers.filter(({ code }) => code === 0)).toHaveLength(59);
	const journal = await stage.control.journal();
	expect(journal.filter((entry) => entry.processed && 'mobile' in entry.params)).toHaveLength(59);
});
