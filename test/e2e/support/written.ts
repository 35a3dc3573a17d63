import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './environment';

type Written = Array<[file: string, text: string]>;

/** Every file that n8n has written, as text of single bytes. */
export function writtenBy({
	userFolder,
	logFile,
}: Pick<Environment, 'userFolder' | 'logFile'>): Written {
	const folder = join(userFolder, '.n8n');
	const files = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.filter((file) => !file.includes('node_modules'));
	return [...files, logFile].map((file) => [file, readFileSync(file, 'latin1')]);
}

/** Tells which of the secrets stand in which files. */
export const foundIn = (texts: Written, secrets: Array<string | RegExp>): string[] =>
	secrets.flatMap((secret) =>
		texts
			.filter(([, text]) =>
				typeof secret === 'string' ? text.includes(secret) : secret.test(text),
			)
			.map(([file]) => `${secret} in ${file}`),
	);
