import { CustomDirectoryLoader } from 'n8n-core';

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
