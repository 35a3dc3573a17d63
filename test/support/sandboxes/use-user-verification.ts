// Users whom the sandbox's User Verification knows by their keys.
import { accounts } from '../../../sandbox/user-verification/accounts.ts';
import type { Account } from '../../../sandbox/user-verification/accounts.ts';
import { createClient } from '../../reference/client.ts';
import type { Client, Params } from '../../reference/client.ts';
import { photo, samples } from '../../reference/samples.ts';
import { expectCode, useSandbox } from './use-sandbox.ts';
import type { SandboxInTest } from './use-sandbox.ts';
import { envelope } from '../../reference/user-verification.ts';

export { accounts };
export const account = accounts[0] as Account;

export const stepIds = ['One', 'Two', 'Three', 'Four', 'Five'].map((step) => `submitStep${step}`);

/** Right values of a step; both addresses and another source of income are filled in. */
export const stepOf = (id: string): Params => ({
	...samples('user-verification', id),
	...(id === 'submitStepTwo' && { isIdentical: '2' }),
	...(id === 'submitStepThree' && { incomeSource: '4', taxType: '1', taxNo: '123-456-789-000' }),
	...(id === 'submitStepFour' && { cardType: '1', handSignFile: photo('sign.jpg') }),
});

export const verificationClient = (
	urls: Readonly<Record<string, string>>,
	changes: Partial<Account> = {},
): Client => createClient('user-verification', urls, envelope, { ...account, ...changes });

/** Submits the first steps, all rightly. */
export async function submitUntil(step: number, { call }: Client, cardNo?: string): Promise<void> {
	for (const id of stepIds.slice(0, step)) {
		const own = cardNo !== undefined && id === 'submitStepFour' ? { cardNo } : {};
		await expectCode('000000', call(id, { ...stepOf(id), ...own }));
	}
}

/** Registers the hooks and returns what tests of User Verification need. */
export const useVerification = (): SandboxInTest<Account> =>
	useSandbox('user-verification', envelope, account);
