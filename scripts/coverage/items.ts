import type { Built } from './built.ts';
import type { Spec } from '../shared/spec.ts';

export interface Count {
	have: number;
	spec: number;
	/** What is missing or different, each with what is wrong. */
	missing: string[];
}

/** One thing that the specification asks for, and what is wrong with it, if anything. */
export type Item = [name: string, fault: string | undefined | false];

/** Counts what is there and names what is not. */
export function count(items: Item[]): Count {
	const missing = items.filter(([, fault]) => fault).map(([name, fault]) => `${name} ${fault}`);
	return { have: items.length - missing.length, spec: items.length, missing };
}

/** A choice shows the Chinese original behind the English label: `Employed (受雇)`. */
export function entryFault(
	{ value, zh }: Spec['dictionaries'][string][number],
	choices: Built['dictionaries'][string] = [],
): string | undefined {
	const choice = choices.find((option) => option.value === value);
	if (!choice) return 'is not a choice';
	return choice.name.endsWith(` (${zh})`) ? undefined : `is labelled '${choice.name}', not '${zh}'`;
}
