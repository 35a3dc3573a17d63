/** A partner account: what the platform assigns, and the switches that the document leaves open. */
export interface Account {
	appId: string;
	/** The secret as it was assigned; a control request can change it until the next reset. */
	secret: string;
	/** Signs the calls to the partner and the partner's replies (section 5.3). */
	salt: string;
	/** Whether the JSON body of uploadJson takes part in the signature (gap WB-08). */
	signUploadJsonBody: boolean;
	/** Name of the file part of 4.5.1 (gap WB-50). */
	uploadPartName: string;
}

/** The accounts of the sandbox; made up, fixed, the same on every start. */
export const accounts: readonly Account[] = [
	{
		appId: 'sandbox-webank',
		secret: 'webank-sandbox-secret',
		salt: 'webank-sandbox-salt',
		signUploadJsonBody: false,
		uploadPartName: 'file',
	},
	{
		appId: 'sandbox-webank-signed-body',
		secret: 'webank-signed-body-secret',
		salt: 'webank-signed-body-salt',
		signUploadJsonBody: true,
		uploadPartName: 'file',
	},
	{
		appId: 'sandbox-webank-part-name',
		secret: 'webank-part-name-secret',
		salt: 'webank-part-name-salt',
		signUploadJsonBody: false,
		uploadPartName: 'media',
	},
];

const accountsById = new Map(accounts.map((account) => [account.appId, account]));

export function accountOf(appId: string): Account | undefined {
	return accountsById.get(appId);
}
