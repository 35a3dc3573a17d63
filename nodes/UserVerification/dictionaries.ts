import { dictionary } from '../shared/model/dictionary';

// Codes, order and Chinese are the provider's (用户认证, 响应参数 and 请求参数). Where it prints an English
// name, as for most documents, that is the original and a plainer one stands before it (gap UV-19).

export const cardStatus = dictionary(
	['1', 'Not Verified', '未认证'],
	['2', 'Pending Review', '待审核'],
	['3', 'Rejected', '审核不通过'],
	['4', 'Verified', '已认证'],
	['5', 'Second Review', '复审'],
);

export const cardType = dictionary(
	['1', 'Passport', '护照'],
	['2', 'Identity Card', '身份证'],
	['3', 'Employee Card', 'Employee ID'],
	['4', 'Social Security System Card', 'SSS'],
	['5', 'Government Service Insurance System Card', 'GSIS'],
	['6', 'Taxpayer Card', 'TIN'],
	['7', 'Professional Regulation Commission Card', 'PRC Reg.No.'],
	['8', 'National Bureau of Investigation Clearance', 'NBI Clearance'],
	['9', 'Senior Citizen Card', 'Senior Citizen ID'],
	['10', 'Student Card', 'Student ID'],
	[
		'11',
		'Bar Member Card of Philippine Nationals',
		'Integrated Bar of the Philippines ID(菲律宾籍）',
	],
	['12', 'Overseas Workers Welfare Card', 'OWWA ID'],
	['13', 'Overseas Filipino Worker Card', 'OFW ID'],
	['14', "Seafarer's Book", "SEAMAN'S BOOK"],
	['15', 'Postal Identity Card', 'POSTAL ID'],
	['16', "Voter's Card", "DIGITIZED VOTER'S ID"],
	['17', 'Firearms License', 'LICENSE TO CARRY FIREARMS'],
	['18', 'Retirement Authority Card', 'PHILIPPINE RETIREMENT AUTHORITY ID'],
	['19', 'Driving License of Philippine Nationals', '驾驶证 (菲律宾籍）'],
	['20', 'Philippine Alien Registration Certificate', '外国人登记证明书 (菲律宾籍）'],
);

/** Four values for five steps: what is complete follows from cardStatus (gap UV-16). */
export const currentStep = dictionary(
	['1', 'Step One', '第一步'],
	['2', 'Step Two', '第二步'],
	['3', 'Step Three', '第三步'],
	['4', 'Step Four', '第四步'],
);

export const employmentStatus = dictionary(
	['1', 'Employed', '在职'],
	['2', 'Self-Employed', '个体经营'],
	['3', 'Retired', '退休'],
	['4', 'Unemployed', '无业'],
	['5', 'Student', '学生'],
);

export const fundSource = dictionary(
	['1', 'Salary', '工资'],
	['2', 'Savings', '储蓄'],
	['3', 'Gift or Inheritance', '礼物/遗产'],
	['4', 'Working Capital', '营运资金'],
	['5', 'Sale of Property', '出售物业'],
	['6', 'Remittance', '汇款'],
	['7', 'Pension', '养老金'],
	['8', 'Allowance', '补贴'],
	['9', 'Lottery', '彩票'],
	['10', 'Donation', '捐款'],
);

export const incomeSource = dictionary(
	['1', 'Salary', '薪水'],
	['2', 'Family Members or Remittance From Abroad', '家庭成员或海外汇款'],
	['3', 'Personal Savings', '个人储蓄'],
	['4', 'Other', '其他'],
);

export const isIdentical = dictionary(['1', 'Yes', '是'], ['2', 'No', '否']);

export const natureBusiness = dictionary(
	['1', 'Professional', '专业'],
	['2', 'Household Work', '家务'],
	['3', 'Private Employee', '私企雇员'],
	['4', 'Government Employee', '政府雇员'],
	['5', 'Entrepreneur', '创业/企业家'],
	['6', 'Doctor', '医生'],
	['7', 'Lawyer', '律师'],
	['8', 'Dentist', '牙医'],
	['9', 'Engineer', '工程师'],
	['10', 'Architect', '建筑师'],
	['11', 'Accountant', '会计'],
	['12', 'Banker', '银行家'],
	['13', 'Athlete', '运动员'],
	['14', 'Housewife', '家庭主妇'],
	['15', 'Overseas Worker', '海外劳工'],
	['99', 'Other Occupation', '其他职业'],
);

/** The answer has the same, although the document lists no values there (gap UV-15). */
export const sex = dictionary(
	['0', 'Undisclosed', '保密'],
	['1', 'Male', '男'],
	['2', 'Female', '女'],
);

export const taxType = dictionary(
	['1', 'Tax Identification Number', 'TIN'],
	['2', 'Social Security System Number', 'SSS'],
	['3', 'Government Service Insurance System Number', 'GSIS'],
);
