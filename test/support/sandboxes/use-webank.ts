// Partners who call the sandbox's WeBank, and their addresses.
import { accounts } from '../../../sandbox/webank/accounts.ts';
import type { Account } from '../../../sandbox/webank/accounts.ts';
import { createClient } from '../../reference/client.ts';
import type { Client, Params } from '../../reference/client.ts';
import { usePartner } from './partner.ts';
import type { Answer, Partner } from './partner.ts';
import { samples } from '../../reference/samples.ts';
import { useSandbox } from './use-sandbox.ts';
import type { SandboxInTest } from './use-sandbox.ts';
import { buildReply, envelope } from '../../reference/webank.ts';
import type { Message } from '../../reference/webank.ts';

export { accounts };
export const account = accounts[0] as Account;

export const webankClient = (urls: Readonly<Record<string, string>>): Client =>
	createClient('webank', urls, envelope, account);

/** A new access token. */
export async function newToken({ call }: Client, { appId, secret } = account): Promise<string> {
	return String((await call('getAccessToken', { app_id: appId, secret })).json.access_token);
}

/** A new sign ticket, of this access token or of a new one. */
export async function newTicket(client: Client, whose = account, token?: string): Promise<string> {
	const proof = token ?? (await newToken(client, whose));
	const { json } = await client.call('getApiTicket', { type: 'sign' }, { proof });
	return (json.tickets as Array<{ value: string }>)[0]?.value ?? '';
}

const read = (body: string): Partial<Message> => {
	try {
		return Object(JSON.parse(body)) as Partial<Message>;
	} catch {
		return {};
	}
};

/** Accepts whatever comes, with these changes of the reply; a partner that looks closely is the package's trigger. */
export const accept =
	(change: (reply: Record<string, unknown>) => void = () => undefined, salt = account.salt) =>
	(body: string): Answer => {
		const reply = buildReply(read(body), '0000', salt);
		change(reply);
		return { body: JSON.stringify(reply) };
	};

export interface WebankInTest extends SandboxInTest<Account> {
	partner: Partner;
	/** A new ticket of an account, or of an access token. */
	ticket: (whose?: Account, token?: string) => Promise<string>;
	/** The code of a right call, changed as told, with a new ticket. */
	codeWith: (operation: string, params?: Params) => Promise<string>;
}

/** Registers the hooks and returns what tests of WeBank need. */
export function useWebank(): WebankInTest {
	const sandbox = useSandbox('webank', envelope, account);
	const ticket: WebankInTest['ticket'] = async (whose = account, token = undefined) =>
		await newTicket(sandbox.connect(whose), whose, token);
	return {
		...{ ...sandbox, ticket },
		partner: usePartner(accept()),
		codeWith: async (operation, params = {}) =>
			await sandbox.codeOf(
				...([
					operation,
					{ ...samples('webank', operation), ...params },
					{ proof: await ticket() },
				] as const),
			),
	};
}
