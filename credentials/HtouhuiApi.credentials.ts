import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { signRequest } from '../nodes/Htouhui/signing';
import { withFixedMark } from '../nodes/shared/model/fixedMark';

const shownFor = (...algorithm: string[]) => ({ show: { algorithm } });
const hashed = shownFor('md5', 'sha256', 'hmacSha256');
const withRsa = shownFor('rsaSha256');

/** Fields of every message (gap HTH-01). */
const commonFields: INodeProperties = {
	displayName: 'Common Fields',
	name: 'commonFields',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Field',
	default: {},
	description:
		"Constant fields that Htouhui wants in every message (通用字段), such as your merchant number. Fields that change from message to message go into 'Further Common Fields' of the node.",
	options: [
		{
			displayName: 'Fields',
			name: 'values',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. merchant_id',
					description: 'Name of the field exactly as Htouhui spells it',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: 'e.g. 100001',
				},
			],
		},
	],
};

/** How messages of both sides are signed (gap HTH-01). */
const signature: INodeProperties[] = [
	{
		displayName: 'Signature',
		name: 'algorithm',
		type: 'options',
		options: [
			{ name: 'HMAC-SHA256', value: 'hmacSha256' },
			{ name: 'MD5', value: 'md5' },
			{
				name: 'None',
				value: 'none',
				description: 'Messages are not signed, and nothing can be verified',
			},
			{
				name: 'Not Chosen Yet',
				value: 'notChosen',
				description: 'Sends unsigned messages to the test environments only',
			},
			{ name: 'RSA-SHA256', value: 'rsaSha256' },
			{ name: 'SHA-256', value: 'sha256' },
		],
		default: 'notChosen',
		description:
			'How messages are signed (签名方式). The section that says so is missing from the document of Htouhui: ask Htouhui.',
	},
	{
		displayName:
			'<b>Warning</b>: without a signature Htouhui cannot tell that a request is yours, and nothing proves that a notification is from Htouhui. Anyone who learns the address of a trigger can send one. Choose this only when Htouhui says that messages are not signed, and confirm results with Query User.',
		name: 'unsignedNotice',
		type: 'notice',
		displayOptions: shownFor('none'),
		default: '',
	},
	{
		displayName: 'Signature Field',
		name: 'signField',
		type: 'string',
		displayOptions: shownFor('md5', 'sha256', 'hmacSha256', 'rsaSha256'),
		default: 'sign',
		description: 'Name of the field that has the signature (签名字段)',
	},
	{
		displayName: 'Secret',
		name: 'secret',
		type: 'string',
		typeOptions: { password: true },
		displayOptions: hashed,
		default: '',
		description:
			'Secret (密钥) that Htouhui shares with you. It signs requests and verifies results.',
	},
	{
		displayName: 'Place of the Secret',
		name: 'secretPlacement',
		type: 'options',
		displayOptions: shownFor('md5', 'sha256'),
		options: [
			{ name: 'After the Text (text + secret)', value: 'append' },
			{ name: 'After the Text as a Field (text&key=secret)', value: 'appendKey' },
			{ name: 'Before and After the Text (secret + text + secret)', value: 'both' },
			{ name: 'Before the Text (secret + text)', value: 'prepend' },
		],
		default: 'appendKey',
		description: 'Where the secret stands in what is hashed',
	},
	{
		displayName: 'Text of the HMAC',
		name: 'hmacText',
		type: 'options',
		displayOptions: shownFor('hmacSha256'),
		options: [
			{ name: 'Text Alone', value: 'alone' },
			{ name: 'Text With the Secret as a Field (text&key=secret)', value: 'appendKey' },
		],
		default: 'alone',
		description: 'What is hashed with the secret as the key',
	},
	{
		displayName: 'Letter Case',
		name: 'letterCase',
		type: 'options',
		displayOptions: hashed,
		options: [
			{ name: 'Lower Case', value: 'lower' },
			{ name: 'Upper Case', value: 'upper' },
		],
		default: 'lower',
		description: 'Letters of the signature (大小写). Results are accepted in either case.',
	},
	{
		displayName: 'Second Secret',
		name: 'secondSecret',
		type: 'string',
		typeOptions: { password: true },
		displayOptions: hashed,
		default: '',
		description:
			'Also accepted in results while Htouhui changes the secret; requests use the first',
	},
	{
		displayName: 'Private Key',
		name: 'privateKey',
		type: 'string',
		typeOptions: { password: true, rows: 4 },
		displayOptions: withRsa,
		default: '',
		placeholder: 'e.g. -----BEGIN PRIVATE KEY-----',
		description: 'Your own RSA key in PEM form (商户私钥), which signs requests',
	},
	{
		displayName: "Htouhui's Public Key",
		name: 'publicKey',
		type: 'string',
		typeOptions: { rows: 4 },
		displayOptions: withRsa,
		default: '',
		placeholder: 'e.g. -----BEGIN PUBLIC KEY-----',
		description:
			'RSA key of Htouhui in PEM form (海投汇公钥), which verifies results. Put two below each other while Htouhui changes it.',
	},
];

export class HtouhuiApi implements ICredentialType {
	name = 'htouhuiApi';

	displayName = 'Htouhui API';

	icon = { light: 'file:../icons/htouhui.svg', dark: 'file:../icons/htouhui.dark.svg' } as const;

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-fintech-onboarding';

	properties: INodeProperties[] = [
		{
			displayName:
				'The document of Htouhui lacks the section on common fields and signatures (2.1.10 通用字段). Ask Htouhui for it, and set up here what it says.',
			name: 'documentNotice',
			type: 'notice',
			default: '',
		},
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
				{ name: 'Production (生产)', value: 'production' },
				{ name: 'Staging (预发)', value: 'staging' },
				{ name: 'Test (测试)', value: 'test' },
			],
			default: 'test',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			displayOptions: { show: { environment: ['custom'] } },
			required: true,
			default: '',
			placeholder: 'e.g. http://127.0.0.1:5607',
			description: 'Address in front of the paths that begin with /openapi',
		},
		commonFields,
		...signature,
		{
			displayName: 'Query User Path',
			name: 'queryUserPath',
			type: 'string',
			default: '',
			placeholder: 'e.g. /openapi/user/query',
			description:
				"Address of the user query behind the host name, which the document leaves open (查询用户信息, 待定). 'Query User' and the test of this credential need it.",
		},
		{
			displayName: 'Notification Reply',
			name: 'notificationReply',
			type: 'string',
			default: 'success',
			description:
				'Text that tells Htouhui that a result has arrived. The document does not say which one it expects.',
		},
		{
			displayName: 'Body Format',
			name: 'bodyFormat',
			type: 'options',
			options: [
				{ name: 'Form', value: 'form' },
				{ name: 'JSON', value: 'json' },
			],
			default: 'form',
			description: 'How requests are sent. Change it only when Htouhui asks for it.',
		},
	];

	constructor() {
		this.properties = withFixedMark(this.properties);
	}

	authenticate: IAuthenticate = async (
		credentials: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => signRequest(credentials, options);
}
