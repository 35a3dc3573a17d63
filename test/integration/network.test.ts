import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import tls, { type TlsOptions } from 'node:tls';
import type { IDataObject } from 'n8n-workflow';

import type { Certificate } from '../../sandbox/core/certificates.ts';
import { providers, runExample } from '../support/providers';
import { certificates, keyOf, useServers } from '../support/servers';

const servers = useServers();
const proxyNames = [
	'HTTP_PROXY',
	'HTTPS_PROXY',
	'NO_PROXY',
	'http_proxy',
	'https_proxy',
	'no_proxy',
];
const proxySettings = Object.fromEntries(proxyNames.map((name) => [name, process.env[name]]));
const authorities = tls.getCACertificates('default');

const trust = () => tls.setDefaultCACertificates([...authorities, certificates.authority.pem]);

function useProxy(port: number): void {
	process.env.HTTP_PROXY = process.env.HTTPS_PROXY = `http://127.0.0.1:${port}`;
	process.env.NO_PROXY = '';
}

beforeEach(() => proxyNames.forEach((name) => Reflect.deleteProperty(process.env, name)));
afterEach(() => tls.setDefaultCACertificates(authorities));
afterAll(() => Object.assign(process.env, proxySettings));

const answer =
	(status: number): RequestListener =>
	(_, response) =>
		void response.writeHead(status).end('{}');
const silent = () => {};
const resetAtOnce = (socket: Socket) => socket.resetAndDestroy();
const resetAfterFirstBytes = (socket: Socket) =>
	void socket.once('data', () => socket.resetAndDestroy());
const endAfterFirstBytes = (socket: Socket) => void socket.once('data', () => socket.end());
const say = (text: string) => (socket: Socket) => void socket.once('data', () => socket.end(text));
const refuseBy = (status: string) => say(`HTTP/1.1 ${status}\r\nContent-Length: 2\r\n\r\n{}`);

/** What the error or its description must say, and what makes the scene and returns the address of the credential. */
type Scene = [says: RegExp, set: () => Promise<string>];

const https = (port: number) => `https://localhost:${port}`;
const http = (port: number) => `http://127.0.0.1:${port}`;
const OUTSIDE = 'https://api.provider.invalid';
const PLAIN = 'http://api.provider.invalid';

/** Behind a proxy that does this with each connection. */
const proxied =
	(onConnection: (socket: Socket) => void, address = OUTSIDE) =>
	async () => {
		useProxy(await servers.tcp(onConnection));
		return address;
	};
const withoutProxy =
	(address = OUTSIDE) =>
	async () => {
		useProxy(await servers.nobody());
		return address;
	};
/** At a server with TLS, whose authority is trusted. */
const secured =
	(listener: RequestListener, options: TlsOptions = keyOf(certificates.right)) =>
	async () => {
		trust();
		return https(await servers.https(listener, options));
	};
const untrusted = (certificate: Certificate) => async () =>
	https(await servers.https(answer(200), keyOf(certificate)));
const overTls = (onConnection: (socket: Socket) => void) => async () =>
	https(await servers.tcp(onConnection));
const overTcp = (onConnection: (socket: Socket) => void) => async () =>
	http(await servers.tcp(onConnection));

const mutual: TlsOptions = {
	...keyOf(certificates.right),
	ca: certificates.authority.pem,
	...{ requestCert: true, rejectUnauthorized: true },
};
const MUTUAL = /demands a client certificate.*in the credential/s;
const ENDED = /the connection to localhost:\d+ ended before anything was sent/;
const OF_PROXY = /the connection to the proxy.* ended before anything was sent/;
const BROKEN = /The connection ended before the answer was complete/;
const wantsLogin = refuseBy('407 Proxy Authentication Required');

/** Nothing can have been sent: the connection did not stand, or was not secured. */
const notSent: Record<string, Scene> = {
	'an issuer that is not known': [
		/certificate authority of localhost:\d+ is not known to your n8n.*NODE_EXTRA_CA_CERTS/s,
		untrusted(certificates.right),
	],
	'a certificate signed by itself': [
		/the certificate of localhost:\d+ is signed by no certificate authority/,
		untrusted(certificates.selfSigned),
	],
	'a certificate that has expired': [
		/the certificate of localhost:\d+ is not valid at this time.*clock/s,
		secured(answer(200), keyOf(certificates.expired)),
	],
	'a certificate for another name': [
		/the certificate of 127\.0\.0\.2:\d+ is made out to another name/,
		async () => {
			trust();
			const port = await servers.https(answer(200), keyOf(certificates.right), '127.0.0.2');
			return `https://127.0.0.2:${port}`;
		},
	],
	'a client certificate that is demanded (TLS 1.2)': [
		MUTUAL,
		secured(answer(200), { ...mutual, maxVersion: 'TLSv1.2' }),
	],
	'a client certificate that is demanded (TLS 1.3)': [
		MUTUAL,
		secured(answer(200), { ...mutual, minVersion: 'TLSv1.3' }),
	],
	'a handshake with a plain server': [
		/localhost:\d+ does not speak TLS.*address/s,
		async () => https(await servers.http(answer(200))),
	],
	'a handshake with a server of another protocol': [
		/does not speak TLS|no TLS connection could be agreed/,
		overTls((socket) => void socket.write('220 mail ready\r\n')),
	],
	'a reset at once': [ENDED, overTls(resetAtOnce)],
	'a reset during the handshake': [ENDED, overTls(resetAfterFirstBytes)],
	'an end during the handshake': [ENDED, overTls(endAfterFirstBytes)],
	'a handshake that never ends': [
		/no connection to localhost:\d+ stood within 1 seconds/,
		overTls(silent),
	],
	'a connection that never stands (https)': [
		/no connection to 127\.0\.0\.1:\d+ stood within 1 seconds.*firewall/s,
		async () => `https://127.0.0.1:${await servers.blackhole()}`,
	],
	'a connection that never stands (http)': [
		/no connection to 127\.0\.0\.1:\d+ stood within 1 seconds/,
		async () => http(await servers.blackhole()),
	],
	'nobody who listens (https)': [
		/localhost:\d+ refuses connections/,
		async () => https(await servers.nobody()),
	],
	'nobody who listens (http)': [
		/127\.0\.0\.1:\d+ refuses connections/,
		async () => http(await servers.nobody()),
	],
	'a host that does not exist': [
		/there is no host named api\.provider\.invalid|the name server gave no address/,
		async () => await Promise.resolve(OUTSIDE),
	],
	'a proxy that does not listen': [
		/the proxy 127\.0\.0\.1:\d+ refuses connections.*HTTPS_PROXY/s,
		withoutProxy(),
	],
	'a proxy that does not listen (http)': [
		/the proxy 127\.0\.0\.1:\d+ refuses connections.*HTTP_PROXY/s,
		withoutProxy(PLAIN),
	],
	'a proxy that wants a login': [
		/the proxy answered HTTP 407.*user name and password/s,
		proxied(wantsLogin),
	],
	'a proxy that wants a login (http)': [
		/a proxy in front of it wants a login \(HTTP 407\).*user name and password/s,
		proxied(wantsLogin, PLAIN),
	],
	...Object.fromEntries(
		['302 Found', '400 Bad', '403 No', '404 None', '502 Bad', '503 No', '504 Late'].map(
			(status): [string, Scene] => [
				`a proxy that answers CONNECT with ${status}`,
				[
					new RegExp(`the proxy answered HTTP ${status.slice(0, 3)} instead of connecting to api`),
					proxied(refuseBy(status)),
				],
			],
		),
	),
	'a proxy that ends the connection': [OF_PROXY, proxied(endAfterFirstBytes)],
	'a proxy that resets the connection': [OF_PROXY, proxied(resetAfterFirstBytes)],
	'a proxy that says nothing': [
		/no connection to the proxy.* stood within 1 seconds/,
		proxied(silent),
	],
	'a tunnel that breaks before TLS': [
		/ended before anything was sent/,
		proxied(
			(socket) =>
				void socket.once('data', () => {
					socket.write('HTTP/1.1 200 OK\r\n\r\n');
					socket.once('data', () => socket.resetAndDestroy());
				}),
		),
	],
};

/** The request was written, and nobody knows how far it came. */
const unknown: Record<string, Scene> = {
	'a reset after the request': [BROKEN, overTcp(resetAfterFirstBytes)],
	'an end after the request': [BROKEN, overTcp(endAfterFirstBytes)],
	'a reset after the request through TLS': [BROKEN, secured(({ socket }) => void socket.destroy())],
	'no answer in time': [
		/No answer came within 1 seconds/,
		async () => http(await servers.http(silent)),
	],
	'no answer in time through TLS': [/No answer came within 1 seconds/, secured(silent)],
	'an answer that breaks off': [
		BROKEN,
		overTcp(say('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"code')),
	],
	'an answer that is not HTTP': [BROKEN, overTcp(say('what?\r\n\r\n'))],
	'an answer that cannot be unpacked': [
		BROKEN,
		async () =>
			await servers.answering({ headers: { 'content-encoding': 'gzip' }, body: 'no gzip' }),
	],
	'a proxy that loses the request (http)': [BROKEN, proxied(resetAfterFirstBytes, PLAIN)],
	'a proxy whose provider is late (http)': [
		/The server answered HTTP 504/,
		proxied(refuseBy('504 Late'), PLAIN),
	],
	'a server behind TLS that is out of order': [
		/The server answered HTTP 502/,
		secured(answer(502)),
	],
};

const detailsOf = (json: IDataObject) => json.details as IDataObject;
const wordsOf = ({ error, details }: IDataObject) =>
	`${String(error)}\n${String((details as IDataObject).description)}`;

const each = (scenes: Record<string, Scene>) =>
	Object.entries(scenes).flatMap(([scene, [says, set]]) =>
		providers.map((provider) => [provider.name, scene, provider, says, set] as const),
	);

test.each(each(notSent))('%s: given %s, nothing was sent', async (name, _, provider, says, set) => {
	const { json } = await runExample(provider, provider.submits, await set());
	expect(detailsOf(json)).toMatchObject({ outcome: 'notSent', provider: name });
	expect(json.error).toMatch(new RegExp(`^${name} was not reached: `));
	expect(wordsOf(json)).toMatch(says);
	expect(wordsOf(json)).toContain('Nothing was sent');
	expect(servers.received).toEqual([]);
});

test.each(each(unknown))('%s: given %s, it is unknown', async (_name, _, provider, says, set) => {
	const { json } = await runExample(provider, provider.submits, await set());
	expect(detailsOf(json)).toMatchObject({
		outcome: 'unknown',
		failure: { cause: 'temporarily-unavailable' },
	});
	expect(wordsOf(json)).toMatch(says);
	expect(json.error).toMatch(`carried out '${provider.submits.name}'`);
});

/** Answers that go on for ever, by what is sent again and again; none is sent for a change of protocol. */
const endless: Record<string, [head: string, more: string]> = {
	'that drops in': ['HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{', ' '],
	'that changes the protocol': [
		'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
		'',
	],
};

test.each(Object.entries(endless))(
	'an answer %s is given up, and it is unknown',
	async (_what, [head, more]) => {
		const port = await servers.tcp((socket) => {
			socket.once('data', () => void socket.write(head));
			const dropping = setInterval(() => socket.write(more), 300);
			socket.once('close', () => clearInterval(dropping));
		});
		const outputs = await Promise.all(
			providers.map(async (provider) => await runExample(provider, provider.submits, http(port))),
		);
		for (const { json } of outputs) {
			expect(detailsOf(json)).toMatchObject({ outcome: 'unknown' });
			expect(wordsOf(json)).toContain('The answer was not complete within 5 seconds');
		}
	},
	10_000,
);

test.each(providers)(
	'$name: nothing goes out for an execution that is cancelled',
	async (provider) => {
		for (const moment of ['before', 'while it waits for the answer', 'between two tries']) {
			const execution = new AbortController();
			const { signal } = execution;
			const cancel = () => execution.abort();
			if (moment === 'before') cancel();
			servers.received.length = 0;
			const port = await servers.http((request, response) => {
				request.resume().on('end', () => {
					if (moment === 'between two tries') response.writeHead(503).end();
					setTimeout(cancel, 100);
				});
			});
			const run = runExample(provider, provider.reads, http(port), {
				signal,
				options: { retries: 5 },
			});
			await expect(run).rejects.toThrow('The execution was cancelled');
			expect([moment, servers.requests.length]).toEqual([moment, moment === 'before' ? 0 : 1]);
		}
	},
);

test.each(providers)('$name: what only reads is repeated, and then says so', async (provider) => {
	const address = await servers.answering({ status: 504, body: { code: 504 } });
	const options = { retries: 1 };
	const { json } = await runExample(provider, provider.reads, address, { options });
	expect(servers.requests).toHaveLength(2);
	expect(detailsOf(json)).toMatchObject({ outcome: 'noAnswer' });
});

test.each(providers)('$name: a wrong setting is not tried again', async (provider) => {
	const port = await servers.https(answer(200), keyOf(certificates.selfSigned));
	const started = Date.now();
	const { json } = await runExample(provider, provider.reads, https(port));
	expect(detailsOf(json)).toMatchObject({
		outcome: 'notSent',
		failure: { cause: 'configuration-invalid' },
	});
	expect(Date.now() - started).toBeLessThan(400);
});
