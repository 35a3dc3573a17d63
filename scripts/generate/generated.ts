import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProviderEntry } from '../../spec/providers.ts';
import { readSpec } from '../../spec/read.ts';
import type { Spec, SpecField } from '../../spec/types.ts';
import { type Modules, type Place, placesOf, versionsOf } from '../shared/providers.ts';
import { errorsTable, operationsTable, statesTable, withTables } from './doc-tables.ts';
import { chinese, english, type Language } from './language.ts';
import { type JsonSchema, merged, previewOf } from './preview.ts';
import { referenceOf } from './reference.ts';

/** Files of the repository by path: those that are generated, or the same as they are committed. */
export type Files = Map<string, string>;

/**
 * The files that follow from a provider's specification and code: the output preview of each operation,
 * the reference of its operations, and the tables in its document, these two in English and in Chinese.
 */
export function generate(entry: ProviderEntry, modules: Modules, root = process.cwd()): Files {
	const { id } = entry;
	const spec = readSpec(id);
	const files: Files = new Map();
	for (const [path, preview] of previewsByPath(entry, modules)) {
		files.set(path, `${JSON.stringify(preview, null, '\t')}\n`);
	}
	for (const language of LANGUAGES) {
		const document = docPath(id, language);
		files.set(referencePath(id, language), referenceOf(spec, modules, language));
		const text = readFileSync(join(root, document), 'utf8');
		files.set(
			document,
			withTables(text, {
				operations: operationsTable(spec, modules, language),
				errors: errorsTable(modules, language),
				states: statesTable(modules, language),
			}),
		);
	}
	return files;
}

const LANGUAGES = [english, chinese];

/** The file of an operation's output preview, where n8n looks for that of version 1 of a node. */
const previewPath = ({ node }: ProviderEntry, { resource, name }: Place): string =>
	join('nodes', node, '__schema__', 'v1.0.0', resource, `${name}.json`);

/** The previews of a node by their files. An operation that is not specified is for the coverage to tell. */
export const previewsByPath = (
	entry: ProviderEntry,
	{ resources, dictionaries }: Modules,
): Map<string, JsonSchema> => {
	const spec = readSpec(entry.id);
	return new Map(
		placesOf(resources).flatMap((place): Array<[string, JsonSchema]> => {
			const answers = versionsOf(place.operation).flatMap(({ id }) => answersOf(spec, id, place));
			const previews = answers.map((answer) =>
				previewOf({ answer, operation: place.operation }, dictionaries),
			);
			return previews.length > 0 ? [[previewPath(entry, place), merged(previews)]] : [];
		}),
	);
};

/** What the output is made of: an answer, or for a notification what came in, or the reply to it. */
function answersOf(
	{ operations, notifications }: Spec,
	id: string,
	{ name }: Place,
): SpecField[][] {
	const replies = notifications.filter((notification) => notification.id === id);
	return [
		...operations.filter((operation) => operation.id === id).map(({ response }) => response.fields),
		...replies.map(({ params, requiredReply }) =>
			name === 'buildReply' ? (requiredReply.fields ?? []) : params,
		),
	];
}

/** What the repository holds in the places of generated files. */
export function readCommitted({ id, node }: ProviderEntry, root = process.cwd()): Files {
	const folder = join('nodes', node, '__schema__');
	const names = existsSync(join(root, folder))
		? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		: [];
	const previews = names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
	const documents = LANGUAGES.flatMap((language) => [
		docPath(id, language),
		referencePath(id, language),
	]).filter((path) => existsSync(join(root, path)));
	return new Map(
		[...previews, ...documents].map((path) => [path, readFileSync(join(root, path), 'utf8')]),
	);
}

const docPath = (id: string, { folder }: Language): string => join(folder, `${id}.md`);

const referencePath = (id: string, { folder }: Language): string =>
	join(folder, 'reference', `${id}.md`);

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
