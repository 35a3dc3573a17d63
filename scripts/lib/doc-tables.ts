import type { ErrorEntry } from '../../nodes/shared/errors.ts';
import { idsOf, type Modules, placesOf } from './providers.ts';
import type { Spec } from './spec.ts';

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ').trim();

const table = (head: string[], rows: string[][]): string =>
	[head, head.map(() => '---'), ...rows]
		.map((cells) => `| ${cells.map(cell).join(' | ')} |`)
		.join('\n');

/** Resource, operation, section of the document, request and purpose of each operation, as the editor lists them. */
export function operationsTable(spec: Spec, { resources }: Modules): string {
	const rows = placesOf(resources).map(({ resource, operation }) => {
		const ids = idsOf(operation);
		const wanted = spec.operations.filter(({ id }) => ids.includes(id));
		const call = spec.notifications?.find(({ id }) => ids.includes(id));
		const requests = wanted.map(({ method, path }) => `\`${method} ${path}\``).join(', ');
		const request = requests || (call && `\`${call.method}\` to your address`);
		const { name, description } = operation;
		return [
			resources[resource].name,
			name,
			wanted.map(({ section }) => section).join(', ') || (call?.section ?? ''),
			request ?? '',
			description,
		];
	});
	return table(['Resource', 'Operation', 'Section', 'Request', 'What it does'], rows);
}

/** The provider's codes, ascending, with what they mean and what to do. */
export function errorsTable({ errors }: Modules): string {
	const rows = Object.entries(errors)
		.sort(([a], [b]) => Number(a) - Number(b))
		.map(([code, entry]) => {
			const { original, message, remedy } = entry;
			return [code, original, `${message}. ${remedy}`, whatTheNodeDoes(entry)];
		});
	return table(['Code', 'Original', 'Meaning, and what to do', 'The node itself'], rows);
}

function whatTheNodeDoes({ retryable, signAgain, sessionLost }: ErrorEntry): string {
	if (signAgain) return 'Signs and sends once more';
	if (sessionLost) return 'Renews the session and sends again';
	return retryable ? 'Repeats operations that only read' : '';
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
