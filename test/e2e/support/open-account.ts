import { idCardNumber } from '../../support/applicant';
import { cameraJpeg, held, picture } from '../../support/photos.ts';
import type { JournalEntry } from '../../support/sandbox';
import { photo } from './form-page.ts';

// What an applicant answers on the pages of the form for an account at HSTong.

/** The number of an applicant whom no other test has. */
export const NUMBER = 500_000 + Math.floor(Math.random() * 400_000);

export const camera = cameraJpeg();
export const photos = {
	front: photo(`正面 ${idCardNumber(NUMBER)}.jpg`, held(camera, 6)),
	back: photo('back.jpg', camera),
	avatar1: photo('face.jpg', held(camera, 8)),
	avatar2: photo('action.png', picture('png', '-size', '400x300', 'plasma:')),
	signature: photo('signature.jpg', picture('jpg', '-size', '400x200', 'xc:white')),
};

export const finances = {
	年收入: '20万-50万 200,000 to 500,000',
	资产净值: '>500万元 Above 5,000,000',
	预计投资时间: '长期(1年以上) Long Term (Over 1 Year)',
	预计投资金额: '<30万元 Below 300,000',
	股票投资经验: '6-10年 6 to 10 Years',
	牛熊证投资经验: '没有 None',
	窝轮投资经验: '没有 None',
	期货投资经验: '没有 None',
	期权投资经验: '少于1年 Less Than 1 Year',
};
export const declarations = {
	本人与华盛资本证券有限公司: '是',
	本人不是港交所参与者: '是',
	本人是此账户所有交易的最终受益: '是',
	本人最终负责为账户交易发出指示: '是',
	本人或本人直系亲属没有政治人物: '是',
	本人同意华盛资本证券有限公司: '否',
	本人所属的税收居民国是中国: '否',
	本人无需向除上述: '否',
	本人不是美国居民: '是',
};
export const accounts = {
	开通港股现金账户: '是',
	同时开通美股现金账户: '是',
	本人曾接受过衍生产品的培训: '否',
	本人于过去3年执行5次: '否',
	本人或本人直系亲属没有政治人物: '是',
	本人确认已详细阅读: '是',
};
export const risks = {
	'我已清楚明白"股票价格': '是',
	'我已清楚明白"华盛不会赔偿': '是',
	美股交易受美国证监会: '是',
	我已详细阅读: '是',
};

export type CheckedEntry = JournalEntry & { checks: Array<{ name: string; ok: boolean }> };

/** Every request was signed rightly; each step was handed in once, but for what the test wants refused or corrected. */
export function expectJournal(entries: CheckedEntry[]): void {
	const all = entries.map(({ operation, code }) => `${operation} ${code}`);
	const beforeSignature = all.slice(
		0,
		all.findIndex((one) => one.startsWith('submitStep8')),
	);
	expect(all.filter((one) => one === 'submitStep8 00000')).toHaveLength(1);
	expect(beforeSignature).toEqual([
		'sendAuthCode 00000',
		'sendAuthCode 00000',
		'authByMobile 10107',
		'sendAuthCode 00000',
		'authByMobile 00000',
		'getOpenStatus 60003',
		'agreeLicense 00000',
		'getApplyIndex 00000',
		'uploadIdCard 00000',
		'uploadIdCard 00000',
		'ocrValidate 60032',
		'uploadIdCard 00000',
		'ocrValidate 00000',
		'submitStep1 00000',
		'submitStep2 00000',
		'submitStep3 00000',
		'submitStep4 00000',
		'submitStep5 00000',
		'submitStep6 00000',
		'getStep7Info 00000',
		'uploadAvatarAction 00000',
		'uploadAvatarAction 00000',
		...['getStep1Info 00000', 'getStep2Info 00000', 'getStep3Info 00000'],
		...['getStep4Info 00000', 'getStep5Info 00000'],
		'submitStep3 00000',
		...['getStep1Info 00000', 'getStep2Info 00000', 'getStep3Info 00000'],
		...['getStep4Info 00000', 'getStep5Info 00000'],
	]);
	// A request that was dropped on its way has not been looked at.
	for (const { operation, checks } of entries.filter((entry) => entry.checks.length > 0)) {
		const sign = checks.find(({ name }) => name === 'sign');
		expect({ operation, sign }).toEqual({ operation, sign: expect.objectContaining({ ok: true }) });
	}
}
