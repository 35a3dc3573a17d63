import { bankCardNumber } from '../../support/applicant.ts';
import { picture } from '../../support/photos.ts';

/** An applicant of the flagship, as they would fill in its pages. */
export interface Applicant {
	name: string;
	idCard: string;
	mobile: string;
	broker: '华盛 HSTong' | '海投汇 Htouhui';
	amount: string;
}

/** What an applicant enters: by labels that begin with the key, or exactly the label. */
type Entered = Record<string, string | File>;

/** A photo that fits as it is. */
const small = picture('jpg', '-size', '600x400', 'plasma:', '-quality', '60');
const photo = () => new File([new Uint8Array(small)], 'photo.jpg', { type: 'image/jpeg' });

/** The pages by the Chinese of their titles. */
const PAGES: Record<string, (person: Applicant) => Entered> = {
	申请人信息: ({ name, idCard, mobile, broker, amount }) => ({
		姓名: name,
		身份证号: idCard,
		手机号: mobile,
		开户机构: broker,
		'申请金额（元）': amount,
		借款期限: '90天 90 Days',
		是否同意以上内容: '同意 I agree',
	}),
	身份信息: () => ({
		'姓（拼音）': 'Wang',
		'名（拼音）': 'Dazhi',
		出生地: '湖南省 Hunan',
		电子邮箱: 'applicant@example.com',
		'现住址：街道和门牌号': '八一路1号',
		'现住址：邮政编码': '410001',
		'永久住址与现住址相同？': '是 Yes',
		职业状态: '受雇 Employed',
		'年收入（美元）': '30000',
		收入来源: '薪水 Salary',
		身份证有效期至: '2040-01-01',
	}),
	现住址所在地区: () => ({ 省份: '湖南省', 城市: '长沙市', '区（县）': '芙蓉区' }),
	证券账户: ({ mobile }) => ({
		银行卡号: bankCardNumber(Number(mobile.slice(3))),
		身份证上的住址: '湖南省长沙市芙蓉区八一路1号',
		年收入: '20万-50万 200,000 to 500,000',
		预计投资时间: '长期(1年以上) Long Term (Over 1 Year)',
		预计投资金额: '<30万元 Below 300,000',
		股票投资经验: '1-5年 1 to 5 Years',
		牛熊证投资经验: '没有 None',
		窝轮投资经验: '少于1年 Less Than 1 Year',
		期货投资经验: '没有 None',
		期权投资经验: '6-10年 6 to 10 Years',
		'同时开立美股账户？': '是 Yes',
	}),
	声明与风险披露: () => ({
		'以上声明是否属实？': '是 Yes',
		'是否同意？': '否 No',
		'是否确认？': '是 Yes',
	}),
	核对信息: () => ({ '以上信息是否正确？': '全部正确，提交 All right, hand it in' }),
	运营商授权: () => ({ 运营商服务密码: '123456' }),
	运营商验证码: () => ({ 短信验证码: '123456' }),
	运营商查询密码: () => ({ 查询密码: '654321' }),
};
const PHOTOS = [
	'身份证人像面',
	'身份证国徽面',
	'手持签名照',
	'人脸照片',
	'现场正面照',
	'动作照',
	'签名照片',
];

/** The Chinese of a title or label that has the English behind it. */
export const chineseOf = (text: string): string => text.trim().split(/\n| (?=[A-Z])/)[0];

/**
 * What an applicant enters into a page, by the labels of its fields.
 *
 * @param smsCode asks for the code that HSTong has sent
 * @throws when the page is not one of the flagship's
 */
export async function answersTo(
	title: string,
	labels: string[],
	person: Applicant,
	smsCode: () => Promise<string>,
): Promise<Entered> {
	const page = chineseOf(title);
	const known = PHOTOS.includes(page)
		? { 拍照或选择照片: photo() }
		: page === '手机验证码'
			? { 短信验证码: await smsCode() }
			: PAGES[page]?.(person);
	if (!known) throw new Error(`Nothing is known of the page "${title}"`);
	const entered = labels.flatMap((label) => {
		const found = Object.entries(known).find(([start]) => label.startsWith(start));
		return found ? [[label, found[1]] as const] : [];
	});
	return Object.fromEntries(entered);
}

/** What the pages up to the confirmation save in the applicant's row, with the answers above. */
export const told = ({ mobile, ...person }: Applicant) => ({
	...{ name: person.name, id_card: person.idCard, mobile, amount: Number(person.amount), term: 90 },
	broker: person.broker.split(' ')[1],
	person: JSON.stringify({
		...{
			family_name: 'Wang',
			given_name: 'Dazhi',
			birth_place: '湖南省 Hunan',
			street: '八一路1号',
		},
		...{ email: 'applicant@example.com', postcode: '410001', permanent_same: '是 Yes' },
		...{ permanent_address: '', permanent_postcode: '', employment: '受雇 Employed', business: '' },
		...{
			income: '30000',
			income_source: '薪水 Salary',
			income_other: '',
			valid_until: '2040-01-01',
		},
		...{
			province: '湖南省',
			city: '长沙市',
			district: '芙蓉区',
			cAddrDivision: '湖南省长沙市芙蓉区',
		},
		...{ cAddrProvince: '430000', cAddrCity: '430100', cAddrDistrict: '430102' },
	}),
	answers: JSON.stringify({
		bank_card: bankCardNumber(Number(mobile.slice(3))),
		id_address: '湖南省长沙市芙蓉区八一路1号',
		annual_income: '20万-50万 200,000 to 500,000',
		period: '长期(1年以上) Long Term (Over 1 Year)',
		investment: '<30万元 Below 300,000',
		...{ shares: '1-5年 1 to 5 Years', cbbc: '没有 None', warrants: '没有 None' },
		...{ futures: '没有 None', options: '没有 None', us_account: '是 Yes' },
		...{ d1: '是 Yes', d2: '是 Yes', d5: '是 Yes', d6: '是 Yes', d7: '是 Yes', qc1: '否 No' },
		...{ scChina: '是 Yes', scOthers: '是 Yes', identityOfUs: '是 Yes', q1: '否 No', q2: '否 No' },
		...{ q4: '是 Yes', r1: '是 Yes', r2: '是 Yes', r3: '是 Yes', r4: '是 Yes' },
	}),
	confirmed: '2026-01-01T00:00:00.000Z',
});
