import { loadOutputSchema } from 'n8n-core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles, outdated, previewsByPath } from '../../scripts/generate/generated.ts';
import { faultsOfTexts } from '../../scripts/generate/language.ts';
import type { JsonSchema } from '../../scripts/generate/preview.ts';
import { loadProvider, placesOf } from '../../scripts/shared/providers.ts';
import { PROVIDERS } from '../../spec/providers.ts';
import { readSpec } from '../../spec/read.ts';
import { matchesSchema, schemaFaults } from '../support/schema.ts';

const root = process.cwd();

describe.each(PROVIDERS)('$node', (entry) => {
	const { id, node } = entry;
	const modules = loadProvider(entry, root);
	const previews = [...previewsByPath(entry, modules).values()];

	// That results are as the previews show them is tested where operations run: test/support/stage.ts.
	test('n8n finds the preview of every operation', () => {
		const found = placesOf(modules.resources).map(({ resource, name }) =>
			loadOutputSchema({
				...{ nodeDir: join(root, 'nodes', node), version: 1 },
				...{ resource, operation: name },
			}),
		);

		expect(found).toEqual(previews);
	});

	test('every gap of the specification has its row in the document', () => {
		const text = readFileSync(join('docs', `${id}.md`), 'utf8');
		const rows = [...text.matchAll(/^\| ([A-Z]+-\d+) \|/gm)].map(([, gap]) => gap);

		expect(rows).toEqual(readSpec(id).gaps.map((gap) => gap.id));
	});
});

const files = generatedFiles(root, root);

test('all generated files are up to date, and no others are there (npm run generate)', () => {
	expect(outdated(files)).toEqual([]);
	// Both directions of it.
	const [[path, text]] = [...files].filter(([path]) => path.includes('__schema__'));
	expect(outdated(new Map(files).set(path, `${text} `))).toEqual([path]);
	const without = new Map(files);
	without.delete(path);
	expect(outdated(without)).toEqual([path]);
});

test('a Chinese page says everything in Chinese, and no Chinese text is left over (docs/zh-CN/texts.json)', () => {
	expect(faultsOfTexts()).toEqual({ missing: [], unused: [] });
});

describe('matchesSchema', () => {
	const schema: JsonSchema = {
		type: 'object',
		properties: {
			token: { type: 'string' },
			nextStep: { type: ['string', 'null'] },
			count: { type: 'integer' },
			list: { type: 'array', items: { type: 'string' } },
			inner: { type: 'object', properties: { on: { type: 'boolean' } } },
			agreed: { type: 'object', properties: {}, additionalProperties: true },
		},
	};
	const honest = { token: 't', nextStep: 'Step 1', count: 1, list: ['a'], inner: { on: false } };

	test.each([
		['a complete output', {}],
		['a value that is null', { token: null, inner: null }],
		['a value that is missing', { token: undefined }],
		['an empty list', { list: [] }],
		['what an agreement adds', { agreed: { LIMIT: 1, inner: [] } }],
	])('accepts %s', (_what, change) => {
		expect(matchesSchema({ ...honest, ...change }, schema)).toBe(true);
	});

	test.each([
		['another type', { token: 1 }, 'json.token is 1, not string'],
		['a fraction for an integer', { count: 1.5 }, 'json.count is 1.5, not integer'],
		['a list for an object', { inner: [] }, 'json.inner is [], not object'],
		['an object for a list', { list: {} }, 'json.list is {}, not array'],
		['another type in a list', { list: ['a', 2] }, 'json.list[1] is 2, not string'],
		['a field that is not shown', { code: '1' }, 'json.code is not in the preview'],
		['an inner field not shown', { inner: { off: 1 } }, 'json.inner.off is not in the preview'],
	])('refuses %s', (_what, change, fault) => {
		expect(schemaFaults({ ...honest, ...change }, schema)).toEqual([fault]);
		expect(matchesSchema({ ...honest, ...change }, schema)).toBe(false);
	});
});
