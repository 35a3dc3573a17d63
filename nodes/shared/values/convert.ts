import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import { toCode } from '../model/dictionary';
import { InputProblem } from '../model/errors';
import type { Field, Group } from '../model/operation';
import { parseJson } from './json';
import { splitList } from './lists';

type Value = IDataObject[string];

/** Adds the value of a field to those that go together with it, unless it is empty. */
export function addValue(values: IDataObject, field: Field, raw: unknown): void {
	const value = toValue(field, raw);
	if (value === undefined) {
		if (field.required) {
			throw new InputProblem(
				`'${field.displayName}' is empty`,
				'Fill it in, or check that the expression finds a value in this item.',
			);
		}
		return;
	}
	const text = String(value);
	const isTooLong = text.length > (field.maxLength ?? Infinity);
	const fault = isTooLong
		? `must have at most ${field.maxLength} characters`
		: field.check?.(text, values);
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
 *
 * @throws InputProblem that names the field, for a value of another type
 */
export function toValue(field: Field, raw: unknown): Value {
	if (raw === undefined || raw === null) return undefined;
	if (field.as === 'received' || field.as === 'any') return raw as Value;
	if (typeof raw === 'string' && raw.trim() === '') return undefined;
	const convert = CONVERSIONS[field.type] ?? toText;
	return (isList(field) ? toList : convert)(field, raw);
}

const isList = ({ type, typeOptions, file }: Field): boolean =>
	type === 'string' && (typeOptions?.multipleValues === true || file?.several === true);

const CONVERSIONS: Partial<Record<Field['type'], (field: Field, raw: unknown) => Value>> = {
	boolean: toBoolean,
	fixedCollection: toEntries,
	json: toJson,
	multiOptions: toOptions,
	number: toNumber,
	options: toOption,
};

const wrong = ({ displayName }: Field, fault: string, remedy: string): InputProblem =>
	new InputProblem(`'${displayName}' ${fault}`, `Nothing was sent. ${remedy}`);

function toText(field: Field, raw: unknown): Value {
	if (typeof raw === 'object') {
		throw wrong(
			field,
			'must be a single value',
			'The expression delivers an object or a list. Pick the one value inside it.',
		);
	}
	if (typeof raw === 'number' && Math.abs(raw) > Number.MAX_SAFE_INTEGER) {
		throw wrong(
			field,
			'lost digits on its way here',
			'Long numbers such as card numbers must be text: a number keeps only about 15 digits. Change it where the data comes from.',
		);
	}
	return String(raw).trim();
}

const BOOLEAN_WORDS = new Map<string, boolean>([
	['true', true],
	['yes', true],
	['1', true],
	['是', true],
	['false', false],
	['no', false],
	['0', false],
	['否', false],
]);

function toBoolean(field: Field, raw: unknown): boolean {
	const value = BOOLEAN_WORDS.get(String(raw).trim().toLowerCase());
	if (value !== undefined) return value;
	throw wrong(
		field,
		'must be true or false',
		'Yes and No, 是 and 否, 1 and 0 are understood as well.',
	);
}

function toNumber(field: Field, raw: unknown): number {
	const { minValue = -Infinity, maxValue = Infinity, numberPrecision } = field.typeOptions ?? {};
	const text = typeof raw === 'object' ? '' : String(raw).trim();
	const number = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
	const isWhole = numberPrecision !== 0 || Number.isSafeInteger(number);
	if (isWhole && number >= minValue && number <= maxValue) return number;
	const kind = numberPrecision === 0 ? 'a whole number' : 'a number';
	const range =
		maxValue === Infinity
			? minValue === -Infinity
				? ''
				: ` of at least ${minValue}`
			: ` from ${minValue} to ${maxValue}`;
	throw wrong(field, `must be ${kind}${range}`, 'Correct the value and run the item again.');
}

function toOption(field: Field, raw: unknown): INodePropertyOptions['value'] {
	const options = field.options as INodePropertyOptions[];
	const code = toCode(options, raw);
	if (code !== undefined) return code;
	throw wrong(
		field,
		'must be one of its choices',
		`Understood are the codes and labels ${options.map(({ name, value }) => `${value}: ${name}`).join(', ')}.`,
	);
}

/** The chosen codes, which may be none. */
function toOptions(field: Field, raw: unknown): Value {
	const chosen = Array.isArray(raw) ? raw : splitList(String(raw));
	return chosen.map((one) => toOption(field, one)) as string[];
}

/** The entries of a fixed collection with one group, each an object. */
function toEntries(field: Field, raw: unknown): Value {
	const [{ name, displayName, values: fields }] = field.options as Group[];
	const entries = typeof raw === 'object' ? ((raw as IDataObject)[name] ?? []) : undefined;
	if (!Array.isArray(entries)) {
		throw wrong(field, 'must be a list of entries', 'Add the entries one by one.');
	}
	const list = (entries as IDataObject[]).map((entry, i) => {
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

/** A JSON text is parsed, unless it goes on as the text that it is. */
function toJson(field: Field, raw: unknown): Value {
	const text = typeof raw === 'string' ? raw.trim() : JSON.stringify(raw);
	// An optional one stays as it opens, such as {}, when nothing was filled in.
	if (!field.required && text === field.default) return undefined;
	const value = typeof raw === 'string' ? parseJson(text) : raw;
	if (value === undefined) {
		throw wrong(
			field,
			'must be JSON',
			'Put the fields between { and }, the entries of a list between [ and ], each name and text in double quotes.',
		);
	}
	return field.as === 'jsonText' ? text : (value as Value);
}

/** Entries given one by one, as a JSON list, or as one text with separators. */
function toList(field: Field, raw: unknown): Value {
	const isJson = typeof raw === 'string' && raw.trim().startsWith('[');
	const given = isJson ? parseJson(raw) : typeof raw === 'string' ? splitList(raw) : raw;
	if (given === undefined) {
		throw wrong(field, 'must be a list', 'Add the values one by one, or give an array.');
	}
	const list = (Array.isArray(given) ? given : [given])
		.map((entry) => toValue({ ...field, typeOptions: undefined, file: undefined }, entry))
		.filter((entry) => entry !== undefined);
	return list.length > 0 ? (list as string[]) : undefined;
}
