import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ErrorEntry, ErrorTable } from '../../nodes/shared/model/errors.ts';
import type { Effect, Operation } from '../../nodes/shared/model/operation.ts';
import type { Provider } from '../../nodes/shared/model/providerType.ts';
import type { Explanation } from '../../nodes/shared/run/explain.ts';
import { builtFolder, placesOf, type Modules } from '../shared/providers.ts';
import { table } from './doc-tables.ts';
import { textsIn, type UserText } from './texts.ts';

/** The page with all texts that users read when something does not work. */
export const ERRORS_PAGE = join('docs', 'reference', 'errors.md');

/** What the page needs of the shared code, as it was built. */
interface Shared {
	httpErrors: ErrorTable;
	explain(
		provider: Provider,
		operation: Pick<Operation, 'name' | 'effect' | 'fields'>,
		error: unknown,
		isSent: boolean,
	): Explanation;
	Refusal: new (code: string, words: string, more?: { entry?: ErrorEntry }) => Error;
}

function loadShared(base: string): Shared {
	const require = createRequire(join(base, 'index.js'));
	const load = (path: string) => require(`./nodes/shared/${path}`) as Shared;
	const { httpErrors } = load('model/errorTable');
	return {
		httpErrors,
		explain: load('run/explain').explain,
		Refusal: load('model/errors').Refusal,
	};
}

/** The chapters of the page, by the folder of the files whose texts they have. */
const CHAPTERS: Array<[folder: string, title: string, about: string]> = [
	[
		'nodes/shared/values/',
		'Values of fields',
		'Before anything is sent. The end of a sentence has the name of the field in front.',
	],
	['nodes/shared/model/', 'Credentials, keys and pairs', 'Before anything is sent.'],
	[
		'nodes/shared/request/',
		'On the way to the provider',
		'Addresses, bodies, network, and answers that cannot be read. What begins in lower case follows "… was not reached:".',
	],
	['nodes/shared/session/', 'Sessions', 'Providers whose account has a token.'],
	[
		'nodes/shared/run/',
		'What became of an item',
		'The sentences around the others, Submit Only Once, and nodes that stop.',
	],
	['nodes/shared/trigger/', 'Triggers', 'When a workflow is published, or a reply is built.'],
];

const HEAD = ['It says', 'What to do', 'To the person at the form'];
/** Rows of texts: what one place says of a text and another one adds stands together, and no part of another stands alone. */
function rowsOf(texts: UserText[]): string[][] {
	const rows = new Map<string, [remedies: Set<string>, chinese: Set<string>]>();
	for (const { says, remedy, chinese } of texts) {
		const [remedies, others] = rows.get(says) ?? [new Set<string>(), new Set<string>()];
		rows.set(says, [remedies.add(remedy), others.add(chinese)]);
	}
	const all = [...rows].map(([says, sets]) => [
		says,
		...sets.map((set) => [...set].filter(Boolean).join(' · ')),
	]);
	const isPart = ([says, remedy, chinese]: string[]) =>
		remedy + chinese === '' && all.some((row) => row[0] !== says && row.join(' ').includes(says));
	return all.filter((row) => !isPart(row));
}

/**
 * The page of all texts of errors and warnings: those of codes as a user reads them, all others as the code has
 * them. Nothing on it is written by hand, so a text that is changed or added shows there.
 */
export function errorsPage(
	providers: Modules[],
	base = builtFolder(),
	root = process.cwd(),
): string {
	const shared = loadShared(base);
	const texts = textsIn(['nodes'], root);
	const tables = providers.flatMap(({ errors, ...own }) => [errors, ...tablesOf(own).keys()]);
	const ofCodes = new Set(
		[shared.httpErrors, ...tables].flatMap((errors) =>
			Object.values(errors).map(({ message }) => message),
		),
	);
	const below = (folder: string) =>
		rowsOf(texts.filter(({ file, says }) => file.startsWith(folder) && !ofCodes.has(says)));
	const section = (title: string, about: string, ...tables: string[]) =>
		[`## ${title}`, about, ...tables].filter(Boolean).join('\n\n');
	return [
		'# Every text of errors and warnings',
		'This page is generated from the code (`npm run generate`). A name in braces stands for what differs from case to case; square brackets hold what is not always there, or one of several.',
		...CHAPTERS.map(([folder, title, about]) => section(title, about, table(HEAD, below(folder)))),
		section(
			'Statuses of HTTP',
			'Of a server or a proxy in front of a provider, when it is no answer of the provider.',
			codesTable(shared, pseudo, shared.httpErrors, 'reads'),
		),
		...providers.map((modules) => {
			const { node, provider, errors } = modules;
			const folder = join('nodes', node.constructor.name, '/');
			return section(
				node.description.displayName,
				'',
				table(HEAD, below(folder)),
				'### Codes',
				codesTable(shared, provider, errors, SUBMITS),
				...scopedTables(shared, modules),
				'### When the outcome is unknown',
				table(['Operation', 'What to do'], submissionsOf(modules)),
			);
		}),
		'',
	].join('\n\n');
}

/** A provider of none of the names, for what is the same for all. */
const pseudo = { name: '{provider}', address: '{address}', errors: {} } as Provider;

const SUBMITS: Effect = { submits: '{What the operation says, see below}' };

/** Codes with the whole text that a user reads of each. */
function codesTable(
	{ explain, Refusal }: Shared,
	provider: Provider,
	errors: ErrorTable,
	effect: Effect,
): string {
	const rows = Object.entries(errors).map(([code, entry]) => {
		const refusal = new Refusal(code, '', { entry });
		const { message, description, messageChinese } = explain(
			provider,
			{ name: '{operation}', effect, fields: [] },
			refusal,
			true,
		);
		return [code, message, description, messageChinese];
	});
	return table(['Code', ...HEAD], rows);
}

/** The tables of codes that mean something else somewhere, with the place. */
function tablesOf({ resources, scoped }: Pick<Modules, 'resources' | 'scoped'>) {
	const own = placesOf(resources).flatMap(
		({ operation: { name, errors } }): Array<[string, ErrorTable]> =>
			errors ? [[name, errors]] : [],
	);
	return new Map([...Object.entries(scoped), ...own].map(([name, errors]) => [errors, name]));
}

const scopedTables = (shared: Shared, { provider, ...modules }: Modules): string[] =>
	[...tablesOf(modules)].flatMap(([errors, name]) => [
		`### Codes: ${name}`,
		codesTable(shared, provider, errors, SUBMITS),
	]);

const submissionsOf = ({ resources }: Modules): string[][] =>
	placesOf(resources).flatMap(({ resource, operation: { name, effect } }) =>
		effect === 'reads' ? [] : [[`${resources[resource].name}: ${name}`, effect.submits]],
	);
