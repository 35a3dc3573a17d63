import type { IDataObject } from 'n8n-workflow';

import { newIdCard } from './support/flagship.ts';
import {
	applicant,
	carriedOut,
	COMMON,
	expectEnding,
	onceEach,
	STEPS,
} from './support/flagship-applicants.ts';
import { useFlagship } from './support/use-flagship.ts';

// The flagship, as it is in the repository, while its providers refuse, fall silent or take their time.

const { apply, atTheBank, flagship, noFaults, resume, rowOf, toldAbout } = useFlagship();
beforeEach(noFaults);

/** The step that has this English name, with its Chinese behind it. */
const inBoth = (step: string): unknown =>
	expect.stringMatching(new RegExp(`^${step} \\p{Script=Han}+$`, 'u'));

interface Failure {
	what: string;
	provider: string;
	faults: IDataObject;
	step: string;
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
	async ({ provider, faults, step }) => {
		const person = applicant();
		const since = await flagship().control.lastSeq();
		await flagship().control.call('/faults', { [provider]: faults });

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
		expect(carriedOut(await flagship().control.journal(since))).toEqual(
			onceEach([...COMMON, ...STEPS, 'callService']),
		);
	},
	90_000,
);

it('comes back for the result when the review of the identity takes longer', async () => {
	const person = applicant({ idCard: newIdCard('1') });
	const since = await flagship().control.lastSeq();

	const page = await apply(person);

	expectEnding(page, '身份审核中');
	const { verification_key, status } = await rowOf(person);
	expect(status).toBe('waiting');
	await flagship().control.call('/faults', {
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
	await flagship().control.call('/user-verification/review', {
		apiKey: verification_key,
		status: 4,
	});
	expectEnding(await resume(person), '授信申请已提交');
	expect(carriedOut(await flagship().control.journal(since))).toEqual(
		onceEach([...COMMON, ...STEPS, 'callService']),
	);
}, 90_000);

it('registers nobody twice when the answer of Htouhui is lost', async () => {
	const person = applicant({ broker: '海投汇 Htouhui' });
	const since = await flagship().control.lastSeq();
	await flagship().control.call('/faults', { htouhui: drop('registerUser', 'after') });

	const page = await apply(person);
	expectEnding(page, '暂时没有完成');
	// Who is to go on is not told to leave it.
	expect(page.text).toContain('请不要另外申请。稍后请打开下面的链接继续');
	expect(await rowOf(person)).toMatchObject({
		...{ failed_step: inBoth('Htouhui: Register User'), outcome: 'unknown' },
	});
	await noFaults();
	await atTheBank(person, await resume(person));
	expectEnding(await resume(person), '授信申请已提交');
	expect(carriedOut(await flagship().control.journal(since))).toEqual(
		onceEach([...COMMON, 'registerUser', 'callService']),
	);
}, 90_000);

it('sends a risk audit again when Qiancheng does not have it', async () => {
	const person = applicant();
	const since = await flagship().control.lastSeq();
	await flagship().control.call('/faults', { 'qiancheng-credit': drop('riskAuditApply') });

	expectEnding(await apply(person), '正在核实');
	await noFaults();
	expectEnding(await resume(person), '正在核实');
	expect(await rowOf(person)).toMatchObject({
		failure: expect.stringContaining('was submitted with this key before'),
		what_to_do: expect.stringContaining('write again and a number'),
	});
	expect(carriedOut(await flagship().control.journal(since))).not.toHaveProperty('riskAuditApply');

	// The person has asked Qiancheng.
	const { application_no } = await rowOf(person);
	await flagship().write(String(application_no), { audit_open_id: 'again 1' });
	expectEnding(await resume(person), '授信申请已提交');
	expect(carriedOut(await flagship().control.journal(since))).toEqual(
		onceEach([...COMMON, ...STEPS, 'callService']),
	);
}, 90_000);

it('goes on with the number of a risk audit whose answer was lost, and sends it once', async () => {
	const person = applicant();
	const since = await flagship().control.lastSeq();
	await flagship().control.call('/faults', { 'qiancheng-credit': drop('riskAuditApply', 'after') });

	expectEnding(await apply(person), '正在核实');
	expect(await rowOf(person)).toMatchObject({ outcome: 'unknown' });
	await noFaults();
	expectEnding(await resume(person), '正在核实');
	const { what_to_do } = await rowOf(person);
	expect(what_to_do).toContain('write it into the column audit_open_id');

	// The person has asked Qiancheng.
	const { audits } = await flagship().control.call<{ audits: IDataObject[] }>(
		'/qiancheng-credit/audits',
	);
	const { application_no } = await rowOf(person);
	await flagship().write(String(application_no), { audit_open_id: audits[0].openId });
	expectEnding(await resume(person), '授信申请已提交');
	expect(carriedOut(await flagship().control.journal(since))).toEqual(
		onceEach([...COMMON, ...STEPS, 'callService']),
	);
}, 90_000);

describe('when WeBank', () => {
	it('does not say yes, a person decides whether the application goes out again', async () => {
		const person = applicant();
		const since = await flagship().control.lastSeq();
		await flagship().control.call('/webank/replies', {
			replies: [{ bizPath: 'yh', serviceCode: '10002', code: '66590009', desc: '系统维护' }],
		});

		expectEnding(await apply(person), '正在核实');
		await flagship().control.call('/webank/replies', { replies: [] });
		expectEnding(await resume(person), '正在核实');
		const { application_no, failure, what_to_do } = await rowOf(person);
		expect(failure).toContain('66590009');
		expect(failure).toContain('系统维护');
		expect(what_to_do).toContain(`Ask WeBank for the serial number CA${application_no}`);
		expect(carriedOut(await flagship().control.journal(since))).toEqual(
			onceEach([...COMMON, ...STEPS, 'callService']),
		);

		// WeBank says that it has kept the application after all.
		await flagship().write(String(application_no), { credit_status: 'applied' });
		expectEnding(await resume(person), '授信申请已提交');
		expect(carriedOut(await flagship().control.journal(since))).toEqual(
			onceEach([...COMMON, ...STEPS, 'callService']),
		);
	}, 90_000);

	it('gives no answer, it is asked first, and nothing goes out by itself', async () => {
		const person = applicant();
		const since = await flagship().control.lastSeq();
		await flagship().control.call('/faults', { webank: drop('callService') });

		expectEnding(await apply(person), '正在核实');
		expect(await rowOf(person)).toMatchObject({ outcome: 'unknown', credit_status: 'sending' });
		await noFaults();
		expectEnding(await resume(person), '正在核实');
		const { application_no, what_to_do } = await rowOf(person);
		expect(what_to_do).toContain(`Ask WeBank for the serial number CA${application_no}`);
		expect(carriedOut(await flagship().control.journal(since))).not.toHaveProperty('callService');

		// The person has asked: WeBank does not have it.
		await flagship().write(String(application_no), { credit_status: 'again 1' });
		expectEnding(await resume(person), '授信申请已提交');
		expect(carriedOut(await flagship().control.journal(since))).toEqual(
			onceEach([...COMMON, ...STEPS, 'callService']),
		);
	}, 90_000);
});
