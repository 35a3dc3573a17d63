import type { ErrorEntry } from '../../nodes/shared/model/errors.ts';
import { concerns, withPaths } from '../../spec/read.ts';
import type { Spec, SpecErrorCode } from '../../spec/types.ts';
import { type Modules, placesOf, versionsOf } from '../shared/providers.ts';
import { choicesFault, type Item } from './items.ts';

/** The dictionaries of which a result shows labels, or a state, and those that the node has without need. */
export function dictionaries(
	{ dictionaries: all, operations, notifications }: Spec,
	{ dictionaries: have }: Modules,
): Item[] {
	const shown = withPaths([
		...operations
			.filter(({ by }) => by !== 'credential')
			.flatMap(({ response }) => response.fields),
		...notifications.flatMap(({ params }) => params),
	]).map(({ field }) => field.enum);
	return Object.entries(all)
		.filter(([name]) => name in have || shown.includes(name))
		.map(([name, entries]) => [
			name,
			have[name] ? choicesFault(entries, have[name]) : 'is not a dictionary of the node',
		]);
}

/** Each code, in every operation in which it means what the entry says. */
export function errorCodes(spec: Spec, { errors, scoped, resources }: Modules): Item[] {
	const own = new Map(Object.entries(scoped));
	for (const { operation } of placesOf(resources)) {
		for (const { id } of versionsOf(operation)) own.set(id, operation.errors ?? {});
	}
	return spec.errorCodes.map((wanted): Item => {
		const faults = spec.operations
			.filter((operation) => concerns(wanted, operation))
			.flatMap(({ id }) => {
				const fault = entryFault(wanted, own.get(id)?.[wanted.code] ?? errors[wanted.code]);
				return fault === undefined ? [] : [`${fault} (in ${id})`];
			});
		return [String(wanted.code), faults[0]];
	});
}

function entryFault(
	{ zh, retryable }: SpecErrorCode,
	entry: ErrorEntry | undefined,
): string | undefined {
	if (!entry) return 'is not in the error table';
	if (entry.original !== zh) return `has the original '${entry.original}'`;
	const isRepeated = entry.retryable ?? entry.signAgain ?? entry.sessionLost ?? false;
	return isRepeated === retryable ? undefined : `is ${retryable ? 'not ' : ''}retryable`;
}

/** Refusals that the document tells by their status alone. */
export const httpStatuses = ({ dictionaries: all }: Spec, { errors }: Modules): Item[] =>
	Object.entries(all)
		.filter(([name]) => name.startsWith('httpStatus'))
		.flatMap(([name, entries]) =>
			entries
				.filter(({ value }) => Number(value) >= 300)
				.map(
					({ value }): Item => [
						`${name} ${value}`,
						!errors[`HTTP ${value}`] && 'is not in the error table',
					],
				),
		);

/** What each state is called in the document, and that the node says what comes after it. */
export const states = (spec: Spec, { states: tables, dictionaries: have }: Modules): Item[] =>
	Object.entries(spec.dictionaries).flatMap(([name, entries]) => {
		const own = Object.entries(tables).filter(([, { labels }]) => labels === have[name]);
		return entries
			.filter(({ constant }) => constant !== undefined)
			.map(({ value, constant }): Item => {
				if (own.length === 0) return [`${name} ${value}`, 'has no table of states'];
				const wrong = own.find(([, { states: known }]) => {
					const [called, nextAction] = known[value] ?? [];
					return called !== constant || !nextAction;
				});
				return [`${name} ${value}`, wrong && `is not called ${constant} in ${wrong[0]}`];
			});
	});
