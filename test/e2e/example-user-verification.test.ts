import { createHash } from 'node:crypto';
import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { demoCredentials } from '../../sandbox/registry.ts';
import type { WorkflowInput } from '../support/n8n-driver.ts';
import { jpeg, png } from '../support/applicant';
import { controlOf } from '../support/sandbox';
import { sharedEnvironment, type Environment } from './support/environment.ts';
import { exampleOf, examplesIn } from './support/examples.ts';
import { type Answers, type FormPage, openFormPage, photo } from './support/form-page.ts';

const USER_VERIFICATION = 'n8n-nodes-fintech-onboarding.userVerification';
const FORM = 'verify-your-identity';
const WAIT = 'n8n-nodes-base.wait';

const photos = {
	cardFront: photo('证件 正面.jpg', jpeg(9000, 21)),
	handSign: photo('signature.png', png(8000)),
	faceAuth: photo('face.jpg', jpeg(7000, 23)),
};
/** A file that is called a photo, and is none by its first bytes. */
const noPhoto = photo('document.jpg', Buffer.from('GIF89a'));

const example = exampleOf(FORM);
let environment: Environment;
let control: ReturnType<typeof controlOf>;
let examples: ReturnType<typeof examplesIn>;
let workflowId: string;
let apiKey: string;
let form: FormPage;

// A key stands for one user (gap UV-09): each test has its own.
let users = Math.floor(Math.random() * 90_000);

beforeAll(async () => {
	environment = await sharedEnvironment();
	control = controlOf(environment.sandbox);
	examples = examplesIn(environment);
	workflowId = await examples.publish(impatient(example));
	form = await openFormPage(environment.n8n);
});
beforeEach(async () => {
	const [{ name, type, data }] = demoCredentials(environment.sandbox.urls).filter(
		(credential) => credential.type === 'userVerificationApi',
	);
	apiKey = `sandbox-verification-user-${++users}`;
	await environment.n8n.saveCredential({ name, type, data: { ...data, apiKey } });
	await environment.n8n.deleteExecutions(workflowId);
});
afterAll(async () => {
	await form?.close();
	await examples?.unpublish();
});

/** The workflow, waiting less long between two looks at the review. */
const impatient = (workflow: WorkflowInput): WorkflowInput => ({
	...workflow,
	nodes: workflow.nodes.map((node) =>
		node.type === WAIT ? { ...node, parameters: { ...node.parameters, amount: 0.2 } } : node,
	),
});

async function open(): Promise<void> {
	await form.open(FORM);
	await form.complete('Verify Your Identity', { Consent: 'I agree' });
}

const personal: Answers = {
	'First Name': 'Maria',
	'Last Name': 'Santos',
	Sex: 'Female (女)',
	'Date of Birth': '1990-01-31',
	'Place of Birth': 'Quezon City',
	'Country Code': 'PH',
};
const present: Answers = {
	'Present Country': 'PH',
	'Present Province': 'Metro Manila',
	'Present City': 'Makati',
	'Present Address': 'Blk 1 & Lot 2 / #3',
	'Present Postcode': '1226',
};
const permanent: Answers = {
	'Permanent Country': 'PH',
	'Permanent Province': 'Cebu',
	'Permanent City': 'Cebu City',
	'Permanent Address': '12 Osmeña Boulevard',
	'Permanent Postcode': '6000',
};
const income: Answers = {
	'Employment Status': 'Unemployed (无业)',
	'Annual Income': '1200.50',
	'Source of Income': 'Personal Savings (个人储蓄)',
};
const document = (number: string): Answers => ({
	'Document Type': 'Passport (护照)',
	'Document Number': number,
	'Valid Until': '2099-12-31',
	'Document Photo': photos.cardFront,
	'Signature Photo': photos.handSign,
});
const face: Answers = { 'Face Photo': photos.faceAuth };

/** The five steps, by who makes no mistakes. The document's number decides the review. */
async function submitAll(number: string): Promise<void> {
	await form.complete('Step 1 of 5', personal);
	await form.complete('Step 2 of 5', { ...present, 'Permanent Address Is the Same': 'Yes (是)' });
	await form.complete('Step 3 of 5', income);
	await form.complete('Step 4 of 5', document(number));
	await form.complete('Step 5 of 5', face);
}

interface User {
	apiKey: string;
	photos: Record<string, { sha256: string }>;
	data: Record<string, string>;
}

async function userOf(key: string): Promise<User> {
	const { users: all } = await control.call<{ users: User[] }>('/user-verification/users');
	return all.find((user) => user.apiKey === key) as User;
}

/** What reached the provider since, and how it was answered. */
async function requests(since: number) {
	const entries = (await control.journal(since)).filter(({ params }) => params.apiKey === apiKey);
	return entries.map(({ operation, code, params }) => ({ operation, code, params }));
}

const executionStatuses = async () =>
	(await environment.n8n.waitForExecutions(workflowId, 1)).map(({ status }) => status);

describe('the example that verifies a user', () => {
	it('leads from the form to the approval, and lets the user correct what is refused', async () => {
		const since = await control.lastSeq();
		await open();

		await form.complete('Step 1 of 5', { ...personal, 'Date of Birth': '2090-01-31' });
		await form.message("'Date of Birth' must be a date of birth, not a day in the future");
		await form.complete('Step 1 of 5', { 'Date of Birth': '1990-01-31' });

		await control.call('/user-verification/force', {
			...{ operation: 'submitStepTwo', code: '500123', description: '邮政编码不正确' },
		});
		await form.complete('Step 2 of 5: Address', {
			...present,
			'Permanent Address Is the Same': 'No (否)',
		});
		await form.complete('Step 2 of 5: Permanent Address', permanent);
		await form.message('The verification service refused the request. Code 500123: 邮政编码不正确');
		// Nothing has to be typed again, on neither page of the form.
		await form.complete('Step 2 of 5: Address', { 'Present Postcode': '1227' });
		await form.complete('Step 2 of 5: Permanent Address', {});

		await form.complete('Step 3 of 5', {
			'Employment Status': 'Employed (在职)',
			'Company Name': '马尼拉贸易',
			'Industry or Occupation': 'Other Occupation (其他职业)',
			Position: 'Clerk',
			'Annual Income': '50,000',
			'Source of Income': 'Other (其他)',
			'Source of Funds': 'Donation (捐款)',
			'Tax Number Type': 'Tax Identification Number (TIN)',
		});
		await form.message('Something is missing');
		await form.complete('Step 3 of 5', { 'If Other': 'Rent', 'Tax Number (': '123456789000' });
		await form.message("'Annual Income' must be an amount in digits");
		await form.complete('Step 3 of 5', { 'Annual Income': '50000' });

		await form.complete('Step 4 of 5', { ...document('P1234567'), 'Document Photo': noPhoto });
		await form.message("The file 'documentPhoto' is not a JPEG or PNG file");
		const { 'Document Photo': front, 'Signature Photo': sign } = document('');
		await form.complete('Step 4 of 5', { 'Document Photo': front, 'Signature Photo': sign });

		await form.complete('Step 5 of 5', { 'Face Photo': noPhoto });
		await form.message("The file 'facePhoto' is not a JPEG or PNG file");
		await form.complete('Step 5 of 5', face);
		expect(await form.ending('Your Identity Is Verified')).toContain('Thank you.');

		expect(await executionStatuses()).toEqual(['success']);
		const all = await requests(since);
		expect(all.map(({ operation, code }) => `${operation} ${code}`)).toEqual([
			'queryUserVerified 000000',
			'submitStepOne 000000',
			'submitStepTwo 500123',
			'submitStepTwo 000000',
			'submitStepThree 000000',
			'submitStepFour 000000',
			'submitStepFive 000000',
			// The states are pending, second review and verified.
			'queryUserVerified 000000',
			'queryUserVerified 000000',
			'queryUserVerified 000000',
		]);
		const { data, photos: stored } = await userOf(apiKey);
		expect(data).toMatchObject({
			...{ firstName: 'Maria', lastName: 'Santos', sex: '2', birthDate: '1990-01-31' },
			...{ residenceAddr: 'Blk 1 & Lot 2 / #3', residencePostcode: '1227', isIdentical: '2' },
			...{ permanentAddr: '12 Osmeña Boulevard', permanentPostcode: '6000' },
			...{ employmentStatus: '1', natureBusiness: '99', income: '50000', fundSource: '10' },
			...{ incomeSource: '4', incomeSourceOther: 'Rent', taxType: '1', taxNo: '123456789000' },
			...{ cardType: '1', cardNo: 'P1234567', cardValidityPeriod: '2099-12-31', cardStatus: '4' },
		});
		for (const [slot, { buffer }] of Object.entries(photos)) {
			const sha256 = createHash('sha256').update(buffer).digest('hex');
			expect({ slot, ...stored[slot] }).toMatchObject({ slot, sha256 });
		}
	}, 60_000);

	it('tells who is rejected why, and at the next visit again', async () => {
		const since = await control.lastSeq();
		await open();
		await submitAll('P1234568');
		const reason = 'The photo of the document is not clear, upload it again';
		expect(await form.ending('Verification Rejected')).toContain(
			`Reason: ${reason} · 证件照片不清晰，请重新上传`,
		);
		// Nobody who lives in one place is asked for another, and what was left empty is not sent.
		const [, , address, incomes] = (await requests(since)).map(({ params }) => Object.keys(params));
		expect(address.filter((name) => name.startsWith('permanent'))).toEqual([]);
		expect(incomes).not.toContain('incomeSourceOther');
		expect(incomes).not.toContain('taxType');

		await open();
		await form.message(`Your last verification was rejected: ${reason}`);
		// The form is open to everyone who has its address: it shows nothing that the provider knows.
		await expect(form.field('First Name').locator('input').inputValue()).resolves.toBe('');
	}, 60_000);

	it('stops asking for a review that takes long, and shows the result at the next visit', async () => {
		const since = await control.lastSeq();
		await open();
		await submitAll('P123456A');
		expect(await form.ending('Under Review')).toContain('open the form again later');
		expect(await executionStatuses()).toEqual(['success']);
		const asked = (await requests(since)).filter(({ operation }) => /^query/.test(`${operation}`));
		expect(asked).toHaveLength(1 + 10);

		await control.call('/user-verification/review', { apiKey, status: '4' });
		await open();
		await form.ending('Your Identity Is Verified');
	}, 60_000);

	it('tells when the service cannot be asked at all', async () => {
		await control.call('/user-verification/force', {
			...{ operation: 'queryUserVerified', httpStatus: 403, code: '403001', times: 1 },
		});
		await open();
		expect(await form.ending('Not Available at the Moment')).toContain(
			'The API key is not allowed to do this.',
		);
	}, 30_000);

	it('holds nothing but forms, decisions, a wait and User Verification nodes', () => {
		const types = new Set(example.nodes.map(({ type }) => type));

		expect([...types].sort()).toEqual([
			'n8n-nodes-base.form',
			'n8n-nodes-base.formTrigger',
			'n8n-nodes-base.if',
			'n8n-nodes-base.stickyNote',
			WAIT,
			USER_VERIFICATION,
		]);
	});

	it("offers the node's own choices, word for word", async () => {
		const { properties } = await environment.n8n.nodeType(USER_VERIFICATION, 1);
		const choices = dropDowns(example);

		expect(choices).toHaveLength(8);
		for (const { name, labels } of choices) {
			expect({ name, labels }).toEqual({ name, labels: optionsOf(properties, name) });
		}
	});

	it('asks for every field of the five steps but the language', async () => {
		const { properties } = await environment.n8n.nodeType(USER_VERIFICATION, 1);
		const ours = example.nodes.filter(({ type }) => type === USER_VERIFICATION);
		const filled = ours.flatMap(({ parameters }) => [
			...Object.keys(parameters),
			...Object.keys((parameters.additionalFields as IDataObject | undefined) ?? {}),
		]);
		const offered = properties
			.filter(({ displayOptions }) => displayOptions?.show?.resource?.includes('step'))
			.flatMap(({ name, type, options }) =>
				type === 'collection' ? (options as INodeProperties[]).map((option) => option.name) : name,
			);
		const missing = new Set(offered.filter((name) => !filled.includes(name)));
		expect([...missing]).toEqual(['locale']);
	});
});

interface FormField {
	fieldName: string;
	fieldOptions?: { values: Array<{ option: string }> };
}

/** The choices of all pages with their labels, but for the consent. */
function dropDowns({ nodes }: WorkflowInput) {
	return nodes
		.filter(({ type }) => type === 'n8n-nodes-base.form')
		.flatMap(({ parameters }) => {
			const { formFields } = parameters as { formFields?: { values: FormField[] } };
			return formFields?.values ?? [];
		})
		.flatMap(({ fieldName: name, fieldOptions }) =>
			fieldOptions ? [{ name, labels: fieldOptions.values.map(({ option }) => option) }] : [],
		);
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
