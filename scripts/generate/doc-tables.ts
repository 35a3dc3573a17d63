import type { ErrorEntry, ErrorTable } from '../../nodes/shared/model/errors.ts';
import type { Spec } from '../../spec/types.ts';
import type { Language } from './language.ts';
import { type Modules, placesOf, versionsOf } from '../shared/providers.ts';

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ').trim();

/** A table in Markdown. */
export const table = (head: string[], rows: string[][]): string =>
	[head, head.map(() => '---'), ...rows]
		.map((cells) => `| ${cells.map(cell).join(' | ')} |`)
		.join('\n');

/** Resource, operation, section of the document, request and purpose of each operation, as the editor lists them. */
export function operationsTable(
	spec: Spec,
	{ resources, credential }: Modules,
	{ say, named, sentTo }: Language,
): string {
	const labelOf = (setting: string) =>
		credential.properties.find(({ name }) => name === setting)?.displayName ?? setting;
	const rows = placesOf(resources).map(({ resource, operation }) => {
		const ids = versionsOf(operation).map(({ id }) => id);
		const wanted = spec.operations.filter(({ id }) => ids.includes(id));
		const call = spec.notifications.find(({ id }) => ids.includes(id));
		const requests = wanted
			.map(({ method, path, pathSetting }) =>
				pathSetting ? sentTo(method, labelOf(pathSetting)) : `\`${method} ${path}\``,
			)
			.join(', ');
		const request = requests || (call && sentTo(call.method));
		const { name, chinese, description } = operation;
		return [
			named(resources[resource].name, resources[resource].chinese),
			named(name, chinese),
			wanted.map(({ section }) => section ?? say('none')).join(', ') || (call?.section ?? ''),
			request ?? '',
			say(description),
		];
	});
	const head = ['Resource', 'Operation', 'Section', 'Request', 'What it does'];
	return table(
		head.map((word) => say(word)),
		rows,
	);
}

/** The provider's codes, ascending, with what they mean and what to do. */
export function errorsTable(
	{ errors, scoped, resources, tokenRefused }: Modules,
	language: Language,
): string {
	const { say } = language;
	const rowOf = (code: string, entry: ErrorEntry, place: string) => [
		code,
		place,
		entry.original,
		language.sentences(
			// The document's own words stand beside it, in Chinese.
			say(entry.message, entry.original === '' ? undefined : ''),
			...[entry.tried, entry.remedy, entry.ofSubmissions].map((text = '') => say(text)),
		),
		entry.chinese ?? '',
		say(whatTheNodeDoes(entry)),
	];
	const own = placesOfTables(resources, scoped, say('The credential'));
	const special = [...own].flatMap(([entries, places]) =>
		Object.entries(entries).map(([code, entry]) => rowOf(code, entry, places.join(', '))),
	);
	const rows = [
		...Object.entries(errors).map(([code, entry]) =>
			rowOf(code, entry, own.size > 0 ? say('Elsewhere') : ''),
		),
		...special,
	].sort(([a], [b]) => orderOf(a) - orderOf(b));
	if (tokenRefused)
		rows.push(rowOf(say('Any'), tokenRefused, say('Everywhere, told by these words')));
	const head = [
		'Code',
		'Original',
		'Meaning, and what to do',
		'What the applicant reads',
		'The node itself',
	].map((word) => say(word));
	if (own.size === 0) return table(head, rows.map(withoutPlace));
	return table([head[0], say('Where'), ...head.slice(1)], rows);
}

/** Codes that are no numbers, such as HTTP 404, come last. */
const orderOf = (code: string): number => Number(code) || Number.MAX_SAFE_INTEGER;

/** The tables of codes that mean something else somewhere, with the operations in which they do. */
function placesOfTables(
	resources: Modules['resources'],
	scoped: Modules['scoped'],
	credential: string,
): Map<ErrorTable, string[]> {
	const tables = new Map<ErrorTable, string[]>();
	const add = (entries: ErrorTable, place: string) =>
		tables.set(entries, [...(tables.get(entries) ?? []), place]);
	for (const { resource, operation } of placesOf(resources)) {
		if (operation.errors) add(operation.errors, `${resources[resource].name}: ${operation.name}`);
	}
	for (const entries of Object.values(scoped)) {
		if (!tables.has(entries)) add(entries, credential);
	}
	return tables;
}

const withoutPlace = (cells: string[]): string[] => cells.filter((_cell, i) => i !== 1);

function whatTheNodeDoes({ retryable, signAgain, sessionLost }: ErrorEntry): string {
	if (signAgain) return 'Signs and sends once more';
	if (sessionLost) return 'Renews the session and sends again';
	return retryable ? 'Repeats operations that only read' : '';
}

/** The states of each kind of query with what comes next, for a provider that has such. */
export function statesTable({ states }: Modules, { say }: Language): string {
	const kinds = new Map<string, string[]>();
	for (const [kind, { states: known, labels }] of Object.entries(states)) {
		for (const [state, [constant, nextAction]] of Object.entries(known)) {
			const label = labels.find(({ value }) => String(value) === state)?.name ?? '';
			const row = JSON.stringify([state, `\`${constant}\``, label, `\`${nextAction}\``]);
			kinds.set(row, [...(kinds.get(row) ?? []), kind]);
		}
	}
	const rows = [...kinds].map(([row, names]) => [
		names.join(', '),
		...(JSON.parse(row) as string[]),
	]);
	return table([say('Query'), '`state`', '`stateName`', '`stateLabel`', '`nextAction`'], rows);
}

/**
 * Puts each table where the text has a place for it: between `<!-- table: name -->` and
 * `<!-- end of table -->`.
 */
export const withTables = (text: string, tables: Record<string, string>): string =>
	text.replace(
		/(<!-- table: (\w+) -->\n)[^]*?(<!-- end of table -->)/g,
		(_all, start: string, name: string, end: string) => `${start}\n${tables[name]}\n\n${end}`,
	);
