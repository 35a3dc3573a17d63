import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The version to release: that of the uppermost section of CHANGELOG.md, which is written by hand and by
 * nothing else, with the day of the release, `## 0.2.0 (2026-12-24)`.
 *
 * @throws when the section has no such heading, or says nothing
 */
export function releasedVersion(root = process.cwd()): string {
	const text = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
	const [, section = ''] = text.split(/^## /m);
	const [heading, ...lines] = section.split('\n');
	const [, version] =
		/^(\d+\.\d+\.\d+(?:-[\w.]+)?) \(\d{4}-\d\d-\d\d\)$/.exec(heading.trim()) ?? [];
	if (version === undefined) {
		throw new Error(
			`CHANGELOG.md begins with "## ${heading}". Name the version to release and its day, e.g. "## 0.2.0 (2026-12-24)".`,
		);
	}
	if (lines.join('').trim() === '') {
		throw new Error(`CHANGELOG.md says nothing about ${version}.`);
	}
	return version;
}
