// Merchants of the sandbox's Htouhui, their users and their address for notifications.
import { accounts } from '../../../sandbox/htouhui/accounts.ts';
import { merchantPrivateKey, platformPublicKey } from '../../../sandbox/htouhui/keys.ts';
import type { Client, Params, Reply } from '../../reference/client.ts';
import { exchange } from '../../reference/exchange.ts';
import { envelope, receive } from '../../reference/htouhui.ts';
import type { Account, Fields } from '../../reference/htouhui.ts';
import { usePartner } from './partner.ts';
import type { Partner } from './partner.ts';
import { samples } from '../../reference/samples.ts';
import { useSandbox } from './use-sandbox.ts';
import type { SandboxInTest } from './use-sandbox.ts';

export { accounts as merchants };
export type Algorithm = Account['algorithm'];

/** The merchant with an algorithm, and the keys of the one that signs by RSA. */
export const merchant = (algorithm: Algorithm): Account => ({
	...(accounts.find((account) => account.algorithm === algorithm) as Account),
	...{ privateKey: merchantPrivateKey, publicKey: platformPublicKey },
});

/** The hidden field of the bank's page. */
export const sessionOf = ({ text }: Pick<Reply, 'text'>): string =>
	/name="session" value="([0-9a-f]{32})"/.exec(text)?.[1] ?? '';

export const filledIn: Fields = {
	...{ password: '135790', password_confirm: '135790', authorise: '1' },
	bank_card_number: '6222020000000000062',
};

export interface HtouhuiInTest extends SandboxInTest<Account> {
	/** A client of the merchant with an algorithm; the partner verifies by the same settings. */
	as: (algorithm: Algorithm, changes?: Partial<Account>) => Client;
	partner: Partner;
	/** What the partner accepted. */
	accepted: Fields[];
	/** Registers the nth user; returns right parameters of openAccount for it. */
	register: (client: Client, n?: number) => Promise<Params>;
	/** Presses a button of the bank's page. */
	press: (form: Fields) => Promise<Pick<Reply, 'status' | 'headers' | 'text'>>;
	/** Opens the bank's page and presses a button. */
	open: (
		client: Client,
		params: Params,
		outcome: string,
		form?: Fields,
	) => ReturnType<HtouhuiInTest['press']>;
	until: (isDone: () => boolean | Promise<boolean>) => Promise<void>;
}

/** Registers the hooks and returns what tests of Htouhui need. */
export function useHtouhui(): HtouhuiInTest {
	const sandbox = useSandbox('htouhui', envelope, merchant('none'));
	let settings = merchant('none');
	const accepted: Fields[] = [];
	const partner = usePartner((body, contentType) => {
		const fields = receive(contentType, body, settings);
		if (fields) accepted.push(fields);
		return fields ? { body: 'success' } : { status: 401, body: 'refused' };
	});
	beforeEach(() => void (accepted.length = 0));

	const press: HtouhuiInTest['press'] = async (form) => {
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		const url = new URL('/bank/openAccount', sandbox.url());
		const body = Buffer.from(new URLSearchParams(form).toString());
		const answer = await exchange({ method: 'POST', url, headers, body });
		return { ...answer, text: answer.body.toString('utf8') };
	};
	return {
		...{ ...sandbox, accepted, partner, press },
		as: (algorithm, changes = {}) => {
			settings = { ...merchant(algorithm), ...changes };
			return sandbox.connect(settings);
		},
		register: async ({ call }, n = 1) => {
			const user = { ...samples('htouhui', 'registerUser', n), third_party_user_id: `u-${n} &=+/` };
			const { third_party_user_id } = user;
			const { json } = await call('registerUser', { ...user, password: 'pass word&1', type: '0' });
			return {
				...samples('htouhui', 'openAccount', n),
				...{ third_party_user_id, notify_url: partner.url() },
				htouhui_user_id: String(json.htouhui_user_id ?? ''),
			};
		},
		open: async ({ call }, params, outcome, form = filledIn) => {
			const page = await call('openAccount', params);
			return await press({ ...form, session: sessionOf(page), outcome });
		},
		until: async (isDone) => {
			const deadline = Date.now() + 5000;
			while (!(await isDone())) {
				if (Date.now() > deadline) throw new Error('It did not happen within 5 seconds');
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
		},
	};
}
