import type { ErrorTable } from '../shared/model/errors';
import { applicationCodes } from './applicationCodes';

/** The codes of section 9 that every call can get: account, signature, authorization, form of the parameters. */
const callCodes: ErrorTable = {
	'10001': {
		message: 'HSTong reports an unknown fault in its system',
		remedy: 'Try again after a while.',
		original: '系统未知错误',
		retryable: true,
		outcomeUnknown: true,
		cause: 'temporarily-unavailable',
	},
	'10002': {
		message: 'Your App ID is not allowed to use this interface',
		remedy: 'Ask HSTong to enable it for your App ID.',
		original: '无接口权限',
	},
	'10003': {
		message: 'HSTong does not accept a value',
		remedy: "Compare the fields with what HSTong's message names.",
		original: '参数错误',
		chinese: '有一项内容没有被接受，请核对您填写的内容后重新提交。',
		english:
			'One of the values was not accepted. Please check what you have filled in and hand it in again.',
	},
	'10010': {
		message: 'The same data was submitted before',
		remedy: "Check with 'Get Progress' before you submit it again.",
		original: '重复提交',
		chinese: '同样的内容已经提交过，请不要重复提交。',
		english: 'The same was handed in before. Please do not hand it in again.',
	},
	'10011': {
		message: "The applicant's user is locked",
		remedy: 'Ask HSTong to unlock it.',
		original: '用户被锁定',
		chinese: '您的账号已被锁定，暂时不能继续办理。',
		english: 'Your account is locked. You cannot go on for now.',
	},
	'10012': {
		message: 'HSTong did not carry out the operation',
		remedy: "Check with 'Get Progress' how far the application is, then try again.",
		original: '操作失败',
	},
	'10013': {
		message: 'HSTong does not know this user',
		remedy: 'Authorize the applicant by SMS code first.',
		original: '查询不到用户',
		chinese: '请先用手机号和短信验证码验证身份，再继续办理。',
		english: 'Please confirm who you are by your mobile number and an SMS code before you go on.',
	},
	'10101': {
		message: 'A parameter of the signature or the token is missing',
		remedy: "Make sure that 'User Token' is filled from 'Authorize by SMS Code'.",
		original: '缺少认证参数',
	},
	'10102': {
		message: 'HSTong does not accept the parameters of the signature',
		remedy: 'Check the App ID in the credential.',
		original: '认证参数错误',
		cause: 'credential-invalid',
	},
	'10103': {
		message: 'HSTong considers the signature too old',
		tried: 'It was signed again with the time of now and refused again.',
		remedy: 'The clock of your n8n server is probably wrong: set it by a time server.',
		original: '认证签名超时',
		signAgain: true,
	},
	'10104': {
		message: 'HSTong does not know this App ID',
		remedy:
			'Check the App ID and the environment in the credential: test and production may have different ones.',
		original: '未知客户',
		cause: 'credential-invalid',
	},
	'10105': {
		message: 'HSTong does not accept the signature',
		remedy:
			'Check the App Secret in the credential, spaces at its ends included; it must belong to the App ID and the environment.',
		original: '签名错误',
		cause: 'credential-invalid',
	},
	'10106': {
		message: "The applicant's token is no longer valid",
		remedy:
			"Authorize the applicant again with 'Send SMS Code' and 'Authorize by SMS Code'. A token lasts 30 minutes, and a new one replaces the old.",
		original: '授权token失效',
		chinese: '验证已过期（30分钟内有效），请重新获取短信验证码后继续办理。',
		english:
			'The confirmation by SMS code has ended, which holds for 30 minutes. Please ask for a new code to go on.',
	},
	'10107': {
		message: 'The SMS code is wrong',
		remedy: "Ask the applicant for the newest code, or send a new one with 'Send SMS Code'.",
		original: '手机验证码错误',
		chinese: '短信验证码不正确，请填写最新收到的验证码，或重新获取。',
		english:
			'The SMS code is wrong. Please enter the newest one that you have received, or ask for a new one.',
	},
	'10108': {
		message: 'HSTong could not send the SMS',
		remedy:
			'Try again later. In the test environment the number must be registered with HSTong first.',
		original: '短信验证码发送失败',
		chinese: '短信验证码没有发送成功，请稍后重新获取。',
		english: 'The SMS code could not be sent. Please ask for it again later.',
		retryable: true,
		cause: 'temporarily-unavailable',
	},
	'10109': {
		message: 'HSTong does not accept the kind of your partner account',
		remedy: 'Ask HSTong to check the set-up of your App ID.',
		original: '授权失败,第三方类型不正确',
	},
	'10110': {
		message: 'HSTong does not understand the country code',
		remedy: 'Use the form 0086.',
		original: '区号解析失败',
		chinese: '手机区号不正确，请核对后重新填写，中国大陆是0086。',
		english:
			'The country code of the mobile number is wrong. Please check it and fill it in again; it is 0086 for mainland China.',
	},
	'10111': {
		message: 'HSTong does not accept the mobile number',
		remedy: 'Check the number and the country code.',
		original: '手机号码格式不正确',
		chinese: '手机号的格式不正确，请核对手机号和区号后重新填写。',
		english:
			'The mobile number has a wrong format. Please check the number and its country code and fill them in again.',
	},
	'10112': {
		message: 'This interface must be called without a token',
		remedy: 'Leave the token out of the call.',
		original: '不支持token参数',
	},
	'10113': {
		message: 'The file is too large for HSTong',
		remedy: 'Reduce the image to at most 100 KB.',
		original: '文件太大',
		chinese: '图片太大，请缩小到100 KB以内后重新上传。',
		english: 'The image is too large. Please reduce it to at most 100 KB and upload it again.',
	},
	// Section 9 prints this last, and the machine-readable catalogue lacks it.
	'10114': {
		message: 'HSTong has no such file',
		remedy:
			'Check the application ID and which photo you ask for; it must have been uploaded before.',
		original: '文件不存在',
		chinese: '没有找到这张照片，请重新上传。',
		english: 'This photo was not found. Please upload it again.',
	},
	'50001': {
		message: 'HSTong does not know this interface',
		remedy: 'Check the environment and the base URL in the credential.',
		original: '接口不存在',
	},
};

/** Section 9: HSTong's codes with its own texts, and what a user can do about each. */
export const errors: ErrorTable = { ...applicationCodes, ...callCodes };
