import { sharedEnvironment } from './environment.ts';
import { applicantsOf } from './flagship-applicants.ts';
import type { Applicant } from './flagship-pages.ts';
import {
	flagshipIn,
	inAHurry,
	goToTheBank,
	openForm,
	type Page,
	submit,
	until,
} from './flagship.ts';

export type Flagship = Awaited<ReturnType<typeof flagshipIn>>;

/** Starts the flagship for a test file, its nodes hurried by this, and with its tables there. */
export function useFlagship(hurry = inAHurry(3)) {
	const environment = sharedEnvironment();
	let started: Flagship | undefined;
	const flagship = (): Flagship => {
		if (!started) throw new Error('The flagship has not started.');
		return started;
	};
	const applicants = applicantsOf(() => ({ environment, flagship: flagship() }));

	beforeAll(async () => {
		started = await flagshipIn(environment, hurry);
		// The first visitor makes the tables.
		await submit(await openForm(applicants.form()), {});
		await applicants.noFaults();
		await started.control.call('/webank/replies', { replies: [] });
		await started.control.call('/qiancheng-credit/settings', { stepMs: 30, reviewMs: 200 });
	}, 120_000);
	afterAll(async () => {
		if (!started) return;
		await started.unpublish();
		await applicants.noFaults();
		await started.control.call('/qiancheng-credit/settings', { stepMs: 300, reviewMs: 1500 });
	});

	/** The applicant's browser at the bank, which sends the result and leads back to the form. */
	async function atTheBank(person: Applicant, page: Page): Promise<URL> {
		expect(page.html).toContain('/openapi/user/openAccount');
		const { application_no } = await applicants.rowOf(person);
		expect(await goToTheBank(page.html)).toBe(true);
		const redirect = await flagship().finishAtTheBank(String(application_no));
		const isOpened = async () => (await applicants.rowOf(person)).account_status === 'opened';
		await until('the account', isOpened);
		return redirect;
	}

	/** What the team has been told about an application, which nobody waits for: the kinds and the steps. */
	async function toldAbout(person: Applicant) {
		const { application_no } = await applicants.rowOf(person);
		const told = async () => {
			const all = await flagship().rows('notifications');
			return all.filter(({ reference }) => reference === application_no);
		};
		await until('the notification', async () => (await told()).length > 0);
		return (await told()).map(({ kind, step }) => [kind, step]);
	}

	return { ...applicants, atTheBank, environment, flagship, toldAbout };
}
