import { labelOf } from '../../shared/model/dictionary';
import type { Check, Field } from '../../shared/model/field';
import { declarations } from '../dictionaries';

/**
 * What an applicant declares in steps 4, 5 and 6, by step and parameter: the whole sentence in an English that
 * says the same, and the Chinese of the document (sections 7.13, 7.15, 7.17). Two of its sentences are cut
 * off there (gap HST-34).
 */
export const statements = {
	step4: {
		qc1: 'I agree that Huasheng Capital Securities Limited and its affiliates use my personal data to promote financial services or related products (本人同意华盛资本证券有限公司及其联系公司在推广金融服务或相关产品使用本人的个人资料。)',
		scChina:
			'My jurisdiction of tax residence is China, and my tax number there is … (本人所属的税收居民国是中国,税务编号是)',
		scOthers:
			'I need not declare taxes in any country or region other than the above (本人无需向除上述国家/地区以外的其他国家/地区申报本人的税务。)',
		identityOfUs:
			'I am neither a US resident nor a US tax resident (本人不是美国居民或美国税务居民。)',
	},
	step5: {
		q1: 'I have had training in derivatives or taken courses on them (本人曾接受过衍生产品的培训或修读相关教程。)',
		q2: 'In the past three years I have made five or more trades in derivatives, such as derivative warrants, callable bull/bear contracts, futures, options, commodities, structured products and exchange traded funds (本人于过去3年执行5次或以上有关衍生产品的交易,如:衍生权证、牛熊证、期货、期权、商品、结构性产品及交易所买卖基金等。)',
		q3: 'Neither I nor any of my immediate family is a politically exposed person or related to one, a senior government official or a senior executive of a state-owned enterprise (本人或本人直系亲属没有政治人物或与其有关联的人士、高级政府官员或国有企业高级行政人员。)',
		q4: 'I confirm that I have read in detail and fully understand, in securities trading, … (本人确认已详细阅读及完全明白在证券交易)',
	},
	step6: {
		d1: 'I clearly understand: "Share prices can rise and fall, and derivatives carry greater risk." (我已清楚明白"股票价格可升可跌,衍生产品风险更大。")',
		d2: 'I clearly understand: "HSTong does not compensate losses caused by the risks of electronic trading." (我已清楚明白"华盛不会赔偿因电子交易风险而导致的损失。")',
		d3: 'US stock trading is strictly supervised by the US Securities and Exchange Commission and is not under the supervision of the Hong Kong Securities and Futures Commission (美股交易受美国证监会严格监管,并不在香港证监会的监管之内。)',
		d4: 'I have read in detail the Client Agreement, the Risk Disclosure Statement and the Fee Schedule of Huasheng Capital Securities, and have no other questions about opening an account (我已详细阅读《客户协议》、《风险披露声明》、《华盛资本证券收费表》,没有其他开户相关需要咨询的问题了。)',
	},
} as const;

/** The statement of step 4 that the dictionary 其他资料声明 holds under this parameter. */
export const declaration = (name: string): string => String(labelOf(declarations, name));

/** A statement of the applicant, with a short name in either language. It is off by default: nothing is declared that nobody has said. */
export const statement = (
	displayName: string,
	name: string,
	chinese: string,
	sentence: string,
	check?: Check,
): Field => ({
	displayName,
	name,
	chinese,
	type: 'boolean',
	required: true,
	default: false,
	description: 'Whether the applicant makes this statement',
	hint: sentence,
	...(check && { check }),
});
