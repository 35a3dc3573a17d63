/** A merchant: what the provider assigns for section 1. */
export interface Account {
	username: string;
	/** The password as it was assigned; a control request can change it until the next reset. */
	password: string;
}

/** The accounts of the sandbox; made up, fixed, the same on every start. */
export const accounts: readonly Account[] = [
	{ username: 'sandbox-qiancheng', password: 'qiancheng-sandbox-password' },
	{ username: 'sandbox-qiancheng-other', password: 'qiancheng-other-password' },
];

const accountsByName = new Map(accounts.map((account) => [account.username, account]));

/** The merchant of a username, if there is one. */
export function accountOf(username: string): Account | undefined {
	return accountsByName.get(username);
}
