import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Environment } from './environment.ts';
import { type Answers, DESKTOP, type FormPage, openFormPage, PHONE } from './form-page.ts';

/** Where the pictures of all pages go, when the variable FORM_PICTURES names a folder. */
const folder = process.env.FORM_PICTURES;
let pictures = 0;

/** The screens that a form is walked on: the usual one, and the other one. FORM_SCREEN=desktop has them the other way round. */
const { FORM_SCREEN = 'phone' } = process.env;
const BOTH = [
	{ name: 'phone', size: PHONE },
	{ name: 'desktop', size: DESKTOP },
];
const USUAL = BOTH.find(({ name }) => name === FORM_SCREEN);
if (!USUAL) throw new Error(`There is no screen '${FORM_SCREEN}'`);
const SCREENS = { usual: USUAL, other: BOTH.filter((one) => one !== USUAL)[0] };
export type Screen = keyof typeof SCREENS;

export interface Walk extends FormPage {
	/** Looks at the page as it is, again when it is reloaded, and again when one goes back and returns. */
	look(): Promise<void>;
	/** Loads a page that may be about to change, as often as it takes. */
	load(url: string): Promise<void>;
	/** Goes back to the page before, as often as it takes. */
	back(): Promise<void>;
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
	/** Goes on with this screen. */
	take(screen: Screen): Promise<void>;
}

/** The numbers that stand on two lines of the page: of cards, telephones, amounts. It runs in the browser. */
function brokenNumbers(): string[] {
	const NUMBERS = /\d[\d,.]{4,}X?|\d{3}-\d{3}-\d{4}/g;
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	const broken: string[] = [];
	while (texts.nextNode()) {
		const { currentNode: node } = texts;
		for (const { 0: number, index } of (node.textContent ?? '').matchAll(NUMBERS)) {
			const range = document.createRange();
			range.setStart(node, index);
			range.setEnd(node, index + number.length);
			const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
			if (lines.size > 1) broken.push(number);
		}
	}
	return broken;
}

/**
 * The way of somebody through the forms of a running n8n who reloads every page and presses each button twice.
 *
 * @param form names the pictures of its pages
 * @param options those of the browser, and the screen to begin with
 */
export async function walkIn(
	{ n8n }: Environment,
	form: string,
	{
		screen: first = 'usual',
		...options
	}: { nearby?: string[]; keptDelayMs?: number; screen?: Screen } = {},
): Promise<Walk> {
	let screen = SCREENS[first];
	const walk = await openFormPage(n8n, { ...options, viewport: screen.size });
	// A photo of twelve megapixels takes its time on a busy machine.
	walk.page.setDefaultTimeout(60_000);
	const text = async (): Promise<string> => await walk.page.locator('body').innerText();

	async function lookOnce(): Promise<string> {
		const shown = await text();
		const title = await walk.page.locator('h1').first().innerText();
		if (folder) {
			mkdirSync(folder, { recursive: true });
			const name = `${form}-${screen.name}-${String(++pictures).padStart(2, '0')}.png`;
			await walk.page.screenshot({ path: join(folder, name), fullPage: true });
		}
		expect(shown).not.toMatch(/undefined|\bnull\b|\bNaN\b|\[object|contact us/i);
		expect(title.split('\n')[0]).toMatch(/\p{Script=Han}/u);
		// Who must not apply again is not invited to.
		if (shown.includes('不要重复')) expect(shown).not.toContain('重新申请');
		// Nothing stands out of the screen, of neither kind.
		for (const { size } of [...BOTH.filter((one) => one !== screen), screen]) {
			await walk.page.setViewportSize(size);
			const width = await walk.page.evaluate(() => document.documentElement.scrollWidth);
			expect({ title, width }).toEqual({ title, width: size.width });
			expect({ title, broken: await walk.page.evaluate(brokenNumbers) }).toEqual({
				title,
				broken: [],
			});
		}
		return shown;
	}

	/** Waits for the page with this title; tells which one is there in its place. */
	async function heading(title: string): Promise<void> {
		await walk.heading(title).catch(async () => {
			const there = await walk.page.locator('body').innerText();
			throw new Error(`In place of the page "${title}": ${there}`);
		});
	}

	/**
	 * n8n leaves a page unanswered that is asked for while its execution runs, and has none in the instant in which
	 * the execution ends, so a person loads it again.
	 */
	async function load(url: string, first?: 'reload' | 'goForward'): Promise<void> {
		for (let tries = 0; tries < 5; tries++) {
			const patience = { timeout: 5000 };
			const loading =
				first && tries === 0 ? walk.page[first](patience) : walk.page.goto(url, patience);
			const came = await loading.catch(() => undefined);
			if (came?.ok() && (await walk.page.locator('h1').count()) > 0) return;
			await walk.page.waitForTimeout(300);
		}
		throw new Error(`The page cannot be loaded again: ${url}`);
	}

	/** The page before may be one that n8n leaves unanswered, too, and nothing can be done with a browser that waits for it. */
	async function back(): Promise<void> {
		for (let tries = 0; tries < 5; tries++) {
			const patience = { timeout: 10_000 };
			const went = walk.page.goBack(patience).then(() => true);
			if (await went.catch(() => false)) return;
		}
		throw new Error(`The page before this one cannot be loaded: ${walk.page.url()}`);
	}

	async function look(): Promise<void> {
		const before = await lookOnce();
		const url = walk.page.url();
		await load(url, 'reload');
		expect(await text()).toBe(before);
		// All pages of a form are one entry of the history: who goes back leaves it, and finds it as it was.
		await back();
		await load(url, 'goForward');
		expect(await text()).toBe(before);
	}

	async function resume(): Promise<void> {
		const before = await text();
		const saved = walk.page.getByRole('link', { name: '保存此链接' });
		const link = String(await saved.getAttribute('href'));
		await walk.page.goto('about:blank');
		await walk.page.goto(link);
		expect(await text()).toBe(before);
	}

	return {
		...walk,
		heading,
		look,
		load,
		back,
		take: async (next) => {
			screen = SCREENS[next];
			await walk.page.setViewportSize(screen.size);
		},
		resume,
		fill: async (title, answers = {}) => {
			await heading(title);
			await look();
			await walk.enter(answers);
			await walk.page.evaluate(() => document.body.setAttribute('data-left', ''));
			await walk.page.locator('#submit-btn').dblclick();
			// The next page may have the same title.
			await walk.page.locator('body:not([data-left])').waitFor();
		},
		end: async (title) => {
			await heading(title);
			await look();
			return await walk.page.locator('.card').first().innerText();
		},
		wrong: async (words) => {
			const box = walk.page.locator('.form-header strong', { hasText: words });
			await box.waitFor();
			expect(await box.innerText()).not.toContain('系统暂时没有响应');
		},
		value: async (label) => {
			const place = walk.field(label);
			const chosen = place.locator('input:checked');
			if (await chosen.count()) return (await chosen.first().getAttribute('value')) ?? '';
			return await place.locator('input, select, textarea').first().inputValue();
		},
	};
}
