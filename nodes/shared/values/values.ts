import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import { toCode } from '../model/dictionary';
import { InputProblem } from '../model/errors';
import { parseJson } from './json';
import type { Field, Group } from '../model/operation';

/**
 * The values of an operation's fields as they go on the wire: labels turned into codes, texts trimmed,
 * hidden and empty ones left out.
 *
 * @throws InputProblem that names the field, for the first value that must not be sent
 */
export function readFields(fields: Field[], read: (name: string) => unknown): IDataObject {
	const values: IDataObject = {};
	const isLocal = (name: string) => fields.some((field) => field.name === name && field.local);
	/** A field's conditions, on the values that this item really has. */
	const isShown = ({ displayOptions }: Field) =>
		Object.entries(displayOptions?.show ?? {}).every(([name, allowed]) =>
			(allowed as unknown[]).includes(isLocal(name) ? read(name) : values[name]),
		);
	for (const field of fields) {
		if (field.type === 'notice' || field.file || field.local || !isShown(field)) continue;
		if (field.type === 'collection') {
			addCollection(values, field, (read(field.name) ?? {}) as IDataObject);
		} else {
			addValue(values, field, read(field.name));
		}
	}
	return values;
}

function addCollection(values: IDataObject, field: Field, chosen: IDataObject): void {
	const target: IDataObject = field.sendAs ? {} : values;
	for (const option of field.options as Field[]) {
		if (!option.local && !option.file) addValue(target, option, chosen[option.name]);
	}
	if (field.sendAs && Object.keys(target).length > 0) values[field.sendAs] = target;
}

function addValue(values: IDataObject, field: Field, raw: unknown): void {
	const value = toWire(field, raw);
	if (value === undefined) {
		if (field.required) {
			throw new InputProblem(
				`'${field.displayName}' is empty`,
				'Fill it in, or check that the expression finds a value in this item.',
			);
		}
		return;
	}
	const fault = field.check?.(String(value), values);
	if (fault !== undefined) {
		throw new InputProblem(
			`'${field.displayName}' ${fault}`,
			'Nothing was sent. Correct the value and run the item again.',
		);
	}
	values[field.name] = value;
}

/**
 * A value in the type of its field; undefined when it is empty, so that it is not sent. A form delivers
 * '' for what was not filled in, and must not clear by it what the provider has stored.
 */
function toWire(field: Field, raw: unknown): IDataObject[string] {
	if (raw === undefined || raw === null || raw === '') return undefined;
	if (field.type === 'boolean') return toBoolean(field, raw);
	if (field.type === 'options') return toOption(field, raw);
	if (field.type === 'fixedCollection') return toEntries(field, raw);
	if (field.type === 'json') return toJson(field, raw);
	if (field.typeOptions?.multipleValues) return toList(field, raw);
	if (typeof raw === 'object') {
		throw new InputProblem(
			`'${field.displayName}' must be a single value`,
			'The expression delivers an object or a list. Pick the one value inside it.',
		);
	}
	if (typeof raw === 'number' && Math.abs(raw) > Number.MAX_SAFE_INTEGER) {
		throw new InputProblem(
			`'${field.displayName}' lost digits on its way here`,
			'Long numbers such as card numbers must be text: a number keeps only about 15 digits. Change it where the data comes from.',
		);
	}
	const text = String(raw).trim();
	return text === '' ? undefined : text;
}

const BOOLEAN_WORDS: Record<string, boolean> = {
	true: true,
	yes: true,
	'1': true,
	是: true,
	false: false,
	no: false,
	'0': false,
	否: false,
};

function toBoolean(field: Field, raw: unknown): boolean {
	const value = BOOLEAN_WORDS[String(raw).trim().toLowerCase()];
	if (value !== undefined) return value;
	throw new InputProblem(
		`'${field.displayName}' must be true or false`,
		'Yes and No, 是 and 否, 1 and 0 are understood as well.',
	);
}

function toOption(field: Field, raw: unknown): INodePropertyOptions['value'] {
	const options = field.options as INodePropertyOptions[];
	const code = toCode(options, raw);
	if (code !== undefined) return code;
	throw new InputProblem(
		`'${field.displayName}' must be one of its choices`,
		`Understood are the codes and labels ${options.map(({ name, value }) => `${value}: ${name}`).join(', ')}.`,
	);
}

/** The entries of a fixed collection with one group, each an object. */
function toEntries(field: Field, raw: unknown): IDataObject[] | undefined {
	const [{ name, displayName, values: fields }] = field.options as Group[];
	const entries = ((raw as IDataObject)[name] ?? []) as IDataObject[];
	const list = entries.map((entry, i) => {
		const values: IDataObject = {};
		for (const option of fields) {
			const named = { ...option, displayName: `${displayName} ${i + 1}: ${option.displayName}` };
			addValue(values, named, entry[option.name]);
		}
		return values;
	});
	const filled = list.filter((entry) => Object.keys(entry).length > 0);
	return filled.length > 0 ? filled : undefined;
}

function toJson(field: Field, raw: unknown): IDataObject[string] {
	if (typeof raw !== 'string') return raw as IDataObject;
	if (raw.trim() === '') return undefined;
	const value = parseJson(raw);
	if (value !== undefined) return value as IDataObject;
	throw new InputProblem(
		`'${field.displayName}' must be JSON`,
		'Nothing was sent. Give a list or an object, for example through an expression.',
	);
}

function toList(field: Field, raw: unknown): string[] | undefined {
	const parsed = typeof raw === 'string' && raw.trim().startsWith('[') ? parseJson(raw) : raw;
	if (parsed === undefined) {
		throw new InputProblem(
			`'${field.displayName}' must be a list`,
			'Add the values one by one, or give an array.',
		);
	}
	const list = (Array.isArray(parsed) ? parsed : [parsed])
		.map((entry) => String(entry).trim())
		.filter((entry) => entry !== '');
	return list.length > 0 ? list : undefined;
}
