import { createPrivateKey } from 'node:crypto';
import { UserError, type ICredentialType, type IDataObject } from 'n8n-workflow';

import type { Call, Operation } from '../../nodes/shared/model/operation';
import { loadProvider, placesOf } from '../../scripts/shared/providers.ts';
import { PROVIDERS } from '../../spec/providers.ts';
import { providers, runExample, type ProviderCase } from '../support/providers';
import { useServers } from '../support/servers';

const servers = useServers();
const SECRET = 'do-not-show-this';

const overflow = (): number => overflow() + 1;

/** Real exceptions of Node and of the language, and what somebody might throw by mistake. */
const exceptions: Array<[what: string, raise: () => unknown]> = [
	['URI malformed', () => decodeURIComponent(`%${SECRET}`)],
	['Invalid time value', () => new Date(SECRET).toISOString()],
	[
		'Cannot destructure',
		() => {
			const { id } = undefined as unknown as { id: string };
			return id;
		},
	],
	['Maximum call stack', overflow],
	['Unexpected token', () => JSON.parse(`{${SECRET}`) as unknown],
	[
		'a circular structure',
		() => {
			const circle: IDataObject = { secret: SECRET };
			circle.own = circle;
			return JSON.stringify(circle);
		},
	],
	['no key', () => createPrivateKey(SECRET)],
	['a wrong address', () => new URL(SECRET)],
	['a number that is none', () => BigInt(SECRET)],
	['a text', () => Promise.reject(SECRET as unknown as Error)],
	['nothing', () => Promise.reject(undefined as unknown as Error)],
	['null', () => Promise.reject(null as unknown as Error)],
	['an object', () => Promise.reject({ message: SECRET, code: SECRET } as unknown as Error)],
];

const operationOf = ({ node }: ProviderCase, resource: string, operation: string): Operation => {
	const entry = PROVIDERS.find((one) => one.node === node.constructor.name);
	if (!entry) throw new Error(`No provider ${node.constructor.name}`);
	const { resources } = loadProvider(entry, process.cwd());
	const place = placesOf(resources).find(
		(one) => one.resource === resource && one.name === operation,
	);
	if (!place) throw new Error(`No operation ${resource} ${operation}`);
	return place.operation;
};

/** Runs an operation of a provider whose code is replaced by this. */
async function runWith(
	provider: ProviderCase,
	effect: 'reads' | 'submits',
	body: (call: Call) => Promise<unknown>,
	credentialType: ICredentialType = provider.credentialType,
): Promise<IDataObject> {
	const { resource, operation } = provider[effect];
	const own = operationOf(provider, resource, operation);
	const replaced = jest.spyOn(own, 'run').mockImplementation(async (call) => {
		await body(call);
		return { json: {} };
	});
	const address = await servers.answering({ body: provider.success({ status: '1' }) });
	const { json } = await runExample({ ...provider, credentialType }, provider[effect], address);
	replaced.mockRestore();
	return json;
}

const ask = async (call: Call) => await call.request({ path: '/x', body: { a: 1 } });

function expectTruth(json: IDataObject, outcome: string): void {
	const details = json.details as IDataObject;
	expect(details).toMatchObject({ outcome, failure: { cause: 'node-defect' } });
	expect(json.error).toMatch(/^'[^']+' met something unforeseen$/);
	const words = JSON.stringify(json);
	expect(words).not.toContain(SECRET);
	expect(words).not.toMatch(/malformed|Invalid time|destructure|call stack|token|circular|BigInt/);
}

describe.each(providers)('$name', (provider) => {
	test.each(exceptions)('an exception before anything is sent: %s', async (_what, raise) => {
		for (const effect of ['reads', 'submits'] as const) {
			expectTruth(await runWith(provider, effect, async () => await raise()), 'notSent');
		}
		expect(servers.requests).toEqual([]);
	});

	test.each(exceptions)('an exception after the answer: %s', async (_what, raise) => {
		const late = async (call: Call) => {
			await ask(call);
			await raise();
		};
		expectTruth(await runWith(provider, 'reads', late), 'noAnswer');
		const submitted = await runWith(provider, 'submits', late);
		expectTruth(submitted, 'unknown');
		const { description } = submitted.details as IDataObject;
		const { effect } = operationOf(provider, provider.submits.resource, provider.submits.operation);
		expect(description).toContain(effect === 'reads' ? '' : effect.submits);
		expect(servers.requests).toHaveLength(2);
	});

	const ofCredential = exceptions.filter(([what]) => what !== 'a wrong address');
	test.each(ofCredential)('an exception of the credential: %s', async (_what, raise) => {
		const broken = Object.create(provider.credentialType) as ICredentialType;
		broken.authenticate = async () => (await raise()) as never;
		for (const effect of ['reads', 'submits'] as const) {
			expectTruth(await runWith(provider, effect, ask, broken), 'notSent');
		}
		expect(servers.requests).toEqual([]);
	});

	test('what n8n says to its users is kept, with a true outcome', async () => {
		const raise = async () => {
			throw new UserError('The file is not there any more', { description: 'Run it again.' });
		};
		const before = await runWith(provider, 'submits', raise);
		expect(before).toMatchObject({
			error: 'The file is not there any more',
			details: { outcome: 'notSent', description: 'Nothing was sent. Run it again.' },
		});
		const after = await runWith(provider, 'submits', async (call) => {
			await ask(call);
			await raise();
		});
		expect(after).toMatchObject({
			error: 'The file is not there any more',
			details: { outcome: 'unknown' },
		});
	});

	test('what another copy of n8n says is kept as well', async () => {
		const foreign = { ...new UserError(''), message: 'Node does not have any credentials set' };
		const json = await runWith(provider, 'submits', async () => {
			throw Object.assign(new Error(), foreign);
		});
		expect(json).toMatchObject({ error: foreign.message, details: { outcome: 'notSent' } });
	});
});

test('the place of an exception of our own is told, for whoever reports it', async () => {
	const [provider] = providers;
	const json = await runWith(provider, 'submits', async (call) => {
		await call.file('no such field');
	});
	expect((json.details as IDataObject).description).toMatch(
		/report this place: TypeError at nodes\/shared\/values\/files\.\w+:\d+$/,
	);
});
