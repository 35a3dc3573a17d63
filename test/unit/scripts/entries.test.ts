import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

// Node runs the commands as they are, without a build: each file that they load must be named in full. TypeScript
// and jest are content with less, so that a command would break without a word.

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
	scripts: Record<string, string>;
};
const started = Object.values(manifest.scripts).flatMap((line) => line.match(/\S+\.ts\b/g) ?? []);
const known = new Map<string, string[]>();
const loadedBy = (file: string): string[] => {
	const loaded = known.get(file) ?? readImports(file);
	known.set(file, loaded);
	return loaded;
};

/** What is left of the imports of a file when its types are gone. */
function readImports(file: string): string[] {
	const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
		compilerOptions: { module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
	});
	return ts
		.preProcessFile(outputText)
		.importedFiles.map(({ fileName }) => fileName)
		.filter((name) => name.startsWith('.'))
		.map((name) => join(dirname(file), name));
}

function missingFrom(entry: string): string[] {
	const seen = new Set<string>();
	const missing: string[] = [];
	const visit = (file: string, by: string): void => {
		if (seen.has(file)) return;
		seen.add(file);
		if (!/\.\w+$/.test(file) || !existsSync(file)) missing.push(`${by} loads ${file}`);
		else if (file.endsWith('.ts')) for (const loaded of loadedBy(file)) visit(loaded, file);
	};
	visit(entry, 'package.json');
	return missing;
}

it('knows the commands', () => {
	expect(started).toEqual(expect.arrayContaining(['scripts/test.ts', 'sandbox/main.ts']));
});

it.each([...new Set(started)])('%s finds all that it loads', (entry) => {
	expect(missingFrom(entry)).toEqual([]);
});
