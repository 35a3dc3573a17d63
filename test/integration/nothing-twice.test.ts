import { retried, runNode } from '../support/n8n';
import {
	CONTINUE,
	ERROR_OUTPUT,
	outcomesOf,
	type Setting,
	STOP,
	useFakeRuns,
} from '../support/fake-runs';
import { processed } from '../support/processed';
import { randomOf } from '../support/random';

const { fake, prepare, run, sentNames, tryThrice } = useFakeRuns();

describe("'Retry On Fail' sends nothing twice", () => {
	const MODES = { STOP, CONTINUE, ERROR_OUTPUT };
	const cases = Object.entries(MODES).flatMap(([mode, settings]) =>
		[1, 10].map((concurrency) => ({ mode, settings, concurrency })),
	);

	test.each(cases)(
		'$mode, $concurrency at a time: a bad row first',
		async ({ settings, concurrency }) => {
			const names = ['bad', 'good 1', 'good 2'];
			await tryThrice({ names, settings, options: { concurrency } });
			const all = settings !== STOP || concurrency > 1;
			expect(sentNames()).toEqual(all ? ['good 1', 'good 2'] : []);
		},
	);

	test.each(cases)(
		'$mode, $concurrency at a time: a lost answer first',
		async ({ settings, concurrency }) => {
			const names = ['lost', 'good 1', 'refused'];
			const { output, error } = await tryThrice({ names, settings, options: { concurrency } });
			expect(sentNames()).toEqual(
				settings === STOP && concurrency === 1 ? ['lost'] : ['good 1', 'lost', 'refused'],
			);
			if (settings === STOP) expect(String(error)).toContain('It is unknown whether Fake');
			else expect(outcomesOf(output)).toEqual(['unknown', 'good 1', 'refused']);
		},
	);

	test('what was not sent is run again, and the others keep their result', async () => {
		const names = ['later 1', 'good 1', 'later 2'];
		const { output } = await tryThrice({ names, settings: CONTINUE });
		expect(output?.map(({ json, pairedItem }) => [json.name, pairedItem])).toEqual(
			names.map((name, item) => [name, { item }]),
		);
		expect(sentNames()).toEqual(['good 1', 'later 1', 'later 2']);
	});

	test('what only reads is run again until it succeeds', async () => {
		await tryThrice({ operation: 'read', names: ['lost', 'good'], settings: CONTINUE });
		expect(sentNames()).toEqual(['good', 'lost', 'lost', 'lost']);
	});

	test('another run with equal items is no retry', async () => {
		const setting = { names: ['good'], settings: { retryOnFail: true } };
		await run(setting);
		await run(setting);
		expect(sentNames()).toEqual(['good', 'good']);
	});

	test('a tool that an agent calls is tried with the same words in another item', async () => {
		const call = retried(prepare({ names: [], settings: STOP }));
		const [first, second] = [{ name: 'lost first' }, { name: 'good second' }];
		const failed = async () =>
			await call([{ json: first }]).catch((error: unknown) => String(error));
		const said = await failed();
		expect(said).toContain('It is unknown whether');
		// The agent calls it with other words between the tries, and later with equal ones once more.
		expect(outcomesOf(await call([{ json: second }]))).toEqual(['good second']);
		expect(await failed()).toBe(said);
		expect(sentNames()).toEqual(['good second', 'lost first']);
		expect(outcomesOf(await call([{ json: { ...second } }]))).toEqual(['good second']);
		expect(sentNames()).toEqual(['good second', 'good second', 'lost first']);
	});

	test('a tool whose outcome is unknown is not sent again in the execution, however a model calls it', async () => {
		const { signal } = new AbortController();
		const call = async (name: string, type = 'fakeTool', execution = signal) =>
			outcomesOf(await run({ names: [name], settings: { ...CONTINUE, type }, signal: execution }));
		expect(await call('lost')).toEqual(['unknown']);
		expect(await call('lost')).toEqual(['unknown']);
		expect(await call('refused')).toEqual(['refused']);
		expect(await call('refused')).toEqual(['refused']);
		expect(await call('good')).toEqual(['good']);
		expect(await call('good')).toEqual(['good']);
		expect(sentNames()).toEqual(['good', 'good', 'lost', 'refused', 'refused']);
		// A workflow does what somebody has built, and another execution begins anew.
		await call('lost', 'fake');
		await call('lost', 'fakeTool', new AbortController().signal);
		expect(sentNames().filter((name) => name === 'lost')).toHaveLength(3);
	});

	test('two items of one object are two items', async () => {
		const same = { name: 'good' };
		const once = retried(prepare({ names: [], settings: STOP, options: { concurrency: 1 } }));
		const items = [{ json: same }, { json: { name: 'later' } }, { json: same }];
		await expect(once(items)).rejects.toThrow("'Name' is later");
		expect(outcomesOf(await once(items))).toEqual(['good', 'later', 'good']);
		expect(sentNames()).toEqual(['good', 'good', 'later']);
	});

	test('without that setting, a run is a run', async () => {
		const once = retried(prepare({ names: ['good'], settings: { retryOnFail: false } }));
		await once();
		await once();
		expect(sentNames()).toEqual(['good', 'good']);
	});

	test('any mixture of rows, in any setting', async () => {
		const { below: random } = randomOf(7);
		const kinds = ['good', 'refused', 'lost', 'bad', 'later'];
		for (let round = 0; round < 60; round++) {
			fake.seen.length = 0;
			const count = 1 + random(8);
			const names = Array.from(
				{ length: count },
				(_, i) => `${kinds[random(kinds.length)]} ${round} ${i}`,
			);
			const settings = [STOP, CONTINUE, ERROR_OUTPUT][random(3)];
			const options = { concurrency: [1, 2, 10][random(3)] };
			const { output } = await tryThrice({ names, settings, options });
			expect(sentNames()).toEqual([...new Set(sentNames())]);
			expect(sentNames().filter((name) => name.startsWith('bad'))).toEqual([]);
			const wanted = { refused: 'refused', lost: 'unknown', bad: 'notSent' };
			output?.forEach(({ json }, i) => {
				const [kind] = names[i].split(' ');
				const isDone = kind === 'good' || (kind === 'later' && json.name);
				const outcome = isDone ? names[i] : (wanted[kind as 'lost'] ?? 'notSent');
				expect(outcomesOf([{ json }])).toEqual([outcome]);
			});
		}
	});
});

describe("'Submit Only Once'", () => {
	const once = { submitOnlyOnce: '={{ $json.name }}' };

	test('sends a key once, over items, executions and nodes', async () => {
		const setting: Setting = { names: ['good', 'good', 'good'], options: once, settings: CONTINUE };
		const first = await run(setting);
		const second = await run({ ...setting, settings: { ...CONTINUE, id: 'other', name: 'Other' } });
		expect(sentNames()).toEqual(['good']);
		expect(outcomesOf([...first, ...second]).filter((outcome) => outcome === 'good')).toHaveLength(
			1,
		);
		expect(outcomesOf(second)).toEqual(Array(3).fill('alreadySubmitted'));
		expect(second[0].json).toMatchObject({
			error: "'submit' was submitted with this key before",
			details: { description: expect.stringContaining("Look with 'Read'.") },
		});
	});

	test.each([
		['lost', 1],
		['refused', 2],
	])('of an item that was %s, a second execution makes %d requests in all', async (name, count) => {
		const setting: Setting = { names: [name], options: once, settings: CONTINUE };
		await run(setting);
		await run(setting);
		expect(sentNames()).toEqual(Array(count).fill(name));
	});

	test('frees the key of what was not sent', async () => {
		const port = 1;
		const setting: Setting = { names: ['good'], options: once, settings: CONTINUE };
		const down = { baseUrl: `http://127.0.0.1:${port}` };
		expect(outcomesOf(await run({ ...setting, credentials: down }))).toEqual(['notSent']);
		expect(outcomesOf(await run(setting))).toEqual(['good']);
		expect(outcomesOf(await run(setting))).toEqual(['alreadySubmitted']);
	});

	test('loses no key when many are remembered at once', async () => {
		const names = Array.from({ length: 60 }, (_, i) => `good ${i}`);
		const setting: Setting = { names, options: { ...once, concurrency: 50 }, settings: CONTINUE };
		await Promise.all([run(setting), run(setting)]);
		await run(setting);
		expect(sentNames()).toEqual([...names].sort());
	});

	test.each([
		['={{ $json.object }}', 'must be a single value'],
		['={{ $json.rounded }}', 'lost digits on its way here'],
	])('with %j for a key sends nothing', async (submitOnlyOnce, fault) => {
		const output = await run({
			names: ['good'],
			options: { submitOnlyOnce },
			settings: CONTINUE,
			fields: { object: {}, rounded: Number('1234567890123456789') },
		});
		expect(outcomesOf(output)).toEqual(['notSent']);
		expect(output[0].json.error).toBe(`'Submit Only Once' ${fault}`);
		expect(sentNames()).toEqual([]);
	});

	test.each([['={{ $json.missing }}'], ['={{ $json.empty }}'], [''], [' ']])(
		'without a key (%j) sends nothing',
		async (submitOnlyOnce) => {
			const output = await run({
				names: ['good'],
				options: { submitOnlyOnce },
				settings: CONTINUE,
				fields: { empty: '' },
			});
			expect(outcomesOf(output)).toEqual(['notSent']);
			expect(output[0].json.error).toBe("'Submit Only Once' has no key for this item");
			expect(sentNames()).toEqual([]);
		},
	);

	test('sends nothing when n8n cannot remember', async () => {
		processed.fault = new Error('database is locked');
		const output = await run({ names: ['good'], options: once, settings: CONTINUE });
		expect(outcomesOf(output)).toEqual(['notSent']);
		expect(output[0].json.details).toMatchObject({
			description: expect.stringContaining('database is locked'),
		});
		expect(sentNames()).toEqual([]);
	});

	test('within tries, gives the earlier result and not a second claim', async () => {
		const names = ['later', 'good'];
		const { output } = await tryThrice({ names, options: once, settings: CONTINUE });
		expect(outcomesOf(output)).toEqual(['later', 'good']);
		expect(sentNames()).toEqual(['good', 'later']);
	});

	test.each([
		['operation', { operation: 'submitOther' }],
		['credential', { credentialId: '2' }],
		['workflow', { workflowId: 'other' }],
	])('takes the same key in another %s for another submission', async (_what, other) => {
		const setting: Setting = { names: ['good'], options: once, settings: CONTINUE };
		expect(outcomesOf(await run(setting))).toEqual(['good']);
		const { operation, ...rest } = other as { operation?: string };
		const prepared = prepare({ ...setting, operation });
		expect(outcomesOf(await runNode({ ...prepared, ...rest }))).toEqual(['good']);
		expect(outcomesOf(await runNode({ ...prepared, ...rest }))).toEqual(['alreadySubmitted']);
	});

	test('is no matter of an operation that only reads', async () => {
		const setting: Setting = { operation: 'read', names: ['good', 'good'], options: once };
		await run(setting);
		expect(sentNames()).toEqual(['good', 'good']);
	});
});
