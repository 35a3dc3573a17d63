import type { IDataObject } from 'n8n-workflow';

import type { Report } from '../../sandbox/webank/sender.ts';
import { deskOf } from './support/desk.ts';
import { newIdCard, openForm, submit, until } from './support/flagship.ts';
import {
	applicant,
	carriedOut,
	COMMON,
	expectEnding,
	IDENTITY,
	onceEach,
	STEPS,
} from './support/flagship-applicants.ts';
import { type Applicant, told } from './support/flagship-pages.ts';
import { useFlagship } from './support/use-flagship.ts';

// The flagship runs as it is in the repository, page by page, against the sandbox.

const world = useFlagship();
const { apply, applyFromTheFirstPage, atTheBank, environment, find, flagship } = world;
const { linkOf, onward, resume, rowOf, toldAbout } = world;

/** The bank sends its decision to the address that the application named. */
async function decideCredit(person: Applicant, content: IDataObject): Promise<Report> {
	const entries = await flagship().control.journal(0);
	const { credit_order_no } = await rowOf(person);
	const calls = entries
		.filter(({ operation }) => operation === 'callService')
		.map(({ params }) => JSON.parse(String(params.$body ?? '{}')) as Record<string, string>);
	const call = calls.find(({ BIZ_SEQ_NO }) => BIZ_SEQ_NO === credit_order_no);
	return await flagship().control.call('/webank/notify', {
		url: call?.NOTIFY_URL,
		transName: 'CreditResult',
		content: { BIZ_SEQ_NO: credit_order_no, ...content },
	});
}

it('approves at HSTong, from the form to the summary, with every call carried out once', async () => {
	const person = applicant();
	const since = await flagship().control.lastSeq();

	const titles: string[] = [];
	const page = await applyFromTheFirstPage(person, titles);

	expectEnding(page, '授信申请已提交');
	expect(titles.map((title) => title.split(/ (?=[A-Z])/)[0])).toEqual([
		...['申请人信息', '身份信息', '现住址所在地区', '现住址所在地区', '现住址所在地区', '证券账户'],
		...['声明与风险披露', '核对信息', '身份证人像面', '手持签名照', '人脸照片', '手机验证码'],
		...['身份证国徽面', '现场正面照', '动作照', '签名照片', '运营商授权', '运营商验证码'],
		'授信申请已提交',
	]);
	const row = await rowOf(person);
	expect(Object.keys(JSON.parse(String(row.person)) as object)).toEqual(
		expect.arrayContaining(Object.keys(JSON.parse(told(person).person) as object)),
	);
	expect(JSON.parse(String(row.answers))).toMatchObject({
		r1: '是 Yes',
		q1: '是 Yes',
		qc1: '否 No',
	});
	expect(page.text).toContain(String(row.application_no));
	for (const number of ['account_no', 'telecom_open_id', 'audit_open_id', 'credit_order_no']) {
		expect(page.text).not.toContain(String(row[number]));
	}
	expect(carriedOut(await flagship().control.journal(since))).toEqual(
		onceEach([...COMMON, ...STEPS, 'callService']),
	);
	const report = await decideCredit(person, { APS_STATUS: 'SUCC', CREDIT_LIMIT: '20000.00' });
	expect(report).toMatchObject({ asExpected: true, replyCode: '0000' });
	await until('credit', async () => (await rowOf(person)).status === 'done');
	expect(await rowOf(person)).toMatchObject({
		...{ identity: 'verified', blacklist: 'notListed', account_status: 'submitted' },
		...{ audit: 'approve', decision: 'approve', decided_by: 'Rules' },
		...{ credit_status: 'approved', credit_limit: '20000.00', failed_step: '' },
	});
	const later = await resume(person);
	expectEnding(later, '授信已通过');
	expect(later.text).toContain('20,000.00');
}, 90_000);

it('approves at Htouhui, by way of the bank and back to the form', async () => {
	const person = applicant({ broker: '海投汇 Htouhui' });
	const since = await flagship().control.lastSeq();

	const bankPage = await apply(person);
	const back = await atTheBank(person, bankPage);

	// The bank adds its result to the applicant's link.
	expect(back.href.startsWith(`${await linkOf(person)}&`)).toBe(true);
	const returned = await onward(await submit(await openForm(back.href), {}), person);
	expectEnding(returned, '授信申请已提交');
	expect(carriedOut(await flagship().control.journal(since))).toEqual(
		onceEach([...COMMON, 'registerUser', 'callService']),
	);
	expect(await rowOf(person)).toMatchObject({ account_no: expect.stringMatching(/./) });
}, 90_000);

describe('ends for an applicant', () => {
	it.each([
		['on the blacklist', { name: '黑名单测试员' }, 'Blacklist', [...IDENTITY, 'searchBlacklist']],
		['whose identity is not accepted', { idCard: newIdCard('8') }, 'User Verification', IDENTITY],
	])(
		'%s',
		async (_what, changes, decidedBy, calls) => {
			const person = applicant(changes);
			const since = await flagship().control.lastSeq();

			expectEnding(await apply(person), '申请未通过');

			expect(await rowOf(person)).toMatchObject({ status: 'rejected', decided_by: decidedBy });
			expectEnding(await resume(person), '申请未通过');
			expect(carriedOut(await flagship().control.journal(since))).toEqual(onceEach(calls));
		},
		60_000,
	);

	it('whom the risk audit rejects', async () => {
		const person = applicant();
		const since = await flagship().control.lastSeq();
		await flagship().control.call('/qiancheng-credit/settings', { reviewMs: 60_000 });

		const applying = apply(person);
		await until('the audit', async () => Boolean((await find(person))?.audit_open_id));
		const { audit_open_id } = await rowOf(person);
		await flagship().control.call('/qiancheng-credit/decide', {
			...{ open_id: audit_open_id, state: 1, reason: '多头借贷' },
		});

		const page = await applying;
		expectEnding(page, '申请未通过');
		expect(page.text).toContain('多头借贷');
		expect(await rowOf(person)).toMatchObject({ status: 'rejected', audit: 'reject' });
		expectEnding(await resume(person), '申请未通过');
		expect(carriedOut(await flagship().control.journal(since))).toEqual(
			onceEach([...COMMON, ...STEPS]),
		);
		await flagship().control.call('/qiancheng-credit/settings', { reviewMs: 200 });
	}, 60_000);
});

describe('a person decides on more than 50,000 yuan', () => {
	it.each([
		['approve', 'applied', ['callService'], '授信申请已提交'],
		['reject', 'rejected', [], '申请未通过'],
	])(
		'%s',
		async (decision, status, calls, ending) => {
			const person = applicant({ amount: '60000' });
			const since = await flagship().control.lastSeq();

			const waiting = await apply(person);
			expectEnding(waiting, '人工审核中');
			expect(await openForm(waiting.url)).toEqual(waiting);
			expect(await toldAbout(person)).toEqual([['review', '']]);
			const { application_no, review_url } = await rowOf(person);
			expect(review_url).toBe(`${environment.n8n.url}/webhook/desk?case=${application_no}`);
			const desk = deskOf(environment, 0);
			const page = await desk.act(String(application_no), decision, { reason: '工资证明' });

			expect(page.text).toContain('工资证明');
			expect(await rowOf(person)).toMatchObject({
				...{ status, decided_by: desk.user, decision_reason: '工资证明' },
			});
			expectEnding(await openForm(waiting.url), ending);
			expectEnding(await resume(person), ending);
			expect(carriedOut(await flagship().control.journal(since))).toEqual(
				onceEach([...COMMON, ...STEPS, ...calls]),
			);
		},
		90_000,
	);
});
