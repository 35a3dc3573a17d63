import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The TypeScript files below a folder. */
const filesIn = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(folder, name));

const all = filesIn('nodes');
const isShared = (file: string) => file.startsWith(join('nodes', 'shared'));
const shared = all.filter(isShared);
const own = all.filter((file) => !isShared(file));

const exportsOf = (file: string): string[] =>
	[
		...readFileSync(file, 'utf8').matchAll(
			/^export (?:async )?(?:const|function|class|interface|type) (\w+)/gm,
		),
	].map(([, name]) => name);

test('shared code and a provider have no two files under one name', () => {
	const names = shared.map((file) => basename(file));
	expect(shared.length).toBeGreaterThan(20);
	expect(own.filter((file) => names.includes(basename(file)))).toEqual([]);
});

test('shared code and a provider export no two things under one name', () => {
	const names = shared.flatMap(exportsOf);
	expect(names.length).toBeGreaterThan(100);
	const twice = own.flatMap((file) =>
		exportsOf(file)
			.filter((name) => names.includes(name))
			.map((name) => `${name} of ${file}`),
	);
	expect(twice).toEqual([]);
});
