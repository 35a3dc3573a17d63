import type { IDataObject } from 'n8n-workflow';
import type { Locator, Page as BrowserPage } from 'playwright-core';

import type { Report } from '../../sandbox/webank/sender.ts';
import { bankCardNumber, jpeg, png } from '../support/applicant';
import type { JournalEntry } from '../support/sandbox';
import { openBrowser } from './support/browser.ts';
import { sharedEnvironment, type Environment } from './support/environment.ts';
import {
	flagshipIn,
	goToTheBank,
	newIdCard,
	newMobile,
	openForm,
	type Page,
	type Row,
	submit,
	submitAlone,
	until,
} from './support/flagship.ts';
import { PROVIDERS } from '../../spec/providers.ts';

// The flagship runs as it is in the repository, page by page, against the sandbox with faults.

let environment: Environment;
let flagship: Awaited<ReturnType<typeof flagshipIn>>;

beforeAll(async () => {
	environment = await sharedEnvironment();
	flagship = await flagshipIn(environment, (parameters) => {
		if ('maximumWait' in parameters) Object.assign(parameters, { maximumWait: 3, interval: 0.2 });
		if (parameters.amount === 2) parameters.amount = 0.1;
	});
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

const noFaults = async () =>
	await flagship.control.call(
		'/faults',
		Object.fromEntries(PROVIDERS.map(({ id }) => [id, { events: null, force: null }])),
	);

/** The calls that cost money or change something, which nothing may repeat. */
const ONCE = [
	...['searchBlacklist', 'telecomCreate', 'riskAuditApply', 'callService', 'registerUser'],
	...['One', 'Two', 'Three', 'Four', 'Five'].map((step) => `submitStep${step}`),
	...[1, 2, 3, 4, 5, 6, 8].map((step) => `submitStep${step}`),
];
const IDENTITY = ['One', 'Two', 'Three', 'Four', 'Five'].map((step) => `submitStep${step}`);
const COMMON = [...IDENTITY, 'searchBlacklist', 'telecomCreate', 'riskAuditApply'];
const STEPS = [1, 2, 3, 4, 5, 6, 8].map((step) => `submitStep${step}`);

/** How often each of these calls was carried out. */
function carriedOut(entries: JournalEntry[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { operation, processed } of entries) {
		if (operation && processed && ONCE.includes(operation)) {
			counts[operation] = (counts[operation] ?? 0) + 1;
		}
	}
	return counts;
}
const onceEach = (operations: string[]) =>
	Object.fromEntries(operations.map((operation) => [operation, 1]));

interface Applicant {
	name: string;
	idCard: string;
	mobile: string;
	broker: 'HSTong (华盛)' | 'Htouhui (海投汇)';
	amount: string;
}

const applicant = (changes: Partial<Applicant> = {}, digit = 1): Applicant => ({
	name: '王大志',
	idCard: newIdCard('9'),
	mobile: newMobile(digit),
	broker: 'HSTong (华盛)',
	amount: '20000',
	...changes,
});

const jpegFile = (name: string) => new File([jpeg(9000, 3)], name, { type: 'image/jpeg' });
const pngFile = (name: string) => new File([png(5000)], name, { type: 'image/png' });

const form = () => environment.n8n.formUrl('onboarding');

/** What each page is answered with, by its title. */
function answersTo(
	page: Pick<Page, 'title' | 'text' | 'fields'>,
	person: Applicant,
): Record<string, string | File> {
	const { title } = page;
	if (title.startsWith('Your Identity')) {
		return {
			'Family Name': 'Wang',
			'Given Name': 'Dazhi',
			'Place of Birth': '湖南省',
			'E-Mail': 'applicant@example.com',
			'Province (': '湖南省',
			'City and District': '长沙市芙蓉区',
			'Street Address': '八一路1号',
			Postcode: '410001',
			Employment: 'Employed (在职)',
			'Annual Income': '30000',
			'ID Card Valid Until': '2040-01-01',
			'ID Card, Front': jpegFile('front.jpg'),
			'You Holding': jpegFile('holding.jpg'),
			'Your Face': jpegFile('face.jpg'),
		};
	}
	if (title.startsWith('Photos and Signature')) {
		const [, action] = [...page.fields.keys()];
		return {
			'Your Face': jpegFile('face.jpg'),
			[action]: pngFile('action.png'),
			'Your Signature': pngFile('signature.png'),
		};
	}
	if (title.startsWith('Your Mobile Carrier')) return { 'Service Password': '123456' };
	if (title.startsWith('SMS Code')) return { 'SMS Code': '123456' };
	throw new Error(`Nothing is known of the page "${title}" for ${person.name}: ${page.text}`);
}

async function hstongPage(person: Applicant): Promise<Record<string, string | File>> {
	return {
		'SMS Code': await flagship.control.smsCode(person.mobile),
		'Bank Card Number': bankCardNumber(Number(person.mobile.slice(3))),
		Employment: 'Employed (受雇)',
		'Province Code': '430000',
		'City Code': '430100',
		'District Code': '430102',
		'Annual Income': '200,000 to 500,000 (20万-50万)',
		'Investment Period': 'Long Term (Over 1 Year) (长期(1年以上))',
		'Investment Amount': 'Below 300,000 (<30万元)',
		'Experience With Shares': '1 to 5 Years (1-5年)',
		'US Stock Account': 'Yes',
		'ID Card, Front': jpegFile(`${person.idCard}.jpg`),
		'ID Card, Back': jpegFile('back.jpg'),
		Declarations:
			'No relation to the broker, not employed in the industry, sole beneficiary, no politically exposed person, tax resident of China; documents, risks and fees read (本人声明以上各项属实并已阅读全部文件)',
	};
}

const ENDINGS =
	/^(Not A|Under Review|Applied|No Such|Identity Not|HSTong Account Not|Htouhui Account Not|Carrier Data Not|Risk Audit Not|Credit Application Not)/;

/** Goes from page to page until one needs no answer. */
async function onward(start: Page, person: Applicant): Promise<Page> {
	let page = start;
	for (let pages = 0; pages < 12; pages++) {
		if (ENDINGS.test(page.title) || page.fields.size === 0) return page;
		const answers = page.title.startsWith('Your Securities Account')
			? await hstongPage(person)
			: answersTo(page, person);
		page = await submit(page, answers);
	}
	throw new Error(`No end: ${page.title} ${page.text}`);
}

const newApplication = { 'What do you want': 'New application' };
const aboutYou = (person: Applicant) => ({
	'Name (': person.name,
	'ID Card Number': person.idCard,
	'Mobile Number': person.mobile,
	'Account With': person.broker,
	'Credit in Yuan': person.amount,
	'Term in Days': '90',
	Consent:
		'I agree that my identity, my carrier data and my credit are checked (本人同意核验身份、采集运营商数据并进行信用审核)',
});

async function apply(person: Applicant): Promise<Page> {
	const about = await submit(await openForm(form()), newApplication);
	return await onward(await submit(about, aboutYou(person)), person);
}

async function resume(person: Applicant): Promise<Page> {
	const page = await submit(await openForm(form()), {
		'What do you want': 'Go on with an application',
		'Application Number': String((await rowOf(person)).application_no),
		'Mobile Number': person.mobile,
	});
	return await onward(page, person);
}

const find = async ({ mobile }: Applicant) =>
	(await flagship.rows()).find((row) => row.mobile === mobile);

async function rowOf(person: Applicant): Promise<Row> {
	const found = await find(person);
	if (!found) throw new Error(`Nobody has applied with ${person.mobile}`);
	return found;
}

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

/** Fails with the text of the page, which says what went wrong. */
function expectEnding({ title, text }: Page, start: string): void {
	if (!title.startsWith(start)) throw new Error(`"${title}" in place of "${start}": ${text}`);
}

it('approves at HSTong, from the form to the summary, with every call carried out once', async () => {
	const person = applicant();
	const since = await flagship.control.lastSeq();

	const page = await apply(person);

	expectEnding(page, 'Applied for Credit');
	const row = await rowOf(person);
	for (const number of ['application_no', 'account_no', 'telecom_open_id', 'audit_open_id']) {
		expect(page.text).toContain(String(row[number]));
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
	const person = applicant({ broker: 'Htouhui (海投汇)' });
	const since = await flagship.control.lastSeq();

	const bankPage = await apply(person);
	const back = await atTheBank(person, bankPage);

	expect(back.pathname).toBe('/form/onboarding');
	const { html } = await openForm(back.href);
	const { application_no } = await rowOf(person);
	expect(/value=["'](\d{15})["']/.exec(html)?.[1]).toBe(application_no);
	expectEnding(await resume(person), 'Applied for Credit');
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

			expectEnding(await apply(person), 'Not Accepted');

			expect(await rowOf(person)).toMatchObject({ status: 'rejected', decided_by: decidedBy });
			expectEnding(await resume(person), 'Not Accepted');
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
		expectEnding(page, 'Not Approved');
		expect(page.text).toContain('多头借贷');
		expect(await rowOf(person)).toMatchObject({ status: 'rejected', audit: 'reject' });
		expectEnding(await resume(person), 'Not Accepted');
		expect(carriedOut(await flagship.control.journal(since))).toEqual(
			onceEach([...COMMON, ...STEPS]),
		);
	}, 60_000);
});

describe('a person decides on more than 50,000 yuan', () => {
	it.each([
		['Approve (通过)', 'applied', ['callService']],
		['Reject (拒绝)', 'rejected', []],
	])(
		'%s',
		async (decision, status, calls) => {
			const person = applicant({ amount: '60000' });
			const since = await flagship.control.lastSeq();

			expectEnding(await apply(person), 'Under Review');
			await until('the decision page', async () => Boolean((await rowOf(person)).review_url));
			const { review_url } = await rowOf(person);
			expectEnding(await resume(person), 'Under Review');
			const page = await openForm(String(review_url));
			expect(page.text).toContain('asks for 60000 yuan');
			await submitAlone(page, { Decision: decision, 'Your Name': '审核员', Reason: '工资证明' });

			await until(status, async () => (await rowOf(person)).status === status);
			expect(await rowOf(person)).toMatchObject({
				decided_by: '审核员',
				decision_reason: '工资证明',
			});
			expect(carriedOut(await flagship.control.journal(since))).toEqual(
				onceEach([...COMMON, ...STEPS, ...calls]),
			);
		},
		90_000,
	);
});

interface Failure {
	what: string;
	provider: string;
	faults: IDataObject;
	ending: string;
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
		ending: 'Identity Not Finished',
		step: 'User Verification: Submit Document',
	},
	{
		what: 'the blacklist is refused',
		provider: 'qiancheng-credit',
		faults: refuse('searchBlacklist', '1001'),
		ending: 'Identity Not Finished',
		step: 'Qiancheng Credit: Check Blacklist',
	},
	{
		what: "HSTong's answer to step 3 is lost",
		provider: 'hstong',
		faults: drop('submitStep3', 'after'),
		ending: 'HSTong Account Not Finished',
		step: 'HSTong: Submit Finances',
	},
	{
		what: 'HSTong refuses the signature',
		provider: 'hstong',
		faults: refuse('submitStep8', '10001'),
		ending: 'HSTong Account Not Finished',
		step: 'HSTong: Submit Signature',
	},
	{
		what: 'the collection of carrier data is refused',
		provider: 'qiancheng-credit',
		faults: refuse('telecomCreate', '1001'),
		ending: 'Carrier Data Not Finished',
		step: 'Qiancheng Credit: Start Collection',
	},
	{
		what: 'the report of the carrier is refused',
		provider: 'qiancheng-credit',
		faults: refuse('telecomGetReport', '1001'),
		ending: 'Carrier Data Not Finished',
		step: 'Qiancheng Credit: Get Report',
	},
	{
		what: 'the risk audit is refused',
		provider: 'qiancheng-credit',
		faults: refuse('riskAuditApply', '1001'),
		ending: 'Risk Audit Not Finished',
		step: 'Qiancheng Credit: Apply for Audit',
	},
	{
		what: 'the result of the risk audit is refused',
		provider: 'qiancheng-credit',
		faults: refuse('riskAuditResult', '1001'),
		ending: 'Risk Audit Not Finished',
		step: 'Qiancheng Credit: Wait for Result',
	},
	{
		what: 'the platform of WeBank refuses the credit application',
		provider: 'webank',
		faults: refuse('callService', '60840002'),
		ending: 'Credit Application Not Finished',
		step: 'WeBank: Apply at WeBank',
	},
];

it.each(failures)(
	'goes on where it was when $what',
	async ({ provider, faults, ending, step, changes }) => {
		const person = applicant(changes);
		const since = await flagship.control.lastSeq();
		await flagship.control.call('/faults', { [provider]: faults });

		const page = await apply(person);

		expectEnding(page, ending);
		const row = await rowOf(person);
		expect(row).toMatchObject({ status: 'failed', failed_step: step });
		expect(String(row.what_to_do).length).toBeGreaterThan(20);
		expect(page.text).toContain(String(row.application_no));
		await noFaults();
		expectEnding(await resume(person), 'Applied for Credit');
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

	expectEnding(page, 'Identity Not Finished');
	expect(page.text).toContain('The review of the identity takes longer');
	const { verification_key, status } = await rowOf(person);
	expect(status).toBe('waiting');
	await flagship.control.call('/faults', {
		'user-verification': {
			events: [{ everyNth: 1, kind: 'http500', path: 'queryUserVerified' }],
		},
	});
	expectEnding(await resume(person), 'Identity Not Finished');
	expect(await rowOf(person)).toMatchObject({
		...{ status: 'failed', failed_step: 'User Verification: Get Verification' },
		person: expect.stringContaining('"family_name":"Wang"'),
	});
	await noFaults();
	await flagship.control.call('/user-verification/review', { apiKey: verification_key, status: 4 });
	expectEnding(await resume(person), 'Applied for Credit');
	expect(carriedOut(await flagship.control.journal(since))).toEqual(
		onceEach([...COMMON, ...STEPS, 'callService']),
	);
}, 90_000);

it('registers nobody twice when the answer of Htouhui is lost', async () => {
	const person = applicant({ broker: 'Htouhui (海投汇)' });
	const since = await flagship.control.lastSeq();
	await flagship.control.call('/faults', { htouhui: drop('registerUser', 'after') });

	expectEnding(await apply(person), 'Htouhui Account Not Finished');
	expect(await rowOf(person)).toMatchObject({
		...{ failed_step: 'Htouhui: Register User', outcome: 'unknown' },
	});
	await noFaults();
	await atTheBank(person, await resume(person));
	expectEnding(await resume(person), 'Applied for Credit');
	expect(carriedOut(await flagship.control.journal(since))).toEqual(
		onceEach([...COMMON, 'registerUser', 'callService']),
	);
}, 90_000);

it('sends a risk audit again when Qiancheng does not have it', async () => {
	const person = applicant();
	const since = await flagship.control.lastSeq();
	await flagship.control.call('/faults', { 'qiancheng-credit': drop('riskAuditApply') });

	expectEnding(await apply(person), 'Risk Audit Not Finished');
	await noFaults();
	const page = await resume(person);
	expectEnding(page, 'Risk Audit Not Finished');
	expect(page.text).toContain('was submitted with this key before');
	expect(page.text).toContain('write again and a number');
	expect(carriedOut(await flagship.control.journal(since))).not.toHaveProperty('riskAuditApply');

	// The person has asked Qiancheng.
	const { application_no } = await rowOf(person);
	await flagship.write(String(application_no), { audit_open_id: 'again 1' });
	expectEnding(await resume(person), 'Applied for Credit');
	expect(carriedOut(await flagship.control.journal(since))).toEqual(
		onceEach([...COMMON, ...STEPS, 'callService']),
	);
}, 90_000);

it('goes on with the number of a risk audit whose answer was lost, and sends it once', async () => {
	const person = applicant();
	const since = await flagship.control.lastSeq();
	await flagship.control.call('/faults', { 'qiancheng-credit': drop('riskAuditApply', 'after') });

	expectEnding(await apply(person), 'Risk Audit Not Finished');
	expect(await rowOf(person)).toMatchObject({ outcome: 'unknown' });
	await noFaults();
	const page = await resume(person);
	expectEnding(page, 'Risk Audit Not Finished');
	expect(page.text).toContain('write it into the column audit_open_id');

	// The person has asked Qiancheng.
	const { audits } = await flagship.control.call<{ audits: IDataObject[] }>(
		'/qiancheng-credit/audits',
	);
	const { application_no } = await rowOf(person);
	await flagship.write(String(application_no), { audit_open_id: audits[0].openId });
	expectEnding(await resume(person), 'Applied for Credit');
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

		expectEnding(await apply(person), 'Credit Application Not Finished');
		await flagship.control.call('/webank/replies', { replies: [] });
		const page = await resume(person);
		expectEnding(page, 'Credit Application Not Finished');
		expect(page.text).toContain('66590009');
		expect(page.text).toContain('系统维护');
		const { application_no } = await rowOf(person);
		expect(page.text).toContain(`Ask WeBank for the serial number CA${application_no}`);
		expect(carriedOut(await flagship.control.journal(since))).toEqual(
			onceEach([...COMMON, ...STEPS, 'callService']),
		);

		// WeBank says that it has kept the application after all.
		await flagship.write(String(application_no), { credit_status: 'applied' });
		expectEnding(await resume(person), 'Applied for Credit');
		expect(carriedOut(await flagship.control.journal(since))).toEqual(
			onceEach([...COMMON, ...STEPS, 'callService']),
		);
	}, 90_000);

	it('gives no answer, it is asked first, and nothing goes out by itself', async () => {
		const person = applicant();
		const since = await flagship.control.lastSeq();
		await flagship.control.call('/faults', { webank: drop('callService') });

		expectEnding(await apply(person), 'Credit Application Not Finished');
		expect(await rowOf(person)).toMatchObject({ outcome: 'unknown', credit_status: 'sending' });
		await noFaults();
		const page = await resume(person);
		expectEnding(page, 'Credit Application Not Finished');
		const { application_no } = await rowOf(person);
		expect(page.text).toContain(`Ask WeBank for the serial number CA${application_no}`);
		expect(carriedOut(await flagship.control.journal(since))).not.toHaveProperty('callService');

		// The person has asked: WeBank does not have it.
		await flagship.write(String(application_no), { credit_status: 'again 1' });
		expectEnding(await resume(person), 'Applied for Credit');
		expect(carriedOut(await flagship.control.journal(since))).toEqual(
			onceEach([...COMMON, ...STEPS, 'callService']),
		);
	}, 90_000);
});

it('is built of our nodes and of those of n8n that need no code', () => {
	const allowed = [
		...['dataTable', 'executeWorkflow', 'executeWorkflowTrigger', 'form', 'formTrigger', 'if'],
		...['set', 'stickyNote', 'switch', 'wait'],
	].map((type) => `n8n-nodes-base.${type}`);
	const types = flagship.workflows.flatMap(({ nodes }) => nodes.map(({ type }) => type));
	const foreign = types.filter(
		(type) => !type.startsWith('n8n-nodes-fintech-onboarding.') && !allowed.includes(type),
	);
	expect(foreign).toEqual([]);
});

/** The field whose label begins with these words. */
const fieldOf = (page: BrowserPage, label: string): Locator => {
	const start = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	const caption = page.locator('label.form-label', { hasText: new RegExp(`^\\s*${start}`) });
	return page.locator('.inputs-wrapper > div', { has: caption });
};

async function enter(place: Locator, answer: string | File): Promise<void> {
	const choices = place.locator('.multiselect');
	const list = place.locator('select');
	if (typeof answer !== 'string') {
		const buffer = Buffer.from(await answer.arrayBuffer());
		await place
			.locator('input')
			.setInputFiles({ name: answer.name, mimeType: answer.type, buffer });
	} else if (await choices.count()) await choices.getByText(answer, { exact: true }).click();
	else if (await list.count()) await list.selectOption(answer);
	else await place.locator('input').fill(answer);
}

it('is clicked through in a browser, page by page', async () => {
	const person = applicant();
	const browser = await openBrowser();
	try {
		const page = await browser.newPage();
		// n8n's form pages ask for a web font and an icon; the test must not wait for the Internet.
		const isForeign = ({ origin }: URL) => origin !== environment.n8n.url;
		await page.route(isForeign, async (route) => await route.abort());
		await page.goto(form());
		const titles: string[] = [];
		for (;;) {
			const title = (await page.locator('h1').first().innerText()).trim();
			titles.push(title.replace(/ \(.*$/, ''));
			if (ENDINGS.test(title)) break;
			const labels = await page.locator('label.form-label').allInnerTexts();
			const shown = { title, text: '', fields: new Map(labels.map((label) => [label.trim(), ''])) };
			const answers: Record<string, string | File> = title.startsWith('Open an Account')
				? newApplication
				: title.startsWith('About You')
					? aboutYou(person)
					: title.startsWith('Your Securities')
						? await hstongPage(person)
						: answersTo(shown, person);
			for (const [label, answer] of Object.entries(answers)) {
				await enter(fieldOf(page, label), answer);
			}
			await page.locator('#submit-btn').click();
			const isNext = (before: string) =>
				document.readyState === 'complete' &&
				document.querySelector('h1')?.innerText.trim() !== before &&
				Boolean(document.querySelector('h1')?.checkVisibility());
			await page.waitForFunction(isNext, title);
		}
		expect(titles).toEqual([
			...['Open an Account and Apply for Credit', 'About You', 'Your Identity'],
			...['Your Securities Account', 'Photos and Signature', 'Your Mobile Carrier', 'SMS Code'],
			'Applied for Credit',
		]);
		const { credit_order_no } = await rowOf(person);
		await page.getByText(String(credit_order_no)).waitFor();
	} finally {
		await browser.close();
	}
}, 90_000);
