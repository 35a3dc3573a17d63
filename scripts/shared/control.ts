/** Asks the sandbox's control server: with a body by POST, without one by GET. */
export type Control = <T>(path: string, body?: unknown) => Promise<T>;

/**
 * The controls of a sandbox.
 *
 * @throws Error for an answer that is no success
 */
export const controlAt =
	(url: string): Control =>
	async <T>(path: string, body?: unknown): Promise<T> => {
		const response = await fetch(url + path, {
			...(body !== undefined && {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			}),
		});
		if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
		return (await response.json()) as T;
	};
