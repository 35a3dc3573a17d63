import type { Resource } from '../../shared/operation';
import { image, post, token, upload } from './common';

/** Sections 7.20 and 7.21. */
export const signature: Resource = {
	name: 'Step 8: Signature',
	description: 'Signature image, which hands the application in for review (签署)',
	operations: {
		get: {
			id: 'getStep8Info',
			name: 'Get Signature Step',
			action: 'Get the signature step of an applicant',
			description:
				'Ask HSTong about step 8 (开户第八步查询). Its document promises nothing but success; whatever it answers is passed on.',
			fields: [token],
			run: async (call) => await post(call, '/account/apply/step8/info'),
		},
		submit: {
			id: 'submitStep8',
			name: 'Submit Signature',
			action: 'Submit the signature of an applicant',
			description:
				'Upload the signature image, at most 100 KB, and hand the application in for review (开户第八步提交)',
			fields: [
				token,
				{
					displayName: 'Input Data Field Name',
					name: 'signature',
					type: 'string',
					required: true,
					default: 'data',
					hint: 'The name of the input binary field that holds the signature',
					description: 'A JPEG or PNG image of at most 100 KB',
					file: image,
				},
				{
					displayName: 'Additional Fields',
					name: 'additionalFields',
					type: 'collection',
					placeholder: 'Add Field',
					default: {},
					options: [
						{
							displayName: 'File Name',
							name: 'signatureName',
							type: 'string',
							default: '',
							placeholder: 'e.g. signature.png',
							description: 'Name to give the file (签名图片的名称) instead of its own',
						},
					],
				},
			],
			submits: "'Get Review Status' shows whether the application was handed in.",
			run: async (call) =>
				await upload(call, 'signature', 'signatureName', () => '/account/apply/step8/submit'),
		},
	},
};
