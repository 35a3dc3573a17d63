// The sandbox on the command line:
//   main.ts [--control-port N] [--<provider>-port N]
// A provider's port follows from the control port unless it is named; 0 means any free one.
// Prints one line of JSON for programs, then one line for people; ends on SIGINT or SIGTERM.
import { parseArgs } from 'node:util';
import { startSandbox } from './index.ts';
import { registry } from './registry.ts';

const defaultControlPort = 5600;

function fail(message: string): never {
	console.error(message);
	process.exit(1);
}

function readPorts(): { controlPort: number; ports: Record<string, number> } {
	const names = ['control', ...registry.map(({ id }) => id)];
	const options = Object.fromEntries(
		names.map((name) => [`${name}-port`, { type: 'string' as const }]),
	);
	const { values } = parseArgs({ options });
	const portOf = (name: string, otherwise: number): number => {
		const text = values[`${name}-port`];
		if (text === undefined) return otherwise;
		const port = Number(text);
		if (!/^\d+$/.test(String(text)) || port > 65_535) fail(`--${name}-port must be a port number.`);
		return port;
	};
	const controlPort = portOf('control', defaultControlPort);
	const ports: Record<string, number> = {};
	for (const { id, port } of registry) {
		ports[id] = portOf(id, controlPort && controlPort + port - defaultControlPort);
	}
	return { controlPort, ports };
}

try {
	const sandbox = await startSandbox(readPorts());
	const { controlUrl, urls } = sandbox;
	console.log(JSON.stringify({ controlUrl, urls }));
	console.log(
		`The sandbox is ready; see ${controlUrl} for SMS codes, applications, sessions and every request.`,
	);
	const end = (): void => {
		sandbox.close().then(
			() => process.exit(0),
			() => process.exit(1),
		);
	};
	process.on('SIGINT', end);
	process.on('SIGTERM', end);
} catch (error) {
	const { code, port, message } = error as NodeJS.ErrnoException & { port?: number };
	if (code === 'EADDRINUSE') {
		fail(
			`Port ${port} is in use; stop what uses it or choose another with --control-port or --<provider>-port.`,
		);
	}
	fail(`The sandbox could not start: ${message}`);
}
