import type { IDataObject } from 'n8n-workflow';

import { jsonOf, runsOf } from '../support/n8n-driver.ts';
import { childsIdCard } from '../support/applicant';
import { cameraJpeg, heic, held } from '../support/photos.ts';
import { exampleOf, useExamples } from './support/examples.ts';
import { newIdCard } from './support/flagship.ts';
import { photo } from './support/form-page.ts';
import { tableOf } from './support/tables.ts';
import { type Screen, type Walk, walkIn } from './support/walk.ts';

// The example runs as it is in the repository, against the sandbox; it plays the bank.

const { environment, control, examples } = useExamples();

const notify = control.notifyWebank;

describe('the example that applies for credit', () => {
	const FORM = 'apply-for-webank-credit';
	const camera = cameraJpeg();
	let id: string;
	let walk: Walk;
	const example = exampleOf('微众授信申请');
	beforeAll(async () => {
		id = await examples.publish(example);
		walk = await walkIn(environment, 'webank');
	});
	beforeEach(async () => {
		answers.身份证号 = newIdCard('X').toLowerCase();
		await walk.take('usual');
		await environment.n8n.deleteExecutions(id);
	});
	afterEach(async () => await control.call('/webank/replies', { replies: [] }));
	afterAll(async () => await walk?.close());

	const answers = {
		姓名: '王　大志',
		身份证号: '',
		'申请金额（元）': '80000',
		文件类型: '营业执照 Business License',
		同意: '本人同意将资料提交给银行',
	};
	const document = photo('营业执照 1.jpg', held(camera, 6));

	async function begin(changes: Partial<typeof answers> = {}): Promise<void> {
		await walk.open(FORM);
		await walk.fill('授信申请');
		await walk.fill('授信申请', { ...answers, ...changes });
	}

	/** Hands in the form; returns the execution and the request that reached the bank. */
	async function apply(until: 'waiting' | 'success', mistakes = async () => {}) {
		const since = await control.lastSeq();
		await walk.open(FORM);
		await walk.fill('授信申请');
		await mistakes();
		await walk.fill('授信申请', answers);
		await walk.heading('文件照片');
		await walk.resume();
		await walk.fill('文件照片', { 文件照片: document });
		const [execution] = await environment.n8n.waitForExecutions(id, 1, { until: [until] });
		const entries = await control.journal(since);
		const entry = entries.find(({ operation }) => operation === 'callService');
		const body = JSON.parse(String(entry?.params.$body ?? '{}')) as Record<string, string>;
		return { execution, body, operations: entries.map(({ operation, code }) => [operation, code]) };
	}

	/** The bank's address for this execution, at the port of the test's n8n. */
	const resumeUrl = ({ NOTIFY_URL }: Record<string, string>) => {
		const { pathname, search } = new URL(NOTIFY_URL);
		return environment.n8n.url + pathname + search;
	};

	/** What an applicant does who makes every mistake of the first two pages. */
	async function mistakes(): Promise<void> {
		await walk.fill('授信申请', { ...answers, 身份证号: '110105194912310021' });
		await walk.wrong('身份证号应为 18 位');
		await walk.fill('授信申请', { 姓名: '王大志（VIP）', 身份证号: answers.身份证号 });
		await walk.wrong('姓名请与证件一致');
		await walk.fill('授信申请', { 姓名: answers.姓名, 身份证号: '110105199902290013' });
		await walk.wrong('不是真实的出生日期');
		await walk.fill('授信申请', { 身份证号: childsIdCard() });
		await walk.wrong('须年满 18 周岁');
		await expect(walk.value('姓名')).resolves.toBe('王　大志');
		await expect(walk.value('文件类型')).resolves.toBe(answers.文件类型);
		await walk.fill('授信申请', { 身份证号: answers.身份证号, '申请金额（元）': '0' });
		await walk.wrong('申请金额请填写大于 0');
		await walk.fill('授信申请', { '申请金额（元）': '80000.001' });
		await walk.wrong('最多精确到分');
		await walk.fill('授信申请', { '申请金额（元）': '80000' });
		await walk.fill('文件照片', { 文件照片: photo('a.jpg', heic()) });
		await walk.wrong('HEIC');
		await walk.page.goto(environment.n8n.formUrl(FORM));
		await walk.fill('授信申请');
	}

	test.each<[what: string, screen: Screen, content: IDataObject, ending: string, title: string]>([
		[
			'approves',
			'usual',
			{ APS_STATUS: 'SUCC', CREDIT_LIMIT: '60000.00' },
			'Approved 已批准',
			'授信已批准',
		],
		[
			'declines',
			'other',
			{ APS_STATUS: 'FAIL', DESC: '额度不足' },
			'Declined 未批准',
			'授信未获批准',
		],
	])(
		'uploads, applies, waits, and goes on when the bank %s',
		async (_what, screen, content, ending, title) => {
			await walk.take(screen);
			const { execution, body } = await apply('waiting');
			const orderNo = String(body.BIZ_SEQ_NO);
			expect(body).toMatchObject({
				BIZ_SEQ_NO: expect.stringMatching(/^CA\d{22}$/),
				USER_NAME: '王大志',
				ID_NO: answers.身份证号.toUpperCase(),
				APPLY_LIMIT_AMT: '80000.00',
			});
			const { files, notices } = await control.call<{
				files: Array<IDataObject & { size: number }>;
				notices: IDataObject[];
			}>('/webank/files');
			const file = files.find(({ fileId }) => fileId === body.FILE_ID);
			expect(file).toMatchObject({
				...{ fileName: '营业执照 1.jpg', fileType: '002', fileFormat: 'jpg' },
				hashValue: body.HASH_VALUE,
			});
			expect(file?.size).toBeLessThanOrEqual(2_000_000);
			expect(JSON.stringify(notices)).toContain(orderNo);

			// The browser is on a page that stays, with the reference in it.
			await walk.heading('授信申请进度');
			await walk.look();
			await expect(walk.value('申请编号')).resolves.toContain(orderNo);
			const link = new URL(walk.page.url()).search;
			await walk.fill('授信申请进度');
			expect(await walk.end('银行审核中')).toContain(orderNo);

			// Whoever applies once more while the bank looks hands nothing in.
			const since = await control.lastSeq();
			await begin({ 身份证号: answers.身份证号.toUpperCase() });
			expect(await walk.end('您已有一份申请')).toContain('银行正在审核');
			expect(await control.journal(since)).toEqual([]);

			const url = resumeUrl(body);
			for (const kind of ['wrongSignature', 'stale', 'missingField']) {
				const refused = await notify({ url, kind, content });
				expect(refused).toMatchObject({ replyCode: null, body: '{"accepted":false}' });
				await environment.n8n.waitForExecution(execution.id, { until: ['waiting'] });
			}
			const sent = await notify({ url, content, transName: 'CreditResult', seqNo: orderNo });
			expect(sent).toMatchObject({ asExpected: true, replyCode: '0000', signatureOk: true });

			const done = await environment.n8n.waitForExecution(execution.id);
			expect(done.status).toBe('success');
			expect(runsOf(done, 'Turn Away 拒绝通知')).toBe(3);
			const outcome =
				ending === 'Approved 已批准'
					? { decision: 'approved', creditLimit: '60000.00' }
					: { decision: 'declined', reason: '额度不足' };
			expect(jsonOf(done, ending)).toEqual([expect.objectContaining({ orderNo, ...outcome })]);

			await walk.page.goto(environment.n8n.formUrl('webank-credit-status') + link);
			await walk.fill('授信申请进度');
			await walk.page.getByRole('link', { name: '再次查看' }).click();
			await walk.fill('授信申请进度');
			expect(await walk.end(title)).toContain(
				ending === 'Approved 已批准' ? '60,000.00 元' : '额度不足',
			);
			// Who has the number alone sees nothing.
			await walk.page.goto(`${environment.n8n.formUrl('webank-credit-status')}?link=${orderNo}-x`);
			await walk.fill('授信申请进度');
			await walk.end('没有找到这份申请');
			// After the decision the person may apply anew.
			await begin();
			await walk.heading('文件照片');
		},
		240_000,
	);

	test('leads mistakes back to their page, and tells why an application was not handed in', async () => {
		const replies = [{ bizPath: 'yh', serviceCode: '10002', code: '66590009', desc: '重复申请' }];
		await control.call('/webank/replies', { replies });

		const { execution, operations } = await apply('success', mistakes);

		// What the bank's code means is not known, so nobody is asked to apply again, and the team is told.
		const ending = await walk.end('结果待确认');
		const [orderNo] = /CA\d+/.exec(ending) ?? [];
		await walk.page.getByRole('link', { name: '查看进度' }).click();
		await walk.fill('授信申请进度');
		expect(await walk.end('结果待确认')).toContain('不要重复申请');
		const morning = { trigger: 'Every Morning 每天早上' };
		const [{ text }] = jsonOf(await environment.n8n.run(id, morning), 'To Ask the Bank 要问银行的');
		expect(text).toMatch(
			new RegExp(`^${orderNo} · 不知道是否送达[^]*删除该行，申请人即可重新申请`),
		);
		expect(await tableOf(environment, 'notifications')).toContainEqual(
			expect.objectContaining({ kind: 'report', claim: expect.any(String) }),
		);
		await begin();
		expect(await walk.end('您已有一份申请')).toContain('可能已经送达银行');
		expect(jsonOf(execution, 'Not Handed In 未提交')).toEqual([
			expect.objectContaining({
				decision: 'not handed in',
				reason: expect.stringContaining('66590009'),
				whatToDo: expect.stringContaining('重复申请'),
			}),
		]);
		// Neither the upload nor the application was sent twice.
		expect(
			operations.filter(([operation]) => /^(uploadForm|callService)$/.test(String(operation))),
		).toEqual([
			['uploadForm', '60840000'],
			['callService', '60840000'],
		]);
	}, 240_000);

	test.each([
		['by its button', false],
		['unless another page has done so', true],
	])(
		'keeps what could not be sent, and hands it in once, %s',
		async (_how, isOvertaken) => {
			const since = await control.lastSeq();
			// The upload gets the new ticket, the application loses it, and there is none for some time.
			await control.call('/webank/kick-out', { ticket: true });
			const lost = { path: 'callService', code: '60851003', times: 1 };
			const none = { path: 'getApiTicket', at: [2, 3, 4, 5, 6, 7, 8], kind: 'http500' };
			await control.call('/faults', { webank: { force: [lost], events: [none] } });
			await begin();
			await walk.fill('文件照片', { 文件照片: document });
			await walk.wrong('没有发送出去');
			await walk.resume();
			await walk.fill('申请尚未提交');
			await walk.wrong('没有发送出去');
			await control.call('/faults', { webank: { force: null, events: null } });

			const kept = walk.page.url();
			if (isOvertaken) {
				await begin();
				await walk.fill('文件照片', { 文件照片: document });
				await walk.heading('授信申请进度');
				await walk.page.goto(kept);
			}
			await walk.fill('申请尚未提交');
			await walk.heading(isOvertaken ? '您已有一份申请' : '授信申请进度');
			const uploads = isOvertaken ? 2 : 1;
			const entries = await control.journal(since);
			const done = (of: string) =>
				entries.filter(({ operation, code }) => operation === of && code === '60840000');
			expect([done('uploadForm'), done('callService')].map(({ length }) => length)).toEqual([
				uploads,
				1,
			]);
		},
		120_000,
	);

	test('hands in once what two pages are open for', async () => {
		const 身份证号 = newIdCard('1');
		const since = await control.lastSeq();
		const pages: string[] = [];
		for (let page = 0; page < 2; page++) {
			await begin({ 身份证号 });
			await walk.heading('文件照片');
			pages.push(walk.page.url());
		}
		for (const [page, title] of [
			[0, '授信申请进度'],
			[1, '您已有一份申请'],
		] as const) {
			await walk.page.goto(pages[page]);
			await walk.fill('文件照片', { 文件照片: document });
			await walk.heading(title);
		}
		const entries = await control.journal(since);
		expect(entries.filter(({ operation }) => operation === 'callService')).toHaveLength(1);
	}, 120_000);
});
