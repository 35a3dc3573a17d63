// A server that is no Node script, run as a service (see service.ts) with a signal of its own for its end:
//   datastore-process.ts <signal> <program> [arguments]
// Being a Node script, this one also ends when the process that started it is killed.
import { spawn } from 'node:child_process';

const [stopSignal, program, ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
for (const signal of ['SIGINT', 'SIGTERM']) {
	process.on(signal, () => child.kill(stopSignal as NodeJS.Signals));
}
child.on('error', ({ message }) => {
	console.error(message);
	process.exit(1);
});
child.on('exit', (code) => process.exit(code ?? 1));
