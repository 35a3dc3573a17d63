// npm run generate [-- --check]: writes the output previews that n8n's editor shows before a first
// run, the tables of docs/<provider>.md and the list of all error texts, from the specifications and the built nodes;
// build again afterwards. With --check it writes nothing and fails when a committed file is not up to date.
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chineseErrorsPage, CHINESE_ERRORS_PAGE, originalsOf } from './generate/errors-chinese.ts';
import { errorsPage, ERRORS_PAGE } from './generate/errors.ts';
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
	const providers = PROVIDERS.map((provider) => loadProvider(provider));
	const page = errorsPage(providers);
	const pages = new Map([
		[ERRORS_PAGE, page],
		[CHINESE_ERRORS_PAGE, chineseErrorsPage(page, originalsOf(providers))],
	]);
	const committed = new Map(
		[...pages.keys()]
			.filter((path) => existsSync(path))
			.map((path) => [path, readFileSync(path, 'utf8')]),
	);
	const changed = differences(pages, committed);
	if (!values.check) write(changed, pages);
	outdated = [...outdated, ...changed];
	for (const path of outdated) console.log(`${values.check ? 'out of date' : 'written'}: ${path}`);
	if (!values.check || outdated.length === 0) return 0;
	throw new Error('Run "npm run build" and "npm run generate".');
});
