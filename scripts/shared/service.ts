import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { killGroup } from './run.ts';

export interface ServiceOptions {
	/** The name in messages, e.g. "n8n". */
	name: string;
	/** The script to run with Node, and its arguments. */
	command: string[];
	/** The Node that runs it; without it that of this process. */
	node?: string;
	env: NodeJS.ProcessEnv;
	cwd?: string;
	/** The file that takes stdout and stderr; each start writes it anew. */
	logFile: string;
}

/** A server that runs in a process group of its own. */
export interface Service {
	name: string;
	pid: number;
	logFile: string;
	/** Why the process ended, once it has. */
	ended?: string;
	/** Resolves when the process has ended. */
	exited: Promise<void>;
	/** Ends this process and everything that it started, and waits for it. */
	stop(): Promise<void>;
}

const STOP_WAIT_MS = 15_000;
const PROBE_INTERVAL_MS = 150;

const running = new Set<Service>();

/** Starts a server whose output goes to a log file. It also ends when this process is killed. */
export function startService({
	name,
	command,
	node = process.execPath,
	env,
	cwd,
	logFile,
}: ServiceOptions): Service {
	mkdirSync(dirname(logFile), { recursive: true });
	const log = openSync(logFile, 'w');
	const endWithParent = join(process.cwd(), 'scripts', 'shared', 'end-with-parent.cjs');
	const child = spawn(node, ['--require', endWithParent, ...command], {
		cwd,
		env,
		// It has a group of its own: Ctrl-C reaches the starting script only, which then stops its servers in order.
		detached: true,
		stdio: ['ignore', log, log, 'pipe'],
	});
	closeSync(log);
	if (child.pid === undefined) throw new Error(`${name} could not be started.`);

	const { pid } = child;
	const exited = new Promise<void>((resolve) => {
		child.once('exit', (code, signal) => {
			service.ended = signal ? `signal ${signal}` : `exit code ${code}`;
			running.delete(service);
			// This ends what it may have left behind: a group lives as long as one of its members does.
			killGroup(pid);
			resolve();
		});
	});
	async function stop() {
		if (service.ended) return;
		child.kill('SIGTERM');
		const timer = setTimeout(() => killGroup(pid), STOP_WAIT_MS);
		await exited;
		clearTimeout(timer);
	}
	const service: Service = { name, pid, logFile, exited, stop };
	running.add(service);
	return service;
}

/** Ends every server that this process has started, the latest first. */
export async function stopServices(): Promise<void> {
	for (const service of [...running].reverse()) await service.stop();
}

/**
 * Probes until the probe returns something, and returns that.
 * When the server ends or the time is up, the error carries the last lines of its log.
 */
export async function whenReady<T>(
	service: Service,
	probe: () => Promise<T | undefined>,
	timeoutMs: number,
): Promise<T> {
	const deadline = Date.now() + timeoutMs;
	while (Date.now() < deadline) {
		const result = await probe();
		if (result !== undefined) return result;
		if (service.ended) throw new Error(notReady(service, `ended with ${service.ended}`));
		await sleep(PROBE_INTERVAL_MS);
	}
	await service.stop();
	throw new Error(notReady(service, `was not ready after ${Math.round(timeoutMs / 1000)} s`));
}

function notReady({ name, logFile }: Service, what: string): string {
	return `${name} ${what}. Its last lines (${logFile}):\n${lastLines(logFile, 25)}`;
}

/** The end of a log file, to show why a server ended. */
export function lastLines(file: string, count: number): string {
	if (!existsSync(file)) return '(no log)';
	const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
	return lines.slice(-count).join('\n');
}
