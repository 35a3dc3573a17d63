import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Linter } from 'eslint';
import { packPackage } from '../host/package.ts';
import { isForeign } from './published.ts';
import { readJson } from '../shared/files.ts';
import { run } from '../shared/run.ts';

interface Manifest {
	n8n: { nodes: string[]; credentials: string[] };
	[field: string]: unknown;
}

/** n8n installs these or npm acts on them; a package without runtime dependencies has none. */
const FORBIDDEN_FIELDS = [
	'dependencies',
	'optionalDependencies',
	'bundleDependencies',
	'bundledDependencies',
	'overrides',
];

/**
 * Holds what would be published against n8n's rules for verified packages, with inline comments off,
 * as n8n's own check of a published package does. Returns what is wrong.
 */
export async function lintTarball(root = process.cwd()): Promise<string[]> {
	const { tarball, files } = await packPackage(root);
	const folder = join(root, '.package', 'lint');
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	try {
		await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
		const manifest = readJson<Manifest>(folder, 'package.json');
		const listed = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
		return [
			...files.filter(isForeign).map((file) => `${file} must not be published`),
			...FORBIDDEN_FIELDS.filter((field) => field in manifest).map(
				(field) => `package.json must not have the field "${field}"`,
			),
			...listed
				.filter((file) => !files.includes(file))
				.map((file) => `package.json names ${file}, which is not in the package`),
			...(await eslintProblems(folder)),
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function eslintProblems(folder: string): Promise<string[]> {
	// Loading it takes longer than all that a release looks at before.
	const { ESLint } = await import('eslint');
	const { config } = await import('@n8n/node-cli/eslint');
	const eslint = new ESLint({
		cwd: folder,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: forCompiledFiles(config as Linter.Config[]),
	});
	const results = await eslint.lintFiles(['package.json', '**/*.js']);
	return results.flatMap(({ filePath, messages }) =>
		messages.map(({ line, message, ruleId }) => {
			return `${filePath.slice(folder.length + 1)}:${line} ${message} (${ruleId})`;
		}),
	);
}

/**
 * n8n's configuration for sources, made to fit what was compiled from them: its community rules for
 * .ts apply to .js, those for package.json stay, and dist/ is not ignored. Its other rules read types
 * or the layout of sources.
 */
function forCompiledFiles(sources: Linter.Config[]): Linter.Config[] {
	const plugins = sources.filter(({ files, ignores }) => !files && !ignores);
	const manifest = sources.filter(({ files }) => files?.includes('package.json'));
	const community = sources.filter(
		({ files, rules }) =>
			files?.includes('**/*.ts') &&
			Object.keys(rules ?? {}).some((rule) => rule.startsWith('@n8n/community-nodes/')),
	);
	return [...plugins, ...manifest, ...community.map((block) => ({ ...block, files: ['**/*.js'] }))];
}
