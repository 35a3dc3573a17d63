import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

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
	const { repository } = manifestIn(root);
	return repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
}

const manifestIn = (root: string): Manifest =>
	JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

/** Addresses of this package, anywhere, that are not that of `repository` or of its page at npm. */
export function addressProblems(root = process.cwd()): string[] {
	const { name, homepage, bugs } = manifestIn(root);
	const repository = repositoryOf(root);
	const known = [repository, `https://www.npmjs.com/package/${name}`];
	const fields = { homepage: `${repository}#readme`, 'bugs.url': `${repository}/issues` };
	const given = { homepage, 'bugs.url': bugs.url };
	return [
		...Object.entries(fields)
			.filter(([field, wanted]) => given[field as keyof typeof given] !== wanted)
			.map(([field, wanted]) => `package.json: ${field} must be ${wanted}`),
		...PLACES.flatMap((place) => filesIn(root, place)).flatMap((file) =>
			(readFileSync(join(root, file), 'utf8').match(ADDRESS) ?? [])
				.filter((address) => !known.includes(address))
				.map((address) => `${file}: ${address} is not ${known.join(' or ')}`),
		),
	];
}

function filesIn(root: string, place: string): string[] {
	if (!existsSync(join(root, place))) return [];
	if (/\.\w+$/.test(place)) return [place];
	return readdirSync(join(root, place), { recursive: true, encoding: 'utf8' })
		.filter((name) => /\.(ts|json|md)$/.test(name))
		.map((name) => join(place, name));
}
