import type { AddressInfo } from 'node:net';
import { createControlServer } from './core/control-server.ts';
import { Journal } from './core/journal.ts';
import { createProviderServer } from './core/provider-server.ts';
import type { ProviderServer } from './core/provider-server.ts';
import type { ProviderId } from './core/types.ts';
import { registry } from './registry.ts';

export interface Sandbox {
	controlUrl: string;
	urls: Record<ProviderId, string>;
	close(): Promise<void>;
}

export interface SandboxOptions {
	/** 0 or absent = any free port. */
	controlPort?: number;
	ports?: Partial<Record<ProviderId, number>>;
	/** Wait before every answer, until POST /faults sets another. */
	latencyMs?: number;
}

// Never another interface: the sandbox has no login and shows everything that it receives.
const host = '127.0.0.1';

/** Starts every provider of the sandbox and its control server on this machine only. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const journal = new Journal();
	const servers = new Map<ProviderId, ProviderServer>();
	const urls: Partial<Record<ProviderId, string>> = {};
	for (const { id, create } of registry) {
		servers.set(id, await createProviderServer(create(), journal, options.latencyMs ?? 0));
	}
	const control = createControlServer(servers, journal, () => urls);
	const close = async (): Promise<void> => {
		await Promise.all(
			[control, ...[...servers.values()].map(({ app }) => app)].map((app) => app.close()),
		);
	};
	try {
		for (const [id, { app }] of servers) {
			await app.listen({ host, port: options.ports?.[id] ?? 0 });
			urls[id] = `http://${host}:${(app.server.address() as AddressInfo).port}`;
		}
		await control.listen({ host, port: options.controlPort ?? 0 });
	} catch (error) {
		await close();
		throw error;
	}
	const { port } = control.server.address() as AddressInfo;
	return { controlUrl: `http://${host}:${port}`, urls: urls as Record<ProviderId, string>, close };
}
