import { additionalFields } from '../../shared/model/commonFields';
import type { Resource } from '../../shared/model/operation';
import { fileNameField, imageField, success, token } from './fields';
import { post, upload } from './requests';

/** Sections 7.20 and 7.21. */
export const signature: Resource = {
	name: 'Step 8: Signature',
	chinese: '签名',
	description: 'Signature image, which hands the application in for review (签署)',
	operations: {
		get: {
			id: 'getStep8Info',
			endpoint: 'POST /account/apply/step8/info',
			name: 'Get Signature Step',
			chinese: '查询签名步骤',
			action: 'Get the signature step of an application',
			description:
				'Ask HSTong about step 8 (开户第八步查询). Its document promises only success; the answer is passed on.',
			fields: [token],
			effect: 'reads',
			run: post,
		},
		submit: {
			id: 'submitStep8',
			endpoint: 'POST /account/apply/step8/submit',
			name: 'Submit Signature',
			chinese: '提交签名',
			action: 'Submit the signature and hand the application in',
			description:
				'Upload the signature image, at most 100 KB, and hand the application in for review (开户第八步提交)',
			fields: [
				token,
				imageField('signature', 'signature', '签名图片'),
				additionalFields(fileNameField('signatureName', '签名图片的名称', 'signature.png')),
			],
			effect: { submits: "'Get Review Status' shows whether the application was handed in." },
			output: success,
			run: async (call) => await upload(call, 'signature', 'signatureName', false),
		},
	},
};
