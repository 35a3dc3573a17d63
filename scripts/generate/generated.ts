import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorsTable, operationsTable, statesTable, withTables } from './doc-tables.ts';
import {
	type JsonSchema,
	merged,
	PREVIEW_RULES,
	previewedOperations,
	previewOf,
} from './preview.ts';
import {
	type Modules,
	operationsById,
	type Place,
	previewPath,
	providerById,
} from '../shared/providers.ts';
import { referenceOf } from './reference.ts';
import { readSpec, type Spec, type SpecOperation } from '../shared/spec.ts';

/** Files of the repository by path: those that are generated, or the same as they are committed. */
export type Files = Map<string, string>;

/**
 * The files that follow from a provider's specification and code: the output preview of each operation,
 * the reference of its operations, and the tables in its document.
 */
export function generate(id: string, modules: Modules, root = process.cwd()): Files {
	const spec = readSpec(id);
	const files: Files = new Map();
	for (const [path, { preview }] of previewsByPath(id, modules, spec)) {
		files.set(path, `${JSON.stringify(preview, null, '\t')}\n`);
	}
	files.set(referencePath(id), referenceOf(id, modules));
	const document = docPath(id);
	const text = readFileSync(join(root, document), 'utf8');
	files.set(
		document,
		withTables(text, {
			operations: operationsTable(spec, modules),
			errors: errorsTable(modules),
			states: statesTable(modules),
		}),
	);
	return files;
}

/** An operation of a node, in each of its versions, and what the editor shows of its output. */
export interface Previewed {
	versions: Array<{ place: Place; wanted: SpecOperation }>;
	preview: JsonSchema;
}

/** The previews of a node by their files. */
export function previewsByPath(id: string, { resources }: Modules, spec: Spec) {
	const previews = new Map<string, Previewed>();
	for (const [operationId, place] of operationsById(resources, spec)) {
		const path = previewPath(id, place);
		const own = previewedOperations(spec).filter((operation) => operation.id === operationId);
		// One that is not specified is for the coverage report to tell.
		if (own.length === 0) continue;
		const versions = [
			...(previews.get(path)?.versions ?? []),
			...own.map((wanted) => ({ place, wanted })),
		];
		const preview = merged(versions.map(({ wanted }) => previewOf(wanted, PREVIEW_RULES[id])));
		previews.set(path, { versions, preview });
	}
	return previews;
}

/** What the repository holds in the places of generated files. */
export function readCommitted(id: string, root = process.cwd()): Files {
	const folder = join('nodes', providerById(id).node, '__schema__');
	const names = existsSync(join(root, folder))
		? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		: [];
	const previews = names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
	const documents = [docPath(id), referencePath(id)].filter((path) => existsSync(join(root, path)));
	return new Map(
		[...previews, ...documents].map((path) => [path, readFileSync(join(root, path), 'utf8')]),
	);
}

const docPath = (id: string): string => join('docs', `${id}.md`);

const referencePath = (id: string): string => join('docs', 'reference', `${id}.md`);

/** The paths at which two sets of files differ. */
export const differences = (a: Files, b: Files): string[] =>
	[...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path)).sort();

/** Makes the files at the given paths what they should be; one that should not be is removed. */
export function write(paths: string[], files: Files, root = process.cwd()): void {
	for (const path of paths) {
		const content = files.get(path);
		if (content === undefined) {
			rmSync(join(root, path));
		} else {
			mkdirSync(dirname(join(root, path)), { recursive: true });
			writeFileSync(join(root, path), content);
		}
	}
}
