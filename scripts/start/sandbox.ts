import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '../../sandbox/registry.ts';
import { type Service, startService, whenReady } from '../shared/service.ts';

/** The addresses at which the sandbox listens. */
export interface SandboxAddresses {
	/** The page for people, and the controls of tests. */
	controlUrl: string;
	/** The base URL of each provider. */
	urls: Record<string, string>;
}

export type RunningSandbox = Service & SandboxAddresses;

export type SandboxPorts = Record<string, number>;

const CONTROL_PORT = 5600;
const READY_TIMEOUT_MS = 30_000;

/** The ports of the control server and of every provider, in a row from the first one; any free ones without it. */
export function sandboxPorts(first?: number): SandboxPorts {
	const all = [{ id: 'control', port: CONTROL_PORT }, ...registry];
	const portOf = (port: number) => (first === undefined ? 0 : port - CONTROL_PORT + first);
	return Object.fromEntries(all.map(({ id, port }) => [id, portOf(port)]));
}

/** Starts the sandbox as a process of its own and returns when its servers listen. */
export async function startSandbox(
	logFile: string,
	ports = sandboxPorts(),
): Promise<RunningSandbox> {
	const options = Object.entries(ports).flatMap(([id, port]) => [`--${id}-port`, String(port)]);
	const main = join(process.cwd(), 'sandbox', 'main.ts');
	const service = startService({
		name: 'The sandbox',
		command: [main, ...options],
		env: process.env,
		logFile,
	});
	const addresses = await whenReady(service, async () => announced(logFile), READY_TIMEOUT_MS);
	return Object.assign(service, addresses);
}

/** The one line of JSON that the sandbox prints when it is ready. */
function announced(logFile: string): SandboxAddresses | undefined {
	const lines = readFileSync(logFile, 'utf8').split('\n').slice(0, -1);
	const line = lines.find((candidate) => candidate.startsWith('{"controlUrl"'));
	return line === undefined ? undefined : (JSON.parse(line) as SandboxAddresses);
}
