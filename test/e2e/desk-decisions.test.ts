import { picture } from '../support/photos.ts';
import { applicant, carriedOut } from './support/flagship-applicants.ts';
import { told } from './support/flagship-pages.ts';
import { openForm, submit } from './support/flagship.ts';
import { useDesk } from './support/use-desk.ts';

// Two reviewers decide at the desk, and each of their clicks counts once.

const jpeg = new Uint8Array(picture('jpg', '-size', '600x400', 'plasma:', '-quality', '60'));
const face = new File([jpeg], 'face.jpg', { type: 'image/jpeg' });

const people = {
	approve: applicant({ amount: '60000' }),
	reject: applicant({ amount: '70000' }),
	race: applicant({ amount: '80000' }),
	stopped: applicant({ broker: '海投汇 Htouhui' }),
	ask: applicant({ amount: '90000' }),
	failed: applicant({ amount: '65000' }),
};
const world = useDesk(people, 'failed');
const { desk, eventsOf, flagship, numberOf, resume, reviewerAt, rowOf } = world;

describe('what is done', () => {
	it('takes a case by a click, and approves it, once', async () => {
		const no = await numberOf(people.approve);
		const { context, page } = await reviewerAt(0, `?case=${no}`);
		await page.click('button:has-text("领取 Take")');
		expect(await page.textContent('main')).toContain('您已领取此申请');
		const colleague = await desk(1).open(`?case=${no}`);
		expect(colleague.text).toContain('由 reviewer-a 处理中');
		expect(colleague.text).not.toContain('确认通过');
		const forbidden = await desk(1).act(no, 'approve', { reason: '' });
		expect(forbidden.text).toContain('未执行');
		await page.click('summary:has-text("通过 Approve")');
		await page.click('button:has-text("确认通过")');
		expect(await page.textContent('main')).toContain('已通过，并已记录');
		await context.close();

		expect(await rowOf(people.approve)).toMatchObject({
			...{
				status: 'applied',
				decision: 'approve',
				decided_by: 'reviewer-a',
				credit_status: 'applied',
			},
		});
		expect((await eventsOf(no)).map(({ kind, step, by }) => [kind, step, by])).toEqual(
			expect.arrayContaining([
				['desk', 'take', 'reviewer-a'],
				['decision', 'approve', 'reviewer-a'],
			]),
		);
		const late = await desk(1).act(no, 'reject', { reason: '太晚了' });
		expect(late.text).toContain('未执行');
		expect(await rowOf(people.approve)).toMatchObject({ decided_by: 'reviewer-a' });
	});

	it('lets one of two decide who press at the same moment', async () => {
		const no = await numberOf(people.race);
		const before = await flagship().control.lastSeq();
		const { token } = await desk().open(`?case=${no}`);
		const body = { case: no, token, act: 'approve', reason: '' };
		const answers = await Promise.all(
			[0, 1, 0, 1].map(async (index) => await desk(index).send(body)),
		);
		expect(answers.filter(({ text }) => text.includes('已通过，并已记录'))).toHaveLength(1);
		expect(answers.filter(({ text }) => text.includes('未执行'))).toHaveLength(3);
		expect(carriedOut(await flagship().control.journal(before))).toEqual({ callService: 1 });
		const decisions = (await eventsOf(no)).filter(
			({ kind, step }) => kind === 'decision' && step === 'approve',
		);
		expect(decisions.map(({ by }) => by)).toEqual([(await rowOf(people.race)).decided_by]);
	});

	it.each([
		['without the token', { token: '' }],
		['with the token of another case', { token: 'other' }],
	])('does nothing for a post %s', async (_what, { token }) => {
		const no = await numberOf(people.reject);
		const other = (await desk().open(`?case=${await numberOf(people.approve)}`)).token;
		const answer = await desk().send({
			case: no,
			act: 'reject',
			reason: 'x',
			token: token && other,
		});
		expect(answer.text).toContain('页面已过期');
		expect(await rowOf(people.reject)).toMatchObject({ status: 'review' });
	});

	it('rejects with a reason only, which the applicant reads', async () => {
		const no = await numberOf(people.reject);
		expect((await desk(1).act(no, 'reject', { reason: ' ' })).text).toContain('请填写理由');
		expect(await rowOf(people.reject)).toMatchObject({ status: 'review' });
		await desk(1).act(no, 'reject', { reason: '收入证明不符' });
		expect(await rowOf(people.reject)).toMatchObject({
			status: 'rejected',
			decided_by: 'reviewer-b',
		});
		expect((await resume(people.reject)).text).toContain('收入证明不符');
	});

	it.each([
		['answer', '请说明收入来源', { 您的回答: '工资和奖金' }],
		['face', '请重拍人脸照片', { 拍照或选择照片: face }],
	])(
		'asks the applicant again for %s, who reads it with the link',
		async (request, reason, answer) => {
			const no = await numberOf(people.ask);
			expect((await desk().act(no, 'ask', { request, reason: '' })).text).toContain('请填写理由');
			await desk().act(no, 'ask', { request, reason });
			expect(await rowOf(people.ask)).toMatchObject({ status: 'asked', request });
			expect((await desk().act(no, 'approve', { reason: '' })).text).toContain('未执行');
			const waiting = await resume(people.ask);
			expect(waiting.text).toContain(reason);
			const [address] = /http[^"]*\/form\/answer\?link=[^"]*/.exec(waiting.html) ?? [''];
			const page = await submit(await openForm(address.replaceAll('&amp;', '&')), {});
			expect(page.text).toContain(reason);
			const ending = await submit(page, answer);
			expect(ending.title).toContain('已收到');
			expect(await rowOf(people.ask)).toMatchObject({ status: 'review' });
			const again = await submit(await openForm(address.replaceAll('&amp;', '&')), {});
			expect(again.title).toContain('无需补充');
		},
	);

	it('shows the answer at once, and the photo after the click, until the decision', async () => {
		const no = await numberOf(people.ask);
		const before = await desk().open(`?case=${no}`);
		expect(before.text).toContain('照片已收到');
		expect(before.html).not.toContain('base64,');
		const { html } = await desk().act(no, 'numbers');
		expect(html).toContain(`base64,${String((await rowOf(people.ask)).reply_photo)}"`);
		await desk().act(no, 'approve', { reason: '' });
		expect(await rowOf(people.ask)).toMatchObject({
			...{ status: 'applied', decided_by: 'reviewer-a', reply_photo: '' },
		});
	});

	it('goes on with the step that failed, once, and says what it costs', async () => {
		const no = await numberOf(people.failed);
		expect(await rowOf(people.failed)).toMatchObject({ status: 'failed', identity: 'verified' });
		const before = await flagship().control.lastSeq();
		expect((await desk().open(`?case=${no}`)).text).toContain('一次付费的黑名单查询');
		await desk().act(no, 'goOn');
		expect(await rowOf(people.failed)).toMatchObject({
			status: 'open',
			blacklist: 'notListed',
			failure: '',
		});
		expect(carriedOut(await flagship().control.journal(before))).toEqual({ searchBlacklist: 1 });
		expect((await desk().act(no, 'goOn')).text).toContain('未执行');
		expect(carriedOut(await flagship().control.journal(before))).toEqual({ searchBlacklist: 1 });
	});

	it.each([
		[
			'the risk audit',
			{ failed_step: 'Qiancheng Credit: Apply for Audit', account_status: 'opened' },
			'一次付费的风控审核',
			{ riskAuditApply: 1 },
			{ status: 'review', audit: 'approve', decision: 'review', decided_by: 'Rules' },
		],
		[
			'the credit application',
			{ failed_step: 'WeBank: Apply at WeBank', audit: 'approve', decision: 'approve' },
			'向微众银行提交授信申请',
			{ callService: 1 },
			{ status: 'applied', credit_status: 'applied', failure: '' },
		],
	])('goes on with %s, once', async (_what, stopped, question, calls, end) => {
		const person = applicant();
		const no = `26${Date.now()}`;
		await flagship().insert({
			...{
				...told(person),
				application_no: no,
				link_key: 'k',
				status: 'failed',
				identity: 'verified',
			},
			...{ blacklist: 'notListed', telecom_open_id: 'x', failure: 'No answer', outcome: 'refused' },
			telecom_report: JSON.stringify({ real_name_status: 1, average_bill: '88.00' }),
			...stopped,
		});
		const before = await flagship().control.lastSeq();
		expect((await desk().open(`?case=${no}`)).text).toContain(question);
		await desk().act(no, 'goOn');
		expect(await rowOf(person)).toMatchObject(end);
		expect((await desk().act(no, 'goOn')).text).toContain('未执行');
		expect(carriedOut(await flagship().control.journal(before))).toEqual(calls);
		expect((await eventsOf(no)).map(({ step }) => step)).toContain('go on');
	});

	it('shows the applicant’s link after a click that is recorded', async () => {
		const row = await rowOf(people.stopped);
		const { text } = await desk().act(String(row.application_no), 'link');
		expect(text).toContain(`/form/onboarding?link=${row.application_no}-${row.link_key}`);
		expect(await eventsOf(String(row.application_no))).toContainEqual(
			expect.objectContaining({ kind: 'desk', step: 'show link' }),
		);
	});
});
