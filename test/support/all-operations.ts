import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import type { Field } from '../../nodes/shared/model/field';
import type { Operation } from '../../nodes/shared/model/operation';
import { singleFields } from '../../nodes/shared/values/values';
import { loadProvider, placesOf, versionsOf } from '../../scripts/shared/providers.ts';
import { PROVIDERS } from '../../spec/providers.ts';
import { providers, type ProviderCase } from './providers';

/** One operation with one choice of what it is given by. */
export interface Case {
	title: string;
	provider: ProviderCase;
	resource: string;
	name: string;
	operation: Operation;
	choices: IDataObject;
	/** The id in the specification. */
	id: string;
}

/** They choose what is sent or comes out, though no field depends on them. */
const TELLING = ['interfaceVersion', 'simple', 'source'];

/** The fields that choose which others are there, or how much comes out, each with what it can choose. */
function choosers(fields: Field[]): Array<[name: string, values: unknown[]]> {
	const all = singleFields(fields);
	const wanted = all.flatMap(({ displayOptions }) => Object.entries(displayOptions?.show ?? {}));
	return all.flatMap((field): Array<[string, unknown[]]> => {
		const { name, type, options } = field;
		const ways = wanted.filter(([one]) => one.replace('/', '') === name);
		const allowed = ways.flatMap(([, values]) => values as unknown[]);
		const possible =
			type === 'boolean'
				? [true, false]
				: ((options ?? []) as INodePropertyOptions[]).map(({ value }) => value);
		if (TELLING.includes(name)) return [[name, possible]];
		if (ways.length === 0) return [];
		const other = possible.find((value) => !allowed.includes(value));
		return [[name, [...new Set([...allowed, ...(other === undefined ? [] : [other])])]]];
	});
}

/** Each way to choose; of several choosers that have nothing to do with each other each value once. */
function choicesOf(fields: Field[]): IDataObject[] {
	const all = choosers(fields);
	const most = Math.max(1, ...all.map(([, values]) => values.length));
	return Array.from({ length: most }, (_, i) =>
		Object.fromEntries(all.map(([name, values]) => [name, values[i % values.length]])),
	) as IDataObject[];
}

/** All operations of all providers. */
export const ALL_OPERATIONS = PROVIDERS.flatMap((entry): Case[] => {
	const provider = providers.find(
		({ node }) => node.constructor.name === entry.node,
	) as ProviderCase;
	const { resources } = loadProvider(entry, process.cwd());
	return placesOf(resources).flatMap(({ resource, name, operation }) =>
		choicesOf(operation.fields).map((choices): Case => {
			const { interfaceVersion } = choices;
			const versions = versionsOf(operation);
			const { id } = versions.find(({ version }) => version === interfaceVersion) ?? versions[0];
			const title = [provider.name, resource, name, ...Object.values(choices)].join(' ');
			return { title, provider, resource, name, operation, choices, id };
		}),
	);
});
