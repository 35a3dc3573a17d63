import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { specIds } from './read.ts';

/** A provider of the package, and the names that follow from its folder under `nodes/`. */
export interface ProviderEntry {
	/** The name of its specification, its sandbox and its document. */
	id: string;
	/** The name of its folder, which is the class of its node as well. */
	node: string;
	/** The class of its trigger, when it has one. */
	trigger?: string;
	/** The class of its credential. */
	credential: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * The providers in the order in which `package.json` lists their nodes for n8n. That list is the only one:
 * everything else is found by these names.
 */
export function readProviders(base = root): ProviderEntry[] {
	const { n8n } = JSON.parse(readFileSync(join(base, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	const nodes = n8n.nodes.map((path) => /(\w+)\/(\w+)\.node\.js$/.exec(path)?.slice(1) ?? []);
	const credentials = n8n.credentials.map(
		(path) => /(\w+)\.credentials\.js$/.exec(path)?.[1] ?? '',
	);
	return nodes
		.filter(([folder, name]) => folder === name)
		.map(([node]) => {
			const [, trigger] = nodes.find(([folder, name]) => folder === node && name !== node) ?? [];
			const credential = credentials.find((name) => isSame(name, `${node}Api`));
			if (!credential) throw new Error(`package.json lists no credential ${node}Api.`);
			const id = specIds().find((name) => isSame(name.replaceAll('-', ''), node));
			return { id: id ?? node.toLowerCase(), node, ...(trigger && { trigger }), credential };
		});
}

/** Providers are written in their own way: `HSTong`, `HstongApi`, `hstong`. */
const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The providers of this package. */
export const PROVIDERS: readonly ProviderEntry[] = readProviders();
