import type { IDataObject } from 'n8n-workflow';

import { useQiancheng } from '../support/qiancheng';
import { person } from '../support/qiancheng-data';
import type { Stage } from '../support/stage';
import { useWebank } from '../support/webank-node';

// A provider may lock an account after a few wrong passwords: one execution tries once.
const ROWS = 200;

interface Case {
	name: string;
	stage: Stage;
	/** What is wrong in the credential, new for each test. */
	wrong: () => IDataObject;
	reads: [string, string, IDataObject];
	submits: [string, string, IDataObject];
	/** The first request for a session. */
	asks: string;
	error: RegExp;
}

const cases: Case[] = [
	{
		name: 'Qiancheng Credit',
		stage: useQiancheng(),
		wrong: () => ({ password: `wrong ${Math.random()}` }),
		reads: ['blacklist', 'search', person(0)],
		submits: ['telecom', 'create', { ...person(0), service_password: '123456' }],
		asks: 'authorizeToken',
		error: /^Qiancheng Credit does not accept the account or its password$/,
	},
	{
		name: 'WeBank',
		stage: useWebank(),
		wrong: () => ({ secret: `wrong ${Math.random()}` }),
		reads: ['business', 'networkTest', {}],
		submits: [
			'business',
			'call',
			{ bizPath: 'yh', service_code: '1', specifyBody: 'json', body: '{}' },
		],
		asks: 'getAccessToken',
		error: /^WeBank does not accept the call$/,
	},
];

describe.each(cases)('A wrong secret of $name', ({ stage, wrong, reads, submits, asks, error }) => {
	/** The errors of all rows of one run, in an execution that this signal stands for. */
	async function run(
		[resource, operation, values]: Case['reads'],
		credentials: IDataObject,
		options: IDataObject = {},
		{ signal } = new AbortController(),
	): Promise<unknown[]> {
		const items = Array.from({ length: ROWS }, () => ({ json: {} }));
		const outputs = await stage.run(
			resource,
			operation,
			{ ...values, options },
			{ items, credentials, continueOnFail: true, signal },
		);
		return outputs.map(({ json }) => json.error);
	}
	const allFailed = Array.from({ length: ROWS }, () => expect.stringMatching(error));
	const asked = async () =>
		(await stage.control.journal()).filter(({ operation }) => operation === asks).length;

	test.each([1, 5, 50])('is tried once for 200 rows, %i at a time', async (concurrency) => {
		expect(await run(reads, wrong(), { concurrency })).toEqual(allFailed);
		expect(await asked()).toBe(1);
	});

	test('is tried once for 200 submissions', async () => {
		expect(await run(submits, wrong())).toEqual(allFailed);
		expect(await asked()).toBe(1);
	});

	test('is tried once by several nodes, runs in a loop and tries again of one execution', async () => {
		const credentials = wrong();
		const execution = new AbortController();
		for (const operation of [reads, submits, reads]) {
			expect(await run(operation, credentials, {}, execution)).toEqual(allFailed);
		}
		expect(await asked()).toBe(1);
	});

	test('is tried again by the next execution', async () => {
		const credentials = wrong();
		await run(reads, credentials);
		await run(reads, credentials);
		expect(await asked()).toBe(2);
	});

	test('does not keep another account of the same execution from its session', async () => {
		const execution = new AbortController();
		await run(reads, wrong(), {}, execution);
		expect(await run(reads, {}, {}, execution)).toEqual(Array(ROWS).fill(undefined));
		expect(await asked()).toBe(2);
	});

	test('that the provider could not check is tried again', async () => {
		const force = [{ path: asks, code: asks === 'getAccessToken' ? '60851013' : '1000', times: 2 }];
		const id = asks === 'getAccessToken' ? 'webank' : 'qiancheng-credit';
		await stage.control.call('/faults', { [id]: { force } });
		expect(await run(reads, {})).toEqual(Array(ROWS).fill(undefined));
		expect(await asked()).toBe(3);
	});
});

test('What needs no token is not kept from being sent by a wrong password', async () => {
	const { stage, wrong } = cases[0];
	const credentials = wrong();
	const { signal } = new AbortController();
	const more = { credentials, continueOnFail: true, signal };
	await stage.run('blacklist', 'search', person(0), more);
	const [{ json }] = await stage.run('telecom', 'getState', { open_id: 'unknown' }, more);
	expect(json.error).toBe('Qiancheng Credit does not accept the input');
});
