// npm run release: releases the version that CHANGELOG.md names first. On a maintainer's machine it sets that
// version, tags it and pushes, which starts .github/workflows/publish.yml; there it publishes to npm the very file
// that has been tested. Nothing is published from anywhere else: see "prepack" and "publishConfig" in package.json.
//   npm run release -- --dry-run   does all of it but the version, the push and the upload
import { parseArgs } from 'node:util';
import { packPackage } from './host/package.ts';
import { lintTarball } from './lint/tarball.ts';
import { addressProblems, repositoryOf } from './release/addresses.ts';
import { releasedVersion } from './release/changelog.ts';
import { readJson } from './shared/files.ts';
import { command, run, runVisibly } from './shared/run.ts';

const BRANCH = 'main';
const {
	values: { 'dry-run': dryRun },
	tokens,
} = parseArgs({ options: { 'dry-run': { type: 'boolean' } }, strict: false, tokens: true });
/** The options for npm, which knows more of them than this script. */
const npmOptions = tokens.flatMap((token) =>
	token.kind === 'option'
		? [token.rawName + (token.value === undefined ? '' : `=${token.value}`)]
		: [],
);

const git = async (...args: string[]) => (await run('git', args)).trim();
const onGitHub = process.env.GITHUB_ACTIONS === 'true';

/** Whoever follows the address in package.json must find the code that is published. */
async function placeProblems(version: string): Promise<string[]> {
	const repository = repositoryOf();
	const here = onGitHub
		? `${process.env.GITHUB_SERVER_URL}/${process.env.GITHUB_REPOSITORY}`
		: (await git('remote', 'get-url', 'origin')).replace(/^git@([^:]+):/, 'https://$1/');
	const problems =
		here.replace(/\.git$/, '') === repository
			? []
			: [`package.json says that the code is at ${repository}, but this is ${here}`];
	if (onGitHub) {
		const manifest = readJson<{ version: string }>('package.json');
		const tag = process.env.GITHUB_REF_NAME;
		if (tag !== version) problems.push(`the tag is ${tag}, CHANGELOG.md says ${version}`);
		if (manifest.version !== version)
			problems.push(`package.json says ${manifest.version}, CHANGELOG.md ${version}`);
		return problems;
	}
	const branch = await git('branch', '--show-current');
	if (branch !== BRANCH) problems.push(`a release is made from ${BRANCH}, not from ${branch}`);
	if ((await git('status', '--porcelain')) !== '') problems.push('there are uncommitted changes');
	if ((await git('tag', '--list', version)) !== '') problems.push(`${version} is released already`);
	return problems;
}

async function tagAndPush(version: string): Promise<void> {
	await run('npm', [
		...['version', version, '--allow-same-version', '--tag-version-prefix='],
		...['--message', 'Release %s'],
	]);
	await run('git', ['push', '--atomic', '--follow-tags', 'origin', BRANCH]);
	console.log(`✓ ${version} is tagged and pushed. GitHub tests and publishes it.`);
}

async function release(): Promise<number> {
	const version = releasedVersion();
	stopAt([...(await placeProblems(version)), ...addressProblems()]);
	const { tarball, files } = await packPackage();
	stopAt(await lintTarball());
	console.log(`✓ ${version}: ${files.length} files`);
	if (onGitHub || dryRun) return await runVisibly('npm', ['publish', tarball, ...npmOptions]);
	await tagAndPush(version);
	return 0;
}

function stopAt(problems: string[]): void {
	if (problems.length > 0) throw new Error(problems.map((problem) => `✗ ${problem}`).join('\n'));
}

await command(release);
