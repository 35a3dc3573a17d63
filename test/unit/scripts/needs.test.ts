import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder with nothing of the project in it, on a machine whose PATH leads nowhere. */
let folder: string;
const BARE = { PATH: '/nowhere', CHROMIUM_PATH: '/nowhere/chromium' };
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'needs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const testAll = (...args: string[]) =>
	spawnSync(process.execPath, [join(process.cwd(), 'scripts', 'test.ts'), ...args], {
		cwd: folder,
		env: BARE,
		encoding: 'utf8',
	});

it('says at once what is missing, how to install it, and ends with the closing line', () => {
	const { stdout, status } = testAll('--all');

	expect(status).toBe(1);
	expect(stdout).toMatch(/Chromium, Redis, .*GraphicsMagick, a C\+\+ compiler, Python 3/);
	const [command, ...more] = stdout.split('\n').filter((line) => /^ {2}(sudo )?apt-get/.test(line));
	expect(more).toEqual([]);
	expect(command).toMatch(/ chromium redis-server .*graphicsmagick build-essential python3$/);
	expect(stdout).not.toContain('Lint');
	expect(stdout.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed');
});

it('gives continuous integration the packages alone', () => {
	const { stdout, status } = testAll('--needs');

	expect(status).toBe(0);
	expect(stdout.trim()).toMatch(/^chromium redis-server ([\w-]+ )*python3$/);
});
