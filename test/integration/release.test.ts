import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	cpSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isForeign } from '../../scripts/lint/published';

// The whole release, from the maintainer's command to the file that arrives at npm: in a copy of the project with
// a repository and a registry of its own, and no other network.

interface Manifest {
	name: string;
	version: string;
	repository: { url: string };
	n8n: { nodes: string[]; credentials: string[] };
}

const LEFT_OUT = /^(node_modules|dist|coverage|\.git|\.package|host)$/;
const read = (file: string) => readFileSync(file, 'utf8');
const { name, repository, n8n } = JSON.parse(read('package.json')) as Manifest;
const address = repository.url.replace('git+', '');

let folder: string;
let copy: string;
let remote: string;
let registry: Server;
/** What the registry was asked, and what was uploaded to it. */
let requests: string[];
let uploaded: Buffer | undefined;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'release-'));
	copy = join(folder, 'copy');
	remote = join(folder, 'remote.git');
	for (const entry of readdirSync('.').filter((file) => !LEFT_OUT.test(file))) {
		cpSync(entry, join(copy, entry), { recursive: true });
	}
	symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
	// What has been built already need not be built again: it is known by its content.
	if (existsSync('.package')) {
		cpSync('.package', join(copy, '.package'), { recursive: true });
		rmSync(join(copy, '.package', '.lock'), { force: true });
	}
	execFileSync('git', ['init', '--quiet', '--bare', remote]);
	git('init', '--quiet', '--initial-branch=main');
	git('config', 'user.name', 'Maintainer');
	git('config', 'user.email', 'maintainer@example.com');
	git('config', `url.${remote}.pushInsteadOf`, address);
	git('remote', 'add', 'origin', address);
	commit('The state to release');

	registry = createServer((request, response) => {
		requests.push(`${request.method} ${request.url}`);
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			if (request.method !== 'PUT') return void response.writeHead(404).end('{}');
			const { _attachments } = JSON.parse(Buffer.concat(chunks).toString()) as {
				_attachments: Record<string, { data: string }>;
			};
			uploaded = Buffer.from(Object.values(_attachments)[0].data, 'base64');
			response.writeHead(201).end('{}');
		});
	});
	await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
}, 120_000);
beforeEach(() => {
	requests = [];
	uploaded = undefined;
});
afterAll(async () => {
	await new Promise((resolve) => registry.close(resolve));
	rmSync(folder, { recursive: true });
});

const git = (...args: string[]) =>
	execFileSync('git', args, { cwd: copy, encoding: 'utf8' }).trim();
const pushed = (...args: string[]) =>
	execFileSync('git', ['--git-dir', remote, ...args], { encoding: 'utf8' }).trim();
const commit = (message: string) => {
	git('add', '--all');
	git('commit', '--quiet', '--message', message);
};

function changelogBegins(heading: string): string {
	const file = join(copy, 'CHANGELOG.md');
	const text = read(file).replace(/^## .*$/m, `## ${heading}\n\n- Something new.`);
	writeFileSync(file, text);
	commit(`Begin the changelog with ${heading}`);
	return text;
}

/** Settings of npm for the registry of this test, and a token for it. */
const npmSettings = () => {
	const host = `127.0.0.1:${(registry.address() as AddressInfo).port}`;
	return { npm_config_registry: `http://${host}/`, [`npm_config_//${host}/:_authToken`]: 'token' };
};
/** The environment without what this process has from the npm and the GitHub that may run it. */
const ownEnv = Object.fromEntries(
	Object.entries(process.env).filter(([variable]) => !/^(npm_|GITHUB_|RELEASE_)/i.test(variable)),
);
const ON_GITHUB = {
	GITHUB_ACTIONS: 'true',
	GITHUB_SERVER_URL: 'https://github.com',
	GITHUB_REPOSITORY: address.replace('https://github.com/', '').replace('.git', ''),
	GITHUB_REF_NAME: '0.1.0',
};

async function start(command: string, args: string[], env: Record<string, string> = {}) {
	const child = spawn(command, args, { cwd: copy, env: { ...ownEnv, ...npmSettings(), ...env } });
	let said = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
	const code = await new Promise((resolve) => child.once('close', resolve));
	return { code, said };
}
const release = async (args: string[] = [], env: Record<string, string> = {}) =>
	await start(process.execPath, ['scripts/release.ts', ...args], env);

/** The files of an uploaded package. */
function filesIn(tarball: Buffer): string[] {
	const { stdout } = spawnSync('tar', ['-tzf', '-'], { input: tarball, encoding: 'utf8' });
	return stdout
		.trim()
		.split('\n')
		.map((file) => file.replace('package/', ''));
}

describe('what stops a release', () => {
	it.each([
		['unreleased', '0.1.0 (unreleased)', /CHANGELOG.md begins with "## 0.1.0 \(unreleased\)"/],
		['without a day', '0.1.0', /Name the version to release and its day/],
		['without a version', 'Unreleased', /Name the version to release and its day/],
	])('a changelog that begins %s', async (_what, heading, message) => {
		changelogBegins(heading);

		const { code, said } = await release();

		expect(code).toBe(1);
		expect(said).toMatch(message);
	});

	it.each([
		[
			'another repository',
			{ GITHUB_REPOSITORY: 'someone/else' },
			/this is https:\/\/github.com\/someone\/else/,
		],
		['another tag', { GITHUB_REF_NAME: '0.1.1' }, /the tag is 0.1.1, CHANGELOG.md says 0.1.0/],
	])('%s on GitHub', async (_what, env, message) => {
		changelogBegins('0.1.0 (2026-12-01)');

		const { code, said } = await release([], { ...ON_GITHUB, ...env });

		expect(code).toBe(1);
		expect(said).toMatch(message);
		expect(requests).toEqual([]);
	});

	it('another branch, uncommitted changes, another place and an address of old', async () => {
		git('checkout', '--quiet', '-b', 'side');
		git('remote', 'set-url', 'origin', 'git@github.com:someone/fork.git');
		const old = `https://github.com/someone/${name}/issues`;
		writeFileSync(join(copy, 'docs', 'new.md'), `[Tell us](${old})`);

		const { code, said } = await release();

		git('checkout', '--quiet', 'main');
		git('remote', 'set-url', 'origin', address);
		rmSync(join(copy, 'docs', 'new.md'));
		expect(code).toBe(1);
		expect(said).toContain('from main, not from side');
		expect(said).toContain('uncommitted changes');
		expect(said).toContain('this is https://github.com/someone/fork');
		expect(said).toContain(`docs/new.md: https://github.com/someone/${name} is not`);
	});
});

describe('npm publish in the folder', () => {
	it.each([
		['without dist', []],
		['without dist, as a dry run', ['--dry-run']],
	])('is refused %s', async (_what, options) => {
		const { code, said } = await start('npm', ['publish', ...options]);

		expect(existsSync(join(copy, 'dist'))).toBe(false);
		expect(code).not.toBe(0);
		expect(said).toContain('npm run release');
		expect(uploaded).toBeUndefined();
	});
});

describe('on GitHub', () => {
	it('uploads the file that was tested, with all that package.json lists and nothing else', async () => {
		changelogBegins('0.1.0 (2026-12-01)');

		// GitHub's identity for the provenance is not to be had here.
		const { code, said } = await release(['--provenance=false'], ON_GITHUB);

		expect(said).toContain('✓ 0.1.0');
		expect(code).toBe(0);
		expect(requests).toContain(`PUT /${name}`);
		const [tarball] = readdirSync(join(copy, '.package')).filter((file) => file.endsWith('.tgz'));
		const tested = readFileSync(join(copy, '.package', tarball));
		expect(sha(uploaded as Buffer)).toBe(sha(tested));
		const files = filesIn(uploaded as Buffer);
		expect(files).toEqual(expect.arrayContaining([...n8n.nodes, ...n8n.credentials, 'README.md']));
		expect(files.filter(isForeign)).toEqual([]);
	});

	it('says what it would upload, without a network, as a dry run', async () => {
		const nowhere = { npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' };

		const { code, said } = await release(['--dry-run'], { ...ON_GITHUB, ...nowhere });

		expect(code).toBe(0);
		for (const file of [...n8n.nodes, ...n8n.credentials]) expect(said).toContain(file);
		expect(said).toContain('(dry-run)');
	});
});

describe("on a maintainer's machine", () => {
	it('uploads nothing itself: npm demands the provenance that only GitHub can give', async () => {
		const [tarball] = readdirSync(join(copy, '.package')).filter((file) => file.endsWith('.tgz'));

		const { code, said } = await start('npm', ['publish', join('.package', tarball)]);

		expect(code).not.toBe(0);
		expect(said).toMatch(/provenance/);
		expect(uploaded).toBeUndefined();
	});

	it.each(['0.1.0', '0.2.0'])(
		'tags and pushes %s, and leaves the changelog as it is',
		async (version) => {
			const changelog = changelogBegins(`${version} (2026-12-01)`);

			const { code, said } = await release();

			expect(said).toContain(`✓ ${version} is tagged and pushed`);
			expect(code).toBe(0);
			expect(pushed('tag', '--list')).toContain(version);
			expect(pushed('rev-parse', `${version}^{commit}`)).toBe(pushed('rev-parse', 'main'));
			expect(JSON.parse(pushed('show', 'main:package.json')) as Manifest).toHaveProperty(
				'version',
				version,
			);
			expect(`${pushed('show', 'main:CHANGELOG.md')}\n`).toBe(changelog);
			expect(requests).toEqual([]);
		},
	);

	it('does not release a version twice', async () => {
		const { code, said } = await release();

		expect(code).toBe(1);
		expect(said).toContain('0.2.0 is released already');
	});
});

const sha = (content: Buffer) => createHash('sha512').update(content).digest('hex');
