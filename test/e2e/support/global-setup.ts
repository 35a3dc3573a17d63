import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type OwnEnvironment, shareEnvironments, startEnvironment } from './environment.ts';

/** Starts an n8n and a sandbox for each of jest's workers. */
export default async function globalSetup({ maxWorkers }: { maxWorkers: number }): Promise<void> {
	const all: Array<[OwnEnvironment, sparing: string]> = [];
	const servers: Array<ReturnType<typeof createServer>> = [];
	globalThis.stopEnvironments = async () => {
		for (const server of servers) {
			server.closeAllConnections();
			server.close();
		}
		for (const [environment] of all) await environment.stop();
	};
	while (all.length < maxWorkers) {
		const environment = await startEnvironment();
		const server = createServer((_request, response) => {
			environment.spareMemory().then(
				() => response.end(),
				(error: unknown) => response.writeHead(500).end(String(error)),
			);
		});
		servers.push(server);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		all.push([environment, `http://127.0.0.1:${port}`]);
	}
	shareEnvironments(all);
}

declare global {
	// Jest loads the teardown apart from the setup; this is what they have in common.
	var stopEnvironments: (() => Promise<void>) | undefined;
}
