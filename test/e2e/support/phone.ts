import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Environment } from './environment.ts';
import { type Answers, type FormPage, openFormPage, PHONE } from './form-page.ts';

/** Where the pictures of all pages go, when the variable FORM_PICTURES names a folder. */
const folder = process.env.FORM_PICTURES;

const DESKTOP = { width: 1440, height: 900 };

export interface Phone extends FormPage {
	/** Looks at the page as it is, again when it is reloaded, and again when one goes back and returns. */
	look(): Promise<void>;
	/** Closes the page, and goes on by the link that it shows. */
	resume(): Promise<void>;
	/** Fills in a page that must be left by a button pressed twice, and must stand still when it is reloaded before. */
	fill(title: string, answers?: Answers): Promise<void>;
	/** Waits for an ending, looks at it and reloads it; returns what it tells. */
	end(title: string): Promise<string>;
	/** Waits for the page that says what was wrong, in Chinese, with these words. */
	wrong(words: string): Promise<void>;
	/** What a field holds. */
	value(label: string): Promise<string>;
}

/** The forms of a running n8n on a phone, in the hands of somebody who reloads every page and presses each button twice. */
export async function phoneIn(
	{ n8n }: Environment,
	form: string,
	options: { nearby?: string[]; keptDelayMs?: number } = {},
): Promise<Phone> {
	const phone = await openFormPage(n8n, { ...options, viewport: PHONE });
	// A photo of twelve megapixels takes its time on a busy machine.
	phone.page.setDefaultTimeout(60_000);
	let pictures = 0;
	const text = async (): Promise<string> => await phone.page.locator('body').innerText();

	async function lookOnce(): Promise<string> {
		const shown = await text();
		const title = await phone.page.locator('h1').first().innerText();
		if (folder) {
			mkdirSync(folder, { recursive: true });
			const name = `${form}-${String(++pictures).padStart(2, '0')}.png`;
			await phone.page.screenshot({ path: join(folder, name), fullPage: true });
		}
		expect(shown).not.toMatch(/undefined|\bnull\b|\bNaN\b|\[object|contact us/i);
		expect(title.split('\n')[0]).toMatch(/\p{Script=Han}/u);
		// Nothing stands out of the screen, of neither kind.
		for (const size of [DESKTOP, PHONE]) {
			await phone.page.setViewportSize(size);
			const width = await phone.page.evaluate(() => document.documentElement.scrollWidth);
			expect({ title, width }).toEqual({ title, width: size.width });
		}
		return shown;
	}

	/** Waits for the page with this title; tells which one is there in its place. */
	async function heading(title: string): Promise<void> {
		await phone.heading(title).catch(async () => {
			const there = await phone.page.locator('body').innerText();
			throw new Error(`In place of the page "${title}": ${there}`);
		});
	}

	/**
	 * n8n leaves a page unanswered that is asked for while its execution runs, and has none in the instant in which
	 * the execution ends, so a person reloads it again.
	 */
	async function reload(first: 'reload' | 'goForward', url: string): Promise<void> {
		for (let tries = 0; tries < 5; tries++) {
			const patience = { timeout: 5000 };
			const load = tries === 0 ? phone.page[first](patience) : phone.page.goto(url, patience);
			const came = await load.catch(() => undefined);
			if (came?.ok() && (await phone.page.locator('h1').count()) > 0) return;
			await phone.page.waitForTimeout(300);
		}
		throw new Error(`The page cannot be loaded again: ${url}`);
	}

	async function look(): Promise<void> {
		const before = await lookOnce();
		const url = phone.page.url();
		await reload('reload', url);
		expect(await text()).toBe(before);
		// All pages of a form are one entry of the history: who goes back leaves it, and finds it as it was.
		await phone.page.goBack();
		await reload('goForward', url);
		expect(await text()).toBe(before);
	}

	async function resume(): Promise<void> {
		const before = await text();
		const saved = phone.page.getByRole('link', { name: '保存此链接' });
		const link = String(await saved.getAttribute('href'));
		await phone.page.goto('about:blank');
		await phone.page.goto(link);
		expect(await text()).toBe(before);
	}

	return {
		...phone,
		heading,
		look,
		resume,
		fill: async (title, answers = {}) => {
			await heading(title);
			await look();
			await phone.enter(answers);
			await phone.page.evaluate(() => document.body.setAttribute('data-left', ''));
			await phone.page.locator('#submit-btn').dblclick();
			// The next page may have the same title.
			await phone.page.locator('body:not([data-left])').waitFor();
		},
		end: async (title) => {
			await heading(title);
			await look();
			return await phone.page.locator('.card').first().innerText();
		},
		wrong: async (words) => {
			const box = phone.page.locator('.form-header strong', { hasText: words });
			await box.waitFor();
			expect(await box.innerText()).not.toContain('系统暂时没有响应');
		},
		value: async (label) => {
			const place = phone.field(label);
			const chosen = place.locator('input:checked');
			if (await chosen.count()) return (await chosen.first().getAttribute('value')) ?? '';
			return await place.locator('input, select, textarea').first().inputValue();
		},
	};
}
