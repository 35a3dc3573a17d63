import { spawn } from 'node:child_process';
import { messageOf } from './progress.ts';

export interface RunOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
}

const SHOWN_LINES = 40;

/** Runs a command silently and returns what it printed; when it fails, the error carries the end of that. */
export async function run(
	command: string,
	args: string[],
	{ cwd, env = process.env }: RunOptions = {},
): Promise<string> {
	// It has a group of its own, so that what the command has started ends with it when this process ends early.
	const child = spawn(command, args, {
		cwd,
		env,
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	});
	const end = () => killGroup(child.pid);
	process.once('exit', end);
	let printed = '';
	let everything = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		printed += text;
		everything += text;
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => (everything += text));
	try {
		const code = await new Promise((resolve, reject) => {
			child.once('error', reject);
			child.once('close', (exitCode, signal) => resolve(signal ?? exitCode));
		});
		if (code !== 0) throw new Error(failure([command, ...args].join(' '), code, everything));
		return printed;
	} finally {
		process.removeListener('exit', end);
	}
}

/** Ends a process group at once; npm takes its time over anything milder. */
export function killGroup(pid: number | undefined): void {
	if (pid === undefined) return;
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// The process group is gone already.
	}
}

function failure(command: string, code: unknown, output: string): string {
	const lines = output.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
	return `"${command}" ended with ${code}:\n${lines}`;
}

/** Runs a command that shares this terminal and returns its exit code. */
export async function runVisibly(
	command: string,
	args: string[],
	env = process.env,
): Promise<number> {
	const child = spawn(command, args, { stdio: 'inherit', env });
	const end = () => child.kill();
	process.once('exit', end);
	return await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => {
			process.removeListener('exit', end);
			resolve(code ?? 1);
		});
	});
}

/**
 * Runs a command of this folder: whatever it throws is printed as a message. Ctrl-C and SIGTERM end it through its
 * exit handlers, which end what it has started.
 *
 * @param work returns the exit code
 */
export async function command(work: () => Promise<number>): Promise<void> {
	process.once('SIGINT', () => process.exit(130));
	process.once('SIGTERM', () => process.exit(143));
	process.exitCode = await work().catch((error: unknown) => {
		console.error(messageOf(error));
		return 1;
	});
}
