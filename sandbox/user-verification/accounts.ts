/** An API key with the switches that the document leaves open. A key stands for one user (gap UV-09). */
export interface Account {
	apiKey: string;
	secretKey: string;
	/** The place where steps one to three carry their parameters (gap UV-02). */
	bodyStyle: 'json' | 'query';
	/** The place where step four carries its texts (gap UV-04). */
	multipartTextParams: 'form' | 'query';
	/** Whether what is probably conditional is demanded (gap UV-17). */
	demandsConditional: boolean;
	/** Status of an accepted step (gap UV-24). */
	acceptedStatus: 200 | 201;
	/** Whether the key is stopped, which is answered with 403. */
	stopped: boolean;
}

const first: Account = {
	apiKey: 'sandbox-verification',
	secretKey: 'verification-sandbox-secret',
	bodyStyle: 'json',
	multipartTextParams: 'form',
	demandsConditional: false,
	acceptedStatus: 200,
	stopped: false,
};

/** The accounts of the sandbox; made up, fixed, the same on every start. */
export const accounts: readonly Account[] = [
	first,
	{
		...first,
		apiKey: 'sandbox-verification-query',
		secretKey: 'verification-query-secret',
		bodyStyle: 'query',
		multipartTextParams: 'query',
		acceptedStatus: 201,
	},
	{
		...first,
		apiKey: 'sandbox-verification-strict',
		secretKey: 'verification-strict-secret',
		demandsConditional: true,
	},
	{
		...first,
		apiKey: 'sandbox-verification-stopped',
		secretKey: 'verification-stopped-secret',
		stopped: true,
	},
];

const accountsByKey = new Map(accounts.map((account) => [account.apiKey, account]));
const furtherUser = /^sandbox-verification-user-\d{1,6}$/;

/** The account of a key; every number behind "-user-" is another user with the first account's secret. */
export function accountOf(apiKey: string): Account | undefined {
	const account = accountsByKey.get(apiKey);
	return account ?? (furtherUser.test(apiKey) ? { ...first, apiKey } : undefined);
}
