import type { INodePropertyOptions } from 'n8n-workflow';

import { resources as hstong } from '../../nodes/HSTong/operations';
import { resources as htouhui } from '../../nodes/Htouhui/operations';
import { resources as qianchengCredit } from '../../nodes/QianchengCredit/operations';
import type { Field, Group, Resources } from '../../nodes/shared/model/operation';
import { resources as userVerification } from '../../nodes/UserVerification/operations';
import { resources as webank } from '../../nodes/WeBank/operations';

const PROVIDERS: Record<string, Resources> = {
	hstong,
	htouhui,
	qianchengCredit,
	userVerification,
	webank,
};

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
export const ALL_FIELDS: PlacedField[] = Object.entries(PROVIDERS).flatMap(
	([provider, resources]) =>
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
