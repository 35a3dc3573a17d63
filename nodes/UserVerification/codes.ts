import type { ErrorEntry, ErrorTable } from '../shared/model/errors';

/** The document has no codes, only these statuses (响应状态, gap UV-10). */
export const errors: ErrorTable = {
	'HTTP 401': {
		message: 'The verification service does not accept the key or the signature',
		remedy:
			"Check 'API Key' and 'Secret Key' in the credential, that they belong to the service at 'Base URL', and that the clock of your n8n is right. The answer does not say which of them it is.",
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
		remedy:
			"Check 'Base URL' in the credential: it is the address in front of /openapi, which the node adds.",
		original: 'Not Found',
	},
};

const notOfKey = {
	message: 'The verification service does not accept the API key',
	remedy:
		"Check 'API Key' in the credential, and that it belongs to the service at 'Base URL': keys for tests and for production differ.",
	original: '',
	cause: 'credential-invalid',
} satisfies ErrorEntry;

/** What words can say of a refusal that has no code in the document; the first that fits counts (gap UV-10). */
const BY_WORDS: Array<[pattern: RegExp, entry: ErrorEntry]> = [
	[
		/时间戳|timestamp|请求(已)?过期|request (has )?expired/i,
		{
			message: 'The verification service does not accept the time of the request',
			remedy:
				'Check the clock of your n8n. Each request carries its time and is signed with it, so a repetition needs a new one: run the item again.',
			original: '',
		},
	],
	[
		/签名|验签|\bsign(ature)?\b|secret/i,
		{
			message: 'The verification service does not accept the signature',
			remedy:
				"Check 'Secret Key' in the credential: it must be the one that was shown with this API key. If Get Verification works and steps do not, the special settings of the credential are not those of your account.",
			original: '',
			cause: 'credential-invalid',
		},
	],
	[
		/(停用|禁用|冻结|锁定|未启用|权限|disabled|stopped|inactive|locked|forbidden)/i,
		errors['HTTP 403'],
	],
	[/api[\s_-]*key|访问密钥/i, notOfKey],
	[/密钥|unauthori[sz]ed/i, errors['HTTP 401']],
	[
		/顺序|步骤|上一步|前一步|\bstep\b|\border\b/i,
		{
			message: 'The verification service wants another step first',
			remedy:
				"Look with 'Get Verification' how far the user is ('currentStep'), and submit what is missing before this step.",
			original: '',
			chinese: '前面的步骤还没有完成，请先完成前面的步骤。',
			english: 'An earlier step is not complete. Please complete the earlier steps first.',
		},
	],
	[
		/审核中|待审核|复审|已认证|已提交|under review|pending|already (verified|submitted)/i,
		{
			message: 'The verification service accepts no steps for this user now',
			remedy:
				"Look with 'Get Verification' at the status: steps are probably accepted only while it is Not Verified or Rejected, about which the document says nothing.",
			original: '',
			chinese: '您的认证资料已经提交，现在不能修改，请耐心等待审核结果。',
			english:
				'Your data are handed in and cannot be changed now. Please wait for the result of the review.',
		},
	],
	[
		/繁忙|异常|超时|稍后|维护|busy|timed? ?out|try again|later|unavailable|maintenance/i,
		{
			message: 'The verification service could not carry it out at this moment',
			remedy: 'Try again later.',
			original: '',
			retryable: true,
			outcomeUnknown: true,
			cause: 'temporarily-unavailable',
		},
	],
];

const refused = (remedy: string): ErrorEntry => ({
	message: 'The verification service refused the request',
	remedy,
	ofSubmissions:
		"Steps are probably accepted in their order only, and only while the status in 'Get Verification' is Not Verified or Rejected.",
	original: '',
	chinese: '这一步没有通过，请核对您填写的内容和照片；如果您已经提交了认证，请耐心等待审核结果。',
	english:
		'This step was not accepted. Please check what you have filled in and the photos. If you have handed in everything already, please wait for the result of the review.',
});

const REFUSED = refused("The provider's own words below say why.");
const REFUSED_SILENTLY = refused(
	'It gave no reason, and its document lists no codes: give the provider the code and the time of the call.',
);

/**
 * Explains a refusal (gap UV-10): by its words where they say what it is about, otherwise by its status, whether
 * that is the one of HTTP or stands in the code.
 */
export const explanationOf = (code: string, words: string, httpStatus: number): ErrorEntry =>
	BY_WORDS.find(([pattern]) => pattern.test(words))?.[1] ??
	errors[`HTTP ${httpStatus}`] ??
	errors[`HTTP ${code}`] ??
	(words === '' ? REFUSED_SILENTLY : REFUSED);
