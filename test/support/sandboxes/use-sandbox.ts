// A sandbox for one test file: started before its tests, reset before each, closed after them.
import { startSandbox } from '../../../sandbox/index.ts';
import type { Sandbox } from '../../../sandbox/index.ts';
import { createClient } from '../../reference/client.ts';
import type { Client, Envelope, Extra, Params, Reply } from '../../reference/client.ts';

interface JournalEntry {
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
}

/** What the tests of every provider need. */
export interface SandboxInTest<Account> {
	urls: () => Sandbox['urls'];
	/** The provider's first address. */
	url: () => string;
	controlUrl: () => string;
	/** A client of the account with these changes; closed at the end. */
	connect: (changes?: Partial<Account>) => Client;
	/** A call of the account itself. */
	call: Client['call'];
	codeOf: (operation: string, params?: Params, extra?: Extra) => Promise<string>;
	/** Asks the control server: GET without a body, POST with one. */
	control: <Body>(path: string, body?: object) => Promise<Body>;
	/** The page of the control server, as HTML. */
	page: () => Promise<string>;
	journal: (limit?: number) => Promise<JournalEntry[]>;
	/** The checks that the last request failed, with what was wrong. */
	failedChecks: () => Promise<Record<string, string>>;
}

/** Registers the hooks and returns what the tests of a provider need, as an account of it. */
export function useSandbox<Account>(
	provider: string,
	envelope: Envelope<Account>,
	account: Account,
): SandboxInTest<Account> {
	let sandbox: Sandbox;
	let shared: Client | undefined;
	const clients: Client[] = [];
	const control: SandboxInTest<Account>['control'] = async (path, body) => {
		const headers = { 'content-type': 'application/json' };
		const init = body && { method: 'POST', headers, body: JSON.stringify(body) };
		return await (await fetch(sandbox.controlUrl + path, init)).json();
	};
	const journal = async (limit = 1000): Promise<JournalEntry[]> => {
		const path = `/journal?limit=${limit}&provider=${provider}`;
		return (await control<{ entries: JournalEntry[] }>(path)).entries;
	};
	const connect = (changes: Partial<Account> = {}): Client => {
		const client = createClient(provider, sandbox.urls, envelope, { ...account, ...changes });
		clients.push(client);
		return client;
	};
	const call: Client['call'] = async (...input) => await (shared ??= connect()).call(...input);

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
		...{ call, connect, control, journal },
		urls: () => sandbox.urls,
		url: () => sandbox.urls[provider] ?? '',
		controlUrl: () => sandbox.controlUrl,
		codeOf: async (...input) => (await call(...input)).code,
		page: async () => await (await fetch(sandbox.controlUrl)).text(),
		failedChecks: async () => {
			const failed = ((await journal(1)).at(-1)?.checks ?? []).filter(({ ok }) => !ok);
			return Object.fromEntries(failed.map(({ name, detail }) => [name, detail]));
		},
	};
}

/** The reply, when its code is the wanted one; fails with the provider's words otherwise. */
export async function expectCode(code: string, asked: Promise<Reply>): Promise<Reply> {
	const reply = await asked;
	if (reply.code !== code) throw new Error(`${reply.status} ${reply.text}`);
	return reply;
}
