import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { specIds } from '../../spec/read.ts';

const folder = join(process.cwd(), 'spec');

/** What the compiler says of these texts, each taken as a specification. */
function faultsOf(texts: Record<string, string>): string[] {
	const files = new Map(
		Object.entries(texts).map(([name, text]) => [
			join(folder, `${name}.check.ts`),
			`import type { Spec } from './types.ts';\nexport const spec: Spec =\n${text};`,
		]),
	);
	const options: ts.CompilerOptions = {
		...{ strict: true, noEmit: true, types: [], lib: ['lib.es2023.d.ts'] },
		...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.Preserve },
		allowImportingTsExtensions: true,
	};
	const host = ts.createCompilerHost(options);
	const { fileExists, getSourceFile } = host;
	host.fileExists = (name) => files.has(name) || fileExists(name);
	host.getSourceFile = (name, target, ...rest) => {
		const text = files.get(name);
		return text === undefined
			? getSourceFile(name, target, ...rest)
			: ts.createSourceFile(name, text, target);
	};
	const program = ts.createProgram([...files.keys()], options, host);
	return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
		const line = file?.getLineAndCharacterOfPosition(start).line ?? 0;
		return `${file?.fileName}:${line - 1} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
	});
}

const read = (id: string): string => readFileSync(join(folder, `${id}.json`), 'utf8');

test('every specification is of the format that spec/types.ts describes', () => {
	expect(faultsOf(Object.fromEntries(specIds().map((id) => [id, read(id)])))).toEqual([]);
});

test.each([
	['a name that the format does not know', '"maxLength": 50', '"maxLenght": 50', /maxLenght/],
	['a place that no request has', '"in": "form"', '"in": "body"', /"body"/],
	['a text for a number', '"maxLength": 50', '"maxLength": "50"', /'string'/],
	['a part that is left out', '"errorCodes": [],', '', /errorCodes/],
])('%s is noticed', (_what, right, wrong, fault) => {
	const text = read('htouhui');
	expect(text).toContain(right);

	const faults = faultsOf({ htouhui: text.replace(right, wrong) });

	expect(faults).toHaveLength(1);
	expect(faults[0]).toMatch(fault);
});
