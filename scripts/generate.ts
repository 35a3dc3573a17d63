// npm run generate [-- --check]: writes the output previews that n8n's editor shows before a first
// run, and the tables of docs/<provider>.md, from the specifications and the built nodes; build
// again afterwards. With --check it writes nothing and fails when a committed file is not up to date.
import { parseArgs } from 'node:util';
import { differences, generate, readCommitted, write } from './generate/generated.ts';
import { PROVIDERS } from '../spec/providers.ts';
import { loadProvider } from './shared/providers.ts';
import { command } from './shared/run.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
await command(async () => {
	let outdated: string[] = [];
	for (const provider of PROVIDERS) {
		const files = generate(provider, loadProvider(provider));
		const different = differences(files, readCommitted(provider));
		if (!values.check) write(different, files);
		outdated = [...outdated, ...different];
	}
	for (const path of outdated) console.log(`${values.check ? 'out of date' : 'written'}: ${path}`);
	if (!values.check || outdated.length === 0) return 0;
	throw new Error('Run "npm run build" and "npm run generate".');
});
