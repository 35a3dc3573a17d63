// A sandbox for one test file: started before its tests, reset before each, closed after them.
import { startSandbox } from '../../sandbox/index.ts';
import type { Sandbox } from '../../sandbox/index.ts';

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

export interface SandboxInTest<Client, Options> {
	urls: () => Sandbox['urls'];
	/** The provider's first address. */
	url: () => string;
	controlUrl: () => string;
	/** A reference client, of the default account unless told otherwise; closed at the end. */
	connect: (options?: Partial<Options>) => Client;
	/** Asks the control server: GET without a body, POST with one. */
	control: <Body>(path: string, body?: object) => Promise<Body>;
	journal: () => Promise<JournalEntry[]>;
	/** The checks that the last request failed, with what was wrong. */
	failedChecks: () => Promise<Record<string, string>>;
}

/**
 * Registers the hooks and returns what the tests of every provider need.
 *
 * @param createClient makes a reference client for the sandbox's addresses
 */
export function useProvider<Client extends { close(): void }, Options = object>(
	provider: keyof Sandbox['urls'],
	createClient: (urls: Sandbox['urls'], options: Partial<Options>) => Client,
): SandboxInTest<Client, Options> {
	let sandbox: Sandbox;
	const clients: Client[] = [];
	const control: SandboxInTest<Client, Options>['control'] = async (path, body) => {
		const headers = { 'content-type': 'application/json' };
		const init = body && { method: 'POST', headers, body: JSON.stringify(body) };
		return await (await fetch(sandbox.controlUrl + path, init)).json();
	};
	const journal = async (): Promise<JournalEntry[]> => {
		const path = `/journal?limit=1000&provider=${provider}`;
		return (await control<{ entries: JournalEntry[] }>(path)).entries;
	};

	beforeAll(async () => {
		sandbox = await startSandbox();
	});
	beforeEach(async () => {
		await control('/reset', {});
	});
	afterAll(async () => {
		for (const client of clients) client.close();
		await sandbox.close();
	});

	return {
		urls: () => sandbox.urls,
		url: () => sandbox.urls[provider],
		controlUrl: () => sandbox.controlUrl,
		connect: (options = {}) => {
			const client = createClient(sandbox.urls, options);
			clients.push(client);
			return client;
		},
		control,
		journal,
		failedChecks: async () => {
			const failed = ((await journal()).at(-1)?.checks ?? []).filter(({ ok }) => !ok);
			return Object.fromEntries(failed.map(({ name, detail }) => [name, detail]));
		},
	};
}
