// A sandbox for one test file of WeBank: started before its tests, reset before each, closed after them.
import { startSandbox } from '../../sandbox/index.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { createWebankClient } from './webank.ts';
import type { CallInput, ClientOptions, OperationId, WebankClient } from './webank.ts';
import type { JournalEntry } from './use-sandbox.ts';

export type { JournalEntry };

export const account = { appId: 'sandbox-webank', secret: 'webank-sandbox-secret' };
export const salt = 'webank-sandbox-salt';

/** Inputs that are right in everything but the session, so that a test needs to break one thing only. */
export const rightInput = {
	callService: { path: { bizPath: 'yh', service_code: '10002' }, text: '{"USER_ID":"u-1"}' },
	networkTest: { text: '{}' },
	uploadFile: {
		query: { fileType: '001', fileFormat: 'png' },
		files: [{ content: Buffer.from('front'), fileName: '身份证 正面.png' }],
	},
	downloadFile: { query: { fileId: '1', hashValue: 'h' } },
	uploadJson: {
		path: { bizPath: 'cgy' },
		query: { fileType: '006', fileFormat: 'pdf' },
		text: JSON.stringify({
			file: Buffer.from('合同').toString('base64'),
			fileName: '合同.pdf',
			bizContent: '{"ORDER":"A&B 1"}',
		}),
	},
	uploadForm: {
		path: { bizPath: 'cgy' },
		query: { fileType: '006', fileFormat: 'pdf' },
		files: [{ content: Buffer.from('one'), fileName: 'one.pdf' }],
		parts: { bizContent: '{"ORDER":"A&B 1"}' },
	},
} satisfies Partial<Record<OperationId, CallInput>>;

export type SignedOperation = keyof typeof rightInput;

export interface WebankInTest {
	urls: () => Sandbox['urls'];
	controlUrl: () => string;
	/** A reference client, of the default account unless told otherwise; closed at the end. */
	connect: (options?: Partial<ClientOptions>) => WebankClient;
	/** Asks the control server: GET without a body, POST with one. */
	control: <Body>(path: string, body?: object) => Promise<Body>;
	/** The platform's code of a right call, changed as told, with a new ticket unless one is given. */
	codeOf: (operation: SignedOperation, changes?: CallInput) => Promise<string>;
	journal: () => Promise<JournalEntry[]>;
	/** The checks that the last request failed, with what was wrong. */
	failedChecks: () => Promise<Record<string, string>>;
}

/** Registers the hooks and returns what tests need. */
export function useWebank(): WebankInTest {
	let sandbox: Sandbox;
	const clients: WebankClient[] = [];

	const connect: WebankInTest['connect'] = (options = {}) => {
		const client = createWebankClient({
			baseUrl: sandbox.urls.webank,
			fileBaseUrl: sandbox.urls['webank-files'],
			...account,
			...options,
		});
		clients.push(client);
		return client;
	};
	const control: WebankInTest['control'] = async (path, body) => {
		const headers = { 'content-type': 'application/json' };
		const init = body && { method: 'POST', headers, body: JSON.stringify(body) };
		return await (await fetch(sandbox.controlUrl + path, init)).json();
	};
	const journal = async (): Promise<JournalEntry[]> =>
		(await control<{ entries: JournalEntry[] }>('/journal?limit=1000&provider=webank')).entries;

	let shared: WebankClient;
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
		urls: () => sandbox.urls,
		controlUrl: () => sandbox.controlUrl,
		connect,
		control,
		journal,
		codeOf: async (operation, changes = {}) => {
			const ticket = changes.ticket ?? (await shared.signTicket());
			const input: CallInput = { ...rightInput[operation], ticket, ...changes };
			return (await shared.call(operation, input)).json.code;
		},
		failedChecks: async () => {
			const entry = (await journal()).at(-1);
			const failed = (entry?.checks ?? []).filter(({ ok }) => !ok);
			return Object.fromEntries(failed.map(({ name, detail }) => [name, detail]));
		},
	};
}
