import type { IDataObject } from 'n8n-workflow';

import { CONTINUE, useFakeRuns } from '../support/fake-runs';
import { retried, runNode, type Run } from '../support/n8n';
import { providers, runExample } from '../support/providers';

// That every operation with 'Check Only' sends nothing, and stops what the values of an item stop, is held by the
// stage of the integration tests, which checks each of its runs beforehand.
const { fake, prepare: prepared } = useFakeRuns();
const prepare = (
	items: IDataObject[],
	options: IDataObject,
	settings: Run['settings'] = CONTINUE,
): Run => ({
	...prepared({ names: [], options, settings }),
	items: items.map((json) => ({ json })),
});
const named = (...names: string[]) => names.map((name) => ({ name }));
const check = { checkOnly: true };

test('a good item comes out with what would be sent, a bad one as it would fail', async () => {
	const items = named('good', 'bad', 'refused', 'lost', ' trimmed ');
	const output = await runNode(prepare(items, check));
	expect(output.map(({ json }) => json.values ?? json.error)).toEqual([
		...[{ name: 'good' }, "'Name' is bad", { name: 'refused' }, { name: 'lost' }],
		{ name: 'trimmed' },
	]);
	expect(output[1].json.details).toMatchObject({ outcome: 'notSent' });
	expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	expect(fake.seen).toEqual([]);
});

test('the option can be an expression, of which each item has its own', async () => {
	const items = ['yes', 'no', true, false, '是', 0].map((check, i) => ({
		name: `good ${i}`,
		check,
	}));
	const output = await runNode(prepare(items, { checkOnly: '={{ $json.check }}' }));
	expect(output.map(({ json }) => json.checked ?? false)).toEqual([
		...[true, false, true, false, true, false],
	]);
	expect(fake.seen.map(({ name }) => name).sort()).toEqual(['good 1', 'good 3', 'good 5']);
});

test.each([undefined, null, '', ' ', 'perhaps', 2, {}])(
	'an expression that delivers %j sends nothing',
	async (value) => {
		const items = [{ name: 'good', check: value }] as IDataObject[];
		const [{ json }] = await runNode(prepare(items, { checkOnly: '={{ $json.check }}' }));
		expect(json).toMatchObject({ error: expect.stringContaining("'Check Only'") });
		expect(fake.seen).toEqual([]);
	},
);

test("takes no key of 'Submit Only Once'", async () => {
	const once = { submitOnlyOnce: '={{ $json.name }}' };
	await runNode(prepare(named('good'), { ...check, ...once }));
	await runNode(prepare(named('good'), { ...check, ...once }));
	const [{ json }] = await runNode(prepare(named('good'), once));
	expect(json).toMatchObject({ name: 'good' });
});

test('is not told as something that was carried out', async () => {
	const stopping = prepare(
		named('good', 'bad'),
		{ ...check, concurrency: 1 },
		{ onError: 'stopWorkflow' },
	);
	const message = await retried(stopping)().catch(
		({ description }: { description: string }) => description,
	);
	expect(message).toBe('Nothing was sent.');
});

test.each(providers)('$name: no password comes out', async (provider) => {
	const secret = 'Aa1!secret';
	const { submits } = provider;
	const values = { ...submits.values };
	for (const name of ['password', 'service_password', 'token']) {
		if (name in values || name === 'password') values[name] = secret;
	}
	// Nobody listens there.
	const nowhere = 'http://127.0.0.1:1';
	const { json } = await runExample(provider, { ...submits, values }, nowhere, { options: check });
	expect(json).toMatchObject({ checked: true, values: expect.any(Object) });
	expect(JSON.stringify(json.values)).not.toContain(secret);
});
