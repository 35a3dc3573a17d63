import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import tls from 'node:tls';
import type { IDataObject } from 'n8n-workflow';

import { providers, runExample, type ProviderCase } from '../support/providers';
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

const answer = (status: number) => (_: IncomingMessage, response: ServerResponse) =>
	response.writeHead(status).end('{}');
const silent = () => {};
const resetAtOnce = (socket: Socket) => socket.resetAndDestroy();
const resetAfterFirstBytes = (socket: Socket) =>
	void socket.once('data', () => socket.resetAndDestroy());
const endAfterFirstBytes = (socket: Socket) => void socket.once('data', () => socket.end());
const say = (text: string) => (socket: Socket) => void socket.once('data', () => socket.end(text));
const refuseBy = (status: string) => say(`HTTP/1.1 ${status}\r\nContent-Length: 2\r\n\r\n{}`);

interface Scene {
	/** What the error or its description must say. */
	says: RegExp;
	/** Returns the address that the credential has. */
	set(): Promise<string>;
}

const https = (port: number) => `https://localhost:${port}`;
const http = (port: number) => `http://127.0.0.1:${port}`;
const OUTSIDE = 'https://api.provider.invalid';

/** Nothing can have been sent: the connection did not stand, or was not secured. */
const notSent: Record<string, Scene> = {
	'an issuer that is not known': {
		says: /certificate authority of localhost:\d+ is not known to your n8n.*NODE_EXTRA_CA_CERTS/s,
		set: async () => https(await servers.https(answer(200), keyOf(certificates.right))),
	},
	'a certificate signed by itself': {
		says: /the certificate of localhost:\d+ is signed by no certificate authority/,
		set: async () => https(await servers.https(answer(200), keyOf(certificates.selfSigned))),
	},
	'a certificate that has expired': {
		says: /the certificate of localhost:\d+ is not valid at this time.*clock/s,
		set: async () => {
			trust();
			return https(await servers.https(answer(200), keyOf(certificates.expired)));
		},
	},
	'a certificate for another name': {
		says: /the certificate of 127\.0\.0\.2:\d+ is made out to another name/,
		set: async () => {
			trust();
			const port = await servers.https(answer(200), keyOf(certificates.right), '127.0.0.2');
			return `https://127.0.0.2:${port}`;
		},
	},
	'a client certificate that is demanded (TLS 1.2)': {
		says: /demands a client certificate.*in the credential/s,
		set: async () => {
			trust();
			return https(await servers.https(answer(200), { ...mutual, maxVersion: 'TLSv1.2' }));
		},
	},
	'a client certificate that is demanded (TLS 1.3)': {
		says: /demands a client certificate.*in the credential/s,
		set: async () => {
			trust();
			return https(await servers.https(answer(200), { ...mutual, minVersion: 'TLSv1.3' }));
		},
	},
	'a handshake with a plain server': {
		says: /localhost:\d+ does not speak TLS.*address/s,
		set: async () => https(await servers.http(answer(200))),
	},
	'a handshake with a server of another protocol': {
		says: /does not speak TLS|no TLS connection could be agreed/,
		set: async () => https(await servers.tcp((socket) => void socket.write('220 mail ready\r\n'))),
	},
	'a reset at once': {
		says: /the connection to localhost:\d+ ended before anything was sent/,
		set: async () => https(await servers.tcp(resetAtOnce)),
	},
	'a reset during the handshake': {
		says: /the connection to localhost:\d+ ended before anything was sent/,
		set: async () => https(await servers.tcp(resetAfterFirstBytes)),
	},
	'an end during the handshake': {
		says: /the connection to localhost:\d+ ended before anything was sent/,
		set: async () => https(await servers.tcp(endAfterFirstBytes)),
	},
	'a handshake that never ends': {
		says: /no connection to localhost:\d+ stood within 1 seconds/,
		set: async () => https(await servers.tcp(silent)),
	},
	'a connection that never stands (https)': {
		says: /no connection to 127\.0\.0\.1:\d+ stood within 1 seconds.*firewall/s,
		set: async () => `https://127.0.0.1:${await servers.blackhole()}`,
	},
	'a connection that never stands (http)': {
		says: /no connection to 127\.0\.0\.1:\d+ stood within 1 seconds/,
		set: async () => http(await servers.blackhole()),
	},
	'nobody who listens (https)': {
		says: /localhost:\d+ refuses connections/,
		set: async () => https(await servers.nobody()),
	},
	'nobody who listens (http)': {
		says: /127\.0\.0\.1:\d+ refuses connections/,
		set: async () => http(await servers.nobody()),
	},
	'a host that does not exist': {
		says: /there is no host named api\.provider\.invalid|the name server gave no address/,
		set: async () => OUTSIDE,
	},
	'a proxy that does not listen': {
		says: /the proxy 127\.0\.0\.1:\d+ refuses connections.*HTTPS_PROXY/s,
		set: async () => {
			useProxy(await servers.nobody());
			return OUTSIDE;
		},
	},
	'a proxy that does not listen (http)': {
		says: /the proxy 127\.0\.0\.1:\d+ refuses connections.*HTTP_PROXY/s,
		set: async () => {
			useProxy(await servers.nobody());
			return 'http://api.provider.invalid';
		},
	},
	'a proxy that wants a login': {
		says: /the proxy answered HTTP 407.*user name and password/s,
		set: async () => {
			useProxy(await servers.tcp(refuseBy('407 Proxy Authentication Required')));
			return OUTSIDE;
		},
	},
	'a proxy that wants a login (http)': {
		says: /a proxy in front of it wants a login \(HTTP 407\).*user name and password/s,
		set: async () => {
			useProxy(await servers.tcp(refuseBy('407 Proxy Authentication Required')));
			return 'http://api.provider.invalid';
		},
	},
	...Object.fromEntries(
		[
			'302 Found',
			'400 Bad',
			'403 Forbidden',
			'404 Not Found',
			'502 Bad Gateway',
			'503 No',
			'504 Late',
		].map((status): [string, Scene] => [
			`a proxy that answers CONNECT with ${status}`,
			{
				says: new RegExp(
					`the proxy answered HTTP ${status.slice(0, 3)} instead of connecting to api.provider.invalid`,
				),
				set: async () => {
					useProxy(await servers.tcp(refuseBy(status)));
					return OUTSIDE;
				},
			},
		]),
	),
	'a proxy that ends the connection': {
		says: /the connection to the proxy.* ended before anything was sent/,
		set: async () => {
			useProxy(await servers.tcp(endAfterFirstBytes));
			return OUTSIDE;
		},
	},
	'a proxy that resets the connection': {
		says: /the connection to the proxy.* ended before anything was sent/,
		set: async () => {
			useProxy(await servers.tcp(resetAfterFirstBytes));
			return OUTSIDE;
		},
	},
	'a proxy that says nothing': {
		says: /no connection to the proxy.* stood within 1 seconds/,
		set: async () => {
			useProxy(await servers.tcp(silent));
			return OUTSIDE;
		},
	},
	'a tunnel that breaks before TLS': {
		says: /ended before anything was sent/,
		set: async () => {
			useProxy(
				await servers.tcp(
					(socket) =>
						void socket.once('data', () => {
							socket.write('HTTP/1.1 200 OK\r\n\r\n');
							socket.once('data', () => socket.resetAndDestroy());
						}),
				),
			);
			return OUTSIDE;
		},
	},
};

const mutual = {
	...keyOf(certificates.right),
	ca: certificates.authority.pem,
	requestCert: true,
	rejectUnauthorized: true,
};

/** The request was written, and nobody knows how far it came. */
const unknown: Record<string, Scene> = {
	'a reset after the request': {
		says: /The connection ended before the answer was complete/,
		set: async () => http(await servers.tcp(resetAfterFirstBytes)),
	},
	'an end after the request': {
		says: /The connection ended before the answer was complete/,
		set: async () => http(await servers.tcp(endAfterFirstBytes)),
	},
	'a reset after the request through TLS': {
		says: /The connection ended before the answer was complete/,
		set: async () => {
			trust();
			return https(
				await servers.https(({ socket }) => void socket.destroy(), keyOf(certificates.right)),
			);
		},
	},
	'no answer in time': {
		says: /No answer came within 1 seconds/,
		set: async () => http(await servers.http(silent)),
	},
	'no answer in time through TLS': {
		says: /No answer came within 1 seconds/,
		set: async () => {
			trust();
			return https(await servers.https(silent, keyOf(certificates.right)));
		},
	},
	'an answer that breaks off': {
		says: /The connection ended before the answer was complete/,
		set: async () =>
			http(await servers.tcp(say('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"code'))),
	},
	'an answer that is not HTTP': {
		says: /The connection ended before the answer was complete/,
		set: async () => http(await servers.tcp(say('what?\r\n\r\n'))),
	},
	'an answer that cannot be unpacked': {
		says: /The connection ended before the answer was complete/,
		set: async () =>
			http(
				await servers.http((_, response) =>
					response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip'),
				),
			),
	},
	'a proxy that loses the request (http)': {
		says: /The connection ended before the answer was complete/,
		set: async () => {
			useProxy(await servers.tcp(resetAfterFirstBytes));
			return 'http://api.provider.invalid';
		},
	},
	'a proxy whose provider is late (http)': {
		says: /The server answered HTTP 504/,
		set: async () => {
			useProxy(await servers.tcp(refuseBy('504 Late')));
			return 'http://api.provider.invalid';
		},
	},
	'a server behind TLS that is out of order': {
		says: /The server answered HTTP 502/,
		set: async () => {
			trust();
			return https(await servers.https(answer(502), keyOf(certificates.right)));
		},
	},
};

const detailsOf = (json: IDataObject) => json.details as IDataObject;
const wordsOf = ({ error, details }: IDataObject) =>
	`${String(error)}\n${String((details as IDataObject).description)}`;

const each = (scenes: Record<string, Scene>) =>
	Object.entries(scenes).flatMap(([scene, { says, set }]) =>
		providers.map((provider): [string, string, ProviderCase, Scene] => [
			provider.name,
			scene,
			provider,
			{ says, set },
		]),
	);

test.each(each(notSent))('%s: given %s, nothing was sent', async (name, _, provider, scene) => {
	const { json } = await runExample(provider, provider.submits, await scene.set());
	expect(detailsOf(json)).toMatchObject({ outcome: 'notSent', provider: name });
	expect(json.error).toMatch(new RegExp(`^${name} was not reached: `));
	expect(wordsOf(json)).toMatch(scene.says);
	expect(wordsOf(json)).toContain('Nothing was sent');
	expect(servers.received).toEqual([]);
});

test.each(each(unknown))('%s: given %s, it is unknown', async (_name, _, provider, scene) => {
	const { json } = await runExample(provider, provider.submits, await scene.set());
	expect(detailsOf(json)).toMatchObject({
		outcome: 'unknown',
		failure: { cause: 'temporarily-unavailable' },
	});
	expect(wordsOf(json)).toMatch(scene.says);
	expect(json.error).toMatch(`carried out '${provider.submits.name}'`);
});

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
