import { CustomDirectoryLoader } from 'n8n-core';

import { loadProvider } from '../../../scripts/shared/providers.ts';
import { PROVIDERS } from '../../../spec/providers.ts';

/** n8n's own reader of what stands beside a node; when a part is missing, n8n drops all of it without a word. */
const loader = new CustomDirectoryLoader(process.cwd()) as unknown as {
	getCodex(file: string): Record<string, string[]>;
};

const files = PROVIDERS.flatMap(({ node, trigger }) =>
	[node, trigger]
		.filter((name) => name !== undefined)
		.map((name) => `nodes/${node}/${name}.node.js`),
);

test.each(files)('n8n finds %s by its words', (file) => {
	const { alias, categories } = loader.getCodex(file);

	expect(categories.length).toBeGreaterThan(0);
	expect(alias.length).toBeGreaterThan(10);
	expect(alias.some((word) => /[\u4e00-\u9fff]/.test(word))).toBe(true);
});

test.each(PROVIDERS)('n8n finds $node by what its operations are called in Chinese', (entry) => {
	const { alias } = loader.getCodex(`nodes/${entry.node}/${entry.node}.node.js`);
	const { node, resources } = loadProvider(entry, process.cwd());
	const names = Object.values(resources).flatMap(({ chinese, operations }) => [
		chinese,
		...Object.values(operations).map((operation) => operation.chinese),
	]);

	expect(names.filter((name) => !alias.includes(name))).toEqual([]);
	const pickers = node.description.properties.filter(({ name }) =>
		['resource', 'operation'].includes(name),
	);
	const shown = JSON.stringify(pickers);
	expect(names.filter((name) => !shown.includes(`(${name})`))).toEqual([]);
});
