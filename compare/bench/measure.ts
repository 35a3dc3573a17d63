import { readFileSync } from 'node:fs';

export const median = (values: number[]) =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** With two decimals. */
export const ratio = (a: number | undefined, b: number | undefined) =>
	Number((Number(a) / Number(b)).toFixed(2));

/** Memory of a process that is resident now (Linux). */
export const residentMB = (pid: number) =>
	Math.round(
		Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024,
	);

/** Talks to the sandbox's control server. */
export const controlAt =
	(controlUrl: string) =>
	async <T>(path: string, body?: unknown): Promise<T> => {
		const response = await fetch(controlUrl + path, {
			...(body !== undefined && {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			}),
		});
		if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
		return (await response.json()) as T;
	};
