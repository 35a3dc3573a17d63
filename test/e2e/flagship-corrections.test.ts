import { inAHurry, openForm, type Page, submit } from './support/flagship.ts';
import {
	applicant,
	carriedOut,
	COMMON,
	expectEnding,
	onceEach,
	STEPS,
} from './support/flagship-applicants.ts';
import { chineseOf } from './support/flagship-pages.ts';
import { useFlagship } from './support/use-flagship.ts';

// What a provider refuses after the confirmation leads an applicant back to the page where it was asked, and
// nothing else is asked again: neither what was typed, nor the other photos, nor what was signed in to.

const { apply, flagship, linkOf, onward, resume, rowOf } = useFlagship(inAHurry(2));

/** What the red box of a page says in Chinese. */
const mistakeOn = ({ html }: Page): string => /<strong>([^<]*)/.exec(html)?.[1] ?? '';

const refuse = async (hstong: Array<[path: string, code: string]>) =>
	await flagship().control.faults({
		force: hstong.map(([path, code]) => ({ path, code, times: 1 })),
	});
/** User Verification has no codes of its own: words say what it is about. Each call refuses the next of these. */
const identityRefusals = [
	['submitStepOne', '拼音不正确'],
	['submitStepFour', '证件有效期不正确'],
	['submitStepFive', '照片不清晰'],
];
async function refuseIdentity(): Promise<void> {
	const [operation, description] = identityRefusals.shift() ?? [];
	const answer = { operation, code: '400001', description };
	if (operation) await flagship().control.call('/user-verification/force', answer);
}

it('asks again for what a provider refuses, page by page, and for nothing else', async () => {
	const person = applicant();
	const since = await flagship().control.lastSeq();
	const mistakes: string[] = [];
	await refuseIdentity();
	await refuse([
		['sendAuthCode', '10003'],
		['ocrValidate', '60032'],
		['submitStep1', '60012'],
		['submitStep2', '10003'],
		['submitStep3', '10003'],
		['submitStep4', '10003'],
		['submitStep6', '10003'],
		['uploadAvatarAction', '60017'],
		['submitStep8', '60017'],
	]);

	const titles: string[] = [];
	const page = await apply(person, titles, async (asked, answers) => {
		const mistake = mistakeOn(asked);
		if (mistake) await refuseIdentity();
		if (mistake) mistakes.push(`${chineseOf(asked.title)}: ${mistake}`);
		// What was told before stands there.
		if (mistake && asked.title.startsWith('身份信息'))
			expect(asked.html).toContain('value="applicant@example.com"');
		if (mistake && asked.title.startsWith('证券账户'))
			expect(asked.html).toContain('湖南省长沙市芙蓉区八一路1号');
		// The phone is put away for more than half an hour.
		if (asked.title.startsWith('动作照')) await flagship().control.call('/expire-tokens', {});
		// Nobody waits for a code that has not been sent.
		if (asked.text.includes('验证码还没有发送'))
			return { '没有收到？': '重新发送验证码 Send me a new code' };
		if (mistake || !asked.title.startsWith('运营商授权')) return answers;
		return Object.fromEntries(Object.keys(answers).map((label) => [label, '000000']));
	});

	expectEnding(page, '授信申请已提交');
	expect(titles.map(chineseOf)).toEqual([
		...['身份证人像面', '手持签名照', '人脸照片', '身份信息', '身份信息', '人脸照片'],
		...[
			'手机验证码',
			'手机验证码',
			'身份证国徽面',
			'身份证人像面',
			'证券账户',
			'身份信息',
			'证券账户',
		],
		...['声明与风险披露', '声明与风险披露', '现场正面照', '动作照', '签名照片', '手机验证码'],
		...['现场正面照', '签名照片', '运营商授权', '运营商授权', '运营商验证码', '授信申请已提交'],
	]);
	expect(mistakes).toEqual([
		expect.stringMatching(/^身份信息: .*核对/),
		expect.stringMatching(/^身份信息: .*核对/),
		expect.stringMatching(/^人脸照片: .*核对/),
		expect.stringMatching(/^手机验证码: 有一项内容没有被接受/),
		expect.stringMatching(/^身份证人像面: 身份证正面不清晰/),
		expect.stringMatching(/^证券账户: 银行卡号不正确/),
		expect.stringMatching(/^身份信息: 有一项内容没有被接受/),
		expect.stringMatching(/^证券账户: 有一项内容没有被接受/),
		expect.stringMatching(/^声明与风险披露: 有一项内容没有被接受/),
		expect.stringMatching(/^声明与风险披露: 有一项内容没有被接受/),
		expect.stringMatching(/^手机验证码: 登录华盛已超过 30 分钟/),
		expect.stringMatching(/^现场正面照: 图片的格式不正确/),
		expect.stringMatching(/^签名照片: 图片的格式不正确/),
		expect.stringMatching(/^运营商授权: 运营商没有接受服务密码/),
	]);
	expect(carriedOut(await flagship().control.journal(since))).toEqual({
		...onceEach([...COMMON, ...STEPS, 'callService']),
		// User Verification does not tell whether it has the fourth step (UV-16), so it goes before the fifth each time.
		submitStepFour: 2,
	});
	expect(await rowOf(person)).toMatchObject({ status: 'applied', failed_step: '', failure: '' });
}, 180_000);

it.each(['60034', '60038'])(
	'sends nobody in circles for a name or number that only we can correct (%s)',
	async (code) => {
		const person = applicant();
		const since = await flagship().control.lastSeq();
		await refuse([['submitStep1', code]]);

		const page = await apply(person);

		expectEnding(page, '姓名或身份证号待核对');
		expect(page.text).toContain(person.idCard);
		expect(page.text).toContain('400-000-0000');
		expect(await rowOf(person)).toMatchObject({ status: 'failed', failure_code: code });
		expectEnding(await resume(person), '授信申请已提交');
		expect(carriedOut(await flagship().control.journal(since))).toEqual(
			onceEach([...COMMON, ...STEPS, 'callService']),
		);
	},
	120_000,
);

it('pays nothing twice for whoever has the link open on two phones', async () => {
	// The carrier of a number that ends with 3 asks for a code and for another password.
	const person = applicant({}, 3);
	const since = await flagship().control.lastSeq();
	const others: Page[] = [];
	const page = await apply(person, [], async ({ title }, answers) => {
		if (/^(人脸照片|运营商)/.test(title)) {
			others.push(await submit(await openForm(await linkOf(person)), {}));
		}
		return answers;
	});
	expectEnding(page, '授信申请已提交');
	const pages = ['身份证人像面', '运营商授权', '运营商验证码', '运营商查询密码'];
	expect(others.map(({ title }) => chineseOf(title))).toEqual(pages);
	for (const other of others) expectEnding(await onward(other, person), '授信申请已提交');
	expect(carriedOut(await flagship().control.journal(since))).toEqual(
		onceEach([...COMMON, ...STEPS, 'callService']),
	);
	expect(await rowOf(person)).toMatchObject({ status: 'applied', decision: 'approve' });
}, 120_000);

it('takes another service password for the same collection', async () => {
	// The carrier of a number that ends with 4 refuses the first password, whatever it is.
	const person = applicant({}, 4);
	const since = await flagship().control.lastSeq();

	const titles: string[] = [];
	expectEnding(await apply(person, titles), '授信申请已提交');

	expect(titles.map(chineseOf).filter((title) => title === '运营商授权')).toHaveLength(2);
	expect(carriedOut(await flagship().control.journal(since))).toMatchObject({ telecomCreate: 1 });
}, 120_000);
