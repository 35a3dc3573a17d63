import type { ErrorTable } from '../shared/model/errors';

/** Section 9: HSTong's codes with its own texts, and what a user can do about each. */
export const errors: ErrorTable = {
	'60001': {
		message: 'The applicant already has an account',
		remedy:
			"Nothing more needs to be submitted; 'Get Review Status' shows which accounts are open.",
		original: '已经开户了',
	},
	'60002': {
		message: 'The application has already been submitted for review',
		remedy: "Wait for the decision and follow it with 'Get Review Status'.",
		original: '申请已经提交了审核',
	},
	'60003': {
		message: 'The applicant has no account-opening application',
		remedy: "Start one with 'Agree to Documents'.",
		original: '查询不到此用户的开户申请',
	},
	'60004': {
		message: 'The application has been deleted',
		remedy: "Start a new one with 'Agree to Documents', or ask HSTong why it was deleted.",
		original: '开户申请已经删除',
	},
	'60005': {
		message: 'The application holds no data yet',
		remedy: "Submit the steps in their order; 'Get Progress' shows the next one.",
		original: '查询不到此用户的开户申请数据',
	},
	'60011': {
		message: 'The bank did not confirm that the card belongs to the applicant',
		remedy:
			"Check the name, the ID card number and the bank card number; the card must be the applicant's own.",
		original: '银行卡实名信息校验不通过',
	},
	'60012': {
		message: 'The bank card number is wrong, or this bank is not supported',
		remedy: 'Check the number, or use a card of another bank.',
		original: '银行卡号错误或暂不支持该银行',
	},
	'60013': {
		message: 'The bank card check is out of order at the moment',
		remedy: 'Try again later.',
		original: '银行卡验证服务异常',
		retryable: true,
		cause: 'temporarily-unavailable',
	},
	'60014': {
		message: 'HSTong could not save the application',
		remedy: "Try again later; check first with 'Get Progress' whether the step was saved.",
		original: '保存用戶开户申请信息失败',
		retryable: true,
		outcomeUnknown: true,
		cause: 'temporarily-unavailable',
	},
	'60015': {
		message: 'The applicant has not agreed to the account-opening documents',
		remedy: "Run 'Agree to Documents' before the steps.",
		original: '未进行开户授权',
	},
	'60016': {
		message: 'HSTong could not update the application',
		remedy: "Try again later; check first with 'Get Progress' whether the step was saved.",
		original: '更新申购信息失败',
		retryable: true,
		outcomeUnknown: true,
		cause: 'temporarily-unavailable',
	},
	'60017': {
		message: 'The file has a format that HSTong does not accept',
		remedy: 'Use a JPEG or PNG image.',
		original: '文件格式不正确',
	},
	'60018': {
		message: 'HSTong could not store the image',
		remedy: 'Try again later, with a smaller JPEG if it happens again.',
		original: '上传图片异常',
		retryable: true,
		outcomeUnknown: true,
		cause: 'temporarily-unavailable',
	},
	'60019': {
		message: 'The application is not complete',
		remedy: "Submit the missing steps in their order; 'Get Progress' shows how far it is.",
		original: '开户资料不完整',
	},
	'60020': {
		message: 'The applicant already has an application witnessed in Hong Kong',
		remedy: 'Ask HSTong to close it before you continue here.',
		original: '已存在香港见证申请',
	},
	'60021': {
		message: 'HSTong could not start the application',
		remedy: 'Try again after a while.',
		original: '初始化申请失败',
		retryable: true,
		outcomeUnknown: true,
		cause: 'temporarily-unavailable',
	},
	'60030': {
		message: 'The ID card could not be read',
		remedy: "Fill in the identity by hand in 'Submit Identity', or upload clearer photos.",
		original: '未识别出身份证信息,请手动填写',
	},
	'60031': {
		message: 'The photos of the ID card are incomplete',
		remedy: "Upload both the front and the back with 'Upload ID Card Photo', then try again.",
		original: '身份证图片上传不全',
	},
	'60032': {
		message: 'The front of the ID card is not clear',
		remedy: 'Take a sharper photo of the front without reflections and upload it again.',
		original: '身份证正面不清晰',
	},
	'60033': {
		message: 'The back of the ID card is not clear',
		remedy: 'Take a sharper photo of the back without reflections and upload it again.',
		original: '身份证背面不清晰',
	},
	'60034': {
		message: 'The ID card number and the name do not belong together',
		remedy: 'Check both against the ID card; the Chinese name must be exactly as printed.',
		original: '身份证号与姓名不一致',
	},
	'60035': {
		message: 'The identity database does not know this ID card number',
		remedy: 'Check the number against the ID card.',
		original: '身份证信息库中无此号码',
	},
	'60036': {
		message: 'The identity check is out of order at the moment',
		remedy: 'Try again later.',
		original: '身份证验证服务异常',
		retryable: true,
		cause: 'temporarily-unavailable',
	},
	'60037': {
		message: 'HSTong could not check whether the ID card number is already in use',
		remedy: 'Try again later; if it stays so, ask HSTong.',
		original: '身份证号码唯一性检查失败',
	},
	'60038': {
		message: 'This ID card number already belongs to another HSTong account',
		remedy:
			'The applicant must continue with the mobile number of that account, or ask HSTong to release it.',
		original: '身份证号码已被其他账号使用',
	},
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
	},
	'10010': {
		message: 'The same data was submitted before',
		remedy: "Check with 'Get Progress' before you submit it again.",
		original: '重复提交',
	},
	'10011': {
		message: "The applicant's user is locked",
		remedy: 'Ask HSTong to unlock it.',
		original: '用户被锁定',
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
			'Check the App ID and the environment in the credential: test and production have different ones.',
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
	},
	'10107': {
		message: 'The SMS code is wrong',
		remedy: "Ask the applicant for the newest code, or send a new one with 'Send SMS Code'.",
		original: '手机验证码错误',
	},
	'10108': {
		message: 'HSTong could not send the SMS',
		remedy:
			'Try again later. In the test environment the number must be registered with HSTong first.',
		original: '短信验证码发送失败',
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
	},
	'10111': {
		message: 'HSTong does not accept the mobile number',
		remedy: 'Check the number and the country code.',
		original: '手机号码格式不正确',
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
	},
	// Section 9 prints this last, and the machine-readable catalogue lacks it.
	'10114': {
		message: 'HSTong has no such file',
		remedy:
			'Check the application ID and which photo you ask for; it must have been uploaded before.',
		original: '文件不存在',
	},
	'50001': {
		message: 'HSTong does not know this interface',
		remedy: 'Check the environment and the base URL in the credential.',
		original: '接口不存在',
	},
};
