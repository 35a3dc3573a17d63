import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../../../sandbox/htouhui/state.ts';
import {
	calledBy,
	needsPublishing,
	readExamples,
	rewireCalls,
	rewireCredentials,
} from '../../../scripts/start/examples.ts';
import type { WorkflowInput } from '../../support/n8n-driver.ts';
import { controlOf } from '../../support/sandbox.ts';
import type { Environment } from './environment.ts';
import { saveDemoCredentials } from './examples.ts';
import { type Row, tableNamed, tableOf } from './tables.ts';

export const TABLE = 'onboarding_applications';

export type { Row };

/** A page of a form as a person sees it. */
export interface Page {
	title: string;
	/** All that stands on it, without markup. */
	text: string;
	html: string;
	/** The names of the fields by their labels; of equal labels the later ones have a number behind them. */
	fields: Map<string, string>;
	url: string;
}

/** What a person enters, by the beginning of a field's label. */
export type Answers = Record<string, string | File>;

const isFlagship = ({ name }: WorkflowInput) =>
	/^(Flagship|Operations Desk|Desk:)/.test(name) && !name.includes('Batch');

/** The wanted workflows and those that they call, each behind what it calls, as the examples are read. */
function withThoseCalled(
	examples: WorkflowInput[],
	isWanted: (workflow: WorkflowInput) => boolean,
): WorkflowInput[] {
	const wanted = new Set(examples.filter(isWanted).map(({ name }) => name));
	for (const example of [...examples].reverse()) {
		if (wanted.has(example.name)) for (const name of calledBy(example)) wanted.add(name);
	}
	return examples.filter(({ name }) => wanted.has(name));
}

/** Lets a workflow wait for providers that take no time, and no longer than so many seconds. */
export const inAHurry =
	(maximumWait: number) =>
	(parameters: IDataObject): void => {
		if ('maximumWait' in parameters) Object.assign(parameters, { maximumWait, interval: 0.2 });
		if (parameters.amount === 2) parameters.amount = 0.1;
	};

/** The workflows of the flagship in a running n8n. */
export async function flagshipIn(
	environment: Environment,
	hurry: (parameters: IDataObject) => void,
	isWanted = isFlagship,
) {
	const { n8n, sandbox } = environment;
	const control = controlOf(sandbox);
	const credentialIds = await saveDemoCredentials(environment);
	const ids = new Map<string, string>();
	const workflows = withThoseCalled(readExamples(), isWanted);
	for (const workflow of workflows) {
		const hurried = structuredClone(workflow);
		for (const { parameters } of hurried.nodes) hurry(parameters as IDataObject);
		const wired = rewireCalls(rewireCredentials(hurried, credentialIds), ids);
		const { id } = await n8n.saveWorkflow(wired);
		ids.set(workflow.name, id);
		if (needsPublishing(workflow)) await n8n.publish(id);
	}

	const idOf = (start: string): string => {
		const found = [...ids].find(([name]) => name.startsWith(start));
		if (!found) throw new Error(`No workflow is called ${start}…`);
		return found[1];
	};

	const rows = async (table = TABLE): Promise<Row[]> => await tableOf({ n8n }, table);

	return {
		control,
		workflows,
		idOf,
		rows,
		row: async (applicationNo: string): Promise<Row> => {
			const found = (await rows()).find((row) => row.application_no === applicationNo);
			if (!found) throw new Error(`There is no application ${applicationNo}.`);
			return found;
		},
		/** Adds a row. */
		insert: async (row: Row, table = TABLE): Promise<void> => {
			const { projectId, id } = await tableNamed({ n8n }, table);
			const path = `/projects/${projectId}/data-tables/${id}/insert`;
			await n8n.session.request('POST', path, { data: [row], returnType: 'count' });
		},
		/** Writes into a row, as a person does in the editor of the table. */
		write: async (
			value: string,
			data: IDataObject,
			[table, columnName] = [TABLE, 'application_no'],
		): Promise<void> => {
			const { projectId, id } = await tableNamed({ n8n }, table);
			await n8n.session.request('PATCH', `/projects/${projectId}/data-tables/${id}/rows`, {
				filter: { type: 'and', filters: [{ columnName, condition: 'eq', value }] },
				data,
			});
		},
		/** Ends the open page of the bank, as its buttons do. Returns where the browser is sent. */
		finishAtTheBank: async (thirdPartyUserId: string, outcome: Outcome = 'success') => {
			const order = { thirdPartyUserId, outcome };
			const { redirect } = await control.call<{ redirect: string }>('/htouhui/finish', order);
			return new URL(redirect);
		},
		unpublish: async (): Promise<void> => {
			for (const workflow of workflows) {
				if (needsPublishing(workflow)) await n8n.unpublish(ids.get(workflow.name) as string);
			}
		},
	};
}

/** The form by which a page takes the browser to the bank. */
export function bankFormOf(html: string): { action: string; fields: Record<string, string> } {
	const text = (value: string) =>
		value.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
	const inputs = [...html.matchAll(/<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g)];
	return {
		action: text(/action="([^"]*)"/.exec(html)?.[1] ?? ''),
		fields: Object.fromEntries(inputs.map(([, name, value]) => [text(name), text(value)])),
	};
}

/** Sends that form, as the browser does. Returns whether an answer came; it must be the bank's page. */
export async function goToTheBank(html: string): Promise<boolean> {
	const { action, fields } = bankFormOf(html);
	const sent = { method: 'POST', body: new URLSearchParams(fields) };
	const response = await fetch(action, sent).catch(() => undefined);
	if (response && response.status !== 200) throw new Error(await response.text());
	return response !== undefined;
}

export async function until(what: string, probe: () => Promise<boolean>): Promise<void> {
	for (let tries = 0; tries < 200; tries++) {
		if (await probe()) return;
		await sleep(100);
	}
	throw new Error(`In vain: ${what}`);
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
let count = Math.floor(Math.random() * 10_000) * 1000;

/** An identity card number of nobody that no other applicant has; its last character decides the review. */
export function newIdCard(last: string): string {
	for (;;) {
		const n = ++count;
		const born = new Date(Date.UTC(1950, 0, 1 + (Math.floor(n / 900) % 15_000)));
		const date = born.toISOString().slice(0, 10).replaceAll('-', '');
		const digits = `110105${date}${String(100 + (n % 900))}`;
		const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
		if ('10X98765432'[sum % 11] === last) return digits + last;
	}
}

/** A mobile number that no other applicant has; its last digit decides what the sandbox does. */
export const newMobile = (last: number): string => `136${String(++count).padStart(7, '0')}${last}`;

const PAUSE_MS = 100;
const TIMEOUT_MS = 45_000;

/** Opens the first page of a form. */
export async function openForm(url: string): Promise<Page> {
	return await read(url);
}

async function read(url: string): Promise<Page> {
	const html = await (await fetch(url)).text();
	// An ending that leads on to a page of a workflow; the script of n8n's page follows it.
	const onward = /<a id='redirectUrl' href='([^']*\/webhook\/[^']*)'/.exec(html)?.[1];
	if (onward) return await read(plain(onward));
	const fields = new Map<string, string>();
	for (const [, label, rest] of html.matchAll(
		/<label class='form-label[^>]*>([^<]+)<([\s\S]*?)(?=<label class='form-label|<\/form>)/g,
	)) {
		const name = /id='(field-\d+)'/.exec(rest)?.[1];
		if (name) fields.set(unusedIn(fields, plain(label)), name);
	}
	return {
		url,
		html,
		title: plain(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? ''),
		text: plain(html.replace(/^[\s\S]*<body/, '<body').replace(/<script[\s\S]*?<\/script>/g, '')),
		fields,
	};
}

/** The label, with a number where an earlier field of the page has the same one. */
function unusedIn(fields: Map<string, string>, label: string): string {
	let number = 1;
	while (fields.has(number === 1 ? label : `${label} (${number})`)) number++;
	return number === 1 ? label : `${label} (${number})`;
}

const plain = (html: string): string =>
	html
		.replace(/<[^>]*>/g, ' ')
		.replace(/&#x([\dA-F]+);/gi, (_all, code: string) => String.fromCodePoint(parseInt(code, 16)))
		.replaceAll('&quot;', '"')
		.replaceAll('&amp;', '&')
		.replace(/\s+/g, ' ')
		.trim();

/** Fills in a page, submits it, and waits for the next one as the script of n8n's pages does. */
export async function submit(page: Page, answers: Answers): Promise<Page> {
	const text = await submitAlone(page, answers);
	const next = /^\{/.test(text)
		? (JSON.parse(text) as { formWaitingUrl?: string }).formWaitingUrl
		: undefined;
	return await nextPage(next ?? page.url);
}

/** Fills in a page that no other page follows, and submits it. */
async function submitAlone(page: Page, answers: Answers): Promise<string> {
	const body = new FormData();
	for (const [, name, value] of page.html.matchAll(
		/<input type="hidden" id="(field-\d+)" name="[^"]*" value="([^"]*)"/g,
	)) {
		if (!value.includes('<') && !value.includes('&lt;')) body.append(name, plain(value));
	}
	for (const [label, answer] of Object.entries(answers)) {
		const found = [...page.fields].find(([text]) => text.startsWith(label));
		if (!found) throw new Error(`"${page.title}" has no field "${label}": ${page.text}`);
		const isChoice = isMultiselect(page, found[1]);
		if (typeof answer !== 'string') body.append(found[1], answer);
		else body.append(found[1], isChoice ? JSON.stringify([answer]) : answer);
	}
	const response = await fetch(page.url, { method: 'POST', body });
	const text = await response.text();
	if (!response.ok) throw new Error(`"${page.title}" refused: ${response.status} ${text}`);
	return text;
}

const isMultiselect = ({ html }: Page, name: string): boolean =>
	new RegExp(`class='multiselect [^>]*id='${name}'`).test(html);

async function nextPage(address: string): Promise<Page> {
	const url = new URL(address);
	const status = new URL(address);
	status.pathname += '/n8n-execution-status';
	const deadline = Date.now() + TIMEOUT_MS;
	for (;;) {
		const state = (await (await fetch(status)).text()).trim();
		if (state === 'form-waiting') return await read(url.href);
		if (['success', 'error', 'crashed', 'canceled', 'null'].includes(state)) {
			throw new Error(`The form ended without a page: ${state} (${address})`);
		}
		if (Date.now() > deadline) throw new Error(`No next page within ${TIMEOUT_MS} ms: ${state}`);
		await sleep(PAUSE_MS);
	}
}
