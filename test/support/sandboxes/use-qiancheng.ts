// A merchant of the sandbox's Qiancheng Credit, and queries of people.
import { accounts } from '../../../sandbox/qiancheng-credit/accounts.ts';
import type { Client, Params, Reply, Value } from '../../reference/client.ts';
import { envelope } from '../../reference/qiancheng.ts';
import type { Account } from '../../reference/qiancheng.ts';
import { samples } from '../../reference/samples.ts';
import { useSandbox } from './use-sandbox.ts';
import type { SandboxInTest } from './use-sandbox.ts';

export const [account, other] = accounts as [Account, Account];

/** A login type of the sandbox's banks that needs a password. */
const login = { entry_id: '12', login_name: 'sandbox', password: 'right-password' };

/** Right values of an operation for a person whose mobile number ends as told, which decides the course of a query. */
export function right(operation: string, lastDigit = 0): Params {
	const params = samples('qiancheng-credit', operation, lastDigit);
	const own: Params = {
		...login,
		...(operation === 'authorizeToken' && { ...account, hours: '2' }),
	};
	for (const name of Object.keys(own)) if (name in params) params[name] = own[name];
	if (operation === 'riskAuditApply') params.data = riskData(params.data as Params);
	if ('service_password' in params) params.service_password = 'right';
	return params;
}

/** Loans with the days and times that their states ask for. */
function riskData(data: Params): Params {
	const repaid = { amount: 1, state: 0, overdue_day: 0, repayment_time: '2019-12-01 00:00:00' };
	const others = [
		{ amount: 1, state: 1, overdue_day: 0, repayment_time: '0' },
		{ amount: 1, state: 2, overdue_day: 30, repayment_time: '0' },
	];
	return { ...data, user_loan_orders: [repaid, ...others] };
}

export const openIdOf = ({ data }: Pick<Reply, 'data'>): string => data.open_id ?? '';

export interface QianchengInTest extends SandboxInTest<Account> {
	settings: (values: object) => Promise<unknown>;
	/** Lets time pass for the provider: a step of a collection takes a second. */
	pass: (seconds: number) => Promise<unknown>;
	/** A new token of a merchant. */
	token: (merchant?: Account) => Promise<string>;
	/** A call with a token of the merchant, unless the parameters have one. */
	ask: Client['call'];
	/** Starts a query of a person whose mobile number ends as told. */
	create: (operation: string, lastDigit: number, more?: Params) => Promise<string>;
	/** The states of a query, one a second. */
	course: (operation: string, open_id: string, seconds: number) => Promise<number[]>;
	/** A risk audit with these data. */
	apply: (data: Value, params?: Params, changes?: Partial<Account>) => Promise<Reply>;
}

/** Registers the hooks and returns what tests of Qiancheng Credit need. */
export function useQiancheng(): QianchengInTest {
	const sandbox = useSandbox<Account>('qiancheng-credit', envelope, account);
	const { call, connect, control } = sandbox;
	let proof: string | undefined;
	const settings: QianchengInTest['settings'] = async (values) =>
		await control('/qiancheng-credit/settings', values);
	const token: QianchengInTest['token'] = async ({ password, username } = account) =>
		(await call('authorizeToken', { username, password })).data.token ?? '';

	beforeEach(async () => {
		await settings({ stepMs: 1000 });
		proof = undefined;
	});

	const ask: QianchengInTest['ask'] = async (operation, params = {}, extra) => {
		if (!('token' in params)) proof ??= await token();
		return await call(operation, params, { proof, ...extra });
	};
	const pass: QianchengInTest['pass'] = async (advanceSeconds) =>
		await control('/qiancheng-credit/clock', { advanceSeconds });

	return {
		...{ ...sandbox, ask, pass, settings, token },
		create: async (operation, lastDigit, more = {}) =>
			openIdOf(await ask(operation, { ...right(operation, lastDigit), ...more })),
		course: async (operation, open_id, seconds) => {
			const states: number[] = [];
			for (let second = 0; second <= seconds; second++) {
				if (second > 0) await pass(1);
				states.push(Number((await ask(operation, { open_id })).data.state));
			}
			return states;
		},
		apply: async (data, params = {}, changes = {}) => {
			const { publicKey } = await control<{ publicKey: string }>('/qiancheng-credit/risk-key');
			const all = { ...right('riskAuditApply'), data, ...params };
			return await connect({ publicKey, ...changes }).call('riskAuditApply', all, {
				proof: (proof ??= await token()),
			});
		},
	};
}
