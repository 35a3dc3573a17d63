import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { signRequest } from '../nodes/HSTong/signing';
import { withFixedMark } from '../nodes/shared/model/fixedMark';
import { specialSettings } from '../nodes/shared/model/specialSettings';

export class HstongApi implements ICredentialType {
	name = 'hstongApi';

	displayName = 'HSTong API';

	icon = { light: 'file:../icons/hstong.svg', dark: 'file:../icons/hstong.dark.svg' } as const;

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-fintech-onboarding';

	properties: INodeProperties[] = [
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{
					name: 'Test (测试环境)',
					value: 'test',
					description: 'SMS codes reach only numbers that HSTong has registered for tests',
				},
				{ name: 'Production (生产环境)', value: 'production' },
				{
					name: 'Custom',
					value: 'custom',
					description: 'Another address, such as a local sandbox',
				},
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
			placeholder: 'e.g. http://127.0.0.1:5601',
			description: 'Address in front of the paths that begin with /account',
		},
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 1000001',
			description: 'AppID that HSTong gave your company, for this environment if it gave several',
		},
		{
			displayName: 'App Secret',
			name: 'appSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'AppSecret (秘钥) that belongs to the App ID',
		},
		...specialSettings('change how requests are made, as few accounts of HSTong need it', [
			{
				displayName: 'Encrypt Mobile Number',
				name: 'encryptMobile',
				type: 'boolean',
				default: false,
				description:
					'Whether HSTong has set up your App ID so that mobile numbers must be encrypted. ID card and bank card numbers are always encrypted.',
			},
			{
				displayName: 'Further Encrypted Parameters',
				name: 'furtherEncrypted',
				type: 'string',
				default: '',
				placeholder: 'e.g. password, tradePassword',
				description:
					'Names of further parameters to encrypt, separated by commas or spaces, as the interface spells them. Needed only for other HSTong interfaces called with the HTTP Request node.',
			},
			{
				displayName: 'Boolean Style',
				name: 'booleanStyle',
				type: 'options',
				options: [
					{ name: 'Words: true and false', value: 'word' },
					{ name: 'Digits: 1 and 0', value: 'digit' },
				],
				default: 'word',
				description: 'How yes-no values are sent. Change it only when HSTong asks for it.',
			},
			{
				displayName: 'Sign Path Parameters',
				name: 'pathParamsSigned',
				type: 'boolean',
				default: false,
				description:
					'Whether the application ID and the type in the address of a photo are signed, too. Change it only when photos are refused although other operations work.',
			},
			{
				displayName: 'Signature of File Uploads',
				name: 'multipartCommonParams',
				type: 'options',
				options: [
					{ name: 'In the Form', value: 'form', description: 'Keeps the token out of the URL' },
					{ name: 'In the Query String', value: 'query' },
				],
				default: 'form',
				description:
					'Where the signature travels when a file is uploaded. Change it only when uploads are refused although other operations work.',
			},
		]),
	];

	constructor() {
		this.properties = withFixedMark(this.properties);
	}

	authenticate: IAuthenticate = async (
		credentials: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => signRequest(credentials, options, Date.now());
}
