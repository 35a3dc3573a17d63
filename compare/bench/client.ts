import { Agent, request } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { IDataObject } from 'n8n-workflow';

// A bare client, which does no more than what the work needs: the floor of every bench.

const FORM = 'application/x-www-form-urlencoded';

/** Connections for so many requests at a time, which are kept; a certificate is checked against `ca`. */
export function connections(concurrency: number, { keepAlive = true, ca = '' } = {}): Agent {
	const options = { keepAlive, maxSockets: concurrency };
	return ca ? new HttpsAgent({ ...options, ca }) : new Agent(options);
}

/** Sends a request, a form unless it has another body, and returns the JSON of the answer. */
export async function send(
	agent: Agent | undefined,
	url: string,
	body?: URLSearchParams | string,
): Promise<IDataObject> {
	const text = String(body ?? '');
	const type = body instanceof URLSearchParams ? FORM : 'application/json; charset=utf-8';
	const headers = { 'content-type': type, 'content-length': Buffer.byteLength(text) };
	const options = body === undefined ? { agent } : { method: 'POST', agent, headers };
	return await new Promise((resolve, reject) => {
		const open = agent instanceof HttpsAgent ? httpsRequest : request;
		const sent = open(url, options, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('end', () =>
				resolve(JSON.parse(Buffer.concat(chunks).toString()) as IDataObject),
			);
			response.on('error', reject);
		});
		sent.on('error', reject);
		sent.end(text);
	});
}

/** Does the work for all items, so many at a time. */
export async function forAll<T>(
	items: T[],
	concurrency: number,
	work: (item: T) => Promise<void>,
): Promise<void> {
	let next = 0;
	const worker = async () => {
		while (next < items.length) await work(items[next++]);
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
}

/** The milliseconds that some work took, with connections that are closed behind it. */
export async function timeOf(agent: Agent, work: () => Promise<void>): Promise<number> {
	const start = performance.now();
	await work();
	const elapsed = performance.now() - start;
	agent.destroy();
	return elapsed;
}
