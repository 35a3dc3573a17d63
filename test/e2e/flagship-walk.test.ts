import { cameraJpeg, heic, held } from '../support/photos.ts';
import { bankCardNumber, childsIdCard } from '../support/applicant';
import { deskOf } from './support/desk.ts';
import { until } from './support/flagship.ts';
import { applicant, carriedOut } from './support/flagship-applicants.ts';
import { answersTo, type Applicant, chineseOf, told } from './support/flagship-pages.ts';
import { type Answers, photo } from './support/form-page.ts';
import { useFlagship } from './support/use-flagship.ts';
import { type Screen, walkIn } from './support/walk.ts';

// The flagship on a phone and on a desktop, in the hands of somebody who reloads each page, presses each button twice,
// makes the mistakes of every applicant, takes photos of 4 MB, goes away and comes back.

const { environment, flagship, rowOf } = useFlagship();
const camera = cameraJpeg();
const taken = photo('相机 1.jpg', held(camera, 6));

/** A screen with the form open, and what its owner does with it. */
async function hand(person: Applicant, screen: Screen = 'usual') {
	const nearby = [environment.sandbox.urls.htouhui];
	const walk = await walkIn(environment, 'flagship', { nearby, screen });
	const titles: string[] = [];
	const title = async (): Promise<string> => {
		const heading = walk.page.locator('h1').first();
		return chineseOf(await heading.innerText());
	};
	/** The fields of the page: the label, and what stands first, which is the statement where there is one. */
	const fields = async () =>
		await walk.page.locator('label.form-label').evaluateAll((all) =>
			all.map((label) => {
				const [first] = (label as HTMLElement).innerText.trim().split('\n');
				const before = label.parentElement?.previousElementSibling;
				const above = before?.matches('.html') ? before.querySelector('p') : null;
				return { label: first, begins: above?.textContent?.trim() ?? first };
			}),
		);
	return {
		...walk,
		titles,
		title,
		/** Fills in the page with right answers but for these, and leaves it. */
		answer: async (page: string, but: Answers = {}): Promise<void> => {
			await walk.heading(page);
			titles.push(page);
			const code = async () => await flagship().control.smsCode(person.mobile);
			const there = await fields();
			const right = await answersTo(
				page,
				there.map(({ label }) => label),
				person,
				code,
			);
			const answers: Answers = {};
			for (const { label, begins } of there) {
				const value = right[label];
				if (value !== undefined) answers[begins] = typeof value === 'string' ? value : taken;
			}
			await walk.fill(page, { ...answers, ...but });
		},
		/** Changes only these fields of the page that came back with a mistake. */
		correct: async (page: string, answers: Answers, wrong: string): Promise<void> => {
			await walk.heading(page);
			await walk.wrong(wrong);
			await walk.fill(page, answers);
		},
		open: async (link?: string): Promise<void> => {
			if (link) await walk.page.goto(link);
			else await walk.open('onboarding');
			await walk.fill('开户与授信申请');
		},
		link: async (): Promise<string> =>
			(await walk.page.locator('a[href*="link="]').getAttribute('href')) ?? '',
	};
}

/** How often each call was carried out that costs money or changes something. */
const counts = async (since: number): Promise<number[]> =>
	Object.values(carriedOut(await flagship().control.journal(since)));

const RISES = '我已清楚明白"股票价格可升可跌';
const RELATION = '本人与华盛资本证券有限公司';
const YES = '是 Yes';
const NO = '否 No';

it('is finished by an applicant who makes the mistakes of all', async () => {
	const person = applicant();
	const since = await flagship().control.lastSeq();
	let walk = await hand(person);
	try {
		await walk.open();
		await walk.answer('申请人信息', {
			身份证号: `${person.idCard.slice(0, 17)}0`,
			'申请金额（元）': '0',
		});
		await walk.wrong('“申请金额（元）”');
		expect(await walk.value('申请金额（元）')).toBe('0');
		await walk.correct('申请人信息', { '申请金额（元）': '1e20' }, '“申请金额（元）”');
		const child = { '申请金额（元）': '19.99', 身份证号: childsIdCard() };
		await walk.correct('申请人信息', child, '不超过 1,000,000');
		await walk.correct(
			'申请人信息',
			{ 身份证号: `${person.idCard.slice(0, 17)}0` },
			'须年满 18 周岁',
		);
		await walk.correct(
			'申请人信息',
			{ '申请金额（元）': '20000', 身份证号: person.idCard, 手机号: '1360000' },
			'身份证号',
		);
		await walk.correct('申请人信息', { 手机号: ` +86 ${person.mobile}` }, '手机号');

		await walk.answer('身份信息', { '姓（拼音）': '王', '年收入（美元）': '三万' });
		await walk.correct('身份信息', { '姓（拼音）': 'Ｗang' }, '“姓（拼音）”');
		await walk.correct(
			'身份信息',
			{ '年收入（美元）': '30000', 身份证有效期至: '2019-01-01' },
			'“年收入',
		);
		expect(await walk.value('名（拼音）')).toBe('Dazhi');
		await walk.correct('身份信息', { 身份证有效期至: '2040-01-01' }, '身份证已过有效期');

		await walk.fill('现住址所在地区', { 省份: '北京市' });
		await walk.fill('现住址所在地区', { 城市: '重新选择省份 Choose the province again' });
		for (const level of ['省份', '城市', '区']) {
			await walk.field(level).waitFor();
			await walk.answer('现住址所在地区');
		}

		const card = bankCardNumber(Number(person.mobile.slice(3)));
		const mistyped = `${card.slice(0, -1)}${(Number(card.at(-1)) + 1) % 10}`;
		await walk.answer('证券账户', { 银行卡号: '6222 123' });
		await walk.correct('证券账户', { 银行卡号: mistyped }, '银行卡号');
		await walk.correct('证券账户', { 银行卡号: card }, '可能有一位数字填错了');
		expect(await rowOf(person)).toMatchObject({
			status: 'open',
			name: '王大志',
			mobile: person.mobile,
		});

		await walk.answer('声明与风险披露', { [RISES]: NO, [RELATION]: NO });
		await walk.correct(
			'声明与风险披露',
			{ '选“否”时：关系人姓名': '李四', '选“否”时：与本人关系': '姐姐' },
			'关系人姓名',
		);
		await walk.correct('声明与风险披露', { [RISES]: YES }, '须确认此项才能开户');

		await walk.fill('核对信息', { '以上信息是否正确？': '修改身份信息 Change Your Identity' });
		expect(await walk.value('电子邮箱')).toBe('applicant@example.com');
		await walk.fill('身份信息', { 电子邮箱: 'another@example.com' });
		await walk.heading('核对信息');
		const summary = await walk.page.locator('table').innerText();
		for (const told of [
			'another@example.com',
			'湖南省长沙市芙蓉区',
			'Wang Dazhi',
			'李四',
			'没有任何关系',
		]) {
			expect(summary).toContain(told);
		}
		// Each statement with its answer, not only those answered No.
		expect(summary.match(/^(是 Yes|否 No)$/gm)).toHaveLength(16);
		expect(await counts(since)).toEqual([]);

		// The telephone is put away, and another one taken up.
		const link = await walk.link();
		await walk.close();
		walk = await hand(person);
		await walk.open(link);
		await walk.answer('核对信息');
		await walk.fill('身份证人像面', {
			拍照或选择照片: { ...photo('IMG_1.HEIC', heic()), mimeType: 'image/heic' },
		});
		await walk.wrong('HEIC');
		for (const page of ['身份证人像面', '手持签名照', '人脸照片']) await walk.answer(page);

		await walk.fill('手机验证码', { 短信验证码: '000000' });
		await walk.correct(
			'手机验证码',
			{ '没有收到？': '重新发送验证码 Send me a new code' },
			'验证码',
		);
		await walk.correct('手机验证码', { 短信验证码: '' }, '验证码刚刚发送');
		await walk.wrong('请填写短信验证码');
		await walk.answer('手机验证码');
		for (const page of ['身份证国徽面', '现场正面照', '动作照', '签名照片'])
			await walk.answer(page);
		await walk.answer('运营商授权');
		await walk.fill('运营商验证码', { 短信验证码: '999999' });
		await walk.wrong('验证码不正确');
		await walk.answer('运营商验证码');

		const ending = await walk.end('授信申请已提交');
		expect(ending).toContain(String((await rowOf(person)).application_no));
		expect(new Set(await counts(since))).toEqual(new Set([1]));
		// Nothing was asked again on the other telephone.
		expect(
			walk.titles.filter((title) => ['申请人信息', '身份信息', '证券账户'].includes(title)),
		).toEqual([]);
		expect(new Set(walk.titles).size).toBe(walk.titles.length);

		// The link shows how it stands, and the same person again begins nothing new.
		await walk.open(link);
		await walk.end('授信申请已提交');
		await walk.open();
		await walk.answer('申请人信息');
		expect(await walk.end('您已有一份申请')).not.toContain(
			String((await rowOf(person)).application_no),
		);
		expect(new Set(await counts(since))).toEqual(new Set([1]));
	} finally {
		await walk.close();
	}
}, 500_000);

it('tells whose link is not valid, and shows nothing of others', async () => {
	const walk = await hand(applicant());
	try {
		await walk.open(`${environment.n8n.formUrl('onboarding')}?link=261128000000001-0000`);
		expect(await walk.end('链接无效')).not.toMatch(/\d{15}/);
	} finally {
		await walk.close();
	}
}, 60_000);

it('comes back from the bank of Htouhui by the link', async () => {
	const person = applicant({ broker: '海投汇 Htouhui' });
	const walk = await hand(person, 'other');
	try {
		await walk.open();
		for (const page of ['申请人信息', '身份信息']) await walk.answer(page);
		for (const level of ['省份', '城市', '区']) {
			await walk.field(level).waitFor();
			await walk.answer('现住址所在地区');
		}
		for (const page of ['核对信息', '身份证人像面', '手持签名照', '人脸照片'])
			await walk.answer(page);
		await walk.page.waitForURL(/openapi\/user\/openAccount/);
		const { application_no } = await rowOf(person);
		const back = await flagship().finishAtTheBank(String(application_no));
		await until('the account', async () => (await rowOf(person)).account_status === 'opened');
		await walk.open(back.href);
		for (const page of ['运营商授权', '运营商验证码']) await walk.answer(page);
		await walk.end('授信申请已提交');
	} finally {
		await walk.close();
	}
}, 120_000);

it('asks once about a doubtful name, again about another one, and keeps what is confirmed', async () => {
	const person = applicant();
	const since = await flagship().control.lastSeq();
	const walk = await hand(person);
	const doubt = '姓名含有姓名中没有的字符';
	try {
		await walk.open();
		await walk.answer('申请人信息', { 姓名: '王大志（VIP）' });
		await walk.correct('申请人信息', { 姓名: '王大志2' }, doubt);
		expect(await walk.value('身份证号')).toBe(person.idCard);
		await walk.correct('申请人信息', {}, doubt);
		await walk.heading('身份信息');
		expect(await rowOf(person)).toMatchObject({ name: '王大志2', id_card: person.idCard });
		expect(await counts(since)).toEqual([]);
	} finally {
		await walk.close();
	}
}, 120_000);

describe('what a reviewer asks the applicant for', () => {
	const reason = '请说明<收入>来源 & 金额';
	const heicPhoto = { ...photo('IMG_1.HEIC', heic()), mimeType: 'image/heic' };

	/** An application that a reviewer has asked something about. */
	async function asked(person: Applicant, request: string) {
		const application_no = `2611${Date.now()}`.slice(0, 15);
		const row = {
			application_no,
			link_key: '0123456789abcdef',
			status: 'review',
			decision: 'review',
		};
		await flagship().insert({ ...told(person), ...row });
		await deskOf(environment, 0).act(application_no, 'ask', { request, reason });
		return {
			form: `${environment.n8n.formUrl('onboarding')}?link=${application_no}-${row.link_key}`,
			/** How often the applicant has answered. */
			answered: async () =>
				(await flagship().rows('onboarding_events')).filter(
					(event) => event.application_no === application_no && event.kind === 'page',
				).length,
		};
	}

	it.each<
		[request: string, screen: Screen, page: string, mistake: Answers | undefined, answer: Answers]
	>([
		['answer', 'usual', '请回答', undefined, { 您的回答: '工资\n和奖金 <30 万' }],
		['face', 'other', '人脸照片', { 拍照或选择照片: heicPhoto }, { 拍照或选择照片: taken }],
	])(
		'is read, answered and kept once (%s)',
		async (request, screen, page, mistake, answer) => {
			const person = applicant();
			const { form, answered } = await asked(person, request);
			const walk = await hand(person, screen);
			try {
				await walk.open(form);
				expect(await walk.end('请补充材料')).toContain(reason);
				const link = await walk.page.getByRole('link', { name: '现在补充' }).getAttribute('href');
				const pages: string[] = [];
				for (let open = 0; open < 2; open++) {
					await walk.page.goto(String(link));
					await walk.fill('补充材料');
					await walk.message(reason);
					pages.push(walk.page.url());
				}
				if (mistake) {
					await walk.fill(page, mistake);
					await walk.wrong('HEIC');
					await walk.message(reason);
				}
				await walk.fill(page, answer);
				await walk.end('已收到，继续审核中');
				const row = await rowOf(person);
				expect(row).toMatchObject({ status: 'review' });
				// A browser sends lines apart by CR and LF.
				expect(String(row?.reply).replaceAll('\r', '')).toBe(answer.您的回答 ?? '');
				const bytes = Buffer.from(String(row?.reply_photo), 'base64');
				expect(bytes.length > 0 && bytes.length <= 102_400).toBe(request === 'face');

				// The other page that was open says that nothing is needed any more, and changes nothing.
				await walk.page.goto(pages[0]);
				await walk.fill(page, answer);
				await walk.end('无需补充');
				await walk.open(form);
				await walk.end('已收到，继续审核中');
				expect(await answered()).toBe(1);
				expect(await rowOf(person)).toMatchObject({ waiting_since: row?.waiting_since });
			} finally {
				await walk.close();
			}
		},
		240_000,
	);
});
