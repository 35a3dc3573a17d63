import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { demoCredentials } from '../../sandbox/registry.ts';
import { jsonOf, type Execution } from '../support/n8n-driver.ts';
import { controlOf, type Control } from '../support/sandbox';
import { itemsNode, row } from '../support/workflow';
import { startEnvironment, type OwnEnvironment } from './support/environment';
import { type Call, files, leakCases, MARKER, TYPED } from './support/leaks';
import { foundIn, writtenBy } from './support/written';

// Provokes every kind of failure, then searches everything that n8n has written for secrets. In an n8n
// of its own: what n8n's HTTP Request node keeps of a file's address elsewhere is not ours to prevent.

const TIMEOUT_S = 1;

let environment: OwnEnvironment;
let control: Control;
beforeAll(async () => {
	environment = await startEnvironment();
	control = controlOf(environment.sandbox);
});
afterAll(async () => await environment?.stop());

interface Saved {
	id: string;
	name: string;
}

const every = (kind: string, path?: string) => ({
	events: [{ everyNth: 1, kind, when: 'after', ...(path && { path }) }],
});
const forced = (code: string, path?: string) => ({
	force: [{ code, times: 9, ...(path && { path }) }],
});
const broken = (path?: string) =>
	['drop', 'http500', 'malformed', 'truncated'].map((kind) => every(kind, path));
const slow = { latencyMs: TIMEOUT_S * 1500 };

test.each(leakCases)(
	'$id: no secret, token or ticket is in any output, error, execution record or log',
	async ({ id: provider, node: type, credentialType, secret: secretField, session, ...leak }) => {
		const { urls } = environment.sandbox;
		const [demo] = demoCredentials(urls).filter((one) => one.type === credentialType);
		const ownSecret = `Leak4711${provider}`;
		const wrongSecret = `${ownSecret} wrong`;

		const save = async (what: string, changes: IDataObject = {}): Promise<Saved> => {
			const name = `leaks of ${provider}${what}`;
			const data = { ...demo.data, ...changes } as ICredentialDataDecryptedObject;
			const id = await environment.n8n.saveCredential({ name, type: credentialType, data });
			return { id, name };
		};
		const elsewhere = (address: string) =>
			Object.fromEntries(leak.addresses.map((name) => [name, address]));
		let good = await save('');
		const others = [
			await save(', wrong', { [secretField]: wrongSecret }),
			await save(', nowhere', elsewhere('http://127.0.0.1:9')),
			await save(', no host', elsewhere('http://no-such-host.invalid')),
		];

		const faults = async (settings: IDataObject = {}) =>
			await control.call('/faults', {
				[provider]: { latencyMs: null, events: null, force: null, ...settings },
			});
		const given = new Set<string>();
		let secrets = 0;
		/** With another secret the session of a moment ago serves no longer. */
		const takeSession = async () => {
			const secret = `${ownSecret} + ${++secrets}`;
			await session?.newSecret(control, secret);
			good = await save('', { [secretField]: secret });
		};

		async function run(credential: Saved, { ours, parameters }: Call): Promise<Execution> {
			const common = { name: 'Call', credentials: { [credentialType]: credential } };
			const signed = { authentication: 'predefinedCredentialType' };
			const node = ours
				? {
						...{ ...common, type: `n8n-nodes-fintech-onboarding.${type}` },
						parameters: {
							...{ resource: ours[0], operation: ours[1], ...parameters },
							options: { retries: 0, timeout: TIMEOUT_S },
						},
					}
				: {
						...{ ...common, type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2 },
						parameters: {
							...{ ...signed, nodeCredentialType: credentialType, ...parameters },
							options: { timeout: TIMEOUT_S * 1000 },
						},
					};
			const item = itemsNode('Item', [{ marker: MARKER, typed: TYPED }], files);
			const { id } = await environment.n8n.saveWorkflow(row(`leaks of ${provider}`, [item, node]));
			const execution = await environment.n8n.run(id);
			for (const value of (await session?.values(control)) ?? []) given.add(value);
			const { error, runData } = execution.data.resultData;
			expect(JSON.stringify([error, runData.Call])).not.toContain(TYPED);
			return execution;
		}
		const survived: string[] = [];
		async function fail(credential: Saved, call: Call, why: IDataObject = {}): Promise<void> {
			// n8n's own node waits for the rest of an answer that was cut off, whatever its timeout.
			if (!call.ours && JSON.stringify(why).includes('truncated')) return;
			await faults(why);
			const { status } = await run(credential, call);
			// n8n's own node takes a refusal for an answer, ours fails every time.
			if (call.ours && status !== 'error')
				survived.push(`${call.ours.join('.')} ${credential.name} ${JSON.stringify(why)}`);
		}

		const calls = await leak.calls(async (call) => {
			const execution = await run(good, call);
			return jsonOf(execution, 'Call')[0];
		}, control);
		const fetching = (session?.fetched ?? []).flatMap(([path, codes]) => [
			...broken(path),
			...codes.map((code) => forced(code, path)),
		]);
		for (const call of [...calls, { parameters: leak.own(urls) }]) {
			// A call that succeeds has a session in play, too.
			await faults();
			await run(good, call);
			for (const why of fetching) {
				await takeSession();
				await fail(good, call, why);
			}
			if (session) await takeSession();
			for (const why of [...broken(), slow, ...leak.codes.map((code) => forced(code))])
				await fail(good, call, why);
			for (const other of others) await fail(other, call);
		}
		expect(survived).toEqual([]);

		for (const call of leak.offline ?? [])
			for (const credential of [good, ...others]) await run(credential, call);
		for (const why of [{}, ...(session ? fetching : broken())]) {
			await faults(why);
			for (const { id } of [good, ...others]) await environment.n8n.testCredential(id);
		}
		await faults();

		const texts = writtenBy(environment);
		expect(texts.filter(([, text]) => text.includes(MARKER)).length).toBeGreaterThan(0);
		if (session) expect(given.size).toBeGreaterThan(10);
		const all = [String(demo.data[secretField]), ownSecret, ...given, ...leak.patterns];
		expect(foundIn(texts, all)).toEqual([]);
		const log = texts.filter(([file]) => file === environment.logFile);
		expect(foundIn(log, [TYPED])).toEqual([]);
	},
	300_000,
);
