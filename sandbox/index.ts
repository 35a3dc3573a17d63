import type { AddressInfo } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import { createControlServer } from './core/control-server.ts';
import { Journal } from './core/journal.ts';
import { createProviderServer } from './core/provider-server.ts';
import type { ProviderServer } from './core/provider-server.ts';
import { registry } from './registry.ts';

export interface Sandbox {
	controlUrl: string;
	/** The addresses by provider, and by the names of further listeners. */
	urls: Record<string, string>;
	close(): Promise<void>;
}

export interface SandboxOptions {
	/** 0 or absent = any free port. */
	controlPort?: number;
	/** The port of each provider's first address; its further ones take the ports after it. */
	ports?: Record<string, number>;
	/** Wait before every answer, until POST /faults sets another. */
	latencyMs?: number;
}

// No other interface is listened on: the sandbox has no login and shows everything that it receives.
const host = '127.0.0.1';

/** Starts every provider of the sandbox and its control server on this machine only. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const journal = new Journal();
	const servers = new Map<string, ProviderServer>();
	const urls: Record<string, string> = {};
	for (const { id, create } of registry) {
		servers.set(id, await createProviderServer(create(), journal, options.latencyMs ?? 0));
	}
	const control = createControlServer(servers, journal, () => urls);
	const close = async (): Promise<void> => {
		const apps = [...servers.values()].flatMap((server) => [...server.apps.values()]);
		await Promise.all([control, ...apps].map((app) => app.close()));
	};
	try {
		for (const [id, { apps }] of servers) {
			let port = options.ports?.[id] ?? 0;
			for (const [listener, app] of apps) {
				await app.listen({ host, port });
				const scheme = app.server instanceof TlsServer ? 'https' : 'http';
				urls[listener] = `${scheme}://${host}:${(app.server.address() as AddressInfo).port}`;
				if (port > 0) port++;
			}
		}
		await control.listen({ host, port: options.controlPort ?? 0 });
	} catch (error) {
		await close();
		throw error;
	}
	const { port } = control.server.address() as AddressInfo;
	return { controlUrl: `http://${host}:${port}`, urls, close };
}
