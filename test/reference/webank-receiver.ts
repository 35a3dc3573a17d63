// A partner's address for tests: right, or wrong in one thing.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildReply, receive } from './webank.ts';
import { salt } from './webank-sandbox.ts';

/** What is sent back; undefined = nothing at all. */
interface Sent {
	status?: number;
	contentType?: string;
	body: string;
}

type Habit = (contentType: string, body: string, now: number) => Sent | undefined;

const right: Habit = (contentType, body, now) => ({
	body: JSON.stringify(receive(contentType, body, salt, now).reply),
});

/** The right reply with something changed. */
const but =
	(change: (reply: Record<string, unknown>) => void): Habit =>
	(contentType, body, now) => {
		const reply: Record<string, unknown> = { ...receive(contentType, body, salt, now).reply };
		change(reply);
		return { body: JSON.stringify(reply) };
	};

const parse = (body: string): Record<string, unknown> => {
	try {
		return Object(JSON.parse(body));
	} catch {
		return {};
	}
};

export const habits = {
	right,
	/** Trusts whoever calls. */
	trusting: (_contentType, body) => ({
		body: JSON.stringify(buildReply(parse(body), '0000', salt)),
	}),
	/** Refuses with another salt than the bank has. */
	otherSalt: (contentType, body, now) => {
		const { code } = receive(contentType, body, salt, now);
		return { body: JSON.stringify(buildReply(parse(body), code, 'another')) };
	},
	unsigned: but((reply) => void delete reply.Signature),
	upperCase: but((reply) => void (reply.Signature = String(reply.Signature).toUpperCase())),
	otherSerial: but((reply) => void (reply.SeqNo = '1')),
	numberTimestamp: but((reply) => void (reply.Timestamp = Number(reply.Timestamp))),
	bare: () => ({ body: '{"CODE":"0000","DESC":"系统处理成功"}' }),
	html: () => ({ contentType: 'text/html', body: '<html></html>' }),
	asText: (...request) => ({
		...right(...request),
		body: right(...request)?.body ?? '',
		contentType: 'text/plain',
	}),
	failing: (...request) => ({ body: right(...request)?.body ?? '', status: 500 }),
	silent: () => undefined,
} satisfies Record<string, Habit>;

export interface Receiver {
	url: string;
	/** Bodies received, in their order. */
	bodies: string[];
	close(): void;
}

export async function startReceiver(habit: keyof typeof habits): Promise<Receiver> {
	const bodies: string[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks).toString('utf8');
			bodies.push(body);
			const answer: Habit = habits[habit];
			const sent = answer(request.headers['content-type'] ?? '', body, Date.now());
			if (!sent) return;
			response.writeHead(sent.status ?? 200, {
				'content-type': sent.contentType ?? 'application/json;charset=UTF-8',
			});
			response.end(sent.body);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
		bodies,
		close: () => {
			server.close();
			server.closeAllConnections();
		},
	};
}
