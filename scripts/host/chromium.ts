import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { readJson } from '../shared/files.ts';
import { run } from '../shared/run.ts';

/** A browser to start: its program, and the environment that it needs. */
export interface Chromium {
	executablePath: string;
	env?: NodeJS.ProcessEnv;
}

/** A headless Chromium for servers, with the libraries and a font that a bare Linux lacks. */
const PACKAGE = join('node_modules', '@sparticuz', 'chromium');
/** The places of Debian's package, and of Chrome's own on Linux and macOS. */
const INSTALLED = [
	'/usr/bin/chromium',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const ARCHIVES = ['al2023.tar.br', 'fonts.tar.br'];

/**
 * Finds the browser of the end-to-end tests and pictures: what CHROMIUM_PATH names, else the one
 * that `npm ci` has brought (Linux on x64), else one that is installed on the machine.
 */
export function findChromium(root = process.cwd()): { installed: string } | { packed: string } | undefined {
	const named = process.env.CHROMIUM_PATH;
	if (named) return existsSync(named) ? { installed: named } : undefined;
	const packed = join(root, PACKAGE);
	const fits = process.platform === 'linux' && process.arch === 'x64';
	if (fits && existsSync(join(packed, 'bin'))) return { packed };
	const installed = INSTALLED.find((file) => existsSync(file));
	return installed === undefined ? undefined : { installed };
}

/**
 * The browser, unpacked when it comes from npm.
 *
 * @throws when there is none
 */
export async function prepareChromium(root = process.cwd()): Promise<Chromium> {
	const found = findChromium(root);
	if (!found) {
		throw new Error(
			'There is no browser. Install Chromium or Chrome, or name one in the variable CHROMIUM_PATH.',
		);
	}
	if ('installed' in found) return { executablePath: found.installed };
	const folder = await unpack(root, found.packed);
	const libraries = [join(folder, 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean);
	const added = { LD_LIBRARY_PATH: libraries.join(':'), FONTCONFIG_FILE: join(folder, 'fonts.conf') };
	return { executablePath: join(folder, 'chromium'), env: { ...process.env, ...added } };
}

/** The package's own code would unpack into a folder of /tmp that every user of the machine can write to. */
async function unpack(root: string, packed: string): Promise<string> {
	const { version } = readJson<{ version: string }>(packed, 'package.json');
	const folder = join(root, 'node_modules', '.cache', `chromium-${version}`);
	if (existsSync(folder)) return folder;
	// Whoever renames first wins: several processes may begin at the same moment.
	const own = `${folder}.${process.pid}`;
	mkdirSync(own, { recursive: true });
	const content = (name: string) => brotliDecompressSync(readFileSync(join(packed, 'bin', name)));
	writeFileSync(join(own, 'chromium'), content('chromium.br'), { mode: 0o755 });
	for (const name of ARCHIVES) {
		const archive = join(own, name.replace('.br', ''));
		writeFileSync(archive, content(name));
		await run('tar', ['-xf', archive, '-C', own]);
		rmSync(archive);
	}
	writeFileSync(join(own, 'fonts.conf'), fontSettings(folder));
	try {
		renameSync(own, folder);
	} catch {
		rmSync(own, { recursive: true });
	}
	return folder;
}

/** The machine's fonts, where there are any, and the one that came along. */
const fontSettings = (folder: string): string =>
	`<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>${join(folder, 'fonts')}</dir>
<cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>
`;
