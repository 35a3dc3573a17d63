import type { ErrorTable } from '../shared/model/errors';

/** The codes of section 9 that say something of the application and its steps. */
export const applicationCodes: ErrorTable = {
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
};
