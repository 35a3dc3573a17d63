import type { IDataObject } from 'n8n-workflow';

import { controlOf } from '../support/sandbox';
import { sharedEnvironment, type Environment } from './support/environment.ts';
import { exampleOf, examplesIn, expectPlainNodes } from './support/examples.ts';
import { type FormPage, openFormPage } from './support/form-page.ts';

const QIANCHENG = 'n8n-nodes-fintech-onboarding.qianchengCredit';
const LOAN = 'qiancheng-loan-application';

let environment: Environment;
let control: ReturnType<typeof controlOf>;
let examples: ReturnType<typeof examplesIn>;
let form: FormPage;

beforeAll(async () => {
	environment = await sharedEnvironment();
	control = controlOf(environment.sandbox);
	await settings({ stepMs: 50, reviewMs: 300 });
	examples = examplesIn(environment);
	await examples.publish(exampleOf(LOAN));
	form = await openFormPage(environment.n8n);
});
afterEach(async () => {
	await control.call('/faults', { 'qiancheng-credit': { force: null } });
});
afterAll(async () => {
	await form?.close();
	await examples?.unpublish();
	await settings({ stepMs: 300, reviewMs: 1500 });
});

const settings = async (changes: IDataObject) =>
	await control.call('/qiancheng-credit/settings', changes);
const force = async (path: string, code: string) =>
	await control.call('/faults', { 'qiancheng-credit': { force: [{ path, code, times: 9 }] } });

/** What the examples are built of beside our node. */
const PLAIN = ['form', 'formTrigger', 'if', 'set'];

describe('the example that judges a loan', () => {
	const TITLE = 'Apply for a Loan';
	const applicant = {
		Name: '王大志',
		'ID Card Number': '11010519491231002x',
		'Service Password': '12 3+4',
		'Amount in Yuan': '2000.50',
		'Term in Days': '30',
		Consent: 'I agree',
	};

	/** Hands in the form; the last digit of the mobile number decides what the carrier asks for. */
	async function apply(digit: number, changes: Partial<typeof applicant> = {}): Promise<void> {
		await form.open(LOAN);
		await form.complete(TITLE, {
			...{ ...applicant, ...changes },
			'Mobile Number': `1380013800${digit}`,
		});
	}

	it('asks for SMS code and query password until both are right, and approves', async () => {
		const since = await control.lastSeq();
		await apply(3, { 'ID Card Number': '110105194912310021' });
		await form.message("'ID Card Number' has a last character that does not fit the other 17");
		await expect(form.field('Name').locator('input').inputValue()).resolves.toBe(applicant.Name);
		await expect(form.field('Service Password').locator('input').inputValue()).resolves.toBe('');
		const { 'ID Card Number': idCard, 'Service Password': servicePassword } = applicant;
		await form.complete(TITLE, { 'ID Card Number': idCard, 'Service Password': servicePassword });

		await form.message('Your carrier has sent a code to 13800138003');
		await form.complete('SMS Code', { 'SMS Code': '999999' });
		await form.message('The code was wrong or too late');
		await form.complete('SMS Code', { 'No code received': 'Send me a new code' });
		await form.message('Your carrier has sent a new code to 13800138003');
		await form.complete('SMS Code', { 'SMS Code': '' });
		await form.message("'SMS Code' is empty");
		await form.complete('SMS Code', { 'SMS Code': '234567' });

		await form.message('Your carrier asks for a query password');
		await form.complete('Query Password', { 'Query Password': '111111' });
		await form.message('The query password was wrong');
		await form.complete('Query Password', { 'Query Password': '654321' });
		await form.ending('Approved', 'Your loan of 2000.5 yuan for 30 days is approved.');

		const entries = await control.journal(since);
		const operations = entries
			.filter(({ operation }) => !/GetState|riskAuditResult|authorizeToken/.test(operation ?? ''))
			.map(({ operation, code }) => `${operation} ${code}`);
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
			basic_info: { user_contact: { name: '李四', moblie: '13900139000', relation: 3 } },
			telecom_data: { real_name_status: 1, bill_list: [{ amount: expect.any(String) }] },
		});
	}, 90_000);

	it('rejects, and says why', async () => {
		await apply(0, { Name: '黑名单测试员' });
		await form.ending('Not Approved', 'Reason: ');
	});

	describe('in more haste', () => {
		beforeAll(async () => {
			const example = structuredClone(exampleOf(LOAN));
			for (const { parameters } of example.nodes) {
				if ('maximumWait' in parameters)
					Object.assign(parameters, { maximumWait: 2, interval: 0.2 });
			}
			await examples.publish(example);
		});

		it.each([
			[6, 'Your Carrier Gave No Data', 'Check that the mobile number is registered in your name'],
			[5, 'Please Apply Again', 'Your carrier has started the login anew'],
		])('ends when the carrier goes no further (%i: %s)', async (digit, title, text) => {
			await apply(digit);
			await form.ending(title, text);
		});

		it.each([
			['telecomGetState', 'We Could Not Go On', 'Qiancheng Credit code 1001'],
			['telecomGetReport', 'We Could Not Go On', 'Qiancheng Credit code 1001'],
			['riskAuditApply', 'We Could Not Go On', 'Qiancheng Credit code 1001'],
			['riskAuditResult', 'We Could Not Go On', 'Qiancheng Credit code 1001'],
			['telecomCreate', TITLE, 'Qiancheng Credit does not accept the input'],
		])('shows a page when Qiancheng refuses %s', async (operation, title, text) => {
			await force(operation, '1001');
			await apply(0);
			await form.ending(title, text);
		});

		it('shows the page again when a code cannot be submitted', async () => {
			await force('telecomSubmitCaptcha', '1001');
			await apply(1);
			await form.complete('SMS Code', { 'SMS Code': '123456' });
			await form.message('Qiancheng Credit does not accept the input');
			await control.call('/faults', { 'qiancheng-credit': { force: null } });
			await form.complete('SMS Code', { 'SMS Code': '123456' });
			await form.heading('Approved');
		});

		it.each([
			[7, 'Your data is not ready yet'],
			[4, 'It has probably not accepted the service password'],
		])('ends when the carrier takes too long (%i)', async (digit, text) => {
			await apply(digit);
			await form.ending('Your Carrier Takes Too Long', text);
		});

		it('hands over to a person when the audit takes too long', async () => {
			await apply(0, { 'Amount in Yuan': '60000' });
			await form.ending('Under Review', 'A colleague looks at your application');
			const { audits } = await control.call<{ audits: IDataObject[] }>('/qiancheng-credit/audits');
			await form.page.getByText(String(audits[0].openId)).waitFor();
		});
	});

	it('holds nothing but forms, decisions and Qiancheng Credit nodes', () => {
		expectPlainNodes(exampleOf(LOAN), [...PLAIN, 'switch'], [QIANCHENG]);
	});
});
