import type { IDataObject } from 'n8n-workflow';

import type { WorkflowInput } from '../support/n8n-driver.ts';
import { bankCardNumber, idCardNumber, newMobile } from '../support/applicant';
import { heic } from '../support/photos.ts';
import { exampleOf, useExamples } from './support/examples.ts';
import { photo } from './support/form-page.ts';
import {
	accounts,
	camera,
	type CheckedEntry,
	declarations,
	expectJournal,
	finances,
	NUMBER,
	photos,
	risks,
} from './support/open-account.ts';
import { toldOf } from './support/tables.ts';
import { type Walk, walkIn } from './support/walk.ts';

const FORM = 'open-hstong-account';
const MAINLAND = { 手机号所属地区: '中国内地' };
const LIMIT = 102_400;
const PAUSE_SECONDS = 4;

const example = exampleOf(FORM);
const { environment, control, examples } = useExamples();
let workflowId: string;
let walk: Walk;

/** The workflow, with a shorter pause between two codes. */
const impatient = (workflow: WorkflowInput): WorkflowInput =>
	JSON.parse(
		JSON.stringify(workflow).replace(
			/("name":"code_pause_seconds","value":)\d+/,
			`$1${PAUSE_SECONDS}`,
		),
	) as WorkflowInput;

beforeEach(async () => await walk.take('usual'));
afterEach(async () => await control.call('/faults', { hstong: { events: null } }));
beforeAll(async () => {
	workflowId = await examples.publish(impatient(example));
	walk = await walkIn(environment, 'hstong');
});
afterAll(async () => await walk?.close());

const pause = async () =>
	await new Promise((resolve) => setTimeout(resolve, (PAUSE_SECONDS + 1) * 1000));

async function askForCode(mobile: string): Promise<void> {
	await walk.open(FORM);
	await walk.fill('港股开户');
	await walk.fill('手机号码', { ...MAINLAND, 手机号码: mobile, 同意: '本人已阅读并同意' });
	await walk.message(`验证码已发送至 ${mobile}`);
}

async function signIn(mobile: string): Promise<void> {
	await askForCode(mobile);
	await walk.fill('短信验证码', { 短信验证码: await control.smsCode(mobile) });
}

interface Stored {
	size: number;
	contentType: string;
	content?: string;
}
interface User {
	mobile: string;
	application: {
		status: number;
		submitted: Record<number, IDataObject>;
		photos: Record<string, Stored>;
	};
}

async function userOf(mobile: string): Promise<User> {
	const response = await fetch(`${environment.sandbox.controlUrl}/hstong/users`);
	const { users } = (await response.json()) as { users: User[] };
	return users.find((user) => user.mobile === mobile) as User;
}

describe('the example that opens an account', () => {
	const mobile = newMobile();

	it('leads an applicant who makes every mistake from the form to the review', async () => {
		const since = await control.lastSeq();
		await walk.open(FORM);
		await walk.fill('港股开户');
		await walk.heading('手机号码');
		// Nobody is taken for one of the mainland.
		await expect(walk.page.locator('input[type=radio]:checked').count()).resolves.toBe(0);
		const entered = { ...MAINLAND, 手机号码: '1380013', 同意: '本人已阅读并同意' };
		await walk.fill('手机号码', entered);
		await walk.wrong('手机号');
		await expect(walk.value('手机号码')).resolves.toBe('1380013');
		const mistyped = newMobile();
		await walk.fill('手机号码', { 手机号码: mistyped });
		await walk.message(`验证码已发送至 ${mistyped}`);
		// Another number is sent its own code, at once.
		await walk.fill('短信验证码', { '号码填错了？': '更换手机号码' });
		await walk.fill('手机号码', { 手机号码: mobile });
		await walk.message(`验证码已发送至 ${mobile}`);
		await expect(control.smsCode(mobile)).resolves.toMatch(/^\d+$/);

		await walk.fill('短信验证码', { 短信验证码: '12345' });
		await walk.wrong('验证码');
		await walk.fill('短信验证码', { '没有收到？': '重新发送验证码' });
		await walk.wrong('秒后再重新发送');
		await pause();
		await walk.fill('短信验证码', { '没有收到？': '重新发送验证码' });
		await walk.message(`验证码已发送至 ${mobile}`);
		await walk.fill('短信验证码', { 短信验证码: await control.smsCode(mobile) });

		const front = '第 1 步：身份证人像面';
		await walk.fill(front, { 身份证人像面照片: photo('IMG_1.jpg', heic()) });
		await walk.wrong('HEIC');
		await walk.fill(front, { 身份证人像面照片: photo('a.jpg', Buffer.from('no photo')) });
		await walk.wrong('无法打开这个文件');
		await walk.fill(front, { 身份证人像面照片: photo('blurred-front.jpg', camera) });
		const back = '第 1 步：身份证国徽面';
		await walk.fill(back, { 身份证国徽面照片: photo('half.jpg', camera.subarray(0, 2_000_000)) });
		await walk.wrong('照片不完整，后半部分缺失');
		await walk.fill(back, { 身份证国徽面照片: photos.back });
		// The other side has arrived and is not asked for again.
		await walk.wrong('正面');
		await walk.fill(front, { 身份证人像面照片: photos.front });

		const identity = '第 1 步：身份信息';
		await walk.heading(identity);
		await expect(walk.value('身份证号')).resolves.toBe(idCardNumber(NUMBER));
		await walk.fill(identity, {
			'姓（拼音）': 'Ce',
			'名（拼音）': 'Shiyuan',
			银行卡号: bankCardNumber(NUMBER).replace(/.$/, 'X'),
		});
		await walk.wrong('银行卡号');
		await expect(walk.value('姓（拼音）')).resolves.toBe('Ce');
		const right = bankCardNumber(NUMBER);
		await walk.fill(identity, {
			银行卡号: right.replace(/.$/, String((+right.slice(-1) + 1) % 10)),
		});
		await walk.wrong('可能有一位数字填错了');
		await walk.fill(identity, { 银行卡号: right });

		await walk.fill('第 2 步：工作状态', { 工作状态: '个体户 Sole Trader' });
		await walk.fill('第 2 步：工作情况', { 经营的业务: '茶叶零售', 工作年限: '3年 3 Years' });
		await walk.fill('第 2 步：居住地区', { 省份: '湖南省' });
		await walk.message('已选：湖南省');
		await walk.fill('第 2 步：居住地区', { 城市: '长沙市' });
		await walk.message('已选：湖南省 长沙市');
		await walk.fill('第 2 步：居住地区', { 区县: '芙蓉区' });
		const personal = '第 2 步：个人资料';
		await walk.fill(personal, {
			现住址: '八一路1号 2栋 #301',
			性别: '女 Female',
			出生地: '湖南省',
			电子邮箱: '三万',
		});
		await walk.wrong('邮箱');
		await expect(walk.value('性别')).resolves.toBe('女 Female');
		await walk.fill(personal, { 电子邮箱: 'applicant@example.com' });

		await walk.fill('第 3 步：财务状况', finances);
		await walk.fill('第 4 步：声明', declarations);
		await walk.fill('第 4 步：补充说明', {
			税收居民国: '日本 Japan',
			该国税务编号: 'JP-0042',
			还须报税的其他国家: '新加坡 Singapore',
		});
		await walk.fill('第 5 步：选择账户', { ...accounts, 本人确认已详细阅读: '否' });
		await walk.wrong('您回答了“否”');
		await expect(walk.value('同时开通美股现金账户')).resolves.toBe('是 Yes');
		await walk.fill('第 5 步：选择账户', { 本人确认已详细阅读: '是' });
		await walk.fill('第 6 步：风险披露', { ...risks, '我已清楚明白"股票价格': '否' });
		await walk.wrong('您回答了“否”');
		await walk.fill('第 6 步：风险披露', { '我已清楚明白"股票价格': '是' });

		await walk.fill('第 7 步：正面照', { 本人正面照: photos.avatar1 });
		await walk.message('拍照时请做这个动作');
		await walk.fill('第 7 步：动作照', { 本人动作照: photos.avatar2 });

		// A last look, and what was wrong is corrected: only that.
		await walk.heading('第 8 步：核对');
		const summary = await walk.page.locator('table').innerText();
		for (const told of ['applicant@example.com', '日本 Japan', '新加坡 Singapore']) {
			expect(summary).toContain(told);
		}
		await walk.fill('第 8 步：核对', { 需要修改的部分: '财务状况 Finances' });
		await walk.heading('第 3 步：财务状况');
		await expect(walk.value('年收入')).resolves.toBe(finances.年收入);
		await walk.fill('第 3 步：财务状况', { 年收入: '<20万元 Below 200,000' });
		await walk.fill('第 8 步：核对');
		// The signature does not arrive, then its answer is lost: HSTong is asked before anybody signs again.
		const dropped = { kind: 'drop', path: 'submitStep8' };
		const events = [
			{ ...dropped, at: [1], when: 'before' },
			{ ...dropped, at: [2], when: 'after' },
		];
		await control.call('/faults', { hstong: { events } });
		await walk.fill('第 8 步：签名', { 签名照片: photos.signature });
		await walk.wrong('没有收到您的签名');
		await walk.fill('第 8 步：签名', { 签名照片: photos.signature });
		const told = await walk.end('审核中');
		expect(told).toContain(mobile);

		const [execution] = await environment.n8n.waitForExecutions(workflowId, 1);
		expect(execution.status).toBe('success');
		const { application } = await userOf(mobile);
		expect(application.status).toBe(2);
		for (const [slot, { buffer }] of Object.entries(photos)) {
			const { size } = application.photos[slot];
			expect({ slot, fits: size <= LIMIT }).toEqual({ slot, fits: true });
			expect(size === buffer.length).toBe(buffer.length <= LIMIT);
		}
		expect(application.submitted).toMatchObject({
			1: { idCardNo: idCardNumber(NUMBER), bankCardNo: bankCardNumber(NUMBER) },
			2: {
				employmentStatus: 7,
				bussinessDetail: '茶叶零售',
				yearsOfService: 3,
				gender: 2,
				cAddrProvince: 430000,
				cAddrDistrict: 430102,
				cAddrDivision: '湖南省长沙市芙蓉区',
			},
			3: { annualIncome: 0, totalNetValueOfAssets: 3, sharesExperience: 3, optionsExperience: 1 },
			4: { d1: true, qc1: false, scChina: false, scJR: 'Japan', scTIN: 'JP-0042' },
			5: { acHK: true, acUS: true, q1: false, q4: true },
			6: { d1: true, d2: true, d3: true, d4: true },
		});
		expect(JSON.stringify(application.submitted[4].scOthers)).toContain('Singapore');
		expect(application.submitted[4]).not.toHaveProperty('d1YesName');
		expect(application.submitted[2]).not.toHaveProperty('reasonOfUnemployment');
		expectJournal((await control.journal(since)) as CheckedEntry[]);
	}, 600_000);

	it('begins with what was handed in when HSTong has sent the application back, and tells when the accounts are open', async () => {
		await walk.take('other');
		const before = (await userOf(mobile)).application.submitted;
		await control.review(mobile, 3);
		await signIn(mobile);
		await walk.heading('第 1 步：身份证人像面');
		await walk.message('华盛退回了您的申请');
		const { front, back, avatar1, avatar2, signature } = photos;
		await walk.fill('第 1 步：身份证人像面', { 身份证人像面照片: front });
		await walk.fill('第 1 步：身份证国徽面', { 身份证国徽面照片: back });
		// Nothing is typed or chosen again, but for what must be confirmed each time, and the email that was wrong.
		await walk.fill('第 1 步：身份信息');
		for (const page of ['工作状态', '工作情况', '居住地区']) await walk.fill(`第 2 步：${page}`);
		await walk.message('已选：湖南省');
		await walk.fill('第 2 步：居住地区');
		await walk.message('已选：湖南省 长沙市');
		await walk.fill('第 2 步：居住地区');
		await walk.fill('第 2 步：个人资料', { 电子邮箱: 'corrected@example.com' });
		await walk.fill('第 3 步：财务状况');
		await walk.fill('第 4 步：声明');
		await walk.fill('第 4 步：补充说明');
		await walk.fill('第 5 步：选择账户');
		await walk.fill('第 6 步：风险披露', risks);
		await walk.fill('第 7 步：正面照', { 本人正面照: avatar1 });
		await walk.fill('第 7 步：动作照', { 本人动作照: avatar2 });
		await walk.fill('第 8 步：核对');
		await walk.fill('第 8 步：签名', { 签名照片: signature });
		await walk.end('审核中');
		const { submitted } = (await userOf(mobile)).application;
		expect(submitted).toEqual({ ...before, 2: { ...before[2], email: 'corrected@example.com' } });

		await control.review(mobile, 6);
		await signIn(mobile);

		expect(await walk.end('开户成功')).toContain('港股和美股账户均已开通');
	}, 240_000);

	it('goes on where the applicant ended, and signs in again after 30 minutes', async () => {
		const other = newMobile();
		const card = idCardNumber(NUMBER + 1);
		await signIn(other);
		await walk.fill('第 1 步：身份证人像面', {
			身份证人像面照片: photo(`正面 ${card}.jpg`, photos.signature.buffer),
		});
		await walk.fill('第 1 步：身份证国徽面', { 身份证国徽面照片: photos.signature });
		await walk.heading('第 1 步：身份信息');
		// The phone is put away for more than half an hour.
		await control.call('/expire-tokens', {});
		await walk.fill('第 1 步：身份信息', {
			'姓（拼音）': 'Ce',
			'名（拼音）': 'Yi',
			银行卡号: bankCardNumber(NUMBER + 1),
		});
		await walk.wrong('登录已超过 30 分钟');
		await walk.fill('短信验证码', { 短信验证码: await control.smsCode(other) });
		await walk.heading('第 1 步：身份信息');
		await expect(walk.value('名（拼音）')).resolves.toBe('Yi');
		await walk.fill('第 1 步：身份信息');
		await walk.heading('第 2 步：工作状态');

		// Going back and forth changes nothing.
		await walk.look();

		// The browser is closed, and the form opened anew.
		await signIn(other);
		await walk.heading('第 2 步：工作状态');
	}, 240_000);
});

describe('the team', () => {
	it.each(['agreeLicense', 'uploadIdCard'])(
		'is told where a page says that somebody looks into %s',
		async (path) => {
			const since = new Date();
			const person = newMobile();
			await control.faults({ events: [{ at: [1], kind: 'drop', when: 'after', path }] });
			await signIn(person);
			if (path === 'uploadIdCard')
				await walk.fill('第 1 步：身份证人像面', { 身份证人像面照片: photos.signature });
			await walk.wrong('我们的工作人员会尽快核实');
			expect(await toldOf(environment, '华盛开户', since)).toHaveLength(1);
		},
		120_000,
	);
});
