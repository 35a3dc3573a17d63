import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { rowSettings } from '../nodes/QianchengCredit/risk/rows';
import { fetchSession } from '../nodes/QianchengCredit/tokens';
import { fingerprintOfAccount, signRequest } from '../nodes/QianchengCredit/signing';
import { withFixedMark } from '../nodes/shared/model/fixedMark';
import { sessionProperty } from '../nodes/shared/session/session';
import { sessions } from '../nodes/shared/session/sessions';
import { specialSettings } from '../nodes/shared/model/specialSettings';

/** It is outside of the list, where its name would be taken for that of a secret. */
const refusals: INodeProperties = {
	displayName: 'Further Token Refusals',
	name: 'tokenRefusals',
	type: 'string',
	default: '',
	placeholder: 'e.g. 1002, 请重新登录',
	description:
		'Codes and words with which Qiancheng refuses a token that has ended, separated by commas. The document names none; 令牌验证失败 is known.',
};

/** These settings decide what the document leaves open or contradicts itself in. */
const seldomNeeded: INodeProperties[] = [
	{
		displayName: 'Body Format',
		name: 'bodyFormat',
		type: 'options',
		options: [
			{ name: 'Form', value: 'form' },
			{ name: 'JSON', value: 'json' },
		],
		default: 'form',
		description: 'How requests are sent. Change it only when Qiancheng asks for it.',
	},
	{
		displayName: 'Degree Login Path',
		name: 'degreeLoginPath',
		type: 'options',
		options: [
			{ name: '/degree/collect/login', value: '/degree/collect/login' },
			{ name: '/telecom/collect/login (as Printed)', value: '/telecom/collect/login' },
		],
		default: '/telecom/collect/login',
		description:
			'Path of the CHSI login. The document prints one below /telecom, which may be a misprint: choose the other when the login is answered with HTTP 404.',
	},
	{
		displayName: 'E-Bank Raw Data ID Name',
		name: 'ebankRawDataIdName',
		type: 'options',
		options: [
			{ name: 'Both', value: 'both' },
			{ name: 'open_id', value: 'open_id' },
			{ name: 'openId (as Printed)', value: 'openId' },
		],
		default: 'openId',
		description:
			'Name of the query ID where version 1 of the e-bank raw data is fetched. Change it when that operation is refused although the query is finished.',
	},
	{
		displayName: 'Send Account for Bank Information',
		name: 'bankInfoUsername',
		type: 'boolean',
		default: false,
		description:
			'Whether version 1 of Get Banks sends the merchant account, which the document does not ask for',
	},
	refusals,
	{
		displayName: 'Parameters for Risk Result',
		name: 'riskResultParams',
		type: 'string',
		default: '',
		placeholder: 'e.g. username=merchant',
		description:
			'Further query parameters for the result of a risk audit, which the document lets anyone ask for who knows the query ID',
	},
	{
		displayName: 'Send Mobile Beside Moblie',
		name: 'alsoSendMobile',
		type: 'boolean',
		default: false,
		description:
			'Whether emergency contacts get the properly spelt name as well. The document spells it moblie.',
	},
	{
		displayName: 'Order ID of Risk Audit',
		name: 'orderIdType',
		type: 'options',
		options: [
			{ name: 'Number (as Printed)', value: 'number' },
			{ name: 'Text', value: 'text' },
		],
		default: 'number',
		description:
			'How the order ID is sent. All its digits count either way; choose the text when Qiancheng loses some of a long one.',
	},
	...rowSettings,
	{
		displayName: 'Compress Risk Audit',
		name: 'gzip',
		type: 'boolean',
		default: true,
		description: 'Whether the application for a risk audit is compressed with gzip',
	},
	{
		displayName: 'RSA Padding',
		name: 'rsaPadding',
		type: 'options',
		options: [
			{ name: 'OAEP', value: 'oaep' },
			{ name: 'PKCS #1 V1.5', value: 'pkcs1' },
		],
		default: 'pkcs1',
		description:
			'How the data of a risk audit is padded. Change it only when Qiancheng asks for it.',
	},
	{
		displayName: 'RSA Output',
		name: 'rsaOutput',
		type: 'options',
		options: [
			{ name: 'Base64', value: 'base64' },
			{ name: 'Hexadecimal', value: 'hex' },
		],
		default: 'base64',
		description: 'How the encrypted data is written. Change it only when Qiancheng asks for it.',
	},
];

/** It is outside of the class for the same reason. */
const validity: INodeProperties = {
	displayName: 'Token Validity in Hours',
	name: 'tokenHours',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 24,
	description:
		'How long a token is to be valid. It is renewed by itself half an hour before its end.',
};

export class QianchengCreditApi implements ICredentialType {
	name = 'qianchengCreditApi';

	displayName = 'Qiancheng Credit API';

	icon = {
		light: 'file:../icons/qiancheng-credit.svg',
		dark: 'file:../icons/qiancheng-credit.dark.svg',
	} as const;

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
					description: 'Another address, such as a local sandbox',
				},
				{ name: 'Production (生产环境)', value: 'production' },
				{
					name: 'Test (测试环境)',
					value: 'test',
					description: 'Not in the document of Qiancheng, but used by its public clients',
				},
			],
			default: 'production',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			displayOptions: { show: { environment: ['custom'] } },
			required: true,
			default: '',
			placeholder: 'e.g. http://127.0.0.1:5605',
			description: 'Address in front of the paths that begin with /client, /blacklist and so on',
		},
		{
			displayName: 'Merchant Account',
			name: 'username',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. mycompany',
			description: 'Account that Qiancheng gave your company (商户账号)',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Password of the account (账户密码)',
		},
		validity,
		{
			displayName: 'Risk Public Key',
			name: 'riskPublicKey',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'e.g. -----BEGIN PUBLIC KEY-----',
			description:
				'RSA public key of Qiancheng (rsa 公钥) that the data of a risk audit is encrypted with, in PEM form or as the Base64 text alone. Needed for the risk audit only.',
		},
		...specialSettings('change how requests are made, as few accounts need it', seldomNeeded),
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
	): Promise<IHttpRequestOptions> => signRequest(credentials, options);
}
