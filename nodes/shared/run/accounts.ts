import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { isFixed } from '../model/fixedMark';
import type { Provider } from '../model/providerType';
import { requester, type RequestRules, type Send } from '../request/requester';
import { settle } from './settle';

/** An account of the provider, shared by all items that run with it. */
export interface Account {
	/** This is what n8n has resolved; a renewed session appears in it. */
	credential: ICredentialDataDecryptedObject;
	send: Send;
}

/**
 * The account of each item. A fixed credential is read once. One with an expression can be another
 * account for each item, so it is read for each: about 0.9 ms, and the expression's own time.
 *
 * @returns a function that throws what n8n says about a credential that cannot be had for an item
 */
export function accountReader(
	context: IExecuteFunctions,
	provider: Provider,
	rules: RequestRules,
): (itemIndex: number) => Promise<Account> {
	const accounts = new Map<string, Account>();

	const read = async (itemIndex: number) =>
		await context.getCredentials(provider.credential, itemIndex);
	// Items with the same values share an account, and with it the session that one of them has got.
	const accountOf = (credential: ICredentialDataDecryptedObject, itemIndex: number): Account => {
		const key = JSON.stringify({ ...credential, session: undefined });
		const account = accounts.get(key) ?? {
			credential,
			send: requester(context, provider, credential, rules, itemIndex),
		};
		accounts.set(key, account);
		return account;
	};
	const readFirst = async () => {
		const result = await settle(read(0));
		return result.ok
			? { account: accountOf(result.value, 0), isForAll: isFixed(result.value) }
			: { error: result.error, isForAll: false };
	};
	let first: ReturnType<typeof readFirst> | undefined;

	return async (itemIndex) => {
		const { account, error, isForAll } = await (first ??= readFirst());
		if (itemIndex > 0 && !isForAll) return accountOf(await read(itemIndex), itemIndex);
		if (!account) throw error;
		return account;
	};
}
