// A partner's address for tests: right, or wrong in one thing.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildReply } from './webank.ts';
import { salt } from './webank-sandbox.ts';

/** What is sent back; undefined = nothing at all. */
interface Sent {
	status?: number;
	contentType?: string;
	body: string;
}

type Habit = (request: Record<string, unknown>) => Sent | undefined;

const right: Habit = (request) => ({ body: JSON.stringify(buildReply(request, '0000', salt)) });

/** The right reply with something changed. */
const but =
	(change: (reply: Record<string, unknown>) => void): Habit =>
	(request) => {
		const reply: Record<string, unknown> = { ...buildReply(request, '0000', salt) };
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
	/** Accepts whatever comes; a partner that looks closely is the trigger of the package. */
	right,
	otherSalt: (request) => ({ body: JSON.stringify(buildReply(request, '0000', 'another')) }),
	unsigned: but((reply) => void delete reply.Signature),
	upperCase: but((reply) => void (reply.Signature = String(reply.Signature).toUpperCase())),
	otherSerial: but((reply) => void (reply.SeqNo = '1')),
	numberTimestamp: but((reply) => void (reply.Timestamp = Number(reply.Timestamp))),
	bare: () => ({ body: '{"CODE":"0000","DESC":"系统处理成功"}' }),
	html: () => ({ contentType: 'text/html', body: '<html></html>' }),
	asText: (request) => ({ body: right(request)?.body ?? '', contentType: 'text/plain' }),
	failing: (request) => ({ body: right(request)?.body ?? '', status: 500 }),
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
			const sent = answer(parse(body));
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
