// People who apply for an account at the sandbox's HSTong.
import { accounts } from '../../../sandbox/hstong/accounts.ts';
import type { Account } from '../../../sandbox/hstong/accounts.ts';
import { createClient } from '../../reference/client.ts';
import type { Client, Params, Reply } from '../../reference/client.ts';
import { envelope } from '../../reference/hstong.ts';
import { mobileNumber, samples } from '../../reference/samples.ts';
import { expectCode, useSandbox } from './use-sandbox.ts';
import type { SandboxInTest } from './use-sandbox.ts';

export { accounts };

const SUCCESS = '00000';

export const hstongClient = (
	urls: Readonly<Record<string, string>>,
	account = accounts[0],
): Client => createClient('hstong', urls, envelope, account);

/** Signs a user in by SMS, whose code comes from the control server, and returns the token. */
export async function authorise(
	client: Client,
	controlUrl: string,
	mobile: string,
): Promise<string> {
	await expectCode(SUCCESS, client.call('sendAuthCode', { mobile }));
	const answer = await fetch(`${controlUrl}/hstong/sms?mobile=${mobile}`);
	const { code: mobileCode } = (await answer.json()) as { code: string };
	const login = client.call('authByMobile', { mobile, mobileCode });
	return (await expectCode(SUCCESS, login)).data.token ?? '';
}

/** Takes the nth person's application to a step, with the samples of the specification; 0 = licence agreed. */
export async function applyUntil(
	client: Client,
	proof: string,
	n: number,
	lastStep: number,
): Promise<void> {
	const call = async (operation: string, params: Params = {}): Promise<Reply> => {
		const all = { ...samples('hstong', operation, n), ...params };
		return await expectCode(SUCCESS, client.call(operation, all, { proof }));
	};
	await call('agreeLicense');
	for (let step = 1; step <= Math.min(lastStep, 6); step++) {
		if (step === 1) for (const type of ['front', 'back']) await call('uploadIdCard', { type });
		await call(`submitStep${step}`);
	}
	if (lastStep < 7) return;
	await call('uploadAvatarAction', { type: 1 });
	const { data } = await call('getStep7Info');
	await call('uploadAvatarAction', { type: 2, action: data.pic2TypeIdx });
	if (lastStep >= 8) await call('submitStep8');
}

export interface HstongInTest extends SandboxInTest<Account> {
	/** Signs the nth person in, then takes the application to a step; without one there is none. */
	userAt: (step: number | 'none', n?: number) => Promise<string>;
}

/** Registers the hooks and returns what tests of HSTong need. */
export function useHstong(): HstongInTest {
	const sandbox = useSandbox('hstong', envelope, accounts[0] as Account);
	return {
		...sandbox,
		userAt: async (step, n = 1) => {
			const client = { call: sandbox.call, close: () => undefined };
			const token = await authorise(client, sandbox.controlUrl(), mobileNumber(n));
			if (step !== 'none') await applyUntil(client, token, n, step);
			return token;
		},
	};
}
