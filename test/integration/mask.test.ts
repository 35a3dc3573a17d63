import { inspect } from 'node:util';
import type { IDataObject } from 'n8n-workflow';

import { HtouhuiTrigger } from '../../nodes/Htouhui/HtouhuiTrigger.node';
import { WeBankTrigger } from '../../nodes/WeBank/WeBankTrigger.node';
import { ALL_OPERATIONS, type Case } from '../support/all-operations';
import { accountOf } from '../support/htouhui';
import type { Run } from '../support/n8n';
import { People } from '../support/people';
import { providerOf } from '../support/providers';
import { notificationOf, rightCall, runCall, SALT, type RightCall } from '../support/right-calls';
import { useServers, type Reply } from '../support/servers';
import { listenWith } from '../support/trigger-server';

const servers = useServers();

test('all operations are among the cases', () => {
	expect(new Set(ALL_OPERATIONS.map(({ operation }) => operation)).size).toBe(70);
});

/** The output for one item, which has the values among its fields. */
async function runItem(
	one: Case,
	call: Pick<RightCall, 'values' | 'answer'>,
	options: IDataObject,
	settings?: Run['settings'],
) {
	const items = [{ ...call.values, 备注: '无' }];
	return (await runCall(servers, one, call, { options, items, settings }))[0];
}

/** Each value that is a text or a number with the way to it. */
const leaves = (value: unknown, path = ''): Array<[path: string, leaf: unknown]> =>
	typeof value === 'object' && value !== null
		? Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${path}.${name}`))
		: [[path, value]];

const holds = (text: unknown, { secrets }: People) =>
	secrets.filter((secret) => String(text).includes(secret));

const masking = { maskPersonalData: true };

/** An output with its mask: nothing of the people is in it, and the rest is as without the mask. */
async function expectMasked(
	one: Case,
	people: People,
	runWith: (options: IDataObject) => Promise<IDataObject>,
): Promise<IDataObject> {
	const [whole, again, shown] = [await runWith({}), await runWith({}), await runWith(masking)];
	expect(holds(JSON.stringify(shown), people)).toEqual([]);
	const files = Object.keys(one.operation.wholeTexts ?? {}).filter((name) => !(name in shown));
	const [before, later] = [whole, again].map((json) => new Map(leaves(json)));
	for (const name of files) before.delete(`.${name}`);
	const after = new Map(leaves(shown));
	expect([...after.keys()]).toEqual([...before.keys()]);
	for (const [path, leaf] of before) {
		// A time or a random number is another one each time.
		const isPersonal = holds(leaf, people).length > 0;
		if (later.get(path) === leaf && !isPersonal)
			expect([path, after.get(path)]).toEqual([path, leaf]);
	}
	return whole;
}

test.each(ALL_OPERATIONS)('$title', async (one) => {
	const people = new People();
	const { values, remark, answer, refusal } = rightCall(one, people, true);
	const withOptions = (reply: Reply, more: IDataObject) => async (options: IDataObject) =>
		(await runItem(one, { values, answer: reply }, { ...options, ...more })).json;

	const result = await expectMasked(one, people, withOptions(answer, { includeInput: true }));
	expect(result).not.toHaveProperty('error');
	const refused = await expectMasked(one, people, withOptions(refusal, {}));
	const checked = await expectMasked(one, people, withOptions(answer, { checkOnly: true }));
	expect(checked).toMatchObject({ checked: true });
	// There was something to mask.
	const told = [
		people.secrets.length > 0 && result,
		!remark.endsWith('：') && 'error' in refused && refused,
	];
	for (const json of told.filter(Boolean)) {
		expect(holds(JSON.stringify(json), people)).not.toEqual([]);
	}
});

describe('whichever way a failed item goes', () => {
	const one = ALL_OPERATIONS.find(({ id }) => id === 'submitStep1') as Case;
	const failing = (settings: Run['settings'], options: IDataObject = masking) => {
		const people = new People();
		const { values, refusal } = rightCall(one, people);
		const output = runItem(one, { values, answer: refusal }, options, settings);
		return { people, values, output };
	};

	test('nothing is left of what n8n adds on the error output', async () => {
		const { people, values, output } = failing({ onError: 'continueErrorOutput' });
		const { json } = await output;
		// n8n puts the output's fields over those of the input.
		const merged = { ...values, ...json };
		expect(holds(JSON.stringify(merged), people)).toEqual([]);
		expect(merged).toMatchObject({ error: expect.any(String), 备注: '无', token: values.token });
	});

	test('nor in the error that stops the node', async () => {
		const { people, output } = failing({ onError: 'stopWorkflow' });
		const error = await output.then(
			() => ({}),
			(thrown: Error & { description?: string }) => ({
				// The node is that of the workflow, with its parameters as they stand there.
				...{ ...thrown, node: undefined, message: thrown.message, stack: thrown.stack },
				description: thrown.description,
			}),
		);
		expect(error).toHaveProperty('description', expect.stringContaining('999'));
		expect(holds(inspect(error, { depth: 9 }), people)).toEqual([]);
	});

	test.each<[value: unknown, fault: string]>([
		...['', null].map((value): [unknown, string] => [value, 'is empty']),
		...['perhaps', 2].map((value): [unknown, string] => [value, 'must be true or false']),
	])('an option that delivers %j sends nothing', async (value, fault) => {
		const options = { maskPersonalData: '={{ $json.mask }}', includeInput: true };
		const people = new People();
		const values = { ...people.parameters(one.operation, {}), mask: value } as IDataObject;
		const { json } = await runItem(one, { values, answer: {} }, options);
		expect(json).toMatchObject({ error: `'Mask Personal Data' ${fault}` });
		expect(servers.received).toEqual([]);
		expect(holds(JSON.stringify(json), people)).toEqual([]);
	});
});

describe('what is of use only as it is', () => {
	test('stays whole in the reply that the bank gets', async () => {
		const one = ALL_OPERATIONS.find(({ name }) => name === 'buildReply') as Case;
		const people = new People();
		const content = JSON.stringify({ ID_NO: people.of('idCard'), MOBILE: people.of('mobile') });
		const values = { ...rightCall(one).values, additionalFields: { content } };
		const { json } = await runItem(one, { values, answer: {} }, masking);
		expect(holds(json.Plain, people)).toEqual(people.secrets);
	});

	test('stays whole as a file where it is a page for the browser', async () => {
		const one = ALL_OPERATIONS.find(({ id }) => id === 'openAccount') as Case;
		const people = new People();
		const values = people.parameters(one.operation, one.choices);
		const item = await runItem(one, { values, answer: {} }, masking);
		expect(item.json).not.toHaveProperty('html');
		const page = Buffer.from(item.binary?.html.data ?? '', 'base64').toString();
		for (const value of [values.id_card, values.real_name]) {
			expect(page).toContain(`value="${String(value).trim().toUpperCase()}"`);
		}
	});
});

describe.each([
	['Htouhui', new HtouhuiTrigger(), accountOf('http://127.0.0.1:1')],
	['WeBank', new WeBankTrigger(), { salt: SALT }],
])('the trigger of %s', (name, node, credentials) => {
	const called = async (options: IDataObject, people: People) => {
		const listening = await listenWith(node);
		Object.assign(listening, { credentials, parameters: { options } });
		const provider = providerOf(name);
		const body = notificationOf({ provider, choices: {} }, people);
		const reply = await fetch(listening.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		const text = await reply.text();
		listening.close();
		return { text, items: listening.items };
	};

	test.each<[value: unknown, isMasked: boolean]>([
		...[true, 'yes', '', 'perhaps'].map((value): [unknown, boolean] => [value, true]),
		...[false, 'No'].map((value): [unknown, boolean] => [value, false]),
	])('with the option %j', async (maskPersonalData, isMasked) => {
		const people = new People();
		const { text, items } = await called({ maskPersonalData } as IDataObject, people);
		expect(items).toHaveLength(1);
		expect(holds(JSON.stringify(items), people).length === 0).toBe(isMasked);
		expect(text).toContain(name === 'WeBank' ? '%220000%22' : 'success');
		expect(items[0]).toMatchObject({ dedupeKey: expect.stringMatching(/^[0-9a-f]{64}$/) });
	});
});
