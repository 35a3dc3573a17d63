import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from './environment.ts';

/** A row of a data table. */
export type Row = Record<string, string | number | null>;

/** Finds a data table by its name. */
export async function tableNamed({ n8n }: Pick<Environment, 'n8n'>, name: string) {
	const filter = encodeURIComponent(JSON.stringify({ name }));
	const { data } = await n8n.session.request<{
		data: Array<{ id: string; name: string; projectId: string }>;
	}>('GET', `/data-tables-global?filter=${filter}`);
	const found = data.find((table) => table.name === name);
	if (!found) throw new Error(`There is no data table ${name}.`);
	return found;
}

const PAGE_SIZE = 250;

/** The latest rows of a data table, the newest first: 250, or `pages` times as many. */
export async function tableOf(
	environment: Pick<Environment, 'n8n'>,
	name: string,
	pages = 1,
): Promise<Row[]> {
	const { projectId, id } = await tableNamed(environment, name);
	const found: Row[] = [];
	for (let page = 0; page < pages; page++) {
		const { data } = await environment.n8n.session.request<{ data: Row[] }>(
			'GET',
			`/projects/${projectId}/data-tables/${id}/rows?take=${PAGE_SIZE}&skip=${page * PAGE_SIZE}&sortBy=id:desc`,
		);
		found.push(...data);
		if (data.length < PAGE_SIZE) break;
	}
	return found;
}

/** What *Notify*, which nobody waits for, was given since then of the steps whose names begin like this, once there is any. */
export async function toldOf(
	environment: Pick<Environment, 'n8n'>,
	step: string,
	since: Date,
): Promise<Row[]> {
	let told: Row[] = [];
	for (let tries = 0; told.length === 0 && tries < 100; tries++) {
		await sleep(100);
		// The first call makes the table.
		const all = await tableOf(environment, 'notifications').catch(() => []);
		told = all.filter(
			(row) => String(row.step).startsWith(step) && String(row.at) >= since.toISOString(),
		);
	}
	return told;
}
