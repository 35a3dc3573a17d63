import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser, openEditor } from './browser.ts';
import { type Environment, sharedEnvironment } from './environment.ts';

const { name, n8n: declared } = JSON.parse(readFileSync('package.json', 'utf8')) as {
	name: string;
	n8n: { nodes: string[]; credentials: string[] };
};

let environment: Environment;
beforeAll(() => {
	environment = sharedEnvironment();
});

describe('the packed package in a real n8n', () => {
	it('is loaded as a community package with every node it declares', async () => {
		const types = await environment.n8n.nodeTypes();
		const ours = types.filter((type) => type.startsWith(`${name}.`) && !type.includes('Tool@'));

		expect(ours).toHaveLength(declared.nodes.length);
	});

	it('brings every credential type it declares', async () => {
		const types =
			await environment.n8n.session.file<Array<{ name: string }>>('/types/credentials.json');
		const wanted = declared.credentials.map((path) => path.match(/(\w+)\.credentials/)?.[1]);
		const loaded = types.map((type) => type.name.toLowerCase());

		for (const type of wanted) expect(loaded).toContain(type?.toLowerCase());
	});
});

describe('the editor', () => {
	let browser: Browser;
	beforeAll(async () => {
		browser = await openBrowser();
	});
	afterAll(async () => {
		await browser.close();
	});

	it('opens for the logged-in owner', async () => {
		const page = await openEditor(browser, environment.n8n, '/home/workflows');

		await page.getByRole('heading').first().waitFor();

		expect(new URL(page.url()).pathname).toBe('/home/workflows');
		await page.screenshot({ path: join(environment.userFolder, 'editor.png') });
	});
});
