import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { importCircles } from '../../../scripts/lint/circles';

/** The messages of eslint about each text, as if it were that file. */
function lint(texts: Array<[file: string, text: string]>): string[] {
	const program = `
		import { ESLint } from 'eslint';
		const messages = [];
		for (const [filePath, text] of ${JSON.stringify(texts)}) {
			const [result] = await new ESLint().lintText(text, { filePath });
			messages.push(result.messages.map(({ message }) => message).join());
		}
		console.log(JSON.stringify(messages));`;
	const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
		encoding: 'utf8',
	});
	if (stderr) throw new Error(stderr);
	return JSON.parse(stdout) as string[];
}

const OUTSIDE = 'What ships must not need what does not';
const PROVIDER = 'Providers are independent of each other';
const ARROWS: Array<[file: string, statement: string, message: string]> = [
	// What ships, to what does not: every way to write it.
	['nodes/HSTong/x.ts', "import '../../sandbox/core/json.ts';", OUTSIDE],
	['nodes/shared/run/x.ts', "import type { A } from '../../../spec/types.ts';", OUTSIDE],
	['nodes/WeBank/operations/x.ts', "export * from '../../../scripts/shared/run.ts';", OUTSIDE],
	['credentials/x.ts', "import '../test/support/applicant';", OUTSIDE],
	['nodes/HSTong/x.ts', "import '../../package.json';", OUTSIDE],
	['nodes/HSTong/x.ts', "export type A = import('../WeBank/protocol').A;", 'top of its file'],
	['nodes/HSTong/x.ts', "export const a = import('../WeBank/protocol');", 'top of its file'],
	['nodes/HSTong/x.ts', "import 'crypto-js';", 'only n8n-workflow and node:crypto'],
	['credentials/x.ts', "import 'node:fs';", 'only n8n-workflow and node:crypto'],
	// The shared parts import no provider.
	['nodes/shared/run/x.ts', "import '../../WeBank/protocol';", 'knows no provider'],
	['nodes/shared/x.ts', "import type { A } from '../HSTong/provider';", 'knows no provider'],
	// Providers do not import each other, nor by way of a credential.
	['nodes/HSTong/x.ts', "import '../WeBank/protocol';", PROVIDER],
	['nodes/HSTong/operations/a/x.ts', "import type { A } from '../../../Htouhui/codes';", PROVIDER],
	['credentials/HstongApi.credentials.ts', "import '../nodes/WeBank/signing';", PROVIDER],
	['nodes/WeBank/x.ts', "import '../../credentials/WebankApi.credentials';", 'never the other way'],
	// A credential imports no operation of its provider.
	['credentials/WebankApi.credentials.ts', "import '../nodes/WeBank/operations';", 'no operation'],
	['credentials/x.ts', "import '../nodes/shared/run/runner';", 'no operation'],
	['nodes/WeBank/callback.ts', "import './WeBank.node';", 'stands at the end'],
	['nodes/WeBank/protocol.ts', "import '../shared/values/files';", 'A protocol is pure'],
	['nodes/WeBank/protocol.ts', "import 'n8n-workflow';", 'A protocol is pure'],
];

it('finds an import against each arrow', () => {
	const found = lint(ARROWS.map(([file, text]) => [file, text]));

	expect(found).toEqual(ARROWS.map(([, , message]) => expect.stringContaining(message)));
});

it('lets the arrows themselves pass', () => {
	const found = lint([
		[
			'nodes/HSTong/operations/x.ts',
			"import '../../shared/model/operation'; import '../protocol';",
		],
		[
			'credentials/WebankApi.credentials.ts',
			"import '../nodes/WeBank/tokens'; import 'node:crypto';",
		],
		['nodes/shared/run/x.ts', "import '../values/json'; import 'n8n-workflow';"],
		['sandbox/x.ts', "import '../nodes/WeBank/protocol';"],
		['nodes/WeBank/protocol.ts', "import '../shared/values/json'; import './dictionaries';"],
	]);

	expect(found.map((message) => /import|arrow|package/i.exec(message))).toEqual([
		null,
		null,
		null,
		null,
		null,
	]);
});

describe('circles', () => {
	let root: string;
	beforeEach(() => {
		root = mkdtempSync(join(tmpdir(), 'circles-'));
	});
	afterEach(() => rmSync(root, { recursive: true }));

	const circlesAmong = (files: Record<string, string>) => {
		for (const [file, text] of Object.entries(files)) {
			mkdirSync(dirname(join(root, file)), { recursive: true });
			writeFileSync(join(root, file), text);
		}
		return importCircles(['nodes'], root);
	};

	it.each([
		["import { b } from './b';", "import type { A } from './a';"],
		["import type { B } from './b';", "export type { A } from './a';"],
		["export * from './b';", "export type B = import('./a').A;"],
		["import './b';", "const a = import('./a');"],
	])('finds %s against %s', (a, b) => {
		expect(circlesAmong({ 'nodes/a.ts': a, 'nodes/b.ts': b })).toEqual([
			'nodes/a.ts → nodes/b.ts → nodes/a.ts',
		]);
	});

	it('finds one by way of an index and of another folder', () => {
		const found = circlesAmong({
			'nodes/a/index.ts': "import '../b/c';",
			'nodes/b/c.ts': "import './d';",
			'nodes/b/d.ts': "import type { A } from '../a';",
		});

		expect(found).toEqual(['nodes/a/index.ts → nodes/b/c.ts → nodes/b/d.ts → nodes/a/index.ts']);
	});

	it('finds none where two ways lead to one file', () => {
		const found = circlesAmong({
			'nodes/a.ts': "import './b'; import './c';",
			'nodes/b.ts': "import './d';",
			'nodes/c.ts': "import './d';",
			'nodes/d.ts': "import 'n8n-workflow';",
		});

		expect(found).toEqual([]);
	});
});
