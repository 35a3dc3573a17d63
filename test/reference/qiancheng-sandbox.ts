// The sandbox's Qiancheng Credit for one test file, and right inputs.
import { createQianchengClient, encryptBlocks, interfaces } from './qiancheng.ts';
import type { CallInput, OperationId, Params, QianchengClient, Reply } from './qiancheng.ts';
import { useProvider } from './use-sandbox.ts';
import type { SandboxInTest } from './use-sandbox.ts';

export const account = {
	username: 'sandbox-qiancheng',
	password: 'qiancheng-sandbox-password',
};
export const other = { username: 'sandbox-qiancheng-other', password: 'qiancheng-other-password' };

/** The sample number that the standard for identity numbers prints. */
export const idCard = '11010519491231002X';

/** A person whose mobile number ends as told, which decides the course of a query. */
export const person = (lastDigit: number): Params & { mobile: string } => ({
	name: '沙盒测试员',
	id_card: idCard,
	mobile: `1380013800${lastDigit}`,
});

export const login = { entry_id: '12', login_name: 'sandbox', password: 'right-password' };

/** Risk data that are right in everything, with every field of 7.1 that the document describes. */
export const riskData = (orderId: number | string = 1): Params => ({
	order_detail: {
		order_id: orderId,
		amount: 200,
		loan_term: 7,
		order_time: '2020-01-02 03:04:05',
	},
	basic_info: {
		cur_address: '测试省样例市',
		user_contact: { moblie: '13900139000', name: '李四', relation: 3 },
	},
	user_proof_materia: { url: 'https://img.example.com/1.jpg', type: 1 },
	user_mobile_contacts: [{ mobile: '13700137000', name: 'A&B 😀' }],
	telecom_data: {
		real_name_status: 1,
		bill_list: [{ month: '202001', amount: '58.00' }],
		contact_list: [
			{
				phone: '13900139000',
				last_contact_date: '2020-01-01',
				talk_seconds: '60',
				talk_cnt: '2',
				msg_cnt: 3,
			},
		],
	},
	zm_data: { zm_score: 650, watch_info: { anything: [1] } },
	user_loan_orders: [
		{ amount: 1, state: 0, overdue_day: 0, repayment_time: '2019-12-01 00:00:00' },
		{ amount: 1, state: 1, overdue_day: 0, repayment_time: '0' },
		{ amount: 1, state: 2, overdue_day: 30, repayment_time: '0' },
	],
	zfb_data: {
		ants_lines: { ants_lines_total: 1000.5 },
		real_name_status: '已实名',
		wealth: 12.34,
		bank_cards: ['招商'],
		deal_record: [{ deal_amount: 1.5, status: 1 }],
	},
	user_login_upload_logs: { time: '2020-01-01', device_id: 'd' },
	card_info: { type: 2, card_no: '6222' },
	app_info: [{ app_name: '样例' }],
});

export interface QianchengInTest extends SandboxInTest<QianchengClient, object> {
	client: () => QianchengClient;
	settings: (values: object) => Promise<unknown>;
	/** Lets time pass for the provider: a step of a collection takes a second. */
	pass: (seconds: number) => Promise<unknown>;
	/** A new token of a merchant. */
	token: (merchant?: typeof account) => Promise<string>;
	/** A call with the token or username that the interface needs, unless the parameters have one. */
	ask: (operation: OperationId, params?: Params, input?: CallInput) => Promise<Reply['json']>;
	/** A risk audit with these data. */
	apply: (
		data: Params | string,
		params?: Params,
		options?: { padding?: 'pkcs1' | 'oaep' | 'oaep-sha256'; output?: 'base64' | 'hex' },
	) => Promise<Reply['json']>;
	/** The page of the control server, as HTML. */
	page: () => Promise<string>;
}

/** Registers the hooks and returns what tests need. */
export function useQiancheng(): QianchengInTest {
	const sandbox = useProvider<QianchengClient>('qiancheng-credit', (urls) =>
		createQianchengClient(urls['qiancheng-credit']),
	);
	const { control, controlUrl } = sandbox;
	let client: QianchengClient;
	let token: string | undefined;

	const settings: QianchengInTest['settings'] = async (values) =>
		await control('/qiancheng-credit/settings', values);
	const newToken: QianchengInTest['token'] = async (merchant = account) => {
		const { json } = await client.call('authorizeToken', { params: merchant });
		return (json.data as { token: string }).token;
	};
	const ask: QianchengInTest['ask'] = async (operation, params = {}, input = {}) => {
		const [, , by] = interfaces[operation];
		let own: Params = {};
		if (by === 'username') own = { username: account.username };
		if (by === 'token' && !('token' in params)) own = { token: (token ??= await newToken()) };
		return (await client.call(operation, { params: { ...own, ...params }, ...input })).json;
	};

	beforeAll(() => {
		client = sandbox.connect();
	});
	beforeEach(async () => {
		await settings({ stepMs: 1000 });
		token = undefined;
	});

	return {
		...sandbox,
		client: () => client,
		settings,
		pass: async (advanceSeconds) => await control('/qiancheng-credit/clock', { advanceSeconds }),
		token: newToken,
		ask,
		apply: async (data, params = {}, { padding = 'pkcs1', output = 'base64' } = {}) => {
			const { publicKey } = await control<{ publicKey: string }>('/qiancheng-credit/risk-key');
			const text = typeof data === 'string' ? data : JSON.stringify(data);
			const cipher = encryptBlocks(Buffer.from(text), publicKey, 2048, padding);
			return await ask('riskAuditApply', {
				name: '沙盒测试员',
				phone: '13800138000',
				id_card: idCard,
				data: cipher.toString(output),
				...params,
			});
		},
		page: async () => await (await fetch(controlUrl())).text(),
	};
}
