import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';

import { jsonOf, type Execution } from '../support/n8n-driver.ts';
import { stepValues } from '../support/user-verification';
import { itemsNode, row, type NodeInput } from '../support/workflow';
import { errorOf } from './support/chain';
import { sharedEnvironment } from './support/environment';

// What the settings around a node do to it, in the real n8n: tries, outputs, accounts, a second execution.

const TYPE = 'userVerificationApi';
const SECRET = 'verification-sandbox-secret';

/** A service that carries out what it gets; the first word of the first name says what it answers. */
const arrived: string[] = [];
const server = createServer((request, response) => {
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.on('end', () => {
		const { firstName } = JSON.parse(Buffer.concat(chunks).toString()) as { firstName: string };
		arrived.push(firstName);
		if (firstName.startsWith('lost')) request.socket.destroy();
		else {
			response.setHeader('content-type', 'application/json');
			const code = firstName.startsWith('refused') ? '100001' : '000000';
			response.end(JSON.stringify({ code, description: code, data: {} }));
		}
	});
});

const environment = sharedEnvironment();
let url = '';
beforeAll(async () => {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => (arrived.length = 0));

async function credential(name: string, data: IDataObject): Promise<NodeInput['credentials']> {
	const id = await environment.n8n.saveCredential({
		name,
		type: TYPE,
		data: { apiKey: 'key', secretKey: SECRET, baseUrl: url, ...data },
	});
	return { [TYPE]: { id, name } };
}

const submitNode = (
	credentials: NodeInput['credentials'],
	options: IDataObject,
	settings: Partial<NodeInput> = {},
	name = 'Submit',
): NodeInput => ({
	name,
	type: 'n8n-nodes-fintech-onboarding.userVerification',
	parameters: {
		...{ resource: 'step', operation: 'submitPersonalInformation' },
		...stepValues.submitPersonalInformation,
		...{ firstName: '={{ $json.firstName }}', options },
	},
	credentials,
	...settings,
});

async function save(name: string, items: IDataObject[], nodes: NodeInput[]): Promise<string> {
	const { id } = await environment.n8n.saveWorkflow(
		row(name, [itemsNode('Rows', items), ...nodes]),
	);
	return id;
}
const run = async (...args: Parameters<typeof save>): Promise<Execution> =>
	await environment.n8n.run(await save(...args));

const rows = (...names: string[]): IDataObject[] => names.map((firstName) => ({ firstName }));
const outcomesOf = (items: IDataObject[]) =>
	items.map(({ details }) => (details as IDataObject | undefined)?.outcome);

describe.each([1, 10])('a credential with an expression, %d items at a time', (concurrency) => {
	test('submits each person with the own account', async () => {
		const first = 300_000 + Math.floor(Math.random() * 600_000);
		const people = ['Ada', 'Bao', 'Chi'].map((firstName, i) => ({
			firstName,
			api_key: `sandbox-verification-user-${first + i}`,
		}));
		const baseUrl = environment.sandbox.urls['user-verification'];
		const own = await credential('own account', { baseUrl, apiKey: '={{ $json.api_key }}' });
		const execution = await run('three accounts', people, [submitNode(own, { concurrency })]);
		expect(errorOf(execution)).toBeUndefined();
		expect(jsonOf(execution, 'Submit').map(({ success }) => success)).toEqual([true, true, true]);

		for (const { firstName, api_key: apiKey } of people) {
			const query: NodeInput = {
				name: 'Get',
				type: 'n8n-nodes-fintech-onboarding.userVerification',
				parameters: { resource: 'verification', operation: 'get' },
				credentials: await credential('one account', { baseUrl, apiKey }),
			};
			const asked = await run('one account', [{}], [query]);
			expect(jsonOf(asked, 'Get')[0]).toMatchObject({ firstName });
		}
	});
});

describe.each([
	['stopWorkflow', 1],
	['stopWorkflow', 10],
	['continueRegularOutput', 1],
	['continueRegularOutput', 10],
	['continueErrorOutput', 1],
	['continueErrorOutput', 10],
] as const)("'Retry On Fail' with %s, %d at a time", (onError, concurrency) => {
	const settings = { onError, retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
	const tried = async (...names: string[]) => {
		const credentials = await credential('stub', {});
		const node = submitNode(credentials, { concurrency }, settings);
		return await run(`tries of ${onError}`, rows(...names), [node]);
	};
	// A node that runs one at a time does not reach the rows behind the one that stops it.
	const stopsAtOnce = onError === 'stopWorkflow' && concurrency === 1;

	test('sends the good rows once when the first is bad', async () => {
		const execution = await tried('', 'good one', 'good two');
		expect(arrived.sort()).toEqual(stopsAtOnce ? [] : ['good one', 'good two']);
		if (onError === 'stopWorkflow') {
			expect(errorOf(execution).message).toContain("'First Name'");
			return;
		}
		expect(errorOf(execution)).toBeUndefined();
		const isRegular = onError === 'continueRegularOutput';
		const failed = jsonOf(execution, 'Submit', isRegular ? 0 : 1).filter(({ error }) => error);
		expect(outcomesOf(failed)).toEqual(['notSent']);
		expect(jsonOf(execution, 'Submit')).toHaveLength(isRegular ? 3 : 2);
	});

	test('sends a row once whose answer was lost', async () => {
		const execution = await tried('lost one', 'good one', 'refused one', 'good two');
		const all = ['good one', 'good two', 'lost one', 'refused one'];
		expect(arrived.sort()).toEqual(stopsAtOnce ? ['lost one'] : all);
		if (onError === 'stopWorkflow') {
			const { message, description } = errorOf(execution);
			expect(message).toContain('It is unknown whether User Verification carried out');
			if (stopsAtOnce) expect(description).not.toContain('Carried out');
			else {
				expect(description).toContain(
					'Carried out before the node stopped: 2 items (1, 3, counted from 0)',
				);
			}
			return;
		}
		const outputs = [0, 1].flatMap((output) => jsonOf(execution, 'Submit', output));
		expect(outcomesOf(outputs).filter(Boolean).sort()).toEqual(['refused', 'unknown']);
		expect(outputs.filter(({ success }) => success)).toHaveLength(2);
	});
});

describe('the error output', () => {
	const settings: Partial<NodeInput> = { onError: 'continueErrorOutput' };
	const items = [
		{ firstName: 'good one', row: 1, error: 'left from before' },
		{ firstName: '', row: 2 },
		{ firstName: 'refused one', row: 3, error: 'left from before' },
	];

	test.each([false, true])(
		'takes the failed items and no other, includeInput %s',
		async (includeInput) => {
			const credentials = await credential('stub', {});
			const retries = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
			const node = submitNode(credentials, { includeInput }, { ...settings, ...retries });
			const execution = await run('error output', items, [node]);
			expect(arrived.sort()).toEqual(['good one', 'refused one']);
			const [good, failed] = [jsonOf(execution, 'Submit'), jsonOf(execution, 'Submit', 1)];
			expect(good).toEqual([
				{
					...(includeInput && { firstName: 'good one', row: 1, previousError: 'left from before' }),
					...{ success: true, warnings: [], warningsChinese: [] },
				},
			]);
			expect(failed.map(({ row: number }) => number)).toEqual([2, 3]);
			expect(outcomesOf(failed)).toEqual(['notSent', 'refused']);
			expect(failed.map(({ error }) => typeof error)).toEqual(['string', 'string']);
		},
	);

	test('with Continue in its place, failed items keep the fields of the input', async () => {
		const credentials = await credential('stub', {});
		const node = submitNode(
			credentials,
			{ includeInput: true },
			{ onError: 'continueRegularOutput' },
		);
		const execution = await run('continue', items, [node]);
		expect(jsonOf(execution, 'Submit').map(({ row: number }) => number)).toEqual([1, 2, 3]);
		expect(outcomesOf(jsonOf(execution, 'Submit'))).toEqual([undefined, 'notSent', 'refused']);
	});
});

describe("'Submit Only Once'", () => {
	const options = { submitOnlyOnce: '={{ $json.firstName }}', concurrency: 10 };
	const settings: Partial<NodeInput> = { onError: 'continueRegularOutput' };
	let count = 0;
	/** The store outlives a test: each has names of its own. */
	const fresh = (...names: string[]) => {
		count++;
		return names.map((name) => `${name} ${Date.now()} ${count}`);
	};

	test('holds over executions and over nodes of the same operation', async () => {
		const [good, lost] = fresh('good', 'lost');
		const credentials = await credential('stub', {});
		const nodes = [
			submitNode(credentials, { ...options, includeInput: true }, settings),
			submitNode(credentials, { ...options, includeInput: true }, settings, 'Again'),
		];
		const id = await save('submit once', rows(good, lost), nodes);
		const first = await environment.n8n.run(id);
		const second = await environment.n8n.run(id);
		expect(arrived.sort()).toEqual([good, lost]);
		expect(outcomesOf(jsonOf(first, 'Submit'))).toEqual([undefined, 'unknown']);
		for (const [execution, node] of [
			[first, 'Again'],
			[second, 'Submit'],
			[second, 'Again'],
		] as const) {
			expect(outcomesOf(jsonOf(execution, node))).toEqual(['alreadySubmitted', 'alreadySubmitted']);
		}
		expect(jsonOf(second, 'Submit')[0].details).toMatchObject({
			description: expect.stringContaining("Look with 'Get Verification'"),
		});
	});

	test('frees the key of what was not sent, and of what was refused', async () => {
		const [good, refused] = fresh('good', 'refused');
		const name = 'sometimes away';
		await credential(name, { baseUrl: 'http://127.0.0.1:1' });
		const node = submitNode(
			await credential(name, { baseUrl: 'http://127.0.0.1:1' }),
			options,
			settings,
		);
		const id = await save('submit once away', rows(good, refused), [node]);
		const away = await environment.n8n.run(id);
		expect(outcomesOf(jsonOf(away, 'Submit'))).toEqual(['notSent', 'notSent']);
		await credential(name, {});
		const back = await environment.n8n.run(id);
		expect(outcomesOf(jsonOf(back, 'Submit'))).toEqual([undefined, 'refused']);
		const later = await environment.n8n.run(id);
		expect(outcomesOf(jsonOf(later, 'Submit'))).toEqual(['alreadySubmitted', 'refused']);
	});

	test('loses no key of two executions at the same time', async () => {
		const names = fresh(...Array.from({ length: 40 }, (_, i) => `good ${i}`));
		const node = submitNode(await credential('stub', {}), options, settings);
		const id = await save('submit once together', rows(...names), [node]);
		const { n8n } = environment;
		await Promise.all([n8n.run(id), n8n.run(id)]);
		const last = await n8n.run(id);
		expect(arrived.sort()).toEqual([...names].sort());
		expect(new Set(outcomesOf(jsonOf(last, 'Submit')))).toEqual(new Set(['alreadySubmitted']));
	});
});
