import type { Browser, Locator, Page } from 'playwright-core';

import type { N8nDriver } from '../../support/n8n-driver.ts';
import { openBrowser } from './browser.ts';

/** A file that a person chooses. */
export interface Photo {
	name: string;
	mimeType: string;
	buffer: Buffer;
}

export const photo = (name: string, buffer: Buffer): Photo => ({
	name,
	mimeType: name.endsWith('.png') ? 'image/png' : 'image/jpeg',
	buffer,
});

/** What a person enters, by the beginning of a field's label, or of the statement in front of its field. */
export type Answers = Record<string, string | Photo>;

/** n8n's form pages in a browser, as an applicant goes through them. */
export interface FormPage {
	browser: Browser;
	page: Page;
	/** Opens the first page of the form with this path. */
	open(path: string): Promise<void>;
	/** The field whose label, or the statement in front of it, begins with these words. */
	field(label: string): Locator;
	/** Fills in fields of the page that is open. */
	enter(answers: Answers): Promise<void>;
	/** Waits for the page with this title, fills it in, and submits it. */
	complete(title: string, answers?: Answers): Promise<void>;
	/** Waits for the page with this title. */
	heading(title: string): Promise<void>;
	/** Waits for these words in the introduction of a page. */
	message(text: string): Promise<void>;
	/** Waits for the last page, and for a text on it when there is one to wait for; returns what it tells. */
	ending(title: string, text?: string): Promise<string>;
	close(): Promise<void>;
}

/** The screen of a phone. */
export const PHONE = { width: 390, height: 844 };

/** The screen of a desktop. */
export const DESKTOP = { width: 1440, height: 900 };

/**
 * Opens a browser for the forms of an n8n. It asks for nothing from the Internet, such as n8n's web font, and
 * looks for the next page ten times as often as n8n's script does.
 *
 * @param nearby addresses beside n8n's that a page may lead to
 * @param keptDelayMs a delay of a page's own that stays as it is
 * @param viewport the size of the screen; by default that of a desktop
 */
export async function openFormPage(
	n8n: N8nDriver,
	{
		nearby = [],
		keptDelayMs = -1,
		viewport,
	}: { nearby?: string[]; keptDelayMs?: number; viewport?: typeof PHONE } = {},
): Promise<FormPage> {
	const browser = await openBrowser();
	const page = await browser.newPage(viewport && { viewport });
	const near = [n8n.url, ...nearby].map((url) => new URL(url).origin);
	await page.route(
		({ origin }) => !near.includes(origin),
		async (route) => await route.abort(),
	);
	await page.addInitScript((kept) => {
		const { setTimeout: later } = window;
		const sooner = (action: () => void, ms = 0) =>
			later(action, ms === kept ? ms : Math.min(ms, 100));
		window.setTimeout = sooner as typeof window.setTimeout;
	}, keptDelayMs);

	const field = (label: string): Locator => {
		const escaped = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
		const begins = { hasText: new RegExp(`^\\s*${escaped}`) };
		const caption = page.locator('label.form-label', begins);
		const labelled = page.locator('.inputs-wrapper > div', { has: caption });
		const stated = page.locator('.inputs-wrapper > div.html', begins);
		return labelled.or(stated.locator('xpath=following-sibling::div[1]'));
	};
	async function enter(label: string, value: string | Photo): Promise<void> {
		const place = field(label);
		const dropDown = place.locator('select');
		const choices = place.locator('.multiselect');
		if (typeof value !== 'string') await place.locator('input').setInputFiles(value);
		else if (await dropDown.count()) await dropDown.selectOption(value);
		else if (await choices.count()) await choices.getByText(value).click();
		else await place.locator('.form-input').fill(value);
	}
	async function enterAll(answers: Answers): Promise<void> {
		for (const [label, value] of Object.entries(answers)) await enter(label, value);
	}
	const heading = async (title: string) =>
		await page.getByRole('heading', { name: title }).waitFor();

	return {
		browser,
		page,
		field,
		heading,
		enter: enterAll,
		open: async (path) => void (await page.goto(n8n.formUrl(path))),
		complete: async (title, answers = {}) => {
			await heading(title);
			await enterAll(answers);
			await page.locator('#submit-btn').click();
		},
		message: async (text) => await page.locator('.form-header', { hasText: text }).waitFor(),
		ending: async (title, text) => {
			await heading(title);
			if (text !== undefined) await page.getByText(text).waitFor();
			return await page.locator('.card').first().innerText();
		},
		close: async () => await browser.close(),
	};
}
