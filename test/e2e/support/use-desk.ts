import type { Browser, BrowserContext, Page } from 'playwright-core';

import { openBrowser } from './browser.ts';
import { deskOf, loginOf } from './desk.ts';
import { inAHurry } from './flagship.ts';
import type { Applicant } from './flagship-pages.ts';
import { tableOf } from './tables.ts';
import { useFlagship } from './use-flagship.ts';

/** The table of what became of each application, step by step. */
export const EVENTS = 'onboarding_events';

/** A text that would be markup, were it not escaped. */
export const HOSTILE = `<script>window.hacked=1</script>"><img src=x onerror=window.hacked=1>{{ 7*7 }}$&'\``;

/**
 * Two reviewers at the desk of a flagship through which these people have gone, three at a time; whom `failing`
 * names has gone through it last, while the blacklist was refused.
 */
export function useDesk<Name extends string>(people: Record<Name, Applicant>, failing: Name) {
	const world = useFlagship(inAHurry(8));
	const { apply, environment, flagship, noFaults, rowOf } = world;
	const desk = (index = 0) => deskOf(environment, index);
	let browser: Browser;
	let since: number;

	beforeAll(async () => {
		browser = await openBrowser();
		since = await flagship().control.lastSeq();
		const waiting = (Object.keys(people) as Name[]).filter((name) => name !== failing);
		while (waiting.length > 0) {
			await Promise.all(waiting.splice(0, 3).map(async (name) => await apply(people[name])));
		}
		await flagship().control.call('/faults', {
			'qiancheng-credit': { force: [{ path: 'searchBlacklist', code: '1001', times: 9 }] },
		});
		await apply(people[failing]);
		await noFaults();
	}, 240_000);
	afterAll(async () => await browser?.close());

	return {
		...world,
		desk,
		/** The sandbox's journal from the first of them on. */
		journal: async () => await flagship().control.journal(since),
		numberOf: async (person: Applicant) => String((await rowOf(person)).application_no),
		eventsOf: async (no: string) =>
			(await tableOf(environment, EVENTS, 20)).filter((event) => event.application_no === no),
		/** A reviewer's browser with the desk open. */
		reviewerAt: async (
			index: number,
			query: string,
		): Promise<{ context: BrowserContext; page: Page }> => {
			const { user: username, password } = loginOf(index);
			const context = await browser.newContext({ httpCredentials: { username, password } });
			const page = await context.newPage();
			await page.goto(desk(index).url + query);
			return { context, page };
		},
	};
}
