import type { INodePropertyOptions } from 'n8n-workflow';

import type { Field, Group } from '../../nodes/shared/model/field';
import type { Resources } from '../../nodes/shared/model/operation';
import { loadProvider } from '../../scripts/shared/providers.ts';
import { PROVIDERS } from '../../spec/providers.ts';

/** The operations of each provider, under its id in one word. */
const BY_PROVIDER = PROVIDERS.map((entry): [string, Resources] => [
	entry.id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
	loadProvider(entry, process.cwd()).resources,
]);

/** A field of an operation of a provider, also one inside a collection or a list of entries. */
export interface PlacedField {
	/** Provider, resource, operation and name, for the title of a test. */
	place: string;
	/** Whether it is shown whatever the others are. */
	field: Field;
}

const inside = (field: Field): Field[] => {
	if (field.type === 'collection') return (field.options as Field[]).flatMap(inside);
	if (field.type !== 'fixedCollection') return field.type === 'notice' ? [] : [field];
	return (field.options as Group[]).flatMap(({ values }) => values.flatMap(inside));
};

/** All fields of all operations of all providers. */
export const ALL_FIELDS: PlacedField[] = BY_PROVIDER.flatMap(([provider, resources]) =>
	Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations).flatMap(([operation, { fields }]) =>
			fields.flatMap(inside).map((field) => ({
				place: [provider, resource, operation, field.name].join('.'),
				field: { ...field, displayOptions: undefined },
			})),
		),
	),
);

/** All drop-downs among them, each once. */
export const ALL_CHOICES: INodePropertyOptions[][] = [
	...new Set(
		ALL_FIELDS.filter(({ field }) => /options$/i.test(field.type)).map(
			({ field }) => field.options as INodePropertyOptions[],
		),
	),
];
