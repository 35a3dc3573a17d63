import type { Outcome } from '../../../sandbox/htouhui/state.ts';
import { type Execution, jsonOf } from '../../support/n8n-driver.ts';
import type { Environment } from './environment.ts';
import { bankFormOf, flagshipIn, goToTheBank, openForm, type Page, submit } from './flagship.ts';

const WORKFLOW = 'Flagship: Overnight Batch';
const READING = 'Read a List of People';
export const TABLE = 'overnight_screening';

/** What a personal link shows. */
export interface Shown {
	status: number;
	html: string;
}

export type Line = Record<string, string | number>;

/** The lines of a report by their columns, and the totals. */
export interface BatchReport {
	rows: Line[];
	total: Line;
}

/** The overnight batch in a running n8n, its pauses shortened, beside others whose names begin like this. */
export async function overnightIn(environment: Environment, ...others: string[]) {
	const { n8n } = environment;
	const flagship = await flagshipIn(
		environment,
		(parameters) => {
			if (parameters.amount === 30) parameters.amount = 0.2;
		},
		({ name }) => [WORKFLOW, READING, ...others].some((start) => name.startsWith(start)),
	);
	const id = flagship.idOf(WORKFLOW);

	const faults = async (qiancheng: object | null, htouhui: object | null) =>
		await flagship.control.call('/faults', {
			'qiancheng-credit': { events: null, force: null, latencyMs: null, ...qiancheng },
			htouhui: { events: null, force: null, latencyMs: null, ...htouhui },
		});

	/** Uploads a list and waits for the page that asks before anything is called. */
	const ask = async (file: Buffer): Promise<Page> => {
		const form = await openForm(n8n.formUrl('overnight-batch'));
		return await submit(form, { 名单文件: new File([file], '名单') });
	};

	return {
		...flagship,
		faults,
		/** Leaves n8n and the sandbox to others. */
		end: async (): Promise<void> => {
			await faults(null, null);
			await flagship.unpublish();
		},

		ask,
		/** Uploads a list, confirms what it costs, and waits for the page at its end. */
		upload: async (file: Buffer): Promise<Page & { asked: string }> => {
			const asked = await ask(file);
			const [, start] = /value='(开始[^']*)'/.exec(asked.html) ?? [];
			if (!start) throw new Error(`Nothing to confirm: ${asked.text}`);
			return { ...(await submit(asked, { 下一步: start })), asked: asked.text };
		},

		/** The report of the list that was uploaded last, while no link has been opened since. */
		report: async (): Promise<BatchReport> => {
			const newest = (await n8n.executions(id)).at(-1);
			if (!newest) throw new Error('No list was uploaded.');
			const until: Execution['status'][] = ['waiting', 'success'];
			return reportOf(await n8n.waitForExecution(newest.id, { until }));
		},

		/** The report of the morning, asked for at once. */
		morningReport: async (): Promise<BatchReport> =>
			reportOf(await n8n.run(id, { trigger: 'Morning Report 晨报' })),

		rowOf: async (idCard: unknown) => {
			const found = (await flagship.rows(TABLE)).find((row) => row.id_card === idCard);
			if (!found) throw new Error(`Nobody is in the table with ${String(idCard)}.`);
			return found;
		},

		/** Ends the bank's page of a person and follows the browser back. */
		leaveTheBank: async (userId: string, outcome: Outcome = 'success'): Promise<Shown> =>
			await visit((await flagship.finishAtTheBank(userId, outcome)).href),
	};
}

export const OPENED = 'account opened';

export function tally(values: unknown[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
	return counts;
}

/** How many people have each result. */
export const results = (rows: Line[]) => tally(rows.map(({ result }) => result));

/** The title of the page when the account is open. */
export const DONE = 'Your Account Is Open';

/** Fails with the text of the page, which says what went wrong. */
export function expectPage({ status, html }: Shown, code: number, title: string): void {
	if (status !== code || !html.includes(`\n${title}</h1>`)) {
		throw new Error(`${status} in place of ${code} "${title}": ${html}`);
	}
}

function reportOf(execution: Execution): BatchReport {
	const rows = jsonOf(execution, 'Put Together 合并') as Line[];
	return { rows: rows.slice(0, -1), total: rows[rows.length - 1] };
}

/** The workbook that the page at the end of an upload hands out. */
export function workbookIn({ html }: Page): { fileName: string; data: Buffer } {
	const [, given] = /const binaries = "([^"]+)"/.exec(html) ?? [];
	const [file] = JSON.parse(decodeURIComponent(given)) as Array<{ fileName: string; data: Buffer }>;
	return { fileName: file.fileName, data: Buffer.from(file.data) };
}

/** Opens a personal link. */
export async function visit(link: unknown): Promise<Shown> {
	const response = await fetch(String(link));
	return { status: response.status, html: await response.text() };
}

const PATIENCE = 5;

/**
 * Opens a personal link until the bank's page is there, as a person does whose connection breaks or who is told
 * to try again. Returns the form that led there.
 */
export async function followToTheBank(link: unknown): Promise<Record<string, string>> {
	for (let tries = 0; tries < PATIENCE; tries++) {
		const { status, html } = await visit(link);
		if (status !== 200 && status !== 503) throw new Error(`${status}: ${html}`);
		if (status === 200 && (await goToTheBank(html))) return bankFormOf(html).fields;
	}
	throw new Error(`No bank's page after ${PATIENCE} attempts`);
}

/** Does the same for all, for some of them at the same time. */
export async function forAll<T>(
	all: T[],
	action: (one: T, index: number) => Promise<void>,
	atOnce = 6,
): Promise<void> {
	const left = [...all.entries()];
	const worker = async () => {
		for (let next = left.shift(); next; next = left.shift()) await action(next[1], next[0]);
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
}
