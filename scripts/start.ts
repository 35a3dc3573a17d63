// npm start: a real n8n with this package in it, beside the sandbox, with credentials and examples.
//   npm start -- [--port 5678] [--sandbox-port 5600]      or N8N_PORT and SANDBOX_PORT
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deskLogins } from '../sandbox/registry.ts';
import { type DemoExample, demoOwner, fillDemo } from './start/demo.ts';
import { type Host, startHost } from './host/server.ts';
import { CHAPTERS } from './start/examples.ts';
import { installHost } from './host/install.ts';
import { withLock } from './shared/lock.ts';
import { N8nClient } from './host/n8n-client.ts';
import { installPackage, packPackage } from './host/package.ts';
import { photoToolHint } from './shared/on-path.ts';
import { isPortBusy } from './shared/ports.ts';
import { messageOf, step } from './shared/progress.ts';
import { type RunningSandbox, sandboxPorts, startSandbox } from './start/sandbox.ts';
import { lastLines, stopServices } from './shared/service.ts';

const userFolder = join(process.cwd(), 'host', '.data');

/** The port of an option or variable, refused when it is none or when another program has it. */
async function portFor(
	what: string,
	option: string,
	given: string,
	others?: (first: number) => number[],
) {
	const port = Number(given);
	if (!Number.isInteger(port) || port <= 0 || port >= 65_000) {
		throw new Error(`--${option} must be a port number, not "${given}".`);
	}
	for (const needed of others?.(port) ?? [port]) {
		if (!(await isPortBusy(needed))) continue;
		throw new Error(
			`${what} needs port ${needed}, which is in use. Stop what uses it, or: npm start -- --${option} ${port + 100}`,
		);
	}
	return port;
}

async function start(): Promise<void> {
	const { values } = parseArgs({
		options: { port: { type: 'string' }, 'sandbox-port': { type: 'string' } },
	});
	const { N8N_PORT = '5678', SANDBOX_PORT = '5600' } = process.env;
	const port = await portFor('n8n', 'port', values.port ?? N8N_PORT);
	const first = await portFor(
		'The sandbox',
		'sandbox-port',
		values['sandbox-port'] ?? SANDBOX_PORT,
		(start) => Object.values(sandboxPorts(start)),
	);
	await installHost();
	const { tarball } = await packPackage();
	await installPackage(userFolder, tarball);

	const sandbox = await step('Starting the sandbox', async () => {
		return await startSandbox(join(userFolder, 'sandbox.log'), sandboxPorts(first));
	});
	const host = await step('Starting n8n', async () => {
		return await startHost({ userFolder, port, logFile: join(userFolder, 'n8n.log') });
	});
	const n8n = new N8nClient(host.url);
	await signIn(n8n);
	const examples = await step('Importing credentials and examples', async () => {
		return await fillDemo(n8n, sandbox.urls, join(userFolder, 'imported.json'));
	});
	printWelcome(host, sandbox, examples);

	const ended = await Promise.race(
		[host, sandbox].map(async (server) => {
			await server.exited;
			return server;
		}),
	);
	if (stopping) return;
	throw new Error(
		`${ended.name} ended with ${ended.ended}. Its last lines:\n${lastLines(ended.logFile, 25)}`,
	);
}

async function signIn(n8n: N8nClient): Promise<void> {
	await n8n.signIn(demoOwner).catch((error: unknown) => {
		throw new Error(
			`${messageOf(error)}\nThe demo's account has another password than ${demoOwner.password}. ` +
				'Delete the folder host/.data to begin anew.',
		);
	});
}

function printWelcome(host: Host, sandbox: RunningSandbox, examples: DemoExample[]): void {
	const starts = examples.filter(({ chapter }) => chapter === CHAPTERS[0]);
	// The others are parts of these, or wait for a call of a provider.
	const forms = examples.filter((one) => !starts.includes(one) && (one.hasForm || one.problem));
	console.log(`
n8n      ${host.url}   login ${demoOwner.email}   password ${demoOwner.password}
Sandbox  ${sandbox.controlUrl}   SMS codes, applications and every request that was sent
${deskLogins.map(({ path, data }) => `Desk     ${host.url}/webhook/${path}   login ${data.user}   password ${data.password}`).join('\n')}
`);
	printList('Start here, one click each:', starts);
	printList('Then, with forms to fill in:', forms);
	const others = examples.length - starts.length - forms.length;
	if (others > 0) console.log(`  and ${others} more workflows in n8n`);
	const hint = photoToolHint();
	if (hint) console.log(`\n${hint}`);
	console.log('\nCtrl-C ends both.');
}

function printList(title: string, examples: DemoExample[]): void {
	if (examples.length === 0) return;
	console.log(title);
	for (const { name, url, problem } of examples) {
		const refusal = problem ? `\n    not published: ${problem.replace(/\s+/g, ' ')}` : '';
		console.log(`  ${name}\n    ${url}${refusal}`);
	}
}

let stopping = false;

/** The signal may come twice: from the terminal, and again from the script that started this one. */
async function stop(exitCode: number): Promise<void> {
	if (stopping) return;
	stopping = true;
	console.log('\nStopping …');
	await stopServices();
	process.exit(exitCode);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));

try {
	const refuse = (pid: number) => {
		throw new Error(`npm start is running already (process ${pid}). Stop it first, with Ctrl-C.`);
	};
	await withLock(join(userFolder, '.lock'), refuse, start);
} catch (error) {
	console.error(messageOf(error));
	await stopServices();
	process.exit(1);
}
