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

/** The latest rows of a data table, the newest first. */
export async function tableOf(environment: Pick<Environment, 'n8n'>, name: string): Promise<Row[]> {
	const { projectId, id } = await tableNamed(environment, name);
	const { data } = await environment.n8n.session.request<{ data: Row[] }>(
		'GET',
		`/projects/${projectId}/data-tables/${id}/rows?take=250&sortBy=id:desc`,
	);
	return data;
}
