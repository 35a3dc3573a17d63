import type { Field, Group } from '../../nodes/shared/model/field.ts';

/** A field of an operation that a user fills in, wherever the editor shows it. */
export interface Slot {
	field: Field;
	/** The objects and lists on the wire that it is in, from the outside, and its name. */
	path: string[];
	/** Whether it is in a collection, so that the user may leave it out. */
	optional: boolean;
	/** The values of other fields with which it is shown. */
	shownWhen: Record<string, unknown[]>;
	/** Whether it is one of two ways to give the same, between which another field of the node chooses. */
	alternative: boolean;
}

/** The fields of an operation in one of its versions, those inside collections and lists included. */
export function slotsOf(fields: Field[], version?: string): Slot[] {
	const locals = fields.filter(({ local }) => local).map(({ name }) => name);
	return fields
		.filter(({ type }) => type !== 'notice')
		.filter(({ displayOptions }) => {
			const versions = displayOptions?.show?.interfaceVersion as unknown[] | undefined;
			return version === undefined || versions === undefined || versions.includes(version);
		})
		.flatMap((field) => {
			const shown = Object.entries((field.displayOptions?.show ?? {}) as Record<string, unknown[]>);
			const others = shown.filter(([name]) => name !== 'interfaceVersion');
			const conditions = others.filter(([name]) => !locals.includes(name));
			return slotsOfField(field, [], false).map((slot) => ({
				...slot,
				shownWhen: Object.fromEntries(conditions),
				alternative: others.length > conditions.length,
			}));
		});
}

type Inner = Pick<Slot, 'field' | 'path' | 'optional'>;

function slotsOfField(field: Field, within: string[], optional: boolean): Inner[] {
	const path = [...within, field.name];
	if (field.type === 'collection') {
		const inside = field.sendAs === undefined ? within : [...within, field.sendAs];
		return (field.options as Field[]).flatMap((option) => slotsOfField(option, inside, true));
	}
	const own = [{ field, path, optional }];
	if (field.type !== 'fixedCollection' || field.local) return own;
	const inner = (field.options as Group[]).flatMap(({ values }) => values);
	return [...own, ...inner.flatMap((option) => slotsOfField(option, path, optional))];
}
