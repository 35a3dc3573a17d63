import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { newNonce } from '../nodes/WeBank/protocol';
import { fetchSession } from '../nodes/WeBank/tokens';
import { fingerprintOfAccount, signRequest } from '../nodes/WeBank/signing';
import { withFixedMark } from '../nodes/shared/model/fixedMark';
import { sessionProperty } from '../nodes/shared/session/session';
import { sessions } from '../nodes/shared/session/sessions';
import { specialSettings } from '../nodes/shared/model/specialSettings';

/** A secret whose name does not say that it is one. */
const secretField = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	typeOptions: { password: true },
	default: '',
	description,
});

/** What WeBank's document leaves to be agreed, and a second salt while the first is changed. */
const seldomNeeded: INodeProperties[] = [
	{
		displayName: 'CA Certificate',
		name: 'caCertificate',
		type: 'string',
		typeOptions: { password: true, rows: 4 },
		default: '',
		placeholder: 'e.g. -----BEGIN CERTIFICATE-----',
		description:
			'Certificate in PEM form of the authority that signed the API host, if it is not a public one',
	},
	{
		displayName: 'Callback Time Window (Seconds)',
		name: 'callbackTimestampWindowSeconds',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 300,
		description:
			'How much the time stamp of a notification may differ from now. 0 accepts any time.',
	},
	{
		displayName: 'Reply Success Code',
		name: 'replySuccessCode',
		type: 'string',
		default: '0000',
		description:
			'CODE with which notifications are accepted, if WeBank agreed another one with you',
	},
	secretField(
		'Second Callback Salt',
		'secondSalt',
		'Accepted beside the first one while WeBank changes it; replies use the first',
	),
	{
		displayName: 'Sign Upload JSON Body',
		name: 'signUploadJsonBody',
		type: 'boolean',
		default: false,
		description:
			'Whether the body of uploads with notification as JSON is signed. Change it only when WeBank asks for it.',
	},
	{
		displayName: 'Upload Part Name',
		name: 'uploadPartName',
		type: 'string',
		default: 'file',
		description: 'Name of the form part that holds a file. Change it only when WeBank asks for it.',
	},
];

export class WebankApi implements ICredentialType {
	name = 'webankApi';

	displayName = 'WeBank API';

	icon = { light: 'file:../icons/webank.svg', dark: 'file:../icons/webank.dark.svg' } as const;

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-fintech-onboarding';

	properties: INodeProperties[] = [
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{
					name: 'Custom',
					value: 'custom',
					description: 'Other addresses, such as a local sandbox',
				},
				{ name: 'Development (F)', value: 'dev' },
				{ name: 'Production (生产环境)', value: 'production' },
				{ name: 'Test F1 (测试环境F1)', value: 'f1' },
				{ name: 'Test G1 (测试环境G1)', value: 'g1' },
			],
			default: 'dev',
		},
		{
			displayName: 'API Host',
			name: 'apiBaseUrl',
			type: 'string',
			displayOptions: { show: { environment: ['production', 'custom'] } },
			required: true,
			default: '',
			placeholder: 'e.g. https://capapi-v2.webank.example',
			description: 'Address for business calls (capapi), which WeBank mails to you for production',
		},
		{
			displayName: 'File Host',
			name: 'fileBaseUrl',
			type: 'string',
			displayOptions: { show: { environment: ['production', 'custom'] } },
			required: true,
			default: '',
			placeholder: 'e.g. https://capup.webank.example',
			description: 'Address for file transfer (capup), which WeBank mails to you for production',
		},
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. W1234567',
			description: 'App_id (应用ID) from the open platform, the same for test and production',
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Secret (应用密钥), different for test and production',
		},
		{
			displayName: 'Merchant ID',
			name: 'merchantId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 260125411000001',
			description: 'Your merchant ID (商户Id), used for user tickets',
		},
		secretField(
			'Callback Salt',
			'salt',
			'Salt (分配盐值) that signs the calls from WeBank to you. Needed for the trigger and for verifying notifications.',
		),
		{
			displayName: 'Client Certificate',
			name: 'clientCertificate',
			type: 'string',
			typeOptions: { password: true, rows: 4 },
			default: '',
			placeholder: 'e.g. -----BEGIN CERTIFICATE-----',
			description:
				'Certificate (客户端证书) in PEM form for mutual TLS, mandatory in production. It is sent to the API host only.',
		},
		{
			...secretField('Client Key', 'clientKey', 'Private key of the certificate in PEM form'),
			typeOptions: { password: true, rows: 4 },
			placeholder: 'e.g. -----BEGIN PRIVATE KEY-----',
		},
		{
			displayName: 'Client Key Passphrase',
			name: 'clientKeyPassphrase',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Passphrase of the key, if it has one',
		},
		...specialSettings(
			'change how requests are made and calls are verified, as few accounts need it',
			seldomNeeded,
		),
		sessionProperty,
	];

	constructor() {
		this.properties = withFixedMark(this.properties);
	}

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return await sessions.renew(
			credentials,
			fingerprintOfAccount(credentials),
			async () => await fetchSession(this.helpers, credentials),
		);
	}

	authenticate: IAuthenticate = async (
		credentials: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => signRequest(credentials, options, newNonce());
}
