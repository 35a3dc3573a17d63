/** A partner account: the pair of section 3 and the switches that the document leaves open. */
export interface Account {
	appId: string;
	appSecret: string;
	/** Whether mobile must be sent encrypted (gap HST-03). */
	encryptMobile: boolean;
	/** How booleans must be written: true/false or 1/0 (gap HST-13). */
	booleanStyle: 'word' | 'digit';
	/** Whether the parameters of the path are signed with the others (gap HST-08). */
	pathParamsSigned?: true;
}

/** The accounts of the sandbox; made up, fixed, the same on every start. */
export const accounts: readonly Account[] = [
	{
		appId: 'sandbox-hstong',
		appSecret: 'hstong-sandbox-secret',
		encryptMobile: false,
		booleanStyle: 'word',
	},
	{
		appId: 'sandbox-hstong-encrypted',
		appSecret: 'hstong-encrypted-secret',
		encryptMobile: true,
		booleanStyle: 'word',
	},
	{
		appId: 'sandbox-hstong-digits',
		appSecret: 'hstong-digits-secret',
		encryptMobile: false,
		booleanStyle: 'digit',
	},
	{
		appId: 'sandbox-hstong-paths',
		appSecret: 'hstong-paths-secret',
		encryptMobile: false,
		booleanStyle: 'word',
		pathParamsSigned: true,
	},
];
