// npm run coverage [-- --json]: compares the built nodes, credentials and the sandbox with the
// specifications, and fails while anything of a finished provider is missing.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readBuilt } from './coverage/built.ts';
import { compare, type Coverage, isComplete } from './coverage/coverage.ts';
import { PREVIEW_RULES } from './generate/preview.ts';
import { messageOf } from './shared/progress.ts';
import { PROVIDERS } from '../spec/providers.ts';
import { specIds } from '../spec/read.ts';
import { builtFolder } from './shared/providers.ts';
import { readSpec } from './shared/spec.ts';

/** Providers whose nodes must have everything; the others may be on their way. */
const FINISHED = ['hstong', 'htouhui', 'webank', 'user-verification', 'qiancheng-credit'];

interface ProviderReport {
	provider: string;
	finished: boolean;
	/** Undefined for a provider whose node has not been begun. */
	coverage?: Coverage;
}

async function reportOn(provider: string): Promise<ProviderReport> {
	const finished = FINISHED.includes(provider);
	const begun = PROVIDERS.some(({ id }) => id === provider);
	const spec = readSpec(provider);
	return {
		provider,
		finished,
		...(begun && {
			coverage: compare(spec, await readBuilt(provider, spec), PREVIEW_RULES[provider]),
		}),
	};
}

function print({ provider, finished, coverage }: ProviderReport): void {
	if (!coverage) {
		console.log(`\n${provider}: not begun`);
		return;
	}
	console.log(`\n${provider}${finished ? '' : ' (unfinished)'}`);
	for (const [what, { have, spec, missing }] of Object.entries(coverage.counts)) {
		console.log(`  ${what.padEnd(20)} ${String(have).padStart(4)} / ${spec}`);
		for (const line of missing) console.log(`      missing: ${line}`);
	}
	for (const name of coverage.unknown) console.log(`  unknown parameter: ${name}`);
	for (const line of coverage.extra) console.log(`  beyond the specification: ${line}`);
}

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
try {
	if (!existsSync(join(builtFolder(), 'nodes'))) {
		throw new Error('The package is not built. Run "npm run build" first.');
	}
	const reports: ProviderReport[] = [];
	for (const provider of specIds()) reports.push(await reportOn(provider));
	if (values.json) console.log(JSON.stringify(reports, null, 2));
	else reports.forEach(print);
	const failed = reports.filter(
		({ finished, coverage }) => finished && !(coverage && isComplete(coverage)),
	);
	if (failed.length > 0) {
		console.error(`\nNot complete: ${failed.map(({ provider }) => provider).join(', ')}`);
		process.exitCode = 1;
	}
} catch (error) {
	console.error(messageOf(error));
	process.exitCode = 1;
}
