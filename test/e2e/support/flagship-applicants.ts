import { PROVIDERS } from '../../../spec/providers.ts';
import type { JournalEntry } from '../../support/sandbox.ts';
import type { Environment } from './environment.ts';
import {
	type Answers,
	type flagshipIn,
	newIdCard,
	newMobile,
	openForm,
	type Page,
	type Row,
	submit,
} from './flagship.ts';
import { type Applicant, answersTo, told } from './flagship-pages.ts';

export const IDENTITY = ['One', 'Two', 'Three', 'Four', 'Five'].map((step) => `submitStep${step}`);
export const COMMON = [...IDENTITY, 'searchBlacklist', 'telecomCreate', 'riskAuditApply'];
export const STEPS = [1, 2, 3, 4, 5, 6, 8].map((step) => `submitStep${step}`);
/** The calls that cost money or change something, which nothing may repeat. */
const ONCE = [...COMMON, ...STEPS, 'callService', 'registerUser'];

/** How often each of these calls was carried out. */
export function carriedOut(entries: JournalEntry[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { operation, processed } of entries) {
		if (operation && processed && ONCE.includes(operation)) {
			counts[operation] = (counts[operation] ?? 0) + 1;
		}
	}
	return counts;
}
export const onceEach = (operations: string[]) =>
	Object.fromEntries(operations.map((operation) => [operation, 1]));

/** Somebody who has not applied yet; the last digit of the mobile number decides what the sandbox does. */
export const applicant = (changes: Partial<Applicant> = {}, digit = 1): Applicant => ({
	name: '王大志',
	idCard: newIdCard('9'),
	mobile: newMobile(digit),
	broker: '华盛 HSTong',
	amount: '20000',
	...changes,
});

/** Fails with the text of the page, which says what went wrong. */
export function expectEnding({ title, text }: Page, start: string): void {
	if (!title.startsWith(start)) throw new Error(`"${title}" in place of "${start}": ${text}`);
}

/** What is entered into a page in place of the right answers; it may also do something before. */
type Meet = (page: Page, answers: Answers) => Answers | Promise<Answers>;

let applications = 261_128_000_000_000 + Math.floor(Math.random() * 1_000_000) * 100;

/** The ways of applicants through the flagship, page by page, as a browser requests them. */
export function applicantsOf(
	where: () => { environment: Environment; flagship: Awaited<ReturnType<typeof flagshipIn>> },
) {
	const form = (link = '') =>
		where().environment.n8n.formUrl('onboarding') + (link && `?link=${link}`);

	/** Goes from page to page until one needs no answer; remembers their titles. */
	async function onward(
		start: Page,
		person: Applicant,
		titles: string[] = [],
		meet: Meet = (_page, answers) => answers,
	): Promise<Page> {
		let page = start;
		// None has been sent to whom HSTong refused one.
		const code = async () =>
			await where()
				.flagship.control.smsCode(person.mobile)
				.catch(() => '');
		for (let pages = 0; pages < 50; pages++) {
			titles.push(page.title);
			if (page.fields.size === 0) return page;
			const right = await answersTo(page.title, [...page.fields.keys()], person, code);
			page = await submit(page, await meet(page, right));
		}
		throw new Error(`No end: ${page.title} ${page.text}`);
	}

	/** Goes through all pages from the first one. */
	const applyFromTheFirstPage = async (person: Applicant, titles: string[]): Promise<Page> =>
		await onward(await submit(await openForm(form()), {}), person, titles);

	/** Goes on where everything has been told and confirmed, and nothing has gone out yet. */
	async function apply(person: Applicant, titles?: string[], meet?: Meet): Promise<Page> {
		const application_no = String(++applications);
		await where().flagship.insert({
			...told(person),
			...{ application_no, status: 'open', link_key: `${application_no}0a`.slice(-8) },
			verification_key: `sandbox-verification-user-${applications % 1_000_000}`,
		});
		return await resume(person, titles, meet);
	}

	/** Opens the link that every page shows, and goes on from there; remembers the titles of the pages. */
	const resume = async (person: Applicant, titles?: string[], meet?: Meet): Promise<Page> =>
		await onward(await submit(await openForm(await linkOf(person)), {}), person, titles, meet);

	async function linkOf(person: Applicant): Promise<string> {
		const { application_no, link_key } = await rowOf(person);
		return form(`${application_no}-${link_key}`);
	}

	const find = async ({ mobile }: Applicant) =>
		(await where().flagship.rows()).find((row) => row.mobile === mobile);

	async function rowOf(person: Applicant): Promise<Row> {
		const found = await find(person);
		if (!found) throw new Error(`Nobody has applied with ${person.mobile}`);
		return found;
	}

	return {
		...{ form, onward, applyFromTheFirstPage, apply, resume, linkOf, find, rowOf },
		noFaults: async () =>
			await where().flagship.control.call(
				'/faults',
				Object.fromEntries(PROVIDERS.map(({ id }) => [id, { events: null, force: null }])),
			),
	};
}
