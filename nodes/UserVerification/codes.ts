import type { ErrorEntry, ErrorTable } from '../shared/model/errors';

/** The document has no codes, only these statuses (响应状态, gap UV-10). */
export const errors: ErrorTable = {
	'HTTP 401': {
		message: 'The verification service does not accept the key or the signature',
		remedy:
			"Check the API key and the secret in the credential, that they belong to the base URL, and that your n8n's clock is right.",
		original: 'Unauthorized',
		cause: 'credential-invalid',
	},
	'HTTP 403': {
		message: 'The API key is not allowed to do this',
		remedy:
			'Ask the provider whether the API key is active and whether the address of your n8n must be allowed.',
		original: 'Forbidden',
		cause: 'credential-invalid',
	},
	'HTTP 404': {
		message: 'The server does not know this interface',
		remedy: 'Check the base URL in the credential.',
		original: 'Not Found',
	},
};

/** Any other answer than success; only the provider's own words tell more (gap UV-10). */
export const refused: ErrorEntry = {
	message: 'The verification service refused the request',
	remedy: "The provider's own words say why.",
	ofSubmissions:
		"Steps are submitted in their order, and only while the status in 'Get Verification' is Not Verified or Rejected.",
	original: '',
	chinese: '这一步没有通过，请核对您填写的内容和照片；如果您已经提交了认证，请耐心等待审核结果。',
};
