import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { signRequest } from '../nodes/UserVerification/signing';
import { withFixedMark } from '../nodes/shared/model/fixedMark';
import { specialSettings } from '../nodes/shared/model/specialSettings';

export class UserVerificationApi implements ICredentialType {
	name = 'userVerificationApi';

	displayName = 'User Verification API';

	icon = {
		light: 'file:../icons/user-verification.svg',
		dark: 'file:../icons/user-verification.dark.svg',
	} as const;

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-fintech-onboarding';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://api.example.com',
			description:
				'Address in front of the paths that begin with /openapi; the provider tells you the one for tests and the one for production',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'API KEY (访问密钥) that the provider gave you. It also says which user is verified: make a credential for each user that has a key of its own, or take the key from the item by an expression.',
		},
		{
			displayName: 'Secret Key',
			name: 'secretKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'Secret Key (签名密钥) that belongs to the API key. The provider shows it only once, when the key is created.',
		},
		...specialSettings(
			'change how requests are made, where the document of the provider contradicts itself',
			[
				{
					displayName: 'Parameters of Steps 1 to 3',
					name: 'bodyStyle',
					type: 'options',
					options: [
						{
							name: 'In the Body as JSON',
							value: 'json',
							description: 'Keeps personal data out of the URL',
						},
						{ name: 'In the Query String', value: 'query' },
					],
					default: 'json',
					description:
						'Where the values of steps 1 to 3 travel. Change it only when these steps are refused although the key works.',
				},
				{
					displayName: 'Texts of Step 4',
					name: 'multipartTextParams',
					type: 'options',
					options: [
						{
							name: 'In the Form',
							value: 'form',
							description: 'Keeps the document number out of the URL',
						},
						{ name: 'In the Query String', value: 'query' },
					],
					default: 'form',
					description:
						'Where the texts travel that go with photos. Change it only when step 4 is refused although other steps work.',
				},
			],
		),
	];

	constructor() {
		this.properties = withFixedMark(this.properties);
	}

	authenticate: IAuthenticate = async (
		credentials: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => signRequest(credentials, options, Date.now());
}
