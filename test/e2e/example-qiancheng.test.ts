import type { IDataObject } from 'n8n-workflow';

import type { WorkflowInput } from '../support/n8n-driver.ts';
import { controlOf } from '../support/sandbox';
import { sharedEnvironment, type Environment } from './support/environment.ts';
import { exampleOf, examplesIn } from './support/examples.ts';
import { type Phone, phoneIn } from './support/phone.ts';
const LOAN = 'qiancheng-loan-application';

let environment: Environment;
let control: ReturnType<typeof controlOf>;
let examples: ReturnType<typeof examplesIn>;

beforeAll(async () => {
	environment = sharedEnvironment();
	control = controlOf(environment.sandbox);
	await settings({ stepMs: 50, reviewMs: 300 });
	examples = examplesIn(environment);
});
afterEach(async () => {
	await control.call('/faults', { 'qiancheng-credit': { force: null } });
});
afterAll(async () => {
	await examples?.unpublish();
	await settings({ stepMs: 300, reviewMs: 1500 });
});

const settings = async (changes: IDataObject) =>
	await control.call('/qiancheng-credit/settings', changes);
const force = async (path: string, code: string) =>
	await control.call('/faults', { 'qiancheng-credit': { force: [{ path, code, times: 9 }] } });

describe('the example that judges a loan', () => {
	const START = '借款申请';
	const PAUSE_SECONDS = 3;
	const WORKFLOW = exampleOf(LOAN);
	let phone: Phone;
	const applicant = {
		姓名: '王大志',
		身份证号: '11010519491231002x',
		运营商服务密码: '12 3+4',
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
		phone = await phoneIn(environment, 'qiancheng');
	});
	afterAll(async () => await phone?.close());

	/** Hands in the form; the last digit of the mobile number decides what the carrier asks for. */
	async function apply(digit: number, changes: Partial<typeof applicant> = {}): Promise<void> {
		await phone.open(LOAN);
		await phone.fill(START);
		await phone.fill(START, {
			...{ ...applicant, ...changes },
			手机号码: `1380013800${digit}`,
		});
	}

	it('leads an applicant who makes every mistake to the approval', async () => {
		const since = await control.lastSeq();
		await apply(3, { '借款金额（元）': '0' });
		await phone.wrong('借款金额请填写');
		const password = { 运营商服务密码: applicant.运营商服务密码 };
		await phone.fill(START, { ...password, '借款金额（元）': '2000.505' });
		await phone.wrong('最多精确到分');
		await phone.fill(START, { ...password, '借款金额（元）': '2000.5', '借款期限（天）': '1.5' });
		await phone.wrong('整数天数');
		await phone.fill(START, { ...password, '借款期限（天）': '30', 紧急联系人手机号: '139' });
		await phone.wrong('紧急联系人手机号应为 11 位数字');
		await phone.fill(START, { ...password, 紧急联系人手机号: '13800138003' });
		await phone.wrong('紧急联系人不能是您本人');
		// Nothing has been asked or paid for until here.
		const called = (await control.journal(since)).map(({ operation }) => operation);
		expect(called).not.toContain('telecomCreate');
		await phone.fill(START, {
			...{ ...password, 紧急联系人手机号: '13900139000', 身份证号: '110105194912310021' },
		});
		await phone.wrong('身份证号');
		await expect(phone.value('姓名')).resolves.toBe(applicant.姓名);
		await expect(phone.value('授权')).resolves.toContain('本人授权');
		await phone.fill(START, { ...password, 身份证号: applicant.身份证号 });

		const code = '短信验证码';
		await phone.message('运营商已将验证码发送至 13800138003');
		await phone.fill(code, { [code]: '999999' });
		await phone.wrong('验证码错误或已过期');
		await phone.fill(code, { '没有收到？': '重新发送验证码' });
		await phone.fill(code, { '没有收到？': '重新发送验证码' });
		await phone.wrong('秒后再重新发送');
		await phone.fill(code, { [code]: '' });
		await phone.wrong('验证码');
		await phone.fill(code, { [code]: '234567' });

		await phone.fill('运营商查询密码', { 查询密码: '111111' });
		await phone.wrong('查询密码错误');
		await phone.fill('运营商查询密码', { 查询密码: '654321' });
		expect(await phone.end('审核通过')).toContain('2000.5 元、期限 30 天');

		const entries = await control.journal(since);
		const operations = entries
			.filter(({ operation }) => !/GetState|riskAuditResult|authorizeToken/.test(operation ?? ''))
			.map(({ operation, code: answer }) => `${operation} ${answer}`);
		expect(operations).toEqual([
			'telecomCreate 0',
			'telecomSubmitCaptcha 0',
			'telecomResendCaptcha 0',
			'telecomSubmitCaptcha 0',
			'telecomSubmitQueryPassword 0',
			'telecomSubmitQueryPassword 0',
			'telecomGetReport 0',
			'riskAuditApply 0',
		]);
		const { audits } = await control.call<{ audits: IDataObject[] }>('/qiancheng-credit/audits');
		expect(audits[0].data).toMatchObject({
			order_detail: { amount: 200_050, loan_term: 30 },
			basic_info: { user_contact: { name: '李小红', moblie: '13900139000', relation: 3 } },
			telecom_data: { real_name_status: 1, bill_list: [{ amount: expect.any(String) }] },
		});
	}, 400_000);

	it('rejects, and says why', async () => {
		await apply(0, { 姓名: '黑名单测试员' });
		expect(await phone.end('审核未通过')).toContain('原因：');
	}, 120_000);

	it.each([
		[6, '未能取得运营商数据', '请确认手机号是本人实名'],
		[5, '请重新申请', '运营商要求重新登录'],
		[7, '运营商处理较慢', '请十分钟后重新申请'],
		[4, '运营商处理较慢', '可能没有接受服务密码'],
	])(
		'ends when the carrier goes no further (%i: %s)',
		async (digit, title, text) => {
			await apply(digit);
			expect(await phone.end(title)).toContain(text);
		},
		60_000,
	);

	it.each(['telecomGetState', 'telecomGetReport', 'riskAuditApply', 'riskAuditResult'])(
		'shows a page when Qiancheng refuses %s',
		async (operation) => {
			await force(operation, '1001');
			await apply(0);
			expect(await phone.end('申请没有完成')).toContain('400-000-0000');
		},
		60_000,
	);

	it('shows the page again when Qiancheng refuses what was typed, and when a code cannot be submitted', async () => {
		await force('telecomCreate', '1001');
		await apply(1);
		await phone.wrong('');
		await control.call('/faults', { 'qiancheng-credit': { force: null } });
		await force('telecomSubmitCaptcha', '1001');
		await phone.fill(START, { 运营商服务密码: applicant.运营商服务密码 });
		await phone.fill('短信验证码', { 短信验证码: '123456' });
		await phone.wrong('');
		await control.call('/faults', { 'qiancheng-credit': { force: null } });
		await phone.fill('短信验证码', { 短信验证码: '123456' });
		await phone.end('审核通过');
	}, 120_000);

	it('hands over to a person when the audit takes too long', async () => {
		await apply(0, { '借款金额（元）': '60000' });
		expect(await phone.end('人工审核中')).toMatch(/申请编号：\s*\d+/);
	}, 120_000);
});
