// One HTTP request with exactly the given bytes, and its answer: no redirect is followed.
import { request } from 'node:http';
import type { Agent, IncomingHttpHeaders } from 'node:http';

export interface Outgoing {
	method: string;
	url: URL;
	headers: Record<string, string>;
	body: Buffer;
}

export interface Exchanged {
	status: number;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

export async function exchange(
	{ method, url, headers, body }: Outgoing,
	agent?: Agent,
): Promise<Exchanged> {
	return await new Promise((resolve, reject) => {
		const length = method === 'GET' && body.length === 0 ? {} : { 'content-length': body.length };
		const options = { method, headers: { ...headers, ...length }, ...(agent && { agent }) };
		const outgoing = request(url, options, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('error', reject);
			response.on('end', () => {
				const { statusCode = 0, headers: received } = response;
				resolve({ status: statusCode, headers: received, body: Buffer.concat(chunks) });
			});
		});
		outgoing.on('error', reject);
		outgoing.end(body);
	});
}
