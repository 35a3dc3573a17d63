// npm run coverage: compares the built nodes and credentials with the specifications, and
// fails while anything of a specification is missing, a node has none, or a specification has no node.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PROVIDERS } from '../spec/providers.ts';
import { readSpec, specIds } from '../spec/read.ts';
import { compare, type Coverage, isComplete } from './coverage/compare.ts';
import { unmatched } from './coverage/unmatched.ts';
import { builtFolder, loadProvider } from './shared/providers.ts';
import { command } from './shared/run.ts';

function print(id: string, { counts, unknown, extra }: Coverage): void {
	console.log(`\n${id}`);
	for (const [what, { have, spec, missing }] of Object.entries(counts)) {
		console.log(`  ${what.padEnd(20)} ${String(have).padStart(4)} / ${spec}`);
		for (const line of missing) console.log(`      missing: ${line}`);
	}
	for (const line of unknown) console.log(`  not in the specification: ${line}`);
	for (const line of extra) console.log(`  beyond the specification: ${line}`);
}

await command(async () => {
	if (!existsSync(join(builtFolder(), 'nodes'))) {
		throw new Error('The package is not built. Run "npm run build" first.');
	}
	const lonely = unmatched(PROVIDERS, specIds());
	const coverages = PROVIDERS.filter(({ id }) => specIds().includes(id)).map(
		(provider): [string, Coverage] => [
			provider.id,
			compare(readSpec(provider.id), loadProvider(provider)),
		],
	);
	for (const [id, coverage] of coverages) print(id, coverage);
	for (const line of lonely) console.log(`\n${line}`);
	const failed = coverages.filter(([, coverage]) => !isComplete(coverage)).map(([id]) => id);
	if (failed.length > 0) console.error(`\nNot complete: ${failed.join(', ')}`);
	return failed.length + lonely.length > 0 ? 1 : 0;
});
