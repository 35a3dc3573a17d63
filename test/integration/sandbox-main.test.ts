import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const main = join(__dirname, '../../sandbox/main.ts');
const started: ChildProcess[] = [];

interface Run {
	child: ChildProcess;
	output: () => string;
	errors: () => string;
	exit: Promise<number | null>;
}

function run(...args: string[]): Run {
	const child = spawn(process.execPath, [main, ...args]);
	started.push(child);
	let output = '';
	let errors = '';
	child.stdout.on('data', (chunk) => (output += String(chunk)));
	child.stderr.on('data', (chunk) => (errors += String(chunk)));
	const exit = new Promise<number | null>((resolve) => child.on('exit', resolve));
	return { child, output: () => output, errors: () => errors, exit };
}

async function untilReady({
	output,
	exit,
}: Run): Promise<{ controlUrl: string; urls: { hstong: string } }> {
	let ended = false;
	void exit.then(() => (ended = true));
	while (output().split('\n').length < 3 && !ended)
		await new Promise((resolve) => setTimeout(resolve, 20));
	return JSON.parse(output().split('\n')[0] ?? '');
}

afterAll(() => {
	for (const child of started) child.kill('SIGKILL');
});

test.each(['SIGINT', 'SIGTERM'] as const)(
	'prints its addresses first and ends on %s',
	async (signal) => {
		const sandbox = run('--control-port', '0', '--hstong-port', '0');
		const { controlUrl, urls } = await untilReady(sandbox);
		expect(await (await fetch(urls.hstong)).json()).toMatchObject({ code: '50001' });
		expect(await (await fetch(`${controlUrl}/stats`)).json()).toMatchObject({
			hstong: { requests: 1 },
		});
		expect(sandbox.output().split('\n')[1]).toContain(controlUrl);
		sandbox.child.kill(signal);
		expect(await sandbox.exit).toBe(0);
	},
);

test('given a port in use, says so in one sentence and ends with 1', async () => {
	const first = run('--control-port', '0', '--hstong-port', '0');
	const { port } = new URL((await untilReady(first)).urls.hstong);
	const second = run('--control-port', '0', '--hstong-port', port);
	expect(await second.exit).toBe(1);
	expect(second.errors()).toMatch(new RegExp(`^Port ${port} is in use; [^\\n]+\\n$`));
});

test('given a port that is none, says so and ends with 1', async () => {
	const sandbox = run('--hstong-port', 'http');
	expect(await sandbox.exit).toBe(1);
	expect(sandbox.errors()).toBe('--hstong-port must be a port number.\n');
});
