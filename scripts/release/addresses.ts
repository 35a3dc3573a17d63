import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn, readJson } from '../shared/files.ts';

interface Manifest {
	name: string;
	homepage: string;
	repository: { url: string };
	bugs: { url: string };
}

/** Everything that a user reads or clicks. */
const PLACES = ['README.md', 'CHANGELOG.md', 'credentials', 'docs', 'examples', 'nodes'];
const ADDRESS = /https:\/\/(?:github\.com\/[^/\s)'"]+|www\.npmjs\.com\/package)\/n8n-nodes-[\w-]+/g;

/** The address at which the project says that it lives; `repository` in package.json is the one place for it. */
export function repositoryOf(root = process.cwd()): string {
	const { repository } = readJson<Manifest>(root, 'package.json');
	return repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
}

/** Addresses of this package, anywhere, that are not that of `repository` or of its page at npm. */
export function addressProblems(root = process.cwd()): string[] {
	const { name, homepage, bugs } = readJson<Manifest>(root, 'package.json');
	const repository = repositoryOf(root);
	const known = [repository, `https://www.npmjs.com/package/${name}`];
	const fields = { homepage: `${repository}#readme`, 'bugs.url': `${repository}/issues` };
	const given = { homepage, 'bugs.url': bugs.url };
	return [
		...Object.entries(fields)
			.filter(([field, wanted]) => given[field as keyof typeof given] !== wanted)
			.map(([field, wanted]) => `package.json: ${field} must be ${wanted}`),
		...PLACES.flatMap((place) => filesIn(root, place))
			.filter((file) => /\.(ts|json|md)$/.test(file))
			.flatMap((file) =>
				(readFileSync(join(root, file), 'utf8').match(ADDRESS) ?? [])
					.filter((address) => !known.includes(address))
					.map((address) => `${file}: ${address} is not ${known.join(' or ')}`),
			),
	];
}
