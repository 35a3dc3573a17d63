import { ALL_OPERATIONS, type Case } from '../support/all-operations';
import { People } from '../support/people';
import { rightCall, runCall } from '../support/right-calls';
import { readSchema, schemaFaults } from '../support/schema';
import { useServers } from '../support/servers';

// What holds for every operation of every provider. What is special to one stands in the files of its provider.

const servers = useServers();

const faultsOf = ({ provider, resource, name }: Case, json: unknown): string[] =>
	schemaFaults(json, readSchema(provider.node.constructor.name, resource, name));

/** A required field that is empty. */
const missing = ({ operation, choices }: Case) => {
	const isShown = ({ show = {} }: { show?: object } = {}) =>
		Object.entries(show).every(([name, allowed]) =>
			(allowed as unknown[]).includes(choices[name.replace('/', '')]),
		);
	return operation.fields.find(
		({ required, displayOptions, type, name, as }) =>
			required &&
			isShown(displayOptions) &&
			!(name in choices) &&
			type !== 'fixedCollection' &&
			as !== 'received',
	);
};

describe.each(ALL_OPERATIONS)('$title', (one) => {
	const call = rightCall(one);
	const { values, answer, refusal, remark } = call;

	test('succeeds, passes on what the next step needs, and the files', async () => {
		const [{ json, binary, pairedItem }] = await runCall(servers, one, call);
		expect(faultsOf(one, json)).toEqual([]);
		const passedOn = one.operation.fields.filter((field) => field.passedOn && field.name in values);
		for (const { name } of passedOn) expect(json).toHaveProperty(name, values[name]);
		expect(binary?.data).toMatchObject({ fileName: 'a.jpg' });
		expect(pairedItem).toEqual({ item: 0 });
	});

	test('passes on what no document has', async () => {
		const more = rightCall(one, new People(), true);
		const [{ json }] = await runCall(servers, one, more);
		const isAnswered =
			servers.requests.length > 0 && JSON.stringify(more.answer).includes('"remark"');
		if (isAnswered && one.choices.simple !== true)
			expect(JSON.stringify(json)).toContain(more.remark);
	});

	const bad = missing(one);
	if (bad)
		test('given a bad value, sends nothing and names the field', async () => {
			const empty = { ...call, values: { ...values, [bad.name]: '' } };
			const [{ json }] = await runCall(servers, one, empty);
			expect(json).toMatchObject({ error: `'${bad.displayName}' is empty` });
			expect(json.details).toMatchObject({ provider: one.provider.name, outcome: 'notSent' });
			expect(servers.requests).toEqual([]);
		});

	test('given a refusal, tells its code, and does the other item', async () => {
		const items = [{}, {}];
		const options = { concurrency: 1 };
		const replies = [refusal, answer];
		const [failed, done] = await runCall(servers, one, call, { replies, items, options });
		expect(done.json).not.toHaveProperty('error');
		expect([failed, done].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		if (servers.requests.length === 0) return;
		const code = one.provider.refusal ? '999' : 'HTTP 400';
		const words = expect.stringContaining(remark) as string;
		expect(failed.json.details).toMatchObject({
			...{ outcome: 'refused', provider: one.provider.name, code, providerMessage: words },
			description: expect.stringContaining(`${one.provider.name} code ${code}: `),
		});
		const stopping = runCall(servers, one, call, {
			replies,
			settings: { onError: 'stopWorkflow' },
		});
		await expect(stopping).rejects.toMatchObject({ httpCode: code, context: { itemIndex: 0 } });
	});
});

test('operations without a value that must be there ask for nothing, or for what was received', () => {
	const without = ALL_OPERATIONS.filter((one) => !missing(one)).map(({ id }) => id);
	expect([...new Set(without)]).toEqual([
		...['openAccountResult', 'ebankGetBankInfo', 'submitStepFive', 'queryUserVerified'],
		...['networkTest', 'reverseCall'],
	]);
});

test('operations that send nothing are those that build or verify', async () => {
	const silent: string[] = [];
	for (const one of ALL_OPERATIONS) {
		servers.received.length = 0;
		await runCall(servers, one, rightCall(one));
		if (servers.requests.length === 0) silent.push(`${one.provider.name} ${one.name}`);
	}
	expect([...new Set(silent)]).toEqual([
		...['Htouhui verify', 'Htouhui openAccount', 'WeBank buildReply', 'WeBank verify'],
	]);
});
