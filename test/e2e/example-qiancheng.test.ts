import type { IDataObject } from 'n8n-workflow';

import type { WorkflowInput } from '../support/n8n-driver.ts';
import { childsIdCard } from '../support/applicant';
import { exampleOf, useExamples } from './support/examples.ts';
import { newIdCard } from './support/flagship.ts';
import { tableOf } from './support/tables.ts';
import { type Walk, walkIn } from './support/walk.ts';
const LOAN = 'qiancheng-loan-application';

const { environment, control, examples } = useExamples();

beforeAll(async () => await settings({ stepMs: 50, reviewMs: 300 }));
afterEach(async () => {
	await fault({ force: null, events: null });
});
afterAll(async () => await settings({ stepMs: 300, reviewMs: 1500 }));

const settings = async (changes: IDataObject) =>
	await control.call('/qiancheng-credit/settings', changes);
const fault = async (faults: IDataObject) =>
	await control.call('/faults', { 'qiancheng-credit': faults });
const force = async (path: string, code: string) =>
	await fault({ force: [{ path, code, times: 9 }] });

describe('the example that judges a loan', () => {
	const START = '借款申请';
	const PAUSE_SECONDS = 30;
	const WORKFLOW = exampleOf(LOAN);
	let walk: Walk;
	const PASSWORD = { 运营商服务密码: '12 3+4' };
	const applicant = {
		姓名: '王大志',
		身份证号: newIdCard('X').toLowerCase(),
		'借款金额（元）': '2000.5',
		'借款期限（天）': '30',
		紧急联系人姓名: '李小红',
		紧急联系人手机号: '139 0013 9000',
		授权: '本人授权采集运营商数据',
	};

	beforeAll(async () => {
		const hasty = structuredClone(WORKFLOW);
		for (const { parameters } of hasty.nodes) {
			if ('maximumWait' in parameters) Object.assign(parameters, { maximumWait: 2, interval: 0.2 });
		}
		const text = JSON.stringify(hasty).replace(
			/("name":"code_pause_seconds","value":)\d+/,
			`$1${PAUSE_SECONDS}`,
		);
		await examples.publish(JSON.parse(text) as WorkflowInput);
		walk = await walkIn(environment, 'qiancheng');
	});
	beforeEach(async () => await walk.take('usual'));
	afterAll(async () => await walk?.close());

	/** Hands in both pages; the last digit of the mobile number decides what the carrier asks for. */
	async function apply(digit: number, changes: Partial<typeof applicant> = {}): Promise<void> {
		await begin({ 身份证号: newIdCard('1'), ...changes }, `1380013800${digit}`);
		await walk.fill('运营商授权', PASSWORD);
	}

	async function begin(changes: Partial<typeof applicant>, mobile: string): Promise<void> {
		await walk.open(LOAN);
		await walk.fill(START);
		await walk.fill(START, { ...applicant, ...changes, 手机号码: mobile });
	}

	/** What was asked of Qiancheng since then and is paid for or changes something, with its answers. */
	const asked = async (since: number) =>
		(await control.journal(since))
			.filter(({ operation }) => !/GetState|riskAuditResult|authorizeToken/.test(operation ?? ''))
			.map(({ operation, code }) => `${operation} ${code}`);

	it('leads an applicant who makes every mistake to the approval', async () => {
		const since = await control.lastSeq();
		await begin({ '借款金额（元）': '0' }, '13800138003');
		await walk.wrong('借款金额请填写');
		await walk.fill(START, { '借款金额（元）': '2000.505' });
		await walk.wrong('最多精确到分');
		await walk.fill(START, { '借款金额（元）': '2000.5', '借款期限（天）': '1.5' });
		await walk.wrong('整数天数');
		await walk.fill(START, { '借款期限（天）': '30', 紧急联系人手机号: '139' });
		await walk.wrong('紧急联系人的手机号应为11位数字');
		await walk.fill(START, { 紧急联系人手机号: '+86 １３８ 0013 8003' });
		await walk.wrong('紧急联系人不能是您本人');
		await walk.fill(START, {
			紧急联系人手机号: '+86 １３９-00139000',
			身份证号: '110105194912310021',
		});
		await walk.wrong('身份证号');
		await expect(walk.value('姓名')).resolves.toBe(applicant.姓名);
		await expect(walk.value('授权')).resolves.toContain('本人授权');
		// A doubtful name is asked about once, and again when it is another one.
		await walk.fill(START, { 姓名: '王大志（VIP）', 身份证号: applicant.身份证号 });
		await walk.wrong('姓名含有姓名中没有的字符');
		await walk.fill(START, { 姓名: '王大志2' });
		await walk.wrong('如确认无误，请再点一次');
		await walk.fill(START, { 姓名: applicant.姓名, 紧急联系人姓名: '李小红(妈)' });
		await walk.wrong('紧急联系人的姓名含有');
		await walk.fill(START, { 紧急联系人姓名: '李　小红', 身份证号: childsIdCard() });
		await walk.wrong('须年满 18 周岁');
		await walk.fill(START, { 身份证号: applicant.身份证号 });
		await walk.heading('运营商授权');
		await walk.resume();
		// Nothing has been asked or paid for until here.
		expect(await asked(since)).toEqual([]);
		await walk.fill('运营商授权', PASSWORD);

		const code = '短信验证码';
		await walk.message('运营商已将验证码发送至 13800138003');
		await walk.fill(code, { [code]: '999999' });
		await walk.wrong('验证码错误或已过期');
		await walk.resume();
		await walk.fill(code, { '没有收到？': '重新发送验证码' });
		await walk.fill(code, { '没有收到？': '重新发送验证码' });
		await walk.wrong('秒后再重新发送');
		await walk.fill(code, { [code]: '' });
		await walk.wrong('验证码');
		await walk.fill(code, { [code]: '234567' });

		await walk.fill('运营商查询密码', { 查询密码: '111111' });
		await walk.wrong('查询密码错误');
		await walk.resume();
		await walk.fill('运营商查询密码', { 查询密码: '654321' });
		expect(await walk.end('审核通过')).toContain('2,000.5 元、期限 30 天');

		const once = [
			'telecomCreate 0',
			'telecomSubmitCaptcha 0',
			'telecomResendCaptcha 0',
			'telecomSubmitCaptcha 0',
			'telecomSubmitQueryPassword 0',
			'telecomSubmitQueryPassword 0',
			'telecomGetReport 0',
			'riskAuditApply 0',
		];
		expect(await asked(since)).toEqual(once);
		const { audits } = await control.call<{ audits: IDataObject[] }>('/qiancheng-credit/audits');
		expect(audits[0].data).toMatchObject({
			order_detail: { amount: 200_050, loan_term: 30 },
			basic_info: { user_contact: { name: '李小红', moblie: '13900139000', relation: 3 } },
			telecom_data: { real_name_status: 1, bill_list: [{ amount: expect.any(String) }] },
		});

		// Whoever begins once more with the same numbers, in another writing, hands nothing in again.
		await begin({ 身份证号: applicant.身份证号.toUpperCase() }, '+86 138-0013-8003');
		expect(await walk.end('您已有一份申请')).not.toContain('重新申请');
		expect(await asked(since)).toEqual(once);
	}, 400_000);

	it('does not begin a second time what stands open on another page', async () => {
		const since = await control.lastSeq();
		const card = newIdCard('1');
		await apply(1, { 身份证号: card });
		await walk.heading('短信验证码');
		const page = walk.page.url();
		await begin({ 身份证号: card }, '13800138001');
		expect(await walk.end('您已有一份申请')).toContain('30 分钟后');
		await walk.page.goto(page);
		await walk.fill('短信验证码', { 短信验证码: '123456' });
		await walk.end('审核通过');
		expect(await asked(since)).toEqual([
			...['telecomCreate 0', 'telecomSubmitCaptcha 0', 'telecomGetReport 0', 'riskAuditApply 0'],
		]);
	}, 120_000);

	it('sends a doubtful name when the applicant confirms it', async () => {
		await walk.take('other');
		const since = await control.lastSeq();
		await begin({ 姓名: '王大志3', 身份证号: newIdCard('1') }, '13800138000');
		await walk.wrong('姓名含有姓名中没有的字符');
		await walk.fill(START);
		await walk.fill('运营商授权', PASSWORD);
		await walk.end('审核通过');
		const [{ params }] = (await control.journal(since)).filter(
			({ operation }) => operation === 'telecomCreate',
		);
		expect(params).toMatchObject({ name: '王大志3' });
	}, 120_000);

	it('rejects, and says why', async () => {
		await apply(0, { 姓名: '黑名单测试员' });
		const ending = await walk.end('审核未通过');
		expect(ending).toContain('原因：');
		expect(ending).not.toContain('重新申请');
	}, 120_000);

	it.each([
		['takes another service password for the same collection', 4, '没有接受服务密码', 1],
		['begins anew when the carrier does', 5, '运营商要求重新登录', 2],
	])(
		'%s, and keeps the rest',
		async (_what, digit, mistake, collections) => {
			const since = await control.lastSeq();
			await apply(digit);
			await walk.wrong(mistake);
			await walk.resume();
			await walk.fill('运营商授权', PASSWORD);
			if (digit === 5) await walk.wrong(mistake);
			else await walk.end('审核通过');
			const created = (await asked(since)).filter((one) => one === 'telecomCreate 0');
			expect(created).toHaveLength(collections);
		},
		120_000,
	);

	it('looks again at a carrier that takes long, and ends when it gives no data', async () => {
		const since = await control.lastSeq();
		await apply(7);
		for (let looks = 0; looks < 2; looks++) {
			await walk.heading('运营商处理较慢');
			await walk.resume();
			await walk.fill('运营商处理较慢');
		}
		await walk.heading('运营商处理较慢');
		expect(await asked(since)).toEqual(['telecomCreate 0']);

		await apply(6);
		expect(await walk.end('未能取得运营商数据')).toContain('请确认手机号是本人实名');
	}, 120_000);

	it.each(['telecomGetState', 'telecomGetReport', 'riskAuditApply', 'riskAuditResult'])(
		'shows a page when Qiancheng refuses %s',
		async (operation) => {
			await force(operation, '1001');
			await apply(0);
			const title = operation === 'riskAuditResult' ? '结果待确认' : '申请没有完成';
			expect(await walk.end(title)).toContain('400-000-0000');
			// The page may promise that somebody looks, so somebody is told.
			const step = '前程征信审核 Loan by carrier data';
			const [told] = (await tableOf(environment, 'notifications')).filter(
				(row) => row.step === step,
			);
			expect(told).toMatchObject({ name: '王**', code: '1001' });
			expect(told.link).toMatch(/\/workflow\/\w+\/executions\/\d+$/);
		},
		60_000,
	);

	// Behind the code, only the audit needs a token: without one, the application cannot be sent.
	it.each(['telecomGetState', 'telecomGetReport', 'riskAuditResult', 'authorizeToken'])(
		'goes on where it was when there was no answer to %s',
		async (path) => {
			const since = await control.lastSeq();
			const NO_ANSWER = '暂时没有收到答复';
			await apply(1);
			await walk.heading('短信验证码');
			await control.call('/expire-tokens', {});
			await fault({ events: [{ path, everyNth: 1, kind: 'http500' }] });
			await walk.fill('短信验证码', { 短信验证码: '123456' });
			await walk.heading(NO_ANSWER);
			await walk.resume();
			await walk.fill(NO_ANSWER);
			await walk.heading(NO_ANSWER);
			await fault({ events: null });
			await walk.fill(NO_ANSWER);
			await walk.end('审核通过');
			const done = (await asked(since)).filter((one) =>
				/^(telecomCreate|riskAuditApply) 0$/.test(one),
			);
			expect(done).toEqual(['telecomCreate 0', 'riskAuditApply 0']);
		},
		120_000,
	);

	it('shows the page again when Qiancheng refuses what was typed, and when a code cannot be submitted', async () => {
		await force('telecomCreate', '1001');
		await apply(1);
		await walk.wrong('');
		await expect(walk.value('姓名')).resolves.toBe(applicant.姓名);
		await fault({ force: null });
		await force('telecomSubmitCaptcha', '1001');
		await walk.fill(START);
		await walk.fill('运营商授权', PASSWORD);
		await walk.fill('短信验证码', { 短信验证码: '123456' });
		await walk.wrong('');
		await fault({ force: null });
		await walk.fill('短信验证码', { 短信验证码: '123456' });
		await walk.end('审核通过');
	}, 120_000);

	it('hands over to a person when the audit takes too long', async () => {
		await apply(0, { '借款金额（元）': '60000' });
		expect(await walk.end('人工审核中')).toMatch(/申请编号[^]*?\d+/);
	}, 120_000);
});
