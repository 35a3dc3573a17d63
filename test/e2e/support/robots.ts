import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';

import { readExamples } from '../../../scripts/start/examples.ts';
import type { Environment } from './environment.ts';

/** What a group's robot has got. */
export interface Sent {
	path: string;
	query: Record<string, string>;
	method: string;
	body: Record<string, unknown>;
}

/** An answer of a robot: its JSON, or a text with an HTTP status. */
type Answer = object | { status: number; text: string };

/** The paths of the robots, as their documents give them. */
export const PATHS = {
	wecom: '/cgi-bin/webhook/send',
	dingtalk: '/robot/send',
	feishu: '/open-apis/bot/v2/hook/',
};
export type Kind = keyof typeof PATHS;

const ACCEPTED: Record<Kind, Answer> = {
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

/** The branches of *Notify* by the robot they are for. */
export const NAMES: Record<Kind, string> = {
	wecom: 'WeCom (企业微信)',
	dingtalk: 'DingTalk (钉钉)',
	feishu: 'Feishu (飞书)',
};
const MAIL = 'E-Mail (邮件)';
export const ALL = [...Object.values(NAMES), MAIL];

/** The address of a robot, as its group shows it. */
export const addressOf = (kind: Kind, port: number, key: string): string =>
	`http://127.0.0.1:${port}${PATHS[kind]}` +
	{ wecom: `?key=${key}`, dingtalk: `?access_token=${key}`, feishu: key }[kind];

/** Saves *Notify* with these branches switched on, as a person does it in the editor. Returns its id. */
export async function switchOn(
	{ n8n }: Pick<Environment, 'n8n'>,
	robots: Pick<Awaited<ReturnType<typeof startRobots>>, 'port' | 'mailPort'>,
	channels: string[],
	{ port = robots.port, secret = '', key = 'key' } = {},
): Promise<string> {
	const saved: Record<string, Record<string, { id: string; name: string }>> = {};
	for (const kind of Object.keys(NAMES) as Kind[]) {
		const name = `robot ${kind}`;
		const data = {
			secretAddress: addressOf(kind, port, key),
			secret: kind === 'wecom' ? '' : secret,
		};
		const id = await n8n.saveCredential({ name, type: 'groupRobotApi', data });
		saved[NAMES[kind]] = { groupRobotApi: { id, name } };
	}
	const data = { host: '127.0.0.1', port: robots.mailPort, secure: false, disableStartTls: true };
	const smtp = { name: 'mail server', type: 'smtp', data };
	saved[MAIL] = { smtp: { id: await n8n.saveCredential(smtp), name: smtp.name } };
	const example = readExamples().find(({ name }) => name.startsWith('Notify'));
	if (!example) throw new Error('There is no example Notify.');
	const nodes = example.nodes.map((node) =>
		channels.includes(node.name)
			? { ...node, disabled: false, credentials: saved[node.name] }
			: node,
	);
	const { id } = await n8n.saveWorkflow({ ...example, nodes });
	await n8n.publish(id);
	return id;
}

/** A part of a mail, decoded. */
export interface MailPart {
	head: string;
	content: Buffer;
}

/** The parts of a mail, wherever they are nested. */
export function partsOf(mail: string): MailPart[] {
	const end = mail.indexOf('\r\n\r\n');
	const head = mail.slice(0, end).replace(/\r\n\s+/g, ' ');
	const body = mail.slice(end + 4);
	const [, boundary] = /boundary="([^"]+)"/.exec(head) ?? [];
	if (boundary) {
		return body
			.split(`--${boundary}`)
			.slice(1, -1)
			.flatMap((part) => partsOf(part.replace(/^\r\n/, '')));
	}
	const isBase64 = /transfer-encoding: base64/i.test(head);
	const plain = body
		.replace(/=\r\n/g, '')
		.replace(/=([\dA-F]{2})/g, (_all, code: string) => String.fromCharCode(parseInt(code, 16)));
	return [{ head, content: isBase64 ? Buffer.from(body, 'base64') : Buffer.from(plain, 'latin1') }];
}
