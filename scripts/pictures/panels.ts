import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
	ICredentialType,
	IDataObject,
	IDisplayOptions,
	INode,
	INodeProperties,
	INodeTypeDescription,
} from 'n8n-workflow';
import type { Browser, Page } from 'playwright-core';
import { openEditor, part } from '../../test/e2e/support/browser.ts';
import type { Environment } from '../../test/e2e/support/environment.ts';
import type { CredentialInput } from '../host/n8n-types.ts';
import type { N8nDriver } from '../../test/support/n8n-driver.ts';
import { demoCredentials } from '../../sandbox/registry.ts';

const { name: PACKAGE, n8n: shipped } = JSON.parse(readFileSync('package.json', 'utf8')) as {
	name: string;
	n8n: { nodes: string[] };
};

const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
type Clip = { x: number; y: number; width: number; height: number };

/** The editor moves its panels to their places. */
const SETTLE_MS = 250;

/** Pictures of one panel, and what it shows. */
type Picture = Record<Theme, Buffer> & { label: string };

/** A node of a workflow whose panel is opened. */
interface Panel {
	label: string;
	parameters: IDataObject;
}

const COLUMNS = 4;
const SHEET = `body { display: flex; gap: 8px; align-items: start; margin: 4px; background: #888;
	font: bold 16px sans-serif } figure { margin: 0 }`;

const UNROLLED = `.el-dialog, .el-dialog * { max-height: none !important }
	.el-dialog__body > * { height: auto !important }`;

/** Each operation as it opens, with every optional field, and with every choice that shows other fields. */
function panelsOf({ properties }: INodeTypeDescription): Panel[] {
	const resource = properties.find(({ name }) => name === 'resource');
	if (!resource) return [{ label: 'trigger', parameters: allOf(properties) }];
	const shownFor = (chosen: IDataObject): INodeProperties[] =>
		properties.filter(({ displayOptions }) =>
			Object.entries(chosen).every(([name, value]) => isShown(displayOptions, name, value)),
		);
	const operations = choicesOf(resource).flatMap((value) => {
		const operation = shownFor({ resource: value }).find(({ name }) => name === 'operation');
		return choicesOf(operation).map((name) => ({ resource: value, operation: name }));
	});
	return operations.flatMap((chosen) => {
		const shown = shownFor(chosen);
		const label = `${chosen.resource} · ${chosen.operation}`;
		const all = { ...chosen, ...allOf(shown.filter(({ name }) => name !== 'options')) };
		const variants = shown.flatMap((property) =>
			choicesThatShow(shown, property).map((value) => ({
				label: `${label} · ${property.name} ${String(value)}`,
				parameters: { ...all, [property.name]: value },
			})),
		);
		const opened = { label, parameters: chosen };
		const filledIn = { label: `${label} · all fields`, parameters: all };
		const hasMore = Object.keys(all).length > Object.keys(chosen).length;
		return [opened, ...(hasMore ? [filledIn] : []), ...variants];
	});
}

const isShown = (options: IDisplayOptions | undefined, name: string, value: unknown): boolean =>
	(options?.show?.[name] as unknown[] | undefined)?.includes(value) ?? true;

/** The values of a field with which other fields are shown than with its default. */
function choicesThatShow(shown: INodeProperties[], property: INodeProperties) {
	const { name, type, default: initial } = property;
	if (name === 'resource' || name === 'operation') return [];
	const shownWith = (value: unknown): string =>
		shown
			.filter(({ displayOptions }) => isShown(displayOptions, name, value))
			.map((field) => field.name)
			.join();
	const values = type === 'boolean' ? [true, false] : type === 'options' ? choicesOf(property) : [];
	return values.filter(
		(value, i) => ![initial, ...values.slice(0, i)].map(shownWith).includes(shownWith(value)),
	);
}

const choicesOf = (property?: INodeProperties): string[] =>
	(property?.options as Array<{ value: string }>)
		.map(({ value }) => value)
		// n8n adds one that leads to its HTTP Request node.
		.filter((value) => value !== '__CUSTOM_API_CALL__');

/** Values that make every field of the collections show itself. */
function allOf(properties: INodeProperties[]): IDataObject {
	const collections = properties.filter(({ type }) => /collection/i.test(type));
	const entries = collections.map((property) => [property.name, filled(property)]);
	return Object.fromEntries(entries) as IDataObject;
}

function filled({ type, options = [], typeOptions, default: initial }: INodeProperties): unknown {
	if (type === 'collection') {
		return Object.fromEntries(
			(options as INodeProperties[]).map((option) => [option.name, filled(option)]),
		);
	}
	if (type !== 'fixedCollection') return initial;
	const groups = options as Array<{ name: string; values: INodeProperties[] }>;
	return Object.fromEntries(
		groups.map(({ name, values }) => {
			const entry = Object.fromEntries(values.map((value) => [value.name, filled(value)]));
			return [name, typeOptions?.multipleValues ? [entry] : entry];
		}),
	);
}

async function takeNode(
	page: Page,
	n8n: N8nDriver,
	type: string,
	saved: Record<string, { id: string; name: string }>,
): Promise<Picture[]> {
	const description = await n8n.nodeType(type, 1);
	const credentials = Object.fromEntries(
		(description.credentials ?? []).map(({ name }) => [name, saved[name]]),
	);
	const panels = panelsOf(description);
	const nodes = panels.map(
		({ label, parameters }, i): INode => ({
			id: crypto.randomUUID(),
			name: label,
			type,
			typeVersion: [description.version].flat().at(-1) ?? 1,
			position: [(i % COLUMNS) * 256, Math.floor(i / COLUMNS) * 192],
			parameters: parameters as INode['parameters'],
			credentials,
		}),
	);
	const name = `Panels of ${description.displayName}`;
	const { id } = await n8n.saveWorkflow({ name, nodes, connections: {} });
	await page.goto(`${n8n.url}/workflow/${id}`);
	const pictures: Picture[] = [];
	for (const { label } of panels) {
		await page.locator(`[data-test-id="canvas-node"][data-node-name="${label}"]`).dblclick();
		await page.locator('[data-test-id="parameter-item"]:visible').first().waitFor();
		for (const text of await cutTexts(page)) console.log(`  cut short in ${label}: ${text}`);
		const clip = await filledPart(page);
		pictures.push(await inBothThemes(page, label, clip));
		await part(page, 'ndv-close-button').click();
		await part(page, 'ndv').waitFor({ state: 'hidden' });
	}
	return pictures;
}

/** n8n follows the theme of the browser unless the user has chosen one. */
async function inBothThemes(page: Page, label: string, clip: Clip): Promise<Picture> {
	const shot = async (colorScheme: Theme): Promise<Buffer> => {
		await page.emulateMedia({ colorScheme });
		await page.mouse.move(0, 0);
		await page.waitForTimeout(SETTLE_MS);
		return await page.screenshot({ clip });
	};
	return { label, light: await shot('light'), dark: await shot('dark') };
}

/** What does not fit into its place and ends in dots. */
async function cutTexts(page: Page): Promise<string[]> {
	return await part(page, 'ndv').evaluate((ndv) =>
		[...ndv.querySelectorAll('*')]
			.filter((element) => getComputedStyle(element).textOverflow === 'ellipsis')
			.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
			.map(({ textContent }) => textContent?.trim() ?? ''),
	);
}

/** The middle of the opened node, as far as there is something in it. */
async function filledPart(page: Page): Promise<Clip> {
	await page.waitForTimeout(SETTLE_MS);
	return await page.evaluate(() => {
		const boxes = (selector: string) =>
			[...document.querySelectorAll(selector)]
				.map((element) => element.getBoundingClientRect())
				.filter(({ width }) => width > 0);
		const fields = boxes('[data-test-id="parameter-item"], [data-test-id="credential-label"]');
		const texts = boxes('[class*="_callout"], [data-test-id="node-webhook-url-copy"]');
		const x = Math.min(...fields.map(({ left }) => left)) - 16;
		const right = Math.max(...fields.map((field) => field.right)) + 16;
		const bottom = Math.max(...[...fields, ...texts].map((box) => box.bottom)) + 20;
		return { x, y: 60, width: right - x, height: bottom - 60 };
	});
}

/** Each credential as the sandbox needs it, and with every choice that shows other fields. */
async function takeCredentials(
	page: Page,
	n8n: N8nDriver,
	credentials: CredentialInput[],
): Promise<Picture[]> {
	const types = await n8n.session.file<ICredentialType[]>('/types/credentials.json');
	const pictures: Picture[] = [];
	for (const { type, data: sandbox } of credentials) {
		const { properties } = types.find(({ name }) => name === type) as ICredentialType;
		const variants = properties.flatMap(({ name, default: initial, ...property }) => {
			const given = { ...property, name, default: (sandbox[name] as string) ?? initial };
			return choicesThatShow(properties, given).map((value) => ({ [name]: value }));
		});
		for (const changes of [{}, ...variants]) {
			const label = [type, ...Object.entries(changes).flat()].join(' · ');
			const data = { ...sandbox, ...changes };
			const id = await n8n.saveCredential({ name: label, type, data });
			await page.goto(`${n8n.url}/home/credentials/${id}`);
			const dialog = part(page, 'editCredential-modal');
			await part(dialog, 'credential-connection-parameter').first().waitFor();
			await page.waitForTimeout(SETTLE_MS);
			// The dialog scrolls; here it is as long as what is in it.
			await page.addStyleTag({ content: UNROLLED });
			await page.waitForTimeout(SETTLE_MS);
			const { x, y, width } = (await dialog.boundingBox()) as Clip;
			const last = await part(dialog, 'credential-connection-parameter').last().boundingBox();
			const clip = { x, y, width, height: (last?.y ?? 0) + (last?.height ?? 0) + 20 - y };
			pictures.push(await inBothThemes(page, label, clip));
		}
	}
	return pictures;
}

/** Several panels beside each other, each under its label. */
async function saveSheets(browser: Browser, name: string, pictures: Picture[]): Promise<void> {
	const page = await browser.newPage({ viewport: { width: COLUMNS * 440, height: 100 } });
	for (const theme of THEMES) {
		const folder = join(process.cwd(), 'coverage', 'panels', theme);
		mkdirSync(folder, { recursive: true });
		for (let start = 0; start < pictures.length; start += COLUMNS) {
			const columns = pictures.slice(start, start + COLUMNS).map((picture) => {
				const source = `data:image/png;base64,${picture[theme].toString('base64')}`;
				return `<figure><figcaption>${picture.label}</figcaption><img src="${source}"></figure>`;
			});
			await page.setContent(`<style>${SHEET}</style>${columns.join('')}`);
			const number = String(start / COLUMNS + 1).padStart(2, '0');
			await page.screenshot({ path: join(folder, `${name}-${number}.png`), fullPage: true });
		}
	}
	await page.close();
	console.log(`  ${name}: ${pictures.length} panels`);
}

/** Pictures of all that a user sees of the package, or of these nodes and `credentials` only. */
export async function takePanels(
	browser: Browser,
	{ n8n, sandbox }: Environment,
	only?: string[],
): Promise<void> {
	const isWanted = (name: string): boolean => only?.includes(name) ?? true;
	const saved: Record<string, { id: string; name: string }> = {};
	const credentials: Record<string, CredentialInput> = {};
	for (const credential of demoCredentials(sandbox.urls)) {
		const { type, name } = credential;
		credentials[type] ??= credential;
		saved[type] ??= { id: await n8n.saveCredential(credential), name };
	}
	const page = await openEditor(browser, n8n, '/', { viewport: { width: 1300, height: 3200 } });
	for (const file of shipped.nodes) {
		const className = /(\w+)\.node\.js$/.exec(file)?.[1] as string;
		const name = className[0].toLowerCase() + className.slice(1);
		if (!isWanted(name)) continue;
		await saveSheets(browser, name, await takeNode(page, n8n, `${PACKAGE}.${name}`, saved));
	}
	if (!isWanted('credentials')) return;
	const pictures = await takeCredentials(page, n8n, Object.values(credentials));
	await saveSheets(browser, 'credentials', pictures);
}
