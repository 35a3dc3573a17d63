// npm run generate [-- --check]: writes the output previews that n8n's editor shows before a first
// run, and the tables of docs/<provider>.md, from the specifications and the built nodes; build
// again afterwards. With --check it writes nothing and fails when a committed file is not up to date.
import { parseArgs } from 'node:util';
import { differences, generate, readCommitted, write } from './generate/generated.ts';
import { messageOf } from './shared/progress.ts';
import { PROVIDERS } from '../spec/providers.ts';
import { loadProvider } from './shared/providers.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
try {
	for (const provider of PROVIDERS) {
		const files = generate(provider, loadProvider(provider));
		const outdated = differences(files, readCommitted(provider));
		if (!values.check) write(outdated, files);
		for (const path of outdated) {
			console.log(`${values.check ? 'out of date' : 'written'}: ${path}`);
		}
		if (values.check && outdated.length > 0) process.exitCode = 1;
	}
	if (process.exitCode === 1) console.error('Run "npm run build" and "npm run generate".');
} catch (error) {
	console.error(messageOf(error));
	process.exitCode = 1;
}
