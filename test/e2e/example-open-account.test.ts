import { createHash } from 'node:crypto';
import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { jsonOf, type WorkflowInput } from '../support/n8n-driver.ts';
import { bankCardNumber, idCardNumber, jpeg, newMobile, png } from '../support/applicant';
import { controlOf, type JournalEntry } from '../support/sandbox';
import { HSTONG } from '../support/workflow';
import { sharedEnvironment, type Environment } from './support/environment.ts';
import { exampleOf, examplesIn } from './support/examples.ts';
import { type FormPage, openFormPage, photo } from './support/form-page.ts';

const FORM = 'open-hstong-account';
/** The number of an applicant whom no other test file has. */
const NUMBER = 977;

const ENDINGS = {
	underReview: 'Under Review (审核中)',
	opened: 'HK and US Stock Accounts Opened (开通港股和美股账户)',
};

const photos = {
	front: photo(`正面 ${idCardNumber(NUMBER)}.jpg`, jpeg(9000, 1)),
	back: photo('back.jpg', jpeg(8000, 2)),
	avatar1: photo('face.jpg', jpeg(102_400, 3)),
	avatar2: photo('action.png', png(7000)),
	signature: photo('signature.png', png(3000)),
};

const example = exampleOf(FORM);
let environment: Environment;
let control: ReturnType<typeof controlOf>;
let examples: ReturnType<typeof examplesIn>;
let workflowId: string;
let form: FormPage;

beforeAll(async () => {
	environment = await sharedEnvironment();
	control = controlOf(environment.sandbox);
	examples = examplesIn(environment);
	workflowId = await examples.publish(example);
	form = await openFormPage(environment.n8n);
});
afterAll(async () => {
	await form?.close();
	await examples?.unpublish();
});

async function signIn(mobile: string): Promise<void> {
	await form.open(FORM);
	await form.complete('Open a Hong Kong Securities Account', { Agreement: 'I have read' });
	await form.complete('Your Mobile Number', { 'Mobile Number': mobile });
	await form.message(`We have sent a code to ${mobile}`);
}

interface User {
	mobile: string;
	application: {
		status: number;
		submitted: Record<number, IDataObject>;
		photos: Record<string, { name: string; sha256: string; size: number; contentType: string }>;
	};
}

async function userOf(mobile: string): Promise<User> {
	const response = await fetch(`${environment.sandbox.controlUrl}/hstong/users`);
	const { users } = (await response.json()) as { users: User[] };
	return users.find((user) => user.mobile === mobile) as User;
}

type CheckedEntry = JournalEntry & { checks: Array<{ name: string; ok: boolean }> };

describe('the example that opens an account', () => {
	const mobile = newMobile();

	it('leads an applicant from the form to the review, and lets them correct what is refused', async () => {
		const since = await control.lastSeq();
		await signIn(mobile);

		await form.complete('SMS Code', { 'SMS Code': '12345' });
		await form.message('The SMS code is wrong');
		await form.complete('SMS Code', { 'SMS Code': await control.smsCode(mobile) });

		const unclear = photo('blurred-front.jpg', jpeg(6000, 5));
		await form.complete('ID Card Photos', { Front: unclear, Back: photos.back });
		await form.message('The front of the ID card is not clear');
		await form.complete('ID Card Photos', { Front: photos.front, Back: photos.back });

		await form.heading('Your Identity');
		await expect(form.field('ID Card Number').locator('input').inputValue()).resolves.toBe(
			idCardNumber(NUMBER),
		);
		await form.complete('Your Identity', {
			'Family Name': 'Ce',
			'Given Name': 'Shiyuan',
			'Bank Card Number': bankCardNumber(NUMBER).replace(/.$/, 'X'),
		});
		await form.message("'Bank Card Number' must have 12 to 19 digits");
		await form.complete('Your Identity', { 'Bank Card Number': bankCardNumber(NUMBER) });

		await form.complete('Personal Data', {
			'Employment Status': 'Sole Trader (个体户)',
			'Business Detail': '茶叶零售',
			'Years of Service': '3 Years (3年)',
			Gender: 'Female (女)',
			'Place of Birth': '湖南省',
			Email: 'applicant@example.com',
			'Province Code': '430000',
			'City Code': '430100',
			'District Code': '430102',
			'Region in Chinese': '湖南省长沙市芙蓉区',
			'Street Address': '八一路1号 2栋 #301',
		});
		await form.complete('Finances', {
			'Annual Income': '200,000 to 500,000 (20万-50万)',
			'Net Assets': 'Above 5,000,000 (>500万元)',
			'Investment Period': 'Long Term (Over 1 Year) (长期(1年以上))',
			'Investment Amount': 'Below 300,000 (<30万元)',
			'Experience With Shares': '6 to 10 Years (6-10年)',
			'Experience With Bull/Bear Contracts': 'None (没有)',
			'Experience With Warrants': 'None (没有)',
			'Experience With Futures': 'None (没有)',
			'Experience With Options': 'Less Than 1 Year (少于1年)',
		});
		await form.complete('Declarations', {
			'No Relation to the Broker': 'Yes',
			'● Not Employed in the Industry': 'Yes',
			'● Beneficiary of the Account': 'Yes',
			'● Responsible for Instructions': 'Yes',
			'No Politically Exposed Person': 'Yes',
			'Consent to Marketing': 'No',
			'Tax Resident of China': 'No',
			'● Not a US Person': 'Yes',
		});
		await form.message("'Tax Residence' is empty");
		await form.complete('Declarations', {
			'If No: Tax Residence': 'Japan',
			'If No: Tax Number': 'JP-0042',
		});
		await form.complete('Accounts', {
			'Open US Stock Account': 'Yes',
			'Trained in Derivatives': 'No',
			'Traded Derivatives': 'No',
			'No Politically Exposed Person': 'Yes',
			'Understands Trading Terms': 'Yes',
		});
		await form.complete('Risk Disclosure', {
			'Prices Rise and Fall': 'Yes',
			'Electronic Trading Risk': 'Yes',
			'US Regulation': 'Yes',
			'Agreement, Risks and Fees Read': 'Yes',
		});
		await form.message('For the second photo you must do this');
		const [execution] = await environment.n8n.waitForExecutions(workflowId, 1, {
			until: ['waiting'],
		});
		const [{ pic2TypeIdxLabel }] = jsonOf(execution, 'Get Required Action');
		await form.complete('Photos of Yourself', {
			'Your face from the front': photos.avatar1,
			[String(pic2TypeIdxLabel)]: photos.avatar2,
		});
		await form.complete('Signature', { 'Photo of your signature': photos.signature });
		await form.heading(ENDINGS.underReview);

		await environment.n8n.waitForExecution(execution.id, { until: ['success'] });
		const { application } = await userOf(mobile);
		expect(application.status).toBe(2);
		for (const [slot, { name, mimeType, buffer }] of Object.entries(photos)) {
			expect({ slot, ...application.photos[slot] }).toEqual({
				slot,
				name,
				size: buffer.length,
				sha256: createHash('sha256').update(buffer).digest('hex'),
				contentType: mimeType,
			});
		}
		expect(application.submitted).toMatchObject({
			1: { idCardNo: idCardNumber(NUMBER), bankCardNo: bankCardNumber(NUMBER) },
			2: { employmentStatus: 7, bussinessDetail: '茶叶零售', yearsOfService: 3, gender: 2 },
			3: { totalNetValueOfAssets: 3, sharesExperience: 3, optionsExperience: 1 },
			4: { d1: true, qc1: false, scChina: false, scJR: 'Japan', scTIN: 'JP-0042' },
			5: { acHK: true, acUS: true, q1: false, q4: true },
			6: { d1: true, d2: true, d3: true, d4: true },
		});
		expect(application.submitted[2]).not.toHaveProperty('reasonOfUnemployment');
		expect(application.submitted[4]).not.toHaveProperty('d1YesName');
		expectJournal((await control.journal(since)) as CheckedEntry[]);
	}, 120_000);

	it('tells the applicant at the next visit that the accounts are open', async () => {
		await control.review(mobile, 6);

		await signIn(mobile);
		await form.complete('SMS Code', { 'SMS Code': await control.smsCode(mobile) });

		await form.heading(ENDINGS.opened);
		await form.page.getByText('Your accounts are open.').waitFor();
		const executions = await environment.n8n.waitForExecutions(workflowId, 2);
		expect(executions.map(({ status }) => status)).toEqual(['success', 'success']);
	});

	it('holds nothing but forms, decisions and HSTong nodes', () => {
		const types = new Set(example.nodes.map(({ type }) => type));

		expect([...types].sort()).toEqual([
			'n8n-nodes-base.form',
			'n8n-nodes-base.formTrigger',
			'n8n-nodes-base.if',
			'n8n-nodes-base.stickyNote',
			HSTONG,
		]);
	});

	it("offers the node's own choices, word for word", async () => {
		const { properties } = await environment.n8n.nodeType(HSTONG, 1);
		const choices = dropDowns(example);

		expect(choices).toHaveLength(18);
		for (const { name, labels } of choices) {
			expect({ name, labels }).toEqual({ name, labels: optionsOf(properties, name) });
		}
	});
});

/** Every request was signed rightly and accepted, but for the two that the test wants refused. */
function expectJournal(entries: CheckedEntry[]): void {
	expect(entries.map(({ operation, code }) => `${operation} ${code}`)).toEqual([
		'sendAuthCode 00000',
		'authByMobile 10107',
		'authByMobile 00000',
		'getOpenStatus 60003',
		'agreeLicense 00000',
		'uploadIdCard 00000',
		'uploadIdCard 00000',
		'ocrValidate 60032',
		'uploadIdCard 00000',
		'uploadIdCard 00000',
		'ocrValidate 00000',
		'submitStep1 00000',
		'submitStep2 00000',
		'submitStep3 00000',
		'submitStep4 00000',
		'submitStep5 00000',
		'submitStep6 00000',
		'getStep7Info 00000',
		'uploadAvatarAction 00000',
		'uploadAvatarAction 00000',
		'submitStep8 00000',
		'getOpenStatus 00000',
	]);
	for (const { operation, checks } of entries) {
		const sign = checks.find(({ name }) => name === 'sign');
		expect({ operation, sign }).toEqual({ operation, sign: expect.objectContaining({ ok: true }) });
	}
}

interface FormField {
	fieldName: string;
	fieldType?: string;
	fieldOptions: { values: Array<{ option: string }> };
}

/** The drop-downs of all pages, with their labels. */
function dropDowns({ nodes }: WorkflowInput) {
	return nodes
		.flatMap(({ parameters }) => {
			const { formFields } = parameters as { formFields?: { values: FormField[] } };
			return formFields?.values ?? [];
		})
		.filter(({ fieldType }) => fieldType === 'dropdown')
		.map(({ fieldName, fieldOptions }) => ({
			name: fieldName,
			labels: fieldOptions.values.map(({ option }) => option),
		}));
}

/** The labels that a parameter of the node offers, wherever it stands. */
function optionsOf(properties: INodeProperties[], name: string): string[] | undefined {
	const all = properties.flatMap((property) => [
		property,
		...(property.type === 'collection' ? (property.options as INodeProperties[]) : []),
	]);
	const options = all.find((property) => property.name === name)?.options;
	return (options as INodePropertyOptions[] | undefined)?.map((option) => option.name);
}
