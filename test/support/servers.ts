import { spawn, type ChildProcess } from 'node:child_process';
import {
	createServer as createHttpServer,
	type RequestListener,
	type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';

import { createCertificate, type Certificate } from '../../sandbox/core/certificates.ts';

/** What a server answers; a body that is no text and no file becomes JSON. */
export interface Reply {
	status?: number;
	type?: string;
	body?: unknown;
	headers?: Record<string, string>;
}

export const send = (
	response: ServerResponse,
	{ status = 200, type = 'application/json', body = '', headers }: Reply,
): void => {
	const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
	response
		.writeHead(status, { 'content-type': type, ...headers })
		.end(isRaw ? body : JSON.stringify(body));
};

/** Servers of one test, which notes what reached them and closes them after it. */
export interface Servers {
	/** Bytes of requests that a server got, TLS taken off. */
	readonly received: string[];
	/** The first lines of the requests. */
	readonly requests: string[];
	/** The address of a server that answers so; several replies are given one after the other. */
	answering(...replies: Array<Reply | ((path: string) => Reply)>): Promise<string>;
	tcp(onConnection: (socket: Socket) => void): Promise<number>;
	http(listener: RequestListener): Promise<number>;
	https(listener: RequestListener, options: TlsOptions, address?: string): Promise<number>;
	/** A port of this machine whose connections never come to stand: its queue is full. */
	blackhole(): Promise<number>;
	/** A port on which nobody listens. */
	nobody(): Promise<number>;
}

export const keyOf = (certificate: Certificate): TlsOptions => ({
	cert: certificate.pem,
	key: certificate.key.export({ type: 'pkcs8', format: 'pem' }).toString(),
});

const day = 86_400_000;
const authority = createCertificate('Private authority', 'authority');

/** Certificates, by what is wrong with them; the authority of `right` is `authority`. */
export const certificates = {
	authority,
	right: createCertificate('localhost', 'server', { authority }),
	expired: createCertificate('localhost', 'server', {
		authority,
		validUntil: Date.now() - 400 * day,
	}),
	selfSigned: createCertificate('localhost', 'server'),
};

export function useServers(): Servers {
	let closers: Array<() => void> = [];
	const received: string[] = [];
	afterEach(() => {
		for (const close of closers) close();
		closers = [];
		received.length = 0;
	});

	const listen = async (
		server: ReturnType<typeof createTcpServer>,
		address = '127.0.0.1',
	): Promise<number> => {
		const sockets = new Set<Socket>();
		server.on('connection', (socket: Socket) => {
			sockets.add(socket);
			socket.on('error', () => {});
			socket.on('close', () => sockets.delete(socket));
		});
		closers.push(() => {
			server.close();
			for (const socket of sockets) socket.destroy();
		});
		await new Promise<void>((resolve) => server.listen(0, address, resolve));
		return (server.address() as AddressInfo).port;
	};

	const noting =
		(listener: RequestListener): RequestListener =>
		(request, response) => {
			request.on('data', (bytes: Buffer) => received.push(bytes.toString('latin1')));
			received.push(`${request.method} ${request.url}`);
			listener(request, response);
		};

	const http = async (listener: RequestListener) =>
		await listen(createHttpServer(noting(listener)));

	return {
		received,
		get requests() {
			return received.filter((line) => /^(GET|POST) \//.test(line));
		},
		answering: async (...replies) => {
			const port = await http((request, response) => {
				const reply = replies[0];
				if (replies.length > 1) replies.shift();
				const [path] = String(request.url).split('?');
				request.resume().on('end', () => {
					send(response, typeof reply === 'function' ? reply(path) : reply);
				});
			});
			return `http://127.0.0.1:${port}`;
		},
		tcp: async (onConnection) => await listen(createTcpServer(onConnection)),
		http,
		https: async (listener, options, address) =>
			await listen(createHttpsServer(options, noting(listener)), address),
		nobody: async () => {
			const server = createTcpServer();
			const port = await listen(server);
			await new Promise((resolve) => server.close(resolve));
			return port;
		},
		blackhole: async () => {
			const [child, port] = await startDeafProcess();
			closers.push(() => child.kill('SIGKILL'));
			closers.push(...(await fillQueue(port)));
			return port;
		},
	};
}

/** A process that listens, and never again does anything. */
async function startDeafProcess(): Promise<[ChildProcess, number]> {
	const script = `
		const server = require('node:net').createServer();
		server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
			require('node:fs').writeSync(1, String(server.address().port) + '\\n');
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
		});`;
	const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
	const port = await new Promise<number>((resolve) =>
		child.stdout.once('data', (data: Buffer) => resolve(Number(data.toString()))),
	);
	return [child, port];
}

/** Connects until a connection does not come to stand within a moment. */
async function fillQueue(port: number): Promise<Array<() => void>> {
	const closers: Array<() => void> = [];
	for (let i = 0; i < 20; i++) {
		const socket = connect(port, '127.0.0.1').on('error', () => {});
		closers.push(() => socket.destroy());
		const stands = await new Promise<boolean>((resolve) => {
			socket.once('connect', () => resolve(true));
			setTimeout(() => resolve(false), 300);
		});
		if (!stands) return closers;
	}
	throw new Error('The queue of the deaf process does not fill');
}
