// npm run generate [-- --check]: writes the output previews that n8n's editor shows before a first
// run, the tables of docs/<provider>.md and the list of all error texts, from the specifications and the built nodes;
// build again afterwards. With --check it writes nothing and fails when a committed file is not up to date.
import { parseArgs } from 'node:util';
import { generatedFiles, outdated, write } from './generate/generated.ts';
import { command } from './shared/run.ts';

const {
	values: { check },
} = parseArgs({ options: { check: { type: 'boolean', default: false } } });

await command(async () => {
	const files = generatedFiles();
	const paths = outdated(files);
	if (!check) write(paths, files);
	for (const path of paths) console.log(`${check ? 'out of date' : 'written'}: ${path}`);
	if (!check || paths.length === 0) return 0;
	throw new Error('Run "npm run build" and "npm run generate".');
});
