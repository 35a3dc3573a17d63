import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { filesIn } from '../shared/files.ts';

/** Files by path, each with those that it imports. */
type Graph = Map<string, string[]>;

/**
 * Circles among the imports of these folders, types included, which eslint's own rule leaves out: what
 * imports each other can only be read, moved and tested together.
 *
 * @returns each circle once, as a chain of paths that ends where it begins
 */
export function importCircles(folders: string[], root = process.cwd()): string[] {
	const graph: Graph = new Map(
		folders
			.flatMap((folder) => filesIn(root, folder))
			.filter((file) => file.endsWith('.ts'))
			.map((file) => [file, importsOf(root, file)]),
	);
	const circles: string[] = [];
	const done = new Set<string>();
	const visit = (file: string, way: string[]): void => {
		const start = way.indexOf(file);
		if (start !== -1) circles.push([...way.slice(start), file].join(' → '));
		if (start !== -1 || done.has(file)) return;
		for (const imported of graph.get(file) ?? []) visit(imported, [...way, file]);
		done.add(file);
	};
	for (const file of graph.keys()) visit(file, []);
	return circles;
}

/** The files of the project that a file imports in any form: also types, re-exports and `import('…')`. */
function importsOf(root: string, file: string): string[] {
	const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true);
	return importedFiles
		.filter(({ fileName }) => fileName.startsWith('.'))
		.map(({ fileName }) => join(root, dirname(file), fileName))
		.flatMap((path) => [path, `${path}.ts`, join(path, 'index.ts')])
		.filter((path) => path.endsWith('.ts') && existsSync(path))
		.map((path) => relative(root, path));
}
