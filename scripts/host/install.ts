import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { withLock } from '../shared/lock.ts';
import { step } from '../shared/progress.ts';
import { run } from '../shared/run.ts';

const LOCKFILE = 'package-lock.json';
const FILES = ['package.json', LOCKFILE];

/** An n8n on this machine. */
export interface Installation {
	/** Holds its node_modules. */
	folder: string;
	/** The Node that runs it. */
	node: string;
}

/** The n8n that `installHost` installs. */
export const pinnedInstallation = (root = process.cwd()): Installation => ({
	folder: join(root, 'host', '.runtime'),
	node: process.execPath,
});

/**
 * Installs the pinned n8n into host/.runtime (a dot-folder, because n8n's build copies every image
 * outside of those). Returns at once when it is there; goes on where an interrupted run ended.
 */
export async function installHost(root = process.cwd()): Promise<void> {
	const runtime = join(root, 'host', '.runtime');
	if (isStamped(root, runtime)) return;
	await withLock(
		join(root, 'host', '.runtime', '.install-lock'),
		(pid) => console.log(`  Process ${pid} is installing n8n; waiting for it …`),
		async () => {
			// The process that was waited for may have done it all.
			if (!isStamped(root, runtime)) await install(root, runtime);
		},
	);
}

async function install(root: string, runtime: string): Promise<void> {
	if (!isComplete(root, runtime)) {
		mkdirSync(runtime, { recursive: true });
		rmSync(recordIn(runtime), { force: true });
		for (const file of FILES) copyFileSync(join(root, 'host', file), join(runtime, file));
		await step('Installing n8n (once; about 3 minutes, 2.6 GB)', async () => {
			await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: runtime });
		});
	}
	await compileSqlite(pinnedInstallation(root), join(root, 'node_modules', 'node'));
	writeFileSync(stampFile(runtime), stampOf(root));
}

const recordIn = (runtime: string): string =>
	join(runtime, 'node_modules', '.package-lock.json');

/** Whether npm has installed what the lockfile says: it writes its own record after the last package. */
const isComplete = (root: string, runtime: string): boolean =>
	existsSync(recordIn(runtime)) &&
	readFileSync(join(runtime, LOCKFILE), 'utf8') === readFileSync(join(root, 'host', LOCKFILE), 'utf8');

async function sqliteLoads({ folder, node }: Installation): Promise<boolean> {
	return await run(node, ['-e', 'require("sqlite3")'], { cwd: folder }).then(
		() => true,
		() => false,
	);
}

/**
 * Compiles sqlite3, whose prebuilt binary is a download that is not possible everywhere; returns at once when it loads.
 *
 * @param nodePackage the npm package of Node that the installation runs on
 */
export async function compileSqlite(installation: Installation, nodePackage: string): Promise<void> {
	if (await sqliteLoads(installation)) return;
	await step('Compiling the SQLite add-on (once; about a minute)', async () => {
		const { folder: cwd, node } = installation;
		// npm runs on the Node that it finds first.
		const path = [dirname(node), process.env.PATH].join(delimiter);
		const env = { ...process.env, PATH: path, ...headersSetting(nodePackage) };
		const args = ['rebuild', 'sqlite3', '--ignore-scripts=false'];
		await run('npm', args, { cwd, env }).catch((error: Error) => {
			throw new Error(
				`${error.message}\nThe SQLite add-on of n8n needs a C++ compiler, make and Python 3. ` +
					'On Debian: apt-get install build-essential python3',
			);
		});
		if (!(await sqliteLoads(installation)))
			throw new Error('The SQLite add-on of n8n was compiled but does not load.');
	});
}

/** The npm package of Node brings its headers along, which spares node-gyp another download. */
function headersSetting(nodePackage: string): { npm_config_nodedir?: string } {
	const folder = join(nodePackage, 'node_modules');
	if (!existsSync(folder)) return {};
	const platforms = readdirSync(folder).map((name) => join(folder, name));
	const nodeDir = platforms.find((path) => existsSync(join(path, 'include', 'node', 'node_api.h')));
	return nodeDir ? { npm_config_nodedir: nodeDir } : {};
}

/** Whether there is nothing left to do for `installHost`. */
export const isHostInstalled = (root = process.cwd()): boolean =>
	isStamped(root, join(root, 'host', '.runtime'));

function isStamped(root: string, runtime: string): boolean {
	const file = stampFile(runtime);
	return existsSync(file) && readFileSync(file, 'utf8') === stampOf(root);
}

function stampFile(runtime: string): string {
	return join(runtime, '.installed');
}

/** Changes with the lockfile, and with what a compiled add-on depends on. */
function stampOf(root: string): string {
	const lock = readFileSync(join(root, 'host', LOCKFILE));
	const hash = createHash('sha256').update(lock).digest('hex');
	return `${hash} node${process.versions.node.split('.')[0]} ${process.platform}-${process.arch}\n`;
}
