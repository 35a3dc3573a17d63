import type { ErrorTable } from '../shared/model/errors';

/** Section 9: HSTong's codes with its own texts, and what a user can do about each. */
export const errors: ErrorTable = {
	'60001': {
		message: 'The applicant already has an account',
		remedy:
			"Nothing more needs to be submitted; 'Get Review Status' shows which accounts are open.",
		original: '已经开户了',
		chinese: '您已经开过户了，无需再次申请。',
		english: 'You have an account already. There is no need to apply again.',
	},
	'60002': {
		message: 'The application has already been submitted for review',
		remedy: "Wait for the decision and follow it with 'Get Review Status'.",
		original: '申请已经提交了审核',
		chinese: '您的申请已经提交审核，请耐心等待结果，无需再次提交。',
		english:
			'Your application is under review already. Please wait for the result; there is no need to hand it in again.',
	},
	'60003': {
		message: 'The applicant has no account-opening application',
		remedy: "Start one with 'Agree to Documents'.",
		original: '查询不到此用户的开户申请',
		chinese: '没有找到您的开户申请，请从第一步重新开始办理。',
		english: 'There is no account application of yours. Please begin again with the first step.',
	},
	'60004': {
		message: 'The application has been deleted',
		remedy: "Start a new one with 'Agree to Documents', or ask HSTong why it was deleted.",
		original: '开户申请已经删除',
		chinese: '您的开户申请已被删除，请从第一步重新开始办理。',
		english: 'Your application was deleted. Please begin again with the first step.',
	},
	'60005': {
		message: 'The application holds no data yet',
		remedy: "Submit the steps in their order; 'Get Progress' shows the next one.",
		original: '查询不到此用户的开户申请数据',
		chinese: '您的开户申请里还没有资料，请从第一步开始填写。',
		english: 'Your application holds no data yet. Please begin with the first step.',
	},
	'60011': {
		message: 'The bank did not confirm that the card belongs to the applicant',
		remedy:
			"Check the name, the ID card number and the bank card number; the card must be the applicant's own.",
		original: '银行卡实名信息校验不通过',
		chinese:
			'银行没有确认这张卡属于您本人，请核对姓名、身份证号和银行卡号；必须使用您本人的银行卡。',
		english:
			'The bank did not confirm that this card is yours. Please check the name, the ID card number and the bank card number; the card must be your own.',
	},
	'60012': {
		message: 'The bank card number is wrong, or this bank is not supported',
		remedy: 'Check the number, or use a card of another bank.',
		original: '银行卡号错误或暂不支持该银行',
		chinese: '银行卡号不正确，或暂不支持这家银行，请核对卡号或换一张其他银行的卡。',
		english:
			'The bank card number is wrong, or this bank is not supported. Please check the number, or use a card of another bank.',
	},
	'60013': {
		message: 'The bank card check is out of order at the moment',
		remedy: 'Try again later.',
		original: '银行卡验证服务异常',
		chinese: '银行卡验证服务暂时不可用，请过几分钟再试。',
		english: 'The bank card check does not work at the moment. Please try again in a few minutes.',
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
		message: 'Account opening is not authorized',
		remedy:
			"Run 'Agree to Documents' before the steps. If it stays so, authorize the applicant again by SMS code, or ask HSTong whether your App ID may open accounts.",
		original: '未进行开户授权',
		chinese: '您还没有同意开户文件，请先阅读并同意，再继续办理。',
		english:
			'You have not agreed to the documents of the account yet. Please read them and agree first.',
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
		chinese: '图片的格式不正确，请上传JPEG或PNG格式的图片。',
		english: 'The image has a wrong format. Please upload a JPEG or PNG image.',
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
		chinese: '开户资料还不完整，请补全前面的步骤后再提交。',
		english:
			'The application is not complete. Please complete the earlier steps before you hand it in.',
	},
	'60020': {
		message: 'The applicant already has an application witnessed in Hong Kong',
		remedy: 'Ask HSTong to close it before you continue here.',
		original: '已存在香港见证申请',
		chinese: '您已有一份香港见证的开户申请，需要先处理该申请，才能在这里继续办理。',
		english:
			'You have an account application that is witnessed in Hong Kong. It must be settled before you can go on here.',
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
		chinese: '没有识别出身份证上的信息，请手动填写，或重新拍摄清晰的照片后上传。',
		english:
			'The ID card could not be read. Please fill in its data by hand, or upload clear photos.',
	},
	'60031': {
		message: 'The photos of the ID card are incomplete',
		remedy: "Upload both the front and the back with 'Upload ID Card Photo', then try again.",
		original: '身份证图片上传不全',
		chinese: '身份证照片不完整，请把正面和反面都上传后再试。',
		english:
			'The photos of the ID card are not complete. Please upload both the front and the back, then try again.',
	},
	'60032': {
		message: 'The front of the ID card is not clear',
		remedy: 'Take a sharper photo of the front without reflections and upload it again.',
		original: '身份证正面不清晰',
		chinese: '身份证正面不清晰，请避开反光，重新拍摄后上传。',
		english:
			'The front of the ID card is not clear. Please take a new photo without reflections and upload it.',
	},
	'60033': {
		message: 'The back of the ID card is not clear',
		remedy: 'Take a sharper photo of the back without reflections and upload it again.',
		original: '身份证背面不清晰',
		chinese: '身份证反面不清晰，请避开反光，重新拍摄后上传。',
		english:
			'The back of the ID card is not clear. Please take a new photo without reflections and upload it.',
	},
	'60034': {
		message: 'The ID card number and the name do not belong together',
		remedy: 'Check both against the ID card; the Chinese name must be exactly as printed.',
		original: '身份证号与姓名不一致',
		chinese: '身份证号与姓名不一致，请对照身份证核对后重新填写。',
		english:
			'The ID card number and the name do not belong together. Please compare both with the card and fill them in again.',
	},
	'60035': {
		message: 'The identity database does not know this ID card number',
		remedy: 'Check the number against the ID card.',
		original: '身份证信息库中无此号码',
		chinese: '查不到这个身份证号，请对照身份证核对后重新填写。',
		english:
			'This ID card number was not found. Please compare it with the card and fill it in again.',
	},
	'60036': {
		message: 'The identity check is out of order at the moment',
		remedy: 'Try again later.',
		original: '身份证验证服务异常',
		chinese: '身份证验证服务暂时不可用，请过几分钟再试。',
		english: 'The identity check does not work at the moment. Please try again in a few minutes.',
		retryable: true,
		cause: 'temporarily-unavailable',
	},
	'60037': {
		message: 'The check that the ID card number is used only once did not succeed',
		remedy:
			'Try again later. If it stays so, the number probably belongs to another HSTong account: ask HSTong.',
		original: '身份证号码唯一性检查失败',
		chinese: '暂时无法核对您的身份证号，请稍后再试。',
		english: 'Your ID card number cannot be checked at the moment. Please try again later.',
	},
	'60038': {
		message: 'This ID card number already belongs to another HSTong account',
		remedy:
			'The applicant must continue with the mobile number of that account, or ask HSTong to release it.',
		original: '身份证号码已被其他账号使用',
		chinese: '这个身份证号已在另一个账号中使用，请改用那个账号的手机号继续办理。',
		english:
			'This ID card number is used by another account. Please go on with the mobile number of that account.',
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
