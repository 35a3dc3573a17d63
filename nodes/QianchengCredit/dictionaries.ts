import { dictionary } from '../shared/model/dictionary';

/** Appendix: states of a carrier query. */
export const telecomState = dictionary(
	[0, 'Query initialized', '查询已初始化'],
	[1, 'Process restarted', '流程重新开始'],
	[11, 'Service password submitted', '已提交服务密码'],
	[21, 'Captcha required', '需要验证码'],
	[22, 'Captcha submitted', '验证码已提交'],
	[23, 'Captcha wrong or timed out', '验证码错误或超时'],
	[24, 'Captcha resent', '已重发验证码'],
	[31, 'Query password required', '需要输入查询密码'],
	[32, 'Query password submitted', '查询密码已提交'],
	[33, 'Query password wrong', '查询密码错误'],
	[41, 'Account collection finished', '完成账户采集流程'],
	[42, 'Collection failed', '采集流程失败'],
	[43, 'Data available', '数据可用'],
);

/** Appendix: states of a degree query. */
export const degreeState = dictionary(
	[0, 'Query initialized', '查询初始化'],
	[11, 'Account and password submitted', '已经提交账号密码'],
	[21, 'Collection finished', '采集完成'],
	[22, 'Collection failed', '采集失败'],
);

/** Appendix: states of an e-bank query, both versions. */
export const ebankState = dictionary(
	[0, 'Query initialized', '查询初始化'],
	[1, 'Account submitted', '账户信息已提交'],
	[2, 'Dynamic password required', '需要动态口令'],
	[3, 'Dynamic password submitted', '动态口令已提交'],
	[4, 'Picture captcha required', '需要图片验证码'],
	[5, 'Picture captcha submitted', '图片验证码已提交'],
	[6, 'SMS captcha required', '需要短信验证码'],
	[7, 'SMS captcha submitted', '短信验证码已提交'],
	[8, 'Captcha wrong or timed out', '验证码错误或超时'],
	[9, 'Captcha resent', '已重发验证码'],
	[10, 'Collection finished', '采集完成'],
	// It stands in the last line of the document (gap QC-15).
	[11, 'Collection failed', '采集失败'],
);

/** Section 3.1.1; codes are texts (gap QC-44). */
export const contactType = dictionary(
	['0', 'Spouse', '配偶'],
	['1', 'Parent', '父母'],
	['2', 'Sibling', '兄弟姐妹'],
	['3', 'Child', '子女'],
	['4', 'Colleague', '同事'],
	['5', 'Classmate', '同学'],
	['6', 'Friend', '朋友'],
);

/** Section 7.1. */
export const contactRelation = dictionary(
	[0, 'Father', '父亲'],
	[1, 'Mother', '母亲'],
	[2, 'Spouse', '配偶'],
	[3, 'Friend', '朋友'],
	[4, 'Other', '其他'],
);

/** Sections 5.1.1 and 6.1.2: the cards that a login serves. */
export const entryType = dictionary(
	[0, 'Credit and debit cards', '信用卡&储蓄卡'],
	[1, 'Credit cards only', '仅信用卡'],
	[2, 'Debit cards only', '仅储蓄卡'],
);

/** Section 5.1.3. */
export const clientType = dictionary(
	[0, 'Other', '其他'],
	[1, 'iOS', 'ios'],
	[2, 'Android', 'android'],
);

/** Section 6.1.1. */
export const ebankServiceProvider = dictionary(
	[1, 'Kaniu', '卡牛'],
	[2, 'Jianguo', '坚果'],
	[3, 'Xinyan', '新颜'],
);

/** Section 4.1.2. */
export const syncMode = dictionary([0, 'Synchronous', '同步获取'], [1, 'Asynchronous', '异步获取']);

/** Section 7.1. */
export const proofType = dictionary(
	[0, 'Liveness Photo', '活体照片'],
	[1, 'Identity Card Front', '身份证正面'],
	[2, 'Identity Card Back', '身份证反面'],
);

/** Section 7.1, telecom_data (gap QC-45). */
export const realNameStatus = dictionary([0, 'Not Verified', '未实名'], [1, 'Verified', '已实名']);

/** Section 7.1. */
export const loanOrderState = dictionary(
	[0, 'Repaid', '已还款'],
	[1, 'Running', '进行中'],
	[2, 'Overdue', '逾期未还'],
	[3, 'Rejected', '审核拒绝'],
);

/** Section 7.1. */
export const cardType = dictionary(
	[1, 'Credit card', '信用卡'],
	[2, 'Debit card', '储蓄卡'],
	[3, 'Unknown', '未知'],
);

/** Section 7.2. */
export const auditState = dictionary(
	[0, 'Approval advised', '建议通过'],
	[1, 'Rejection advised', '建议拒绝'],
	[2, 'Under review', '审核中'],
);
