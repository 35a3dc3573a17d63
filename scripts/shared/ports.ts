import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const HOST = '127.0.0.1';

/** Below these, systems take the ports of outgoing connections: one of those could be taken before it is used. */
const FIRST = 10_000;
const LAST = 30_000;
const ATTEMPTS = 50;

/** A port that nothing listens on at this moment. */
export async function freePort(): Promise<number> {
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		const port = await listen(randomInt(FIRST, LAST));
		if (port !== undefined) return port;
	}
	throw new Error('No free port was found.');
}

/** Whether something listens on the port already. */
export async function isPortBusy(port: number): Promise<boolean> {
	return (await listen(port)) === undefined;
}

/** Opens and closes the port; undefined when it cannot be opened. */
async function listen(port: number): Promise<number | undefined> {
	const server = createServer();
	return await new Promise((resolve) => {
		server.once('error', () => resolve(undefined));
		server.listen(port, HOST, () => {
			const address = server.address();
			const opened = typeof address === 'object' && address !== null ? address.port : undefined;
			server.close(() => resolve(opened));
		});
	});
}
