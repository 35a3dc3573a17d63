import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ProviderEntry } from '../../spec/providers.ts';

/** Nodes without a specification, a sandbox or a document, and specifications without a node. */
export const unmatched = (
	providers: readonly ProviderEntry[],
	specified: string[],
	root = process.cwd(),
): string[] => [
	...providers
		.filter(({ id }) => !specified.includes(id))
		.map(({ node, id }) => `nodes/${node} has no specification (spec/${id}.json).`),
	...specified
		.filter((id) => !providers.some((provider) => provider.id === id))
		.map((id) => `spec/${id}.json has no node in package.json.`),
	...providers
		.flatMap(({ id }) => [join('sandbox', id, 'index.ts'), join('docs', `${id}.md`)])
		.filter((path) => !existsSync(join(root, path)))
		.map((path) => `There is no ${path}.`),
];
