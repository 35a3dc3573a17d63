import { createServer, type Server } from 'node:http';
import { freePort } from '../../../scripts/shared/ports.ts';
import { shareEnvironment, startEnvironment } from './environment.ts';
import { SPARE_MEMORY } from './spare-memory.ts';

/** Starts one n8n and one sandbox for all end-to-end test files. */
export default async function globalSetup(): Promise<void> {
	const environment = await startEnvironment();
	shareEnvironment(environment);
	const server = createServer((_request, response) => {
		environment.spareMemory().then(
			() => response.end(),
			(error: unknown) => response.writeHead(500).end(String(error)),
		);
	});
	const port = await freePort();
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	process.env[SPARE_MEMORY] = `http://127.0.0.1:${port}`;
	globalThis.stopEnvironment = async () => await stop(server, environment.stop);
}

async function stop(server: Server, stopEnvironment: () => Promise<void>): Promise<void> {
	server.closeAllConnections();
	server.close();
	await stopEnvironment();
}

declare global {
	// Jest loads the teardown apart from the setup; this is what they have in common.
	var stopEnvironment: (() => Promise<void>) | undefined;
}
