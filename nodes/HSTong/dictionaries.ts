import { dictionary, type Entry } from '../shared/model/dictionary';

// Section 8. Labels as printed, with the Chinese original; order and codes are the provider's.

export const employmentStatus = dictionary(
	[1, 'Employed', '受雇'],
	[2, 'Self-Employed', '自雇'],
	[3, 'Student', '学生'],
	[4, 'Retired', '退休'],
	[7, 'Sole Trader', '个体户'],
	[8, 'Unemployed', '待业'],
);

export const natureOfBussiness = dictionary(
	[0, 'Finance', '金融'],
	[1, 'Internet', '互联网'],
	[2, 'Information Technology', 'IT信息技术'],
	[3, 'Advertising and Media', '广告传媒'],
	[4, 'Trade and Retail', '贸易零售'],
	[5, 'Transport and Logistics', '交通物流'],
	[6, 'Real Estate', '房地产'],
	[7, 'Tourism and Catering', '旅游餐饮'],
	[8, 'Manufacturing', '加工制造业'],
	[9, 'Petrochemicals and Mining', '石化采掘'],
	[10, 'Agriculture, Forestry, Fishery and Social Services', '农林牧渔社会服务'],
	[11, 'Pharmaceuticals and Biology', '医药生物'],
	[12, 'Education, Training and Research', '教育培训科研'],
	[13, 'Other', '其他'],
);

export const position = dictionary(
	[0, 'Staff', '职员'],
	[1, 'Junior Management', '基层管理人员'],
	[2, 'Middle Management', '中层管理人员'],
	[3, 'Senior Management', '高级管理人员'],
);

// Gap HST-23: the value is the number of years.
export const yearsOfService = dictionary(
	...Array.from(
		{ length: 50 },
		(_, i): Entry => [i + 1, i === 0 ? '1 Year' : `${i + 1} Years`, `${i + 1}年`],
	),
);

export const gender = dictionary([1, 'Male', '男'], [2, 'Female', '女']);

export const annualIncome = dictionary(
	[0, 'Below 200,000', '<20万元'],
	[1, '200,000 to 500,000', '20万-50万'],
	[2, '500,000 to 1,000,000', '50万-100万'],
	[3, 'Above 1,000,000', '>100万元'],
);

export const totalNetValueOfAssets = dictionary(
	[0, 'Below 500,000', '<50万元'],
	[1, '500,000 to 1,000,000', '50万-100万'],
	[2, '1,000,000 to 5,000,000', '100万-500万'],
	[3, 'Above 5,000,000', '>500万元'],
);

export const ownershipOfResidence = dictionary(
	[0, 'Owned', '自置'],
	[1, 'Rented', '租用'],
	[2, 'Mortgaged', '按揭'],
	[3, 'Living with Family', '与家人同住'],
);

export const mainSourceOfWealth = dictionary(
	[0, 'Salary', '薪资'],
	[1, 'Savings', '储蓄'],
	[4, 'Pension', '退休金'],
	[8, 'Family Income', '家庭收入'],
	[9, 'Business Income', '营业收入'],
);

export const sourceOfWealth = dictionary(
	[0, 'Salary', '薪俸'],
	[1, 'Savings', '储蓄'],
	[2, 'Investment Returns', '投资回报'],
	[3, 'Inheritance or Gift', '遗产 / 赠物'],
	[4, 'Pension', '退休金'],
	[5, 'Sale of Property or Assets', '出售物业 / 资产'],
	[6, 'Other', '其他'],
	[7, 'None', '没有'],
	[8, 'Family Income', '家庭收入'],
	[9, 'Business Income', '营业收入'],
);

export const investmentObjective = dictionary(
	[0, 'Capital Growth', '资本增值'],
	[1, 'Hedging', '对冲'],
	[2, 'Dividend Income', '股息收益'],
	[3, 'Other', '其它'],
);

export const targetInvestmentPeriod = dictionary(
	[0, 'Short Term (1 to 6 Months)', '短期(1-6个月)'],
	[1, 'Medium Term (6 to 12 Months)', '中期(6-12个月)'],
	[2, 'Long Term (Over 1 Year)', '长期(1年以上)'],
);

export const estimatedInvestmentAmount = dictionary(
	[0, 'Below 300,000', '<30万元'],
	[1, '300,000 to 1,000,000', '30万-100万元'],
	[2, '1,000,000 to 5,000,000', '100万-500万元'],
	[3, 'Above 5,000,000', '>500万元'],
);

export const investmentExperience = dictionary(
	[0, 'None', '没有'],
	[1, 'Less Than 1 Year', '少于1年'],
	[2, '1 to 5 Years', '1-5年'],
	[3, '6 to 10 Years', '6-10年'],
	[4, 'More Than 10 Years', '10年以上'],
);

export const applyStep = dictionary(
	[1, 'Application Started', '开始开户'],
	[2, 'Identity Card Verified', '已验证身份证'],
	[3, 'Personal Data Submitted', '已上传个人资料'],
	[4, 'Financial Situation Submitted', '已上传财务状况'],
	[5, 'Declarations Agreed', '已同意声明'],
	[6, 'Accounts Selected', '已选择账户'],
	[7, 'Risk Disclosure Done', '已风险披露'],
	[8, 'Photos Uploaded', '已上传图片'],
	[9, 'Portrait Collected', '已采集人像'],
	[10, 'Signed', '已签署'],
);

export const openStatus = dictionary(
	[1, 'Draft', '暂存'],
	[2, 'Under Review', '审核中'],
	[3, 'Returned By Review', '审核退回'],
	[4, 'Approved', '审核成功'],
	[5, 'Deleted', '已经删除'],
	[6, 'HK and US Stock Accounts Opened', '开通港股和美股账户'],
	[7, 'HK Stock Account Opened', '开通港股账户'],
);

export const livenessPhotoType = dictionary(
	[1, 'Frontal Photo', '正面照'],
	[2, 'Holding the Identity Card', '手持身份证照'],
	[3, 'One Finger on the Nose', '单指摸鼻子'],
	[4, 'One Finger on the Ear', '单指摸耳朵'],
	[5, 'One Finger on the Chin', '单指摸下巴'],
	[6, 'One Finger on the Lips', '单指摸嘴唇'],
	[7, 'Two Fingers on the Nose', '双指摸鼻子'],
	[8, 'Two Fingers on the Ear', '双指摸耳朵'],
	[9, 'Two Fingers on the Chin', '双指摸下巴'],
	[10, 'Two Fingers on the Lips', '双指摸嘴唇'],
	[11, 'Mouth Open', '张嘴'],
	[12, 'Liveness Photo', '活体照'],
);

export const idCardSide = dictionary(['front', 'Front', '正面'], ['back', 'Back', '反面']);

// The statements of step 4 by parameter name (其他资料声明); d3 and d4 are not in use.
export const declarations = dictionary(
	[
		'd1',
		'I have no relation of any kind to the directors or employees of Huasheng Capital Securities Limited and its affiliates',
		'本人与华盛资本证券有限公司及其联系公司的董事或雇员没有任何关系。',
	],
	[
		'd2',
		'I am not a director, employee or accredited person of an HKEX participant or of a person licensed by or registered with the SFC',
		'本人不是港交所参与者或证监会的持牌人或注册人的董事、雇员或认可人士。',
	],
	['d3', 'Not in use', '暂不使用'],
	['d4', 'Not in use', '暂不使用'],
	[
		'd5',
		'I am the person who ultimately benefits from and bears the risk of all trades in this account',
		'本人是此账户所有交易的最终受益 / 承担风险人士。',
	],
	[
		'd6',
		'I am ultimately responsible for giving the instructions for trades in the account',
		'本人最终负责为账户交易发出指示。',
	],
	[
		'd7',
		'Neither I nor any of my immediate family is a politically exposed person or related to one, a senior government official or a senior executive of a state-owned enterprise',
		'本人或本人直系亲属没有政治人物或与其有关联的人士、高级政府官员或国有企业高级行政人员。',
	],
);
