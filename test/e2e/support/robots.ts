import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';

/** What a group's robot has got. */
export interface Sent {
	path: string;
	query: Record<string, string>;
	method: string;
	body: Record<string, unknown>;
}

/** An answer of a robot: its JSON, or a text with an HTTP status. */
export type Answer = object | { status: number; text: string };

/** The paths of the robots, as their documents give them. */
export const PATHS = {
	wecom: '/cgi-bin/webhook/send',
	dingtalk: '/robot/send',
	feishu: '/open-apis/bot/v2/hook/',
};
export type Kind = keyof typeof PATHS;

export const ACCEPTED: Record<Kind, Answer> = {
	wecom: { errcode: 0, errmsg: 'ok' },
	dingtalk: { errcode: 0, errmsg: 'ok' },
	feishu: { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' },
};

const listen = async (server: Server): Promise<number> => {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
};

const textOf = async (request: IncomingMessage): Promise<string> => {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts).toString('utf8');
};

/** The robots of three messengers and a mail server, on this machine. */
export async function startRobots() {
	const sent: Sent[] = [];
	const mails: string[] = [];
	const answers: Record<Kind, Answer> = { ...ACCEPTED };

	const robots = createHttpServer(async (request, response) => {
		const url = new URL(String(request.url), 'http://localhost');
		const [kind] = (Object.keys(PATHS) as Kind[]).filter((one) =>
			url.pathname.startsWith(PATHS[one]),
		);
		sent.push({
			path: url.pathname,
			query: Object.fromEntries(url.searchParams),
			method: String(request.method),
			body: JSON.parse(await textOf(request)) as Sent['body'],
		});
		const answer = answers[kind];
		const isText = 'status' in answer;
		response.writeHead(isText ? answer.status : 200, {
			'content-type': isText ? 'text/html' : 'application/json',
		});
		response.end(isText ? answer.text : JSON.stringify(answer));
	});
	const mailServer = createTcpServer((socket) => {
		let mail: string | undefined;
		let rest = '';
		socket.on('error', () => {});
		socket.write('220 mail\r\n');
		socket.on('data', (data) => {
			const lines = (rest + data.toString('latin1')).split('\r\n');
			rest = lines.pop() ?? '';
			for (const line of lines) {
				if (mail === undefined) {
					if (/^DATA/i.test(line)) mail = '';
					socket.write(/^DATA/i.test(line) ? '354 go on\r\n' : '250 ok\r\n');
				} else if (line === '.') {
					mails.push(mail);
					mail = undefined;
					socket.write('250 ok\r\n');
				} else mail += `${line}\r\n`;
			}
		});
	});
	const port = await listen(robots);
	return {
		port,
		mailPort: await listen(mailServer),
		sent,
		mails,
		answers,
		/** Forgets what was sent, and accepts everything again. */
		reset: (): void => {
			sent.length = mails.length = 0;
			Object.assign(answers, ACCEPTED);
		},
		stop: (): void => {
			for (const server of [robots, mailServer]) server.close();
		},
	};
}
