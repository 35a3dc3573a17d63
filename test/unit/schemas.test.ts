import { loadOutputSchema } from 'n8n-core';
import { join } from 'node:path';
import { prepareStage } from '../../scripts/coverage/built.ts';
import {
	differences,
	generate,
	type Previewed,
	previewsByPath,
	readCommitted,
} from '../../scripts/generate/generated.ts';
import type { JsonSchema } from '../../scripts/generate/preview.ts';
import { loadProvider, placesOf } from '../../scripts/shared/providers.ts';
import { rehearse, stageFor } from '../../scripts/coverage/rehearsal.ts';
import { readSpec, type SpecOperation } from '../../scripts/shared/spec.ts';
import { PROVIDERS } from '../../spec/providers.ts';
import { matchesSchema, readSchema, schemaFaults } from '../support/schema.ts';

const root = process.cwd();

describe.each(PROVIDERS)('$id', ({ id, node }) => {
	const spec = readSpec(id);
	const modules = loadProvider(id, root);
	const operations = [...previewsByPath(id, modules, spec).values()].map(
		(previewed): [string, Previewed] => {
			const [{ place }] = previewed.versions;
			return [`${place.resource} / ${place.name}`, previewed];
		},
	);

	test('the committed previews and tables are up to date (npm run generate)', () => {
		expect(differences(generate(id, modules), readCommitted(id))).toEqual([]);
	});

	test('every operation has a preview', () => {
		const places = placesOf(modules.resources).map(({ resource, name }) => `${resource} / ${name}`);

		expect(operations.map(([place]) => place).sort()).toEqual(places.sort());
	});

	test.each(operations)('n8n finds the preview of %s', (_name, { versions, preview }) => {
		const [{ place }] = versions;
		const schema = loadOutputSchema({
			nodeDir: join(root, 'nodes', node),
			version: 1,
			resource: place.resource,
			operation: place.name,
		});

		expect(schema).toEqual(preview);
		expect(schema).toEqual(readSchema(node, place.resource, place.name));
	});

	test.each(operations)(
		'%s returns just what its preview shows',
		async (_name, { versions, preview }) => {
			const { stage } = await prepareStage(id, spec, modules);
			const outputs = [];
			for (const { place, wanted } of versions) {
				const { json, files } = await rehearse(place.operation, wanted, stageFor(place, stage));
				outputs.push(json);

				expect(schemaFaults(json, preview)).toEqual([]);
				expect(files.length > 0).toBe(hasFile(wanted));
			}
			const names = new Set(outputs.flatMap((json) => Object.keys(json)));

			expect([...names].sort()).toEqual(Object.keys(preview.properties ?? {}).sort());
		},
	);

	test('every gap of the specification has its row in the document', () => {
		const text = readCommitted(id).get(join('docs', `${id}.md`)) ?? '';
		const rows = [...text.matchAll(/^\| ([A-Z]+-\d+) \|/gm)].map(([, gap]) => gap);

		expect(rows).toEqual(spec.gaps.map((gap) => gap.id));
	});
});

const hasFile = ({ response: { rootType, fields = [] } }: SpecOperation): boolean =>
	rootType === 'binary' || fields.some(({ format }) => format === 'base64');

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
