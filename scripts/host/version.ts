import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../shared/files.ts';
import { step } from '../shared/progress.ts';
import { run } from '../shared/run.ts';
import { compileSqlite, installHost, type Installation, pinnedInstallation } from './install.ts';

export interface VersionInstallation extends Installation {
	/** The version of n8n. */
	version: string;
	/** The full version of its Node. */
	nodeVersion: string;
}

const INSTALL = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev'];

/**
 * What npm must not choose by itself. Older n8n takes xlsx from its maker's own server, which not every network lets
 * through; the latest one at npm reads what examples give to it. With a newer zod than n8n's own, which its images have
 * everywhere, its AI Agent tells a model of no tool's arguments.
 */
const overridesOf = async (version: string) => ({
	xlsx: '0.18.5',
	zod: (await run('npm', ['view', `n8n@${version}`, 'dependencies.zod'])).trim(),
});

const folderOf = (root: string) => join(root, 'host', '.versions');

/**
 * Installs a version of n8n into host/.versions, with the oldest Node that it allows; the pinned one is that of
 * `installHost`. Goes on where an interrupted run ended. A version needs some minutes and 1.5 GB.
 *
 * @throws Error when npm has no such version
 */
export async function installVersion(
	version: string,
	root = process.cwd(),
): Promise<VersionInstallation> {
	if (version === pinnedVersion(root)) {
		await installHost(root);
		return { ...pinnedInstallation(root), version, nodeVersion: process.versions.node };
	}
	const folder = join(folderOf(root), version);
	if (!existsSync(join(folder, 'node_modules', '.package-lock.json'))) {
		mkdirSync(folder, { recursive: true });
		const overrides = await overridesOf(version);
		const manifest = { private: true, dependencies: { n8n: version }, overrides };
		writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, '\t'));
		await step(`Installing n8n ${version} (once; some minutes, 1.5 GB)`, async () => {
			await run('npm', INSTALL, { cwd: folder });
		});
	}
	const { node, nodePackage } = await installNode(nodeFor(folder), root);
	takeOverSqlite(pinnedInstallation(root).folder, folder);
	await compileSqlite({ folder, node }, nodePackage);
	const nodeVersion = (await run(node, ['--version'])).trim().slice(1);
	return { folder, node, version, nodeVersion };
}

function pinnedVersion(root: string): string {
	const { dependencies } = readJson<{ dependencies: { n8n: string } }>(root, 'host', 'package.json');
	return dependencies.n8n;
}

/** Deletes an installed version; the pinned one stays. */
export function removeVersion(version: string, root = process.cwd()): void {
	rmSync(join(folderOf(root), version), { recursive: true, force: true });
}

/** The oldest Node that n8n allows, and the engine of its expressions, which can be narrower than n8n. */
const nodeFor = (folder: string): number =>
	Math.max(
		...['n8n', 'isolated-vm']
			.map((name) => join(folder, 'node_modules', name, 'package.json'))
			.filter(existsSync)
			.map((file) => readJson<{ engines: { node: string } }>(file))
			.map(({ engines }) => oldestNode(engines.node)),
	);

/** The lowest major version in `engines.node`, such as 20 of `>=20.19 <= 24.x`. */
export function oldestNode(engines: string): number {
	const [major] = /\d+/.exec(engines) ?? [];
	if (major === undefined) throw new Error(`n8n names no Node: "${engines}".`);
	return Number(major);
}

/** Installs the newest Node of a major version by npm, as scripts/node24.cjs does for this project. */
async function installNode(major: number, root: string) {
	const folder = join(folderOf(root), `node-${major}`);
	const nodePackage = join(folder, 'node_modules', 'node');
	const node = join(nodePackage, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	if (!existsSync(node)) {
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
		await step(`Installing Node ${major} (once)`, async () => {
			await run('npm', [...INSTALL, `node@${major}`], { cwd: folder });
			await run(process.execPath, ['installArchSpecificPackage.js'], { cwd: nodePackage });
		});
	}
	if (!existsSync(node)) throw new Error(`Node ${major} could not be fetched into ${folder}.`);
	return { node, nodePackage };
}

/** The add-on uses Node's stable interface: compiled once, it serves every n8n that has the same version of it. */
function takeOverSqlite(from: string, to: string): void {
	const [compiled, missing] = [from, to].map((folder) => join(folder, 'node_modules', 'sqlite3'));
	const versionOf = (folder: string) =>
		readJson<{ version: string }>(folder, 'package.json').version;
	if (!existsSync(join(compiled, 'build')) || existsSync(join(missing, 'build'))) return;
	if (versionOf(compiled) !== versionOf(missing)) return;
	cpSync(join(compiled, 'build'), join(missing, 'build'), { recursive: true });
}
