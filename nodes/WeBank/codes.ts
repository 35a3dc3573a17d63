import type { ErrorTable } from '../shared/model/errors';

/** Appendix 3: WeBank's platform codes with its own texts, and what a user can do about each. */
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
			'It is not certain whether the request was carried out; look it up at WeBank by its serial number before you send it again.',
		original: '未知异常信息',
		retryable: true,
		outcomeUnknown: true,
	},
	'60851001': {
		message: 'WeBank does not know this kind of ticket',
		remedy: 'Choose the ticket type sign or user.',
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
		remedy: 'Check the App ID and the environment in the credential.',
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
		remedy: 'Try again later; check the App ID and the secret in the credential when it stays so.',
		original: 'access_token获取失败',
		retryable: true,
		cause: 'temporarily-unavailable',
	},
	'60840002': {
		message: 'WeBank does not accept the input',
		remedy:
			"Compare the fields with the interface document of the business; WeBank's message says more.",
		original: '未满足接口输入要求',
	},
	'60840003': {
		message: 'The bank timed out while it carried out the request',
		remedy:
			'It is not certain whether it was carried out; look it up at WeBank by its serial number before you send it again.',
		original: '交易超时',
		outcomeUnknown: true,
	},
	'60840110': {
		message: 'WeBank does not know this path',
		remedy: 'Check the business path and the service code.',
		original: '请求路径不合法',
	},
	'60841017': {
		message: 'Another system took over the session with WeBank',
		tried: 'A new ticket was fetched and refused as well.',
		remedy:
			'Another system that uses the same App ID probably fetches tickets too; only one system may do so.',
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
