import { runNode } from '../support/n8n';
import {
	CONTINUE,
	ERROR_OUTPUT,
	outcomesOf,
	type Setting,
	STOP,
	useFakeRuns,
} from '../support/fake-runs';

const { fake, prepare, run, sentNames, tryThrice } = useFakeRuns();

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

test.each([STOP, CONTINUE, ERROR_OUTPUT, { ...CONTINUE, retryOnFail: true }])(
	'an item with files alone has no fields (%j)',
	async (settings) => {
		const prepared = prepare({ names: [], settings, options: { includeInput: true } });
		const parameters = { ...prepared.parameters, name: 'good' };
		const items = [{ binary: {} }, { json: null }] as never;
		const output = await runNode({ ...prepared, parameters, items });
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		if (settings === STOP) return;
		const failing = await runNode({ ...prepared, items: [{ binary: {} }] as never });
		expect(outcomesOf(failing)).toEqual(['notSent']);
	},
);

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
