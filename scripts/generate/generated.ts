import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ProviderEntry, PROVIDERS } from '../../spec/providers.ts';
import { readSpec } from '../../spec/read.ts';
import type { Spec, SpecField } from '../../spec/types.ts';
import { filesIn } from '../shared/files.ts';
import {
	builtFolder,
	loadProvider,
	type Modules,
	type Place,
	placesOf,
	versionsOf,
} from '../shared/providers.ts';
import { errorsTable, operationsTable, statesTable, withTables } from './doc-tables.ts';
import { chineseErrorsPage, CHINESE_ERRORS_PAGE, originalsOf } from './errors-chinese.ts';
import { errorsPage, ERRORS_PAGE } from './errors.ts';
import { chinese, english } from './language.ts';
import { type JsonSchema, merged, previewOf } from './preview.ts';
import { referenceOf } from './reference.ts';

/** Generated files of the repository by path. */
type Files = Map<string, string>;

const LANGUAGES = [english, chinese];

/**
 * All files that follow from the specifications and the code: the output preview of each operation; and in English
 * and in Chinese the reference of its operations, the tables in a provider's document, and the list of all error texts.
 *
 * @param base where the code is, see `loadProvider`
 */
export function generatedFiles(root = process.cwd(), base = builtFolder(root)): Files {
	const all = PROVIDERS.map((entry) => ({ entry, modules: loadProvider(entry, base) }));
	const providers = all.map(({ modules }) => modules);
	const errors = errorsPage(providers, base, root);
	return new Map([
		...all.flatMap(({ entry, modules }) => filesOf(entry, modules, root)),
		[ERRORS_PAGE, errors],
		[CHINESE_ERRORS_PAGE, chineseErrorsPage(errors, originalsOf(providers))],
	]);
}

function filesOf(entry: ProviderEntry, modules: Modules, root: string): Array<[string, string]> {
	const { id } = entry;
	const spec = readSpec(id);
	const previews = [...previewsByPath(entry, modules)].map(([path, preview]): [string, string] => [
		path,
		`${JSON.stringify(preview, null, '\t')}\n`,
	]);
	const documents = LANGUAGES.flatMap((language): Array<[string, string]> => {
		const document = join(language.folder, `${id}.md`);
		const tables = {
			operations: operationsTable(spec, modules, language),
			errors: errorsTable(modules, language),
			states: statesTable(modules, language),
		};
		return [
			[join(language.folder, 'reference', `${id}.md`), referenceOf(spec, modules, language)],
			[document, withTables(readFileSync(join(root, document), 'utf8'), tables)],
		];
	});
	return [...previews, ...documents];
}

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

/** The paths at which the repository has something else, or something in a folder where nothing but this may be. */
export function outdated(files: Files, root = process.cwd()): string[] {
	const folders = [
		...LANGUAGES.map(({ folder }) => join(folder, 'reference')),
		...PROVIDERS.map(({ node }) => join('nodes', node, '__schema__')),
	];
	const found = folders.flatMap((folder) => filesIn(root, folder));
	return [...new Set([...files.keys(), ...found])]
		.filter((path) => {
			const isThere = existsSync(join(root, path));
			return files.get(path) !== (isThere ? readFileSync(join(root, path), 'utf8') : undefined);
		})
		.sort();
}

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
