// A sandbox for one test file: started before its tests, reset before each, closed after them.
import { startSandbox } from '../../sandbox/index.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { createHstongClient } from './hstong.ts';
import type { CallInput, ClientOptions, HstongClient, OperationId } from './hstong.ts';
import { applyUntil, authorise, mobileNo } from './hstong-people.ts';

export interface JournalEntry {
	seq: number;
	operation: string | null;
	params: Record<string, string>;
	decrypted: Record<string, string>;
	files: Array<{ name: string; fileName: string; size: number; sha256: string }>;
	checks: Array<{ name: string; ok: boolean; detail: string }>;
	code: string | null;
	httpStatus: number | null;
	fault: string | null;
	processed: boolean;
	inFlight: number;
	durationMs: number;
}

export interface SandboxInTest {
	url: (provider: 'hstong') => string;
	controlUrl: () => string;
	/** A reference client, of the default account unless told otherwise; closed at the end. */
	connect: (options?: Partial<ClientOptions>) => HstongClient;
	/** Asks the control server: GET without a body, POST with one. */
	control: <Body>(path: string, body?: object) => Promise<Body>;
	/** The provider's code of one call with the default account. */
	codeOf: (operation: OperationId, input: CallInput) => Promise<string>;
	/** Signs a user in, then takes the application to a step; without one the user has none. */
	userAt: (step: number | 'none', index?: number) => Promise<string>;
	journal: () => Promise<JournalEntry[]>;
	/** The checks that the last request failed, with what was wrong. */
	failedChecks: () => Promise<Record<string, string>>;
}

/** Registers the hooks and returns what tests need. */
export function useSandbox(): SandboxInTest {
	let sandbox: Sandbox;
	const clients: HstongClient[] = [];

	const connect: SandboxInTest['connect'] = (options = {}) => {
		const client = createHstongClient({
			baseUrl: sandbox.urls.hstong,
			appId: 'sandbox-hstong',
			appSecret: 'hstong-sandbox-secret',
			...options,
		});
		clients.push(client);
		return client;
	};
	const control: SandboxInTest['control'] = async (path, body) => {
		const headers = { 'content-type': 'application/json' };
		const init = body && { method: 'POST', headers, body: JSON.stringify(body) };
		return await (await fetch(sandbox.controlUrl + path, init)).json();
	};
	const journal = async (): Promise<JournalEntry[]> =>
		(await control<{ entries: JournalEntry[] }>('/journal?limit=1000')).entries;

	let shared: HstongClient;
	beforeAll(async () => {
		sandbox = await startSandbox();
		shared = connect();
	});
	beforeEach(async () => {
		await control('/reset', {});
	});
	afterAll(async () => {
		for (const client of clients) client.close();
		await sandbox.close();
	});

	return {
		url: (provider) => sandbox.urls[provider],
		controlUrl: () => sandbox.controlUrl,
		connect,
		control,
		journal,
		codeOf: async (operation, input) => (await shared.call(operation, input)).json.code,
		userAt: async (step, index = 1) => {
			const token = await authorise(shared, sandbox.controlUrl, mobileNo(index));
			if (step !== 'none') await applyUntil(shared, token, index, step);
			return token;
		},
		failedChecks: async () => {
			const entry = (await journal()).at(-1);
			const failed = (entry?.checks ?? []).filter(({ ok }) => !ok);
			return Object.fromEntries(failed.map(({ name, detail }) => [name, detail]));
		},
	};
}
