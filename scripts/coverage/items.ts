import type { INodePropertyOptions } from 'n8n-workflow';
import type { DictionaryEntry } from '../../spec/types.ts';

/** One thing that the specification asks for, and what is wrong with it, if anything. */
export type Item = [name: string, fault: string | undefined | false];

export interface Count {
	have: number;
	spec: number;
	/** What is missing or different, each with what is wrong. */
	missing: string[];
}

/** Counts what is there and names what is not. */
export function count(items: Item[]): Count {
	const missing = items.filter(([, fault]) => fault).map(([name, fault]) => `${name} ${fault}`);
	return { have: items.length - missing.length, spec: items.length, missing };
}

/** A choice shows the Chinese original behind the English label: `Employed (受雇)`; pickers are in title case. */
function entryFault(
	{ value, zh, en }: DictionaryEntry,
	choices: INodePropertyOptions[],
): string | undefined {
	const choice = choices.find((option) => option.value === value);
	if (!choice) return `has no choice ${value}`;
	const label = `${en} (${zh})`;
	return choice.name.toLowerCase() === label.toLowerCase()
		? undefined
		: `labels ${value} '${choice.name}', not '${label}'`;
}

/** What is wrong with the choices that a dictionary asks for, if anything. */
export const choicesFault = (
	entries: DictionaryEntry[],
	choices: INodePropertyOptions[] = [],
): string | undefined =>
	entries
		.filter(({ unsent }) => !unsent)
		.map((entry) => entryFault(entry, choices))
		.find((fault) => fault !== undefined);
