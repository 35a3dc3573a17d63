import type { ErrorEntry, ErrorTable } from '../shared/model/errors';

/** Appendix 2: WeBank's platform codes with its own texts, and what a user can do about each. */
export const errors: ErrorTable = {
	'60856999': {
		message: 'WeBank reports an unknown fault while giving out a ticket',
		remedy: 'Try again later.',
		original: '未知异常信息',
		retryable: true,
		cause: 'temporarily-unavailable',
	},
	'60846999': {
		message: 'WeBank reports an unknown fault',
		remedy:
			'It is not certain whether the request was carried out; look it up at WeBank by your own serial number before you send it again.',
		original: '未知异常信息',
		retryable: true,
		outcomeUnknown: true,
	},
	'60851001': {
		message: 'WeBank does not know this kind of ticket',
		remedy:
			"The node asks for sign and user alone. In a request of your own, 'type' must be one of them.",
		original: 'Type类型不存在',
	},
	'60851007': {
		message: 'WeBank does not accept the call',
		remedy:
			'Check the App ID, the secret and the environment in the credential; if they are right, ask WeBank whether your account and the address of your n8n are set up for this environment.',
		original: '无效的请求调用',
	},
	'60851009': {
		message: 'WeBank does not know this App ID',
		remedy:
			'Network and certificate are right, since the platform has answered. Check the App ID and the environment in the credential; if they are right, ask WeBank whether the App ID was assigned for this environment.',
		original: '无效的appid',
		cause: 'credential-invalid',
	},
	'60851002': {
		message: 'WeBank does not accept the access token',
		tried: 'A new one was fetched and refused as well.',
		remedy:
			'Another system that uses the same App ID probably fetches tokens too; only one system may do so.',
		original: '无效的access_token',
		sessionLost: true,
	},
	'60851003': {
		message: 'WeBank does not accept the ticket',
		tried: 'A new one was fetched and refused as well.',
		remedy:
			'Another system that uses the same App ID probably fetches tickets too; only one system may do so.',
		original: '无效的ticket',
		sessionLost: true,
	},
	'60851004': {
		message: 'The access token has expired',
		tried: 'A new one was fetched and refused as well.',
		remedy:
			'Another system that uses the same App ID probably fetches tokens too; only one system may do so.',
		original: 'access_token已过期',
		sessionLost: true,
	},
	'60851005': {
		message: 'The ticket has expired',
		tried: 'A new one was fetched and refused as well.',
		remedy:
			'Another system that uses the same App ID probably fetches tickets too; only one system may do so.',
		original: 'ticket已过期',
		sessionLost: true,
	},
	'60851010': {
		message: 'WeBank could not give out a ticket',
		remedy: 'Try again later.',
		original: 'ticket获取失败',
		retryable: true,
		cause: 'temporarily-unavailable',
	},
	'60851013': {
		message: 'WeBank could not give out an access token',
		remedy: 'Try again later. If it stays so, check the App ID and the secret in the credential.',
		original: 'access_token获取失败',
		retryable: true,
		cause: 'temporarily-unavailable',
	},
	'60840002': {
		message: 'WeBank does not accept the input',
		remedy:
			'Compare the fields with the interface document of the business: one may be missing. Send the fields themselves, without jsonData:{} around them; the node adds App ID and version.',
		original: '未满足接口输入要求',
		chinese: '有一项内容没有被接受，请核对您填写的内容后重新提交。',
		english:
			'One of the values was not accepted. Please check what you have filled in and hand it in again.',
	},
	'60840003': {
		message: 'The business system of the bank did not answer its platform in time',
		remedy:
			'Ask the developers of the business system at WeBank (业务对接开发人员) whether it works. It is not certain whether the request was carried out; look it up by your own serial number before you send it again.',
		original: '交易超时',
		outcomeUnknown: true,
	},
	'60840110': {
		message: 'WeBank does not know this path',
		remedy: 'Check the business path and the service code.',
		original: '请求路径不合法',
	},
	'60841017': {
		message: 'WeBank does not find a valid ticket for the call',
		tried: 'A new ticket was fetched and refused as well.',
		remedy:
			'It does not exist, has expired or was not obtained: another system that uses the same App ID probably fetches tickets too, and only one system may do so.',
		original: 'ticket验证失败',
		sessionLost: true,
	},
	'60841018': {
		message: 'WeBank does not accept the signature',
		tried: 'It was made again with a new ticket and refused again.',
		remedy:
			'Either another system that uses the same App ID keeps taking over the session, or the App ID does not belong to this environment.',
		original: '接入签名不正确',
		sessionLost: true,
	},
};

/** A ticket has its own code for an unknown fault, and may come with that of calls (appendix 2.1). */
export const sessionErrors: ErrorTable = { ...errors, '60846999': errors['60856999'] };

/** A code of 6084 and four more digits that is not listed (4.3, note 3.2; 6.5; gap WB-57). */
export const notReached: ErrorEntry = {
	message: "WeBank's platform was not reached properly (开放平台接入异常)",
	remedy:
		"Network and certificate are right: the request has reached the front of WeBank's platform (前置应用), which did not let it through. Probably the App ID, or what else belongs to the access, has not been assigned for this environment (无效appid): ask WeBank, with the code and the time of the call.",
	original: '',
	// The document lists codes like it that leave the outcome open.
	outcomeUnknown: true,
};

export const isOfPlatform = (code: string): boolean => /^6084\d{4}$/.test(code);

/** An upload as JSON may also be refused because its body has to be signed, or must not be (gap WB-08). */
export const uploadJsonErrors: ErrorTable = {
	'60841018': {
		...errors['60841018'],
		// It is fetched for the first item alone.
		tried: 'A new ticket was fetched and did not help.',
		remedy:
			"Ask WeBank whether the body of this upload is signed, and set 'Sign Upload JSON Body' in the credential (Special Settings) accordingly: the document does not say. If it is right, another system that uses the same App ID keeps taking over the session.",
		sessionLost: 'perhaps',
	},
};
