// The sandbox's WeBank for one test file, and right inputs.
import { createWebankClient } from './webank.ts';
import type { CallInput, ClientOptions, OperationId, WebankClient } from './webank.ts';
import { useProvider } from './use-sandbox.ts';
import type { SandboxInTest } from './use-sandbox.ts';

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

export interface WebankInTest extends SandboxInTest<WebankClient, ClientOptions> {
	/** The platform's code of a right call, changed as told, with a new ticket unless one is given. */
	codeOf: (operation: SignedOperation, changes?: CallInput) => Promise<string>;
}

/** Registers the hooks and returns what tests need. */
export function useWebank(): WebankInTest {
	const sandbox = useProvider<WebankClient, ClientOptions>('webank', (urls, options) =>
		createWebankClient({
			...{ baseUrl: urls.webank, fileBaseUrl: urls['webank-files'], ...account },
			...options,
		}),
	);
	let shared: WebankClient;
	beforeAll(() => {
		shared = sandbox.connect();
	});
	return {
		...sandbox,
		codeOf: async (operation, changes = {}) => {
			const ticket = changes.ticket ?? (await shared.signTicket());
			const input: CallInput = { ...rightInput[operation], ticket, ...changes };
			return (await shared.call(operation, input)).json.code;
		},
	};
}
