// npm run pictures: takes pictures of the package in a real n8n.
//   npm run pictures [-- --only hstong]           those of docs/images
//   npm run pictures -- --steps                   those of docs/first-steps.md
//   npm run pictures -- --desk                    the pages of the operations desk, in both themes and two sizes
//   npm run pictures -- --sandbox                 those of the sandbox's page, which need no n8n
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../test/e2e/support/browser.ts';
import { startEnvironment } from '../test/e2e/support/environment.ts';
import { takeDesk } from './pictures/desk.ts';
import { takeDocs } from './pictures/docs.ts';
import { takeSandbox } from './pictures/sandbox.ts';
import { takeSteps } from './pictures/steps.ts';
import { step } from './shared/progress.ts';
import { command } from './shared/run.ts';

const { values: options } = parseArgs({
	options: {
		steps: { type: 'boolean' },
		desk: { type: 'boolean' },
		sandbox: { type: 'boolean' },
		only: { type: 'string', multiple: true },
	},
});

/** Ends when no font has Chinese characters: the labels would be boxes. */
function requireChineseFont(): void {
	let fonts = '';
	try {
		fonts = execFileSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
	} catch {
		// There is no fontconfig, so there are no fonts either.
	}
	if (fonts.trim() !== '') return;
	throw new Error(
		'The pictures need a Chinese font. On Debian: apt-get install fontconfig fonts-noto-cjk (or fonts-wqy-zenhei)',
	);
}

async function withBrowser(take: (browser: Browser) => Promise<void>): Promise<void> {
	const browser = await openBrowser();
	try {
		await take(browser);
	} finally {
		await browser.close();
	}
}

const takerOf = ({ steps, desk }: typeof options) => {
	if (steps) return takeSteps;
	return desk ? takeDesk : takeDocs;
};

async function takeAll(): Promise<void> {
	requireChineseFont();
	if (options.sandbox) return await withBrowser(takeSandbox);
	const environment = await startEnvironment();
	const take = takerOf(options);
	try {
		await withBrowser(async (browser) => await take(browser, environment, options.only));
	} finally {
		await environment.stop();
	}
}

await command(async () => {
	await step('Taking pictures', takeAll);
	return 0;
});
