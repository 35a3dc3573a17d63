import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { retried, runNode, type Run } from '../support/n8n';
import { FakeApi, startFakeProvider } from '../support/fake-provider';
import { processed, useProcessed } from '../support/processed';

const fake = startFakeProvider();
let baseUrl = '';
beforeAll(async () => {
	baseUrl = await fake.listening;
	await useProcessed();
});
beforeEach(() => {
	fake.seen.length = 0;
	processed.lists.clear();
	processed.fault = undefined;
});
afterAll(() => fake.close());

interface Setting {
	operation?: string;
	names: string[];
	credentials?: IDataObject;
	options?: IDataObject;
	settings?: Run['settings'];
	/** The fields of each item beside its name. */
	fields?: IDataObject;
}

const prepare = ({ operation = 'submit', names, ...setting }: Setting): Run => ({
	node: fake.node,
	credentialType: new FakeApi(),
	credentials: { baseUrl, account: 'shared', ...setting.credentials } as Run['credentials'],
	parameters: {
		resource: 'thing',
		operation,
		name: '={{ $json.name }}',
		options: { retries: 0, concurrency: 10, ...setting.options },
	},
	items: names.map((name) => ({ json: { name, ...setting.fields } })),
	settings: setting.settings,
});

const run = async (setting: Setting): Promise<INodeExecutionData[]> =>
	await runNode(prepare(setting));
const sentNames = () => fake.seen.map(({ name }) => name).sort();

/** n8n's rule for another try: the node threw, or its first item has an error. */
async function tryThrice(setting: Setting) {
	const once = retried(prepare(setting));
	let last: { output?: INodeExecutionData[]; error?: unknown } = {};
	for (let i = 0; i < 3; i++) {
		last = await once().then(
			(output) => ({ output }),
			(error: unknown) => ({ error }),
		);
		if (last.output && !last.output[0].json.error) break;
	}
	return last;
}

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const ERROR_OUTPUT = { onError: 'continueErrorOutput' } as const;
const STOP = { onError: 'stopWorkflow' } as const;
const outcomesOf = (output: INodeExecutionData[] = []) =>
	output.map(({ json }) => (json.details as IDataObject | undefined)?.outcome ?? json.name);

describe('the account of each item', () => {
	const accounts = () => Object.fromEntries(fake.seen.map(({ name, account }) => [name, account]));
	const names = Array.from({ length: 40 }, (_, i) => `good ${i}`);

	test.each([1, 10])(
		'is its own where the credential has an expression, %d at a time',
		async (concurrency) => {
			const credentials = { account: '=key of {{ $json.name }}' };
			const output = await run({ names, credentials, options: { concurrency } });
			const wanted = Object.fromEntries(names.map((name) => [name, `key of ${name}`]));
			expect(accounts()).toEqual(wanted);
			expect(output.map(({ json }) => json.account)).toEqual(Object.values(wanted));
		},
	);

	test.each([
		['by position', "={{ $itemIndex === 2 ? 'other' : 'shared' }}"],
		['for one item in the middle', "={{ $json.name === 'good 2' ? 'other' : 'shared' }}"],
	])('differs %s though the first and the last agree', async (_what, account) => {
		await run({ names: names.slice(0, 5), credentials: { account } });
		expect(accounts()).toEqual({
			...{ 'good 0': 'shared', 'good 1': 'shared', 'good 2': 'other' },
			...{ 'good 3': 'shared', 'good 4': 'shared' },
		});
	});

	test('that cannot be had fails its item alone', async () => {
		const account = "={{ $json.name === 'good 0' ? $('Nobody').item.json.x : $json.name }}";
		const output = await run({
			names: names.slice(0, 3),
			credentials: { account },
			settings: CONTINUE,
		});
		expect(outcomesOf(output)).toEqual(['notSent', 'good 1', 'good 2']);
		expect(sentNames()).toEqual(['good 1', 'good 2']);
	});

	test.each([
		['a fixed one once', {}, 1],
		['one with an expression for each item', { account: '={{ $json.name }}' }, 40],
	])('is read from n8n: %s', async (_what, credentials, reads) => {
		const prepared = prepare({ names, credentials });
		let count = 0;
		const { execute } = prepared.node;
		const node = {
			...prepared.node,
			async execute(this: ThisParameterType<NonNullable<typeof execute>>) {
				const read = this.getCredentials.bind(this);
				this.getCredentials = async (...args) => {
					count++;
					return await read(...args);
				};
				return await (execute as NonNullable<typeof execute>).call(this);
			},
		};
		await runNode({ ...prepared, node });
		expect(count).toBe(reads);
	});
});

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
		const random = randomly(7);
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

describe('a node that stops', () => {
	const errorOf = async (setting: Setting) =>
		await run({ ...setting, settings: STOP }).then(
			() => undefined,
			(error: { description: string }) => error.description,
		);

	test.each([
		[['refused', 'good 1'], 1, undefined],
		[['good 0', 'good 1', 'refused', 'good 3'], 1, '2 items (0-1, counted from 0)'],
		[['good 0', 'refused', 'good 2', 'good 3'], 4, '3 items (0, 2-3, counted from 0)'],
		[['refused', 'good 1'], 2, '1 item (1, counted from 0)'],
	])('%j tells what was carried out', async (names, concurrency, done) => {
		const description = await errorOf({ names, options: { concurrency } });
		expect(description).toContain('Ask Fake.');
		if (done === undefined) expect(description).not.toContain('Carried out');
		else expect(description).toContain(`Carried out before the node stopped: ${done}.`);
		if (done) expect(description).toContain("'Continue (using error output)'");
	});

	test('tells what may have been carried out', async () => {
		const description = await errorOf({ names: ['refused', 'good', 'lost'] });
		expect(description).toContain("Unknown, too: 1 item (2, counted from 0). Look with 'Read'.");
		expect(description).toContain('would submit them again');
	});

	test('does not count the item that stops it', async () => {
		const description = await errorOf({ names: ['lost', 'refused'] });
		expect(description).not.toContain('Unknown, too');
		expect(description).not.toContain('would submit them again');
	});

	test('after tries of its own tells what all of them have carried out', async () => {
		const { error } = await tryThrice({
			names: ['good', 'later', 'refused'],
			settings: STOP,
			options: { concurrency: 1 },
		});
		expect((error as { description: string }).description).toContain('2 items (0-1, counted');
	});

	test("with 'Submit Only Once' does not warn of what cannot happen", async () => {
		const options = { concurrency: 1, submitOnlyOnce: '={{ $json.name }}' };
		const description = await errorOf({ names: ['good', 'refused'], options });
		expect(description).toContain("'Submit Only Once' keeps a retry of this execution from");
		expect(description).not.toContain('would submit them again');
	});

	test('of an operation that only reads says that results are lost', async () => {
		const names = ['good', 'refused'];
		const description = await errorOf({ operation: 'read', names, options: { concurrency: 1 } });
		expect(description).toContain('The results of 1 item (0, counted from 0) are lost');
		expect(description).not.toContain('submit');
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

describe('failed items', () => {
	const left = { error: 'left from before', details: { outcome: 'unknown' } };
	const fields = { row: 7, ...left, $error: 'x', $json: {} };

	test('keep their input fields with Continue', async () => {
		const options = { includeInput: true };
		const output = await run({ names: ['bad', 'good'], options, settings: CONTINUE, fields });
		expect(output[0].json).toMatchObject({ name: 'bad', row: 7, error: "'Name' is bad" });
		expect(output[1].json).toMatchObject({ name: 'good', row: 7 });
	});

	test.each([STOP, CONTINUE, ERROR_OUTPUT])(
		'%j: no field of the input makes a good item a failed one',
		async (settings) => {
			const options = { includeInput: true };
			const [{ json }] = await run({ names: ['good'], options, settings, fields });
			expect(json).not.toHaveProperty('error');
			expect(json).not.toHaveProperty('$error');
			expect(json).toMatchObject({ name: 'good', account: 'shared', row: 7, previousError: 'x' });
			// Nor does a workflow branch on the outcome of another step.
			expect(json).toMatchObject({ previousDetails: { outcome: 'unknown' } });
			expect(json).not.toHaveProperty('details');
		},
	);

	test("'details' without an 'error' are a field like any other", async () => {
		const options = { includeInput: true };
		const [{ json }] = await run({ names: ['good'], options, fields: { details: 'of the row' } });
		expect(json).toMatchObject({ name: 'good', details: 'of the row' });
	});

	test('for the error output carry an error that n8n sees and does not store', async () => {
		const options = { includeInput: true };
		const [item] = await run({ names: ['bad'], settings: ERROR_OUTPUT, options, fields });
		expect(item.error?.message).toBe("'Name' is bad");
		expect(Object.keys(item)).toEqual(['json', 'pairedItem']);
		// n8n adds the fields of the input, and from 2.34.6 on knows the item by having no other than these.
		expect(Object.keys(item.json)).toEqual(['error', 'details']);
		item.error = undefined;
		expect(item.json).toMatchObject({ details: { outcome: 'notSent' } });
	});

	test.each([STOP, CONTINUE])('%j have no such property', async (settings) => {
		const [item] = await run({ names: ['good'], settings });
		expect(item.error).toBeUndefined();
	});
});

/** Whole numbers below a limit, the same in each run. */
function randomly(seed: number) {
	let state = seed;
	return (limit: number): number => {
		state = (state * 1103515245 + 12345) % 2147483648;
		return Math.floor((state / 2147483648) * limit);
	};
}

describe('the options of the node', () => {
	test.each([
		[{ concurrency: 0 }, "'Concurrency' must be a whole number from 1 to 50"],
		[{ concurrency: 51 }, "'Concurrency' must be a whole number from 1 to 50"],
		[{ concurrency: 2.5 }, "'Concurrency' must be a whole number from 1 to 50"],
		[{ concurrency: '={{ "many" }}' }, "'Concurrency' must be a whole number from 1 to 50"],
		[{ concurrency: '={{ $json.missing }}' }, "'Concurrency' is empty"],
		[{ retries: -1 }, "'Retries' must be a whole number from 0 to 5"],
		[{ timeout: 0 }, "'Timeout (Seconds)' must be a number from 1 to 600"],
		[{ timeout: '={{ NaN }}' }, "'Timeout (Seconds)' is no number"],
		[{ includeInput: '={{ "perhaps" }}' }, "'Include Input Fields' must be true or false"],
	])('%j are not silently others', async (options, message) => {
		await expect(run({ names: ['good'], options })).rejects.toThrow(message);
		expect(sentNames()).toEqual([]);
	});

	test('are what their words mean', async () => {
		const options = {
			concurrency: '={{ "１０" }}',
			includeInput: '={{ "是" }}',
			timeout: '={{ "1.5" }}',
		};
		const [{ json }] = await run({ names: ['good'], options, fields: { row: 7 } });
		expect(json).toMatchObject({ row: 7 });
	});
});
