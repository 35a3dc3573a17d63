// npm run host:install: installs the pinned n8n that npm start and the end-to-end tests run.
import { installHost } from './host/install.ts';
import { messageOf } from './shared/progress.ts';
import { exitOnSignals } from './shared/run.ts';

exitOnSignals();
try {
	await installHost();
	console.log('n8n is installed.');
} catch (error) {
	console.error(messageOf(error));
	process.exitCode = 1;
}
