import { createServer } from 'node:net';

const HOST = '127.0.0.1';

/** A port that nothing listens on at this moment. */
export async function freePort(): Promise<number> {
	const port = await listen(0);
	if (port === undefined) throw new Error('No free port was found.');
	return port;
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
