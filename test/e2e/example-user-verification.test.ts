import { createHash } from 'node:crypto';
import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Browser, Locator, Page } from 'playwright-core';

import { demoCredentials } from '../../sandbox/registry.ts';
import {
	credentialKey,
	formPath,
	readExamples,
	rewireCredentials,
} from '../../scripts/start/examples.ts';
import type { WorkflowInput } from '../../scripts/host/n8n-client.ts';
import { jpeg, png } from '../support/applicant';
import { controlOf } from '../support/sandbox';
import { openBrowser } from './support/browser.ts';
import { sharedEnvironment, type Environment } from './support/environment.ts';

const USER_VERIFICATION = 'n8n-nodes-fintech-onboarding.userVerification';
const FORM = 'verify-your-identity';
const WAIT = 'n8n-nodes-base.wait';

interface Photo {
	name: string;
	mimeType: string;
	buffer: Buffer;
}

const photo = (name: string, buffer: Buffer): Photo => ({
	name,
	mimeType: name.endsWith('.png') ? 'image/png' : 'image/jpeg',
	buffer,
});

const photos = {
	cardFront: photo('证件 正面.jpg', jpeg(9000, 21)),
	handSign: photo('signature.png', png(8000)),
	faceAuth: photo('face.jpg', jpeg(7000, 23)),
};
/** Called a photo, and none by its first bytes. */
const noPhoto = photo('document.jpg', Buffer.from('GIF89a'));

let environment: Environment;
let control: ReturnType<typeof controlOf>;
let example: WorkflowInput;
let workflowId: string;
let apiKey: string;
let browser: Browser;
let page: Page;

// A key stands for one user (gap UV-09): each test has its own.
let users = Math.floor(Math.random() * 90_000);

beforeAll(async () => {
	environment = await sharedEnvironment();
	control = controlOf(environment.sandbox);
	example = readExamples().find((workflow) => formPath(workflow) === FORM) as WorkflowInput;
	const ids = new Map<string, string>();
	for (const credential of demoCredentials(environment.sandbox.urls)) {
		const key = credentialKey(credential.type, credential.name);
		ids.set(key, await environment.n8n.saveCredential(credential));
	}
	workflowId = (await environment.n8n.saveWorkflow(rewireCredentials(impatient(example), ids))).id;
	await environment.n8n.publish(workflowId);

	browser = await openBrowser();
	page = await browser.newPage();
	// n8n's form pages ask for a web font and an icon; the test must not wait for the Internet.
	const isForeign = ({ origin }: URL) => origin !== environment.n8n.url;
	await page.route(isForeign, async (route) => await route.abort());
	// A page asks n8n once a second whether the next one is there; here more often.
	await page.addInitScript(() => {
		const { setTimeout: later } = window;
		const sooner = (action: () => void, ms = 0) => later(action, Math.min(ms, 100));
		window.setTimeout = sooner as typeof window.setTimeout;
	});
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
	await browser?.close();
	if (workflowId) await environment.n8n.unpublish(workflowId);
});

/** The workflow, waiting less long between two looks at the review. */
const impatient = (workflow: WorkflowInput): WorkflowInput => ({
	...workflow,
	nodes: workflow.nodes.map((node) =>
		node.type === WAIT ? { ...node, parameters: { ...node.parameters, amount: 0.2 } } : node,
	),
});

/** The field whose label begins with these words. */
function field(label: string): Locator {
	const escaped = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	const caption = page.locator('label.form-label', { hasText: new RegExp(`^\\s*${escaped}`) });
	return page.locator('.inputs-wrapper > div', { has: caption });
}

async function enter(label: string, value: string | Photo): Promise<void> {
	const place = field(label);
	const dropDown = place.locator('select');
	const choices = place.locator('.multiselect');
	if (typeof value !== 'string') await place.locator('input').setInputFiles(value);
	else if (await dropDown.count()) await dropDown.selectOption(value);
	else if (await choices.count()) await choices.getByText(value).click();
	else await place.locator('.form-input').fill(value);
}

type Answers = Record<string, string | Photo>;

/** Waits for the page with this title, fills it in, and submits it. */
async function complete(title: string, answers: Answers): Promise<void> {
	await page.getByRole('heading', { name: title }).waitFor();
	for (const [label, value] of Object.entries(answers)) await enter(label, value);
	await page.locator('#submit-btn').click();
}

const message = async (text: string) =>
	await page.locator('.form-header', { hasText: text }).waitFor();

async function open(): Promise<void> {
	await page.goto(environment.n8n.formUrl(FORM));
	await complete('Verify Your Identity', { Consent: 'I agree' });
}

/** The ending with this title; returns what it tells. */
async function ending(title: string): Promise<string> {
	await page.getByRole('heading', { name: title }).waitFor();
	return await page.locator('.card').first().innerText();
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
	await complete('Step 1 of 5', personal);
	await complete('Step 2 of 5', { ...present, 'Permanent Address Is the Same': 'Yes (是)' });
	await complete('Step 3 of 5', income);
	await complete('Step 4 of 5', document(number));
	await complete('Step 5 of 5', face);
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

		await complete('Step 1 of 5', { ...personal, 'Date of Birth': '2090-01-31' });
		await message("'Date of Birth' must be a date of birth, not a day in the future");
		await complete('Step 1 of 5', { 'Date of Birth': '1990-01-31' });

		await control.call('/user-verification/force', {
			...{ operation: 'submitStepTwo', code: '500123', description: '邮政编码不正确' },
		});
		await complete('Step 2 of 5: Address', {
			...present,
			'Permanent Address Is the Same': 'No (否)',
		});
		await complete('Step 2 of 5: Permanent Address', permanent);
		await message('The verification service refused the request. Code 500123: 邮政编码不正确');
		// Nothing has to be typed again, on neither page.
		await complete('Step 2 of 5: Address', { 'Present Postcode': '1227' });
		await complete('Step 2 of 5: Permanent Address', {});

		await complete('Step 3 of 5', {
			'Employment Status': 'Employed (在职)',
			'Company Name': '马尼拉贸易',
			'Industry or Occupation': 'Other Occupation (其他职业)',
			Position: 'Clerk',
			'Annual Income': '50,000',
			'Source of Income': 'Other (其他)',
			'Source of Funds': 'Donation (捐款)',
			'Tax Number Type': 'Tax Identification Number (TIN)',
		});
		await message('Something is missing');
		await complete('Step 3 of 5', { 'If Other': 'Rent', 'Tax Number (': '123456789000' });
		await message("'Annual Income' must be an amount in digits");
		await complete('Step 3 of 5', { 'Annual Income': '50000' });

		await complete('Step 4 of 5', { ...document('P1234567'), 'Document Photo': noPhoto });
		await message("The file 'documentPhoto' is not a JPEG or PNG file");
		const { 'Document Photo': front, 'Signature Photo': sign } = document('');
		await complete('Step 4 of 5', { 'Document Photo': front, 'Signature Photo': sign });

		await complete('Step 5 of 5', { 'Face Photo': noPhoto });
		await message("The file 'facePhoto' is not a JPEG or PNG file");
		await complete('Step 5 of 5', face);
		expect(await ending('Your Identity Is Verified')).toContain('Thank you.');

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
			// Pending, second review, verified.
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
		expect(await ending('Verification Rejected')).toContain(
			`Reason: ${reason} · 证件照片不清晰，请重新上传`,
		);
		// Nobody who lives in one place is asked for another, and what was left empty is not sent.
		const [, , address, incomes] = (await requests(since)).map(({ params }) => Object.keys(params));
		expect(address.filter((name) => name.startsWith('permanent'))).toEqual([]);
		expect(incomes).not.toContain('incomeSourceOther');
		expect(incomes).not.toContain('taxType');

		await open();
		await message(`Your last verification was rejected: ${reason}`);
		// The form is open to everyone who has its address: it shows nothing that the provider knows.
		await expect(field('First Name').locator('input').inputValue()).resolves.toBe('');
	}, 60_000);

	it('stops asking for a review that takes long, and shows the result at the next visit', async () => {
		const since = await control.lastSeq();
		await open();
		await submitAll('P123456A');
		expect(await ending('Under Review')).toContain('open the form again later');
		expect(await executionStatuses()).toEqual(['success']);
		const asked = (await requests(since)).filter(({ operation }) => /^query/.test(`${operation}`));
		expect(asked).toHaveLength(1 + 10);

		await control.call('/user-verification/review', { apiKey, status: '4' });
		await open();
		await ending('Your Identity Is Verified');
	}, 60_000);

	it('tells when the service cannot be asked at all', async () => {
		await control.call('/user-verification/force', {
			...{ operation: 'queryUserVerified', httpStatus: 403, code: '403001', times: 1 },
		});
		await open();
		expect(await ending('Not Available at the Moment')).toContain(
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
