import type { IDataObject } from 'n8n-workflow';

import { SetupProblem } from '../model/errors';
import type { Field, OptionField } from '../model/field';
import type { Values } from '../model/operation';
import { warningFields } from '../model/warning';
import { addValue, type Report, within } from './convert';

/**
 * Reads the values of an operation's fields, all in one way: labels turned into codes, texts trimmed,
 * identifiers brought to their form, hidden and empty ones left out, required ones asked for, everything
 * checked.
 *
 * @param read gives a parameter as n8n has it
 * @throws InputProblem that names the field, for the first value that must not be used
 */
export function readValues(fields: Field[], read: (name: string) => unknown): Values {
	const values: Values = { wire: {}, path: {}, local: {}, normalized: {}, warnings: [] };
	const report: Report = {
		change: (name, from, to) => (values.normalized[name] = { from, to }),
		warning: (warning) => values.warnings.push(warning),
	};
	for (const field of fields) {
		if (field.type === 'notice' || !isShown(field, values)) continue;
		if (field.type === 'collection') {
			addCollection(values, field, read(field.name) ?? {}, report);
		} else {
			addValue(placeOf(values, field), field, read(field.name), report);
		}
	}
	return values;
}

/** @throws InputProblem for what is neither yes nor no, nothing included */
export const yesOrNo = (option: OptionField, value: unknown): boolean =>
	readValues([{ ...option, required: true, technical: true }], () => value).wire[option.name] ===
	true;

type Places = Pick<Values, 'wire' | 'path' | 'local'>;

function placeOf({ wire, path, local }: Places, field: Field): IDataObject {
	if (field.inPath) return path;
	return field.local || field.file ? local : wire;
}

/** The fields that have a value each: those inside a collection count, the collection itself does not. */
export const singleFields = (fields: Field[]): Field[] =>
	fields.flatMap((field) => (field.type === 'collection' ? (field.options as Field[]) : [field]));

/** The values that come out again with the result. */
export const passedOn = (fields: Field[], { wire }: Values): IDataObject =>
	Object.fromEntries(
		fields
			.filter((field) => field.passedOn && wire[field.name] !== undefined)
			.map(({ name }) => [name, wire[name]]),
	);

/**
 * What comes out with the result beside it: identifiers that were brought to another form, and what was sent
 * although it is unlikely.
 *
 * @param result that of the operation, which may have warnings of its own
 */
export const notesOn = (
	{ normalized, warnings }: Values,
	result: IDataObject = {},
): IDataObject => ({
	...(Object.keys(normalized).length > 0 && { normalized }),
	...(warnings.length > 0 && warningFields(warnings, result)),
});

/** A field's conditions, on the values that this item really has; inside a collection they begin with a slash. */
function isShown(
	{ displayOptions: { show = {}, hide = {} } = {} }: Field,
	{ wire, path, local }: Places,
): boolean {
	const isMet = ([condition, allowed]: [string, unknown]): boolean => {
		const name = condition.replace(/^\//, '');
		return (allowed as unknown[]).includes(local[name] ?? path[name] ?? wire[name]);
	};
	return Object.entries(show).every(isMet) && !Object.entries(hide).some(isMet);
}

/** The chosen options of a collection, beside the other values or as an object of their own. */
function addCollection(values: Places, field: Field, chosen: unknown, report: Report): void {
	if (typeof chosen !== 'object' || chosen === null || Array.isArray(chosen)) {
		throw new SetupProblem(
			`'${field.displayName}' must be an object`,
			'The expression delivers something else. Add the fields one by one.',
		);
	}
	const { sendAs } = field;
	const target = sendAs ? { ...values, wire: {} } : values;
	for (const option of (field.options as Field[]).filter((one) => isShown(one, values))) {
		addValue(
			placeOf(target, option),
			option,
			(chosen as IDataObject)[option.name],
			within(report, sendAs ? `${sendAs}.` : ''),
		);
	}
	if (sendAs && Object.keys(target.wire).length > 0) values.wire[sendAs] = target.wire;
}
