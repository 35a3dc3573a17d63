import { createHash } from 'node:crypto';
import {
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { filesIn } from '../shared/files.ts';
import { withLock } from '../shared/lock.ts';
import { step } from '../shared/progress.ts';
import { run } from '../shared/run.ts';

export interface PackedPackage {
	/** The file that would be published. */
	tarball: string;
	/** The paths in it, without the leading `package/`. */
	files: string[];
}

/** Everything that the tarball depends on, apart from the tools. */
const SOURCES = [
	'credentials',
	'icons',
	'nodes',
	'LICENSE',
	'README.md',
	'package.json',
	'tsconfig.json',
];

/** Builds and packs the package as a release does, unless its sources are still those of the last time. */
export async function packPackage(root = process.cwd()): Promise<PackedPackage> {
	const folder = join(root, '.package');
	return await withLock(
		join(folder, '.lock'),
		(pid) => console.log(`  Process ${pid} is building the package; waiting for it …`),
		async () => {
			const tarball = join(folder, `package-${hashOf(root)}.tgz`);
			if (!existsSync(tarball)) {
				const label = 'Building and packing the package';
				await step(label, async () => await buildAndPack(root, folder, tarball));
			}
			const paths = (await run('tar', ['-tzf', tarball])).trim().split('\n');
			return { tarball, files: paths.map((path) => path.replace('package/', '')) };
		},
	);
}

/** Builds in a copy, so that a build or a watcher of the developer and this one do not meet in dist/. */
async function buildAndPack(root: string, folder: string, tarball: string): Promise<void> {
	const copy = join(folder, 'source');
	rmSync(copy, { recursive: true, force: true });
	for (const source of SOURCES.filter((name) => existsSync(join(root, name)))) {
		cpSync(join(root, source), join(copy, source), { recursive: true });
	}
	symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
	await run(join(root, 'node_modules', '.bin', 'n8n-node'), ['build'], { cwd: copy });
	const output = await run('npm', ['pack', '--ignore-scripts', '--json'], { cwd: copy });
	const [{ filename }] = JSON.parse(output) as Array<{ filename: string }>;
	for (const old of readdirSync(folder).filter((name) => name.endsWith('.tgz'))) {
		rmSync(join(folder, old));
	}
	renameSync(join(copy, filename), tarball);
	rmSync(copy, { recursive: true });
}

function hashOf(root: string): string {
	const hash = createHash('sha256');
	for (const path of SOURCES.flatMap((source) => filesIn(root, source))) {
		hash.update(`${path}\0`).update(readFileSync(join(root, path))).update('\0');
	}
	return hash.digest('hex').slice(0, 16);
}

/**
 * Puts a packed package into a user folder where n8n itself keeps community packages: unpacked, and listed. n8n
 * loads it at its next start.
 */
export async function installPackage(userFolder: string, tarball: string): Promise<void> {
	const nodes = join(userFolder, '.n8n', 'nodes');
	const manifest = await run('tar', ['-xzOf', tarball, 'package/package.json']);
	const { name, version } = JSON.parse(manifest) as { name: string; version: string };
	const folder = join(nodes, 'node_modules', name);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	const list = { name: 'installed-nodes', private: true, dependencies: { [name]: version } };
	writeFileSync(join(nodes, 'package.json'), JSON.stringify(list, null, 2));
}
