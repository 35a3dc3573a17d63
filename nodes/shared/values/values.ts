import type { IDataObject } from 'n8n-workflow';

import { InputProblem } from '../model/errors';
import type { Field, Values } from '../model/operation';
import { addValue } from './convert';

/**
 * Reads the values of an operation's fields, all in one way: labels turned into codes, texts trimmed, hidden
 * and empty ones left out, required ones asked for, everything checked.
 *
 * @param read gives a parameter as n8n has it
 * @throws InputProblem that names the field, for the first value that must not be used
 */
export function readValues(fields: Field[], read: (name: string) => unknown): Values {
	const values: Values = { wire: {}, path: {}, local: {} };
	for (const field of fields) {
		if (field.type === 'notice' || !isShown(field, values)) continue;
		if (field.type === 'collection') {
			addCollection(values, field, read(field.name) ?? {});
		} else {
			addValue(placeOf(values, field), field, read(field.name));
		}
	}
	return values;
}

function placeOf({ wire, path, local }: Values, field: Field): IDataObject {
	if (field.inPath) return path;
	return field.local || field.file ? local : wire;
}

/** The values that come out again with the result. */
export const passedOn = (fields: Field[], { wire }: Values): IDataObject =>
	Object.fromEntries(
		fields
			.filter((field) => field.passedOn && wire[field.name] !== undefined)
			.map(({ name }) => [name, wire[name]]),
	);

/** A field's conditions, on the values that this item really has. */
function isShown(
	{ displayOptions: { show = {}, hide = {} } = {} }: Field,
	values: Values,
): boolean {
	const isMet = ([name, allowed]: [string, unknown]): boolean =>
		(allowed as unknown[]).includes(values.local[name] ?? values.path[name] ?? values.wire[name]);
	return Object.entries(show).every(isMet) && !Object.entries(hide).some(isMet);
}

/** The chosen options of a collection, beside the other values or as an object of their own. */
function addCollection(values: Values, field: Field, chosen: unknown): void {
	if (typeof chosen !== 'object' || chosen === null || Array.isArray(chosen)) {
		throw new InputProblem(
			`'${field.displayName}' must be an object`,
			'The expression delivers something else. Add the fields one by one.',
		);
	}
	const target: Values = field.sendAs ? { ...values, wire: {} } : values;
	for (const option of field.options as Field[]) {
		addValue(placeOf(target, option), option, (chosen as IDataObject)[option.name]);
	}
	if (field.sendAs && Object.keys(target.wire).length > 0) {
		values.wire[field.sendAs] = target.wire;
	}
}
