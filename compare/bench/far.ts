// A provider in another city, as a process of its own: TLS in front of a server, and a line to it on which
// everything needs half of a round trip.
//   far.ts <port of the server> <milliseconds of a round trip> <folder with key.pem and cert.pem>
// It prints its address.
import { readFileSync } from 'node:fs';
import { connect, createServer as createLine, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTls } from 'node:tls';

const [serverPort, roundTripMs] = process.argv.slice(2, 4).map(Number);
const [key, cert] = ['key.pem', 'cert.pem'].map((name) =>
	readFileSync(join(process.argv[4], name)),
);
const HOST = '127.0.0.1';

const tls = createTls({ key, cert }, (client) => {
	const server = connect(serverPort, HOST);
	client.pipe(server).pipe(client);
	endTogether(client, server);
});

const line = createLine({ noDelay: true, allowHalfOpen: true }, (client) => {
	const server = connect({ port: portOf(tls), host: HOST, noDelay: true, allowHalfOpen: true });
	// Here a connection stands at once, on a real line after a round trip: the first bytes wait for it.
	carry(client, server, roundTripMs);
	carry(server, client, 0);
	endTogether(client, server);
});

/** Each part arrives half a round trip after it was sent, in order. */
function carry(from: Socket, to: Socket, firstWaitMs: number): void {
	const open = performance.now() + firstWaitMs;
	const later = (deliver: () => void) => {
		setTimeout(deliver, Math.max(0, open - performance.now()) + roundTripMs / 2);
	};
	from.on('data', (part) => later(() => to.writable && to.write(part)));
	from.on('end', () => later(() => to.end()));
}

function endTogether(one: Socket, other: Socket): void {
	one.on('error', () => other.destroy());
	other.on('error', () => one.destroy());
}

const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;

tls.listen(0, HOST, () =>
	line.listen(0, HOST, () => console.log(`https://${HOST}:${portOf(line)}`)),
);
