import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The content of a JSON file, which the caller knows the form of. */
export const readJson = <T>(...path: string[]): T =>
	JSON.parse(readFileSync(join(...path), 'utf8')) as T;

/**
 * The files below a folder of the repository, or the file itself, in the order of their names; none when it is not there.
 *
 * @returns paths that begin at `root`
 */
export function filesIn(root: string, place: string): string[] {
	const path = join(root, place);
	if (!existsSync(path)) return [];
	if (statSync(path).isFile()) return [place];
	return readdirSync(path, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => relative(root, join(parentPath, name)))
		.sort();
}
