import type { IDataObject } from 'n8n-workflow';

import type { Report } from '../../sandbox/webank/sender.ts';
import { deskOf } from './support/desk.ts';
import { sharedEnvironment, type Environment } from './support/environment.ts';
import {
	flagshipIn,
	goToTheBank,
	newIdCard,
	openForm,
	type Page,
	submit,
	until,
} from './support/flagship.ts';
import {
	applicant,
	applicantsOf,
	carriedOut,
	COMMON,
	expectEnding,
	IDENTITY,
	onceEach,
	STEPS,
} from './support/flagship-applicants.ts';
import { type Applicant, told } from './support/flagship-pages.ts';

// The flagship runs as it is in the repository, page by page, against the sandbox with faults.

let environment: Environment;
let flagship: Awaited<ReturnType<typeof flagshipIn>>;
const applicants = applicantsOf(() => ({ environment, flagship }));
const { apply, applyFromTheFirstPage, find, form, noFaults, onward, resume, rowOf } = applicants;
const { linkOf } = applicants;

beforeAll(async () => {
	environment = sharedEnvironment();
	flagship = await flagshipIn(environment, (parameters) => {
		if ('maximumWait' in parameters) Object.assign(parameters, { maximumWait: 3, interval: 0.2 });
		if (parameters.amount === 2) parameters.amount = 0.1;
	});
	// The first visitor makes the table.
	await submit(await openForm(form()), {});
}, 120_000);
beforeEach(async () => {
	await noFaults();
	await flagship.control.call('/webank/replies', { replies: [] });
	await flagship.control.call('/qiancheng-credit/settings', { stepMs: 30, reviewMs: 200 });
});
afterAll(async () => {
	await flagship?.unpublish();
	if (flagship) await noFaults();
	await flagship?.control.call('/qiancheng-credit/settings', { stepMs: 300, reviewMs: 1500 });
});

/** The bank sends its decision to the address that the application named. */
async function decideCredit(person: Applicant, content: IDataObject): Promise<Report> {
	const entries = await flagship.control.journal(0);
	const { credit_order_no } = await rowOf(person);
	const calls = entries
		.filter(({ operation }) => operation === 'callService')
		.map(({ params }) => JSON.parse(String(params.$body ?? '{}')) as Record<string, string>);
	const call = calls.find(({ BIZ_SEQ_NO }) => BIZ_SEQ_NO === credit_order_no);
	return await flagship.control.call('/webank/notify', {
		url: call?.NOTIFY_URL,
		transName: 'CreditResult',
		content: { BIZ_SEQ_NO: credit_order_no, ...content },
	});
}

it('approves at HSTong, from the form to the summary, with every call carried out once', async () => {
	const person = applicant();
	const since = await flagship.control.lastSeq();

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
	expect(carriedOut(await flagship.control.journal(since))).toEqual(
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
	expect(later.text).toContain('20000.00');
}, 90_000);

/** The applicant's browser at the bank, which sends the result and leads back to the form. */
async function atTheBank(person: Applicant, page: Page): Promise<URL> {
	expect(page.html).toContain('/openapi/user/openAccount');
	const { application_no } = await rowOf(person);
	expect(await goToTheBank(page.html)).toBe(true);
	const redirect = await flagship.finishAtTheBank(String(application_no));
	await until('the account', async () => (await rowOf(person)).account_status === 'opened');
	return redirect;
}

it('approves at Htouhui, by way of the bank and back to the form', async () => {
	const person = applicant({ broker: '海投汇 Htouhui' });
	const since = await flagship.control.lastSeq();

	const bankPage = await apply(person);
	const back = await atTheBank(person, bankPage);

	// The bank adds its result to the applicant's link.
	expect(back.href.startsWith(`${await linkOf(person)}&`)).toBe(true);
	const returned = await onward(await submit(await openForm(back.href), {}), person);
	expectEnding(returned, '授信申请已提交');
	expect(carriedOut(await flagship.control.journal(since))).toEqual(
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
			const since = await flagship.control.lastSeq();

			expectEnding(await apply(person), '申请未通过');

			expect(await rowOf(person)).toMatchObject({ status: 'rejected', decided_by: decidedBy });
			expectEnding(await resume(person), '申请未通过');
			expect(carriedOut(await flagship.control.journal(since))).toEqual(onceEach(calls));
		},
		60_000,
	);

	it('whom the risk audit rejects', async () => {
		const person = applicant();
		const since = await flagship.control.lastSeq();
		await flagship.control.call('/qiancheng-credit/settings', { reviewMs: 60_000 });

		const applying = apply(person);
		await until('the audit', async () => Boolean((await find(person))?.audit_open_id));
		const { audit_open_id } = await rowOf(person);
		await flagship.control.call('/qiancheng-credit/decide', {
			...{ open_id: audit_open_id, state: 1, reason: '多头借贷' },
		});

		const page = await applying;
		expectEnding(page, '申请未通过');
		expect(page.text).toContain('多头借贷');
		expect(await rowOf(person)).toMatchObject({ status: 'rejected', audit: 'reject' });
		expectEnding(await resume(person), '申请未通过');
		expect(carriedOut(await flagship.control.journal(since))).toEqual(
			onceEach([...COMMON, ...STEPS]),
		);
	}, 60_000);
});

/** What the team has been told about an application, which nobody waits for: the kinds and the steps. */
async function toldAbout(person: Applicant) {
	const { application_no } = await rowOf(person);
	const told = async () =>
		(await flagship.rows('notifications')).filter(({ reference }) => reference === application_no);
	await until('the notification', async () => (await told()).length > 0);
	return (await told()).map(({ kind, step }) => [kind, step]);
}

describe('a person decides on more than 50,000 yuan', () => {
	it.each([
		['approve', 'applied', ['callService'], '授信申请已提交'],
		['reject', 'rejected', [], '申请未通过'],
	])(
		'%s',
		async (decision, status, calls, ending) => {
			const person = applicant({ amount: '60000' });
			const since = await flagship.control.lastSeq();

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
			expect(carriedOut(await flagship.control.journal(since))).toEqual(
				onceEach([...COMMON, ...STEPS, ...calls]),
			);
		},
		90_000,
	);
});

/** The step that has this English name, with its Chinese behind it. */
const inBoth = (step: string): unknown =>
	expect.stringMatching(new RegExp(`^${step} \\p{Script=Han}+$`, 'u'));

interface Failure {
	what: string;
	provider: string;
	faults: IDataObject;
	step: string;
	changes?: Partial<Applicant>;
}

const drop = (path: string, when: 'before' | 'after' = 'before') => ({
	events: [{ at: [1], kind: 'drop', path, when }],
});
const refuse = (path: string, code: string) => ({ force: [{ path, code, times: 9 }] });

const failures: Failure[] = [
	{
		what: 'User Verification loses step 4',
		provider: 'user-verification',
		faults: drop('submitStepFour'),
		step: 'User Verification: Submit Document',
	},
	{
		what: 'the blacklist is refused',
		provider: 'qiancheng-credit',
		faults: refuse('searchBlacklist', '1001'),
		step: 'Qiancheng Credit: Check Blacklist',
	},
	{
		what: "HSTong's answer to step 3 is lost",
		provider: 'hstong',
		faults: drop('submitStep3', 'after'),
		step: 'HSTong: Submit Finances',
	},
	{
		what: 'HSTong refuses the signature',
		provider: 'hstong',
		faults: refuse('submitStep8', '10001'),
		step: 'HSTong: Submit Signature',
	},
	{
		what: 'the collection of carrier data is refused',
		provider: 'qiancheng-credit',
		faults: refuse('telecomCreate', '1001'),
		step: 'Qiancheng Credit: Start Collection',
	},
	{
		what: 'the report of the carrier is refused',
		provider: 'qiancheng-credit',
		faults: refuse('telecomGetReport', '1001'),
		step: 'Qiancheng Credit: Get Report',
	},
	{
		what: 'the risk audit is refused',
		provider: 'qiancheng-credit',
		faults: refuse('riskAuditApply', '1001'),
		step: 'Qiancheng Credit: Apply for Audit',
	},
	{
		what: 'the result of the risk audit is refused',
		provider: 'qiancheng-credit',
		faults: refuse('riskAuditResult', '1001'),
		step: 'Qiancheng Credit: Wait for Result',
	},
	{
		what: 'the platform of WeBank refuses the credit application',
		provider: 'webank',
		faults: refuse('callService', '60840002'),
		step: 'WeBank: Apply at WeBank',
	},
];

it.each(failures)(
	'goes on where it was when $what',
	async ({ provider, faults, step, changes }) => {
		const person = applicant(changes);
		const since = await flagship.control.lastSeq();
		await flagship.control.call('/faults', { [provider]: faults });

		const page = await apply(person);

		expectEnding(page, '暂时没有完成');
		const row = await rowOf(person);
		expect(row).toMatchObject({ status: 'failed', failed_step: inBoth(step) });
		expect(String(row.what_to_do).length).toBeGreaterThan(20);
		expect(page.text).toContain(String(row.application_no));
		expect(await toldAbout(person)).toEqual([['failure', inBoth(step)]]);
		await noFaults();
		expectEnding(await resume(person), '授信申请已提交');
		expect(await rowOf(person)).toMatchObject({ status: 'applied', failed_step: '' });
		expect(carriedOut(await flagship.control.journal(since))).toEqual(
			onceEach([...COMMON, ...STEPS, 'callService']),
		);
	},
	90_000,
);

it('comes back for the result when the review of the identity takes longer', async () => {
	const person = applicant({ idCard: newIdCard('1') });
	const since = await flagship.control.lastSeq();

	const page = await apply(person);

	expectEnding(page, '身份审核中');
	const { verification_key, status } = await rowOf(person);
	expect(status).toBe('waiting');
	await flagship.control.call('/faults', {
		'user-verification': {
			events: [{ everyNth: 1, kind: 'http500', path: 'queryUserVerified' }],
		},
	});
	expectEnding(await resume(person), '暂时没有完成');
	expect(await rowOf(person)).toMatchObject({
		...{ status: 'failed', failed_step: inBoth('User Verification: Get Verification') },
		person: expect.stringContaining('"family_name":"Wang"'),
	});
	await noFaults();
	await flagship.control.call('/user-verification/review', { apiKey: verification_key, status: 4 });
	expectEnding(await resume(person), '授信申请已提交');
	expect(carriedOut(await flagship.control.journal(since))).toEqual(
		onceEach([...COMMON, ...STEPS, 'callService']),
	);
}, 90_000);

it('registers nobody twice when the answer of Htouhui is lost', async () => {
	const person = applicant({ broker: '海投汇 Htouhui' });
	const since = await flagship.control.lastSeq();
	await flagship.control.call('/faults', { htouhui: drop('registerUser', 'after') });

	expectEnding(await apply(person), '暂时没有完成');
	expect(await rowOf(person)).toMatchObject({
		...{ failed_step: inBoth('Htouhui: Register User'), outcome: 'unknown' },
	});
	await noFaults();
	await atTheBank(person, await resume(person));
	expectEnding(await resume(person), '授信申请已提交');
	expect(carriedOut(await flagship.control.journal(since))).toEqual(
		onceEach([...COMMON, 'registerUser', 'callService']),
	);
}, 90_000);

it('sends a risk audit again when Qiancheng does not have it', async () => {
	const person = applicant();
	const since = await flagship.control.lastSeq();
	await flagship.control.call('/faults', { 'qiancheng-credit': drop('riskAuditApply') });

	expectEnding(await apply(person), '正在核实');
	await noFaults();
	expectEnding(await resume(person), '正在核实');
	expect(await rowOf(person)).toMatchObject({
		failure: expect.stringContaining('was submitted with this key before'),
		what_to_do: expect.stringContaining('write again and a number'),
	});
	expect(carriedOut(await flagship.control.journal(since))).not.toHaveProperty('riskAuditApply');

	// The person has asked Qiancheng.
	const { application_no } = await rowOf(person);
	await flagship.write(String(application_no), { audit_open_id: 'again 1' });
	expectEnding(await resume(person), '授信申请已提交');
	expect(carriedOut(await flagship.control.journal(since))).toEqual(
		onceEach([...COMMON, ...STEPS, 'callService']),
	);
}, 90_000);

it('goes on with the number of a risk audit whose answer was lost, and sends it once', async () => {
	const person = applicant();
	const since = await flagship.control.lastSeq();
	await flagship.control.call('/faults', { 'qiancheng-credit': drop('riskAuditApply', 'after') });

	expectEnding(await apply(person), '正在核实');
	expect(await rowOf(person)).toMatchObject({ outcome: 'unknown' });
	await noFaults();
	expectEnding(await resume(person), '正在核实');
	const { what_to_do } = await rowOf(person);
	expect(what_to_do).toContain('write it into the column audit_open_id');

	// The person has asked Qiancheng.
	const { audits } = await flagship.control.call<{ audits: IDataObject[] }>(
		'/qiancheng-credit/audits',
	);
	const { application_no } = await rowOf(person);
	await flagship.write(String(application_no), { audit_open_id: audits[0].openId });
	expectEnding(await resume(person), '授信申请已提交');
	expect(carriedOut(await flagship.control.journal(since))).toEqual(
		onceEach([...COMMON, ...STEPS, 'callService']),
	);
}, 90_000);

describe('when WeBank', () => {
	it('does not say yes, a person decides whether the application goes out again', async () => {
		const person = applicant();
		const since = await flagship.control.lastSeq();
		await flagship.control.call('/webank/replies', {
			replies: [{ bizPath: 'yh', serviceCode: '10002', code: '66590009', desc: '系统维护' }],
		});

		expectEnding(await apply(person), '正在核实');
		await flagship.control.call('/webank/replies', { replies: [] });
		expectEnding(await resume(person), '正在核实');
		const { application_no, failure, what_to_do } = await rowOf(person);
		expect(failure).toContain('66590009');
		expect(failure).toContain('系统维护');
		expect(what_to_do).toContain(`Ask WeBank for the serial number CA${application_no}`);
		expect(carriedOut(await flagship.control.journal(since))).toEqual(
			onceEach([...COMMON, ...STEPS, 'callService']),
		);

		// WeBank says that it has kept the application after all.
		await flagship.write(String(application_no), { credit_status: 'applied' });
		expectEnding(await resume(person), '授信申请已提交');
		expect(carriedOut(await flagship.control.journal(since))).toEqual(
			onceEach([...COMMON, ...STEPS, 'callService']),
		);
	}, 90_000);

	it('gives no answer, it is asked first, and nothing goes out by itself', async () => {
		const person = applicant();
		const since = await flagship.control.lastSeq();
		await flagship.control.call('/faults', { webank: drop('callService') });

		expectEnding(await apply(person), '正在核实');
		expect(await rowOf(person)).toMatchObject({ outcome: 'unknown', credit_status: 'sending' });
		await noFaults();
		expectEnding(await resume(person), '正在核实');
		const { application_no, what_to_do } = await rowOf(person);
		expect(what_to_do).toContain(`Ask WeBank for the serial number CA${application_no}`);
		expect(carriedOut(await flagship.control.journal(since))).not.toHaveProperty('callService');

		// The person has asked: WeBank does not have it.
		await flagship.write(String(application_no), { credit_status: 'again 1' });
		expectEnding(await resume(person), '授信申请已提交');
		expect(carriedOut(await flagship.control.journal(since))).toEqual(
			onceEach([...COMMON, ...STEPS, 'callService']),
		);
	}, 90_000);
});
