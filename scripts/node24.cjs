// Runs a TypeScript file or an installed command on Node 24, whatever Node the machine has:
// n8n 2.41 needs it, and it runs .ts files without a build step.
//   node scripts/node24.cjs scripts/start.ts [args]   a file
//   node scripts/node24.cjs jest [args]               a command of node_modules/.bin
// This file alone must work on Node 20: plain CommonJS, no dependency.
const { spawn, spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { constants } = require('node:os');
const { delimiter, dirname, join } = require('node:path');

const root = dirname(__dirname);
const nodePackage = join(root, 'node_modules', 'node');
const executable = join(nodePackage, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

function fail(message) {
	console.error(message);
	process.exit(1);
}

if (!existsSync(nodePackage)) fail('The dependencies are missing. Run "npm ci" first.');
if (!existsSync(executable)) {
	console.error('Fetching Node 24 (once) …');
	const result = spawnSync(process.execPath, ['installArchSpecificPackage.js'], {
		cwd: nodePackage,
		encoding: 'utf8',
	});
	if (!existsSync(executable))
		fail(`Node 24 could not be fetched.\n${result.stdout}${result.stderr}`);
}

const [target, ...args] = process.argv.slice(2);
if (!target) fail('Usage: node scripts/node24.cjs <file.ts | command> [arguments]');
const file = target.endsWith('.ts') ? target : join(root, 'node_modules', '.bin', target);
const child = spawn(executable, [file, ...args], {
	stdio: 'inherit',
	env: {
		...process.env,
		PATH: [dirname(executable), join(root, 'node_modules', '.bin'), process.env.PATH].join(
			delimiter,
		),
	},
});
// The child ends itself on these; this process waits for it, so that nothing is left behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
