// A partner's address for notifications, for one test file; it keeps what came and answers as a test tells it.
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is sent back; undefined = nothing at all. */
export type Answer = { status?: number; contentType?: string; body: string } | undefined;

export interface Partner {
	url: () => string;
	/** The bodies that came since the test began. */
	bodies: string[];
	/** Answers otherwise until the test ends. */
	answer: (how: (body: string, contentType: string) => Answer) => void;
	/** Takes no more calls. */
	close: () => void;
}

/** Registers the hooks of a partner that answers rightly, and looks rightly, unless a test tells it to answer otherwise. */
export function usePartner(rightly: (body: string, contentType: string) => Answer): Partner {
	let server: Server;
	let url = '';
	let answer: typeof rightly | undefined;
	const bodies: string[] = [];
	const close = (): void => {
		server.close();
		server.closeAllConnections();
	};
	beforeEach(async () => {
		answer = undefined;
		bodies.length = 0;
		server = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				const body = Buffer.concat(chunks).toString('utf8');
				bodies.push(body);
				const input = [body, request.headers['content-type'] ?? ''] as const;
				const usual = rightly(...input);
				const sent = answer ? answer(...input) : usual;
				if (!sent) return;
				const type = sent.contentType ?? 'application/json;charset=UTF-8';
				response.writeHead(sent.status ?? 200, { 'content-type': type }).end(sent.body);
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify?hook=1`;
	});
	afterEach(close);
	return {
		url: () => url,
		...{ bodies, close },
		answer: (how) => void (answer = how),
	};
}
