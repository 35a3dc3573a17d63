import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import { toCode } from '../model/dictionary';
import type { InputProblem } from '../model/errors';
import { problemWith, type ValueFault } from '../model/fault';
import type { Field, Group } from '../model/field';
import type { Warning } from '../model/warning';
import { pathPart } from './checks';
import { isoOf, isMoment } from './dates';
import { isBlank } from './entries';
import * as faults from './faults';
import { parseJson } from './json';
import { placeOfFault } from './jsonPlace';
import { splitList } from './lists';
import { inexactNumber, isExact, isSafe } from './numbers';
import { codeForm } from './normalize';
import { plainData } from './plain';
import { requireText, trimmed } from './text';

type Value = IDataObject[string];

/** It is told what else there is to say of values that are used. */
export interface Report {
	/** The value of this name was brought to another form. */
	change(name: string, from: string, to: string): void;
	warning(warning: Warning): void;
}

/** The same for values that are inside another one. */
export const within = (report: Report, prefix: string): Report => ({
	...report,
	change: (name, ...change) => report.change(prefix + name, ...change),
});

/** Adds the value of a field to those that go together with it, unless it is empty. */
export function addValue(values: IDataObject, field: Field, raw: unknown, report: Report): void {
	const given = toValue(field, raw, report);
	const value = given === undefined || !field.form ? given : formed(field, String(given), values);
	if (value === undefined) {
		if (field.required) {
			throw problemWith(
				field,
				faults.EMPTY[waysOf(field)],
				field.source
					? `It comes from ${field.source}. Put that before this node, or pick its result with an expression.`
					: 'Fill it in, or check that the expression finds a value in this item.',
			);
		}
		return;
	}
	for (const text of textsIn(value)) {
		if (isLine(field)) requireText(field, text, field.as === 'password' ? 'password' : 'line');
		const fault = faultOf(field, text, values);
		if (fault !== undefined) throw wrong(field, fault, 'Correct the value and run the item again.');
		const doubt = field.doubt?.(text, values);
		if (doubt) {
			const { displayName, chinese = '' } = field;
			report.warning({
				english: `'${displayName}' ${doubt.english}. ${SENT_SO}`,
				chinese: chinese + doubt.chinese,
			});
		}
	}
	if (field.form) {
		const before = isMoment(raw) ? String(given) : String(raw);
		if (before !== value) report.change(field.name, before, String(value));
	}
	values[field.name] = value;
}

/** Whether the text of a field is one of a single line, in which nothing is hidden. */
const isLine = ({ type, as }: Field): boolean =>
	type === 'string' && (as === undefined || as === 'password');

const waysOf = ({ type, file }: Field): keyof typeof faults.EMPTY => {
	if (file) return 'uploaded';
	return ['options', 'multiOptions', 'boolean'].includes(type) ? 'chosen' : 'typed';
};

/** What is said of a value that is unlikely. */
export const SENT_SO = 'It goes out as it is.';

/** An identifier in its form; undefined when nothing is left of it. */
function formed(field: Field, given: string, values: IDataObject): string | undefined {
	if (SHORTENED.test(given)) throw wrong(field, faults.LOST_DIGITS, AS_TEXT);
	return field.form?.(given, values) || undefined;
}

/** A long number as a spreadsheet shows it, 1.10105E+17. */
const SHORTENED = /^\d(?:\.\d+)?E\+\d+$/i;

const AS_TEXT =
	'Long numbers such as card numbers must be text: a number keeps only about 15 digits. Change it where the data comes from.';

/** The single values to check; data is checked where it is used. */
const textsIn = (value: Value): string[] =>
	typeof value === 'string'
		? [value]
		: [value]
				.flat()
				.filter((one) => typeof one !== 'object')
				.map(String);

/** What is wrong with a value in its form. */
function faultOf(
	{ inPath, maxLength = Infinity, check }: Field,
	text: string,
	values: IDataObject,
): ValueFault | undefined {
	if (text.length > maxLength) return faults.tooLong(maxLength);
	return (inPath && pathPart(text, values)) ?? check?.(text, values);
}

/**
 * A value in the type of its field; undefined when it is empty, so that it is not sent. A form delivers
 * '' for what was not filled in, and must not clear by it what the provider has stored.
 *
 * @throws InputProblem that names the field, for a value of another type
 */
function toValue(field: Field, raw: unknown, report: Report): Value {
	if (raw === undefined || raw === null) return undefined;
	if (field.as === 'received') return raw as Value;
	if (field.as === 'any') return toAny(field, raw);
	if (typeof raw === 'string' && trimmed(raw) === '') return undefined;
	if (field.type === 'fixedCollection') return toEntries(field, raw, report);
	const convert = CONVERSIONS[field.type] ?? textOf;
	return (isList(field) ? toList : convert)(field, raw);
}

const isList = ({ type, typeOptions, list }: Field): boolean =>
	list === true || (type === 'string' && typeOptions?.multipleValues === true);

const CONVERSIONS: Partial<Record<Field['type'], (field: Field, raw: unknown) => Value>> = {
	boolean: toBoolean,
	json: toJson,
	multiOptions: toOptions,
	number: toNumber,
	options: toOption,
};

const wrong = (field: Field, fault: ValueFault, remedy: string): InputProblem =>
	problemWith(field, fault, `Nothing was sent. ${remedy}`);

/** A single value as a text, a moment with its zone. */
function textOf(field: Field, raw: unknown): string {
	const text = isMoment(raw) ? isoOf(raw) : raw;
	if (text === undefined) {
		throw wrong(field, faults.NO_DATE, 'The expression makes a date of a text that is not one.');
	}
	if (typeof text === 'boolean' && field.type === 'string') {
		throw wrong(field, faults.NO_TEXT, 'The expression compares or asks. Pick the value itself.');
	}
	if (typeof text === 'object') {
		throw wrong(
			field,
			faults.NOT_SINGLE,
			'The expression delivers an object or a list. Pick the one value inside it.',
		);
	}
	if (typeof text === 'number' && !isSafe(text)) {
		throw Number.isFinite(text)
			? wrong(field, faults.LOST_DIGITS, AS_TEXT)
			: wrong(field, faults.NO_NUMBER, `The expression has computed ${text}.`);
	}
	return field.as === 'password' ? String(text) : trimmed(String(text));
}

/** A value that keeps its type. */
function toAny(field: Field, raw: unknown): Value {
	if (typeof raw === 'object' && !isMoment(raw)) return plainData(field, raw) as Value;
	if (typeof raw === 'boolean') return raw;
	const text = textOf(field, raw);
	requireText(field, text, 'lines');
	return typeof raw === 'number' ? raw : text;
}

const BOOLEAN_WORDS = new Map<string, boolean>([
	['true', true],
	['yes', true],
	['1', true],
	['是', true],
	['是yes', true],
	['false', false],
	['no', false],
	['0', false],
	['否', false],
	['否no', false],
]);

function toBoolean(field: Field, raw: unknown): boolean {
	const value = BOOLEAN_WORDS.get(codeOf(field, raw).toLowerCase().replace(/\s+/g, ''));
	if (value !== undefined) return value;
	throw wrong(field, faults.NO_YES_NO, 'Yes and No, 是 and 否, 1 and 0 are understood as well.');
}

function toNumber(field: Field, raw: unknown): number {
	const { minValue = -Infinity, maxValue = Infinity, numberPrecision } = field.typeOptions ?? {};
	const text = codeOf(field, raw);
	const number = /^[+-]?\d+(\.\d+)?$/.test(text) && isExact(text) ? Number(text) : NaN;
	const isWhole = numberPrecision !== 0 || Number.isInteger(number);
	if (isWhole && number >= minValue && number <= maxValue) return number;
	const fault = faults.notInRange(numberPrecision === 0, minValue, maxValue);
	throw wrong(field, fault, 'Correct the value and run the item again.');
}

/** What stands for a choice, a truth value or a number, in characters of ASCII where there are such. */
const codeOf = (field: Field, raw: unknown): string => codeForm(textOf(field, raw));

function toOption(field: Field, raw: unknown): INodePropertyOptions['value'] {
	const options = field.options as INodePropertyOptions[];
	const code = toCode(options, textOf(field, raw));
	if (code !== undefined) return code;
	throw wrong(
		field,
		faults.NO_CHOICE,
		`It takes these codes and labels: ${options.map(({ name, value }) => `${value}: ${name}`).join(', ')}.`,
	);
}

/** The chosen codes, which may be none. */
function toOptions(field: Field, raw: unknown): Value {
	return entriesOf(field, raw).map((one) => toOption(field, one)) as string[];
}

/** The entries of a fixed collection with one group, each an object. */
function toEntries(field: Field, raw: unknown, report: Report): Value {
	const [{ name, displayName, chinese, values: fields }] = field.options as Group[];
	const entries = typeof raw === 'object' ? ((raw as IDataObject)[name] ?? []) : undefined;
	if (!Array.isArray(entries) || !entries.every(isEntry)) {
		throw wrong(field, faults.NO_ENTRIES, 'Add the entries one by one.');
	}
	const filled = entries.flatMap((entry, i) => {
		const title = { displayName: `${displayName} ${i + 1}`, chinese: `${chinese}第${i + 1}项` };
		const values: IDataObject = {};
		for (const option of fields) {
			const named = {
				...option,
				displayName: `${title.displayName}: ${option.displayName}`,
				chinese: `${title.chinese}的${option.chinese ?? '内容'}`,
			};
			addValue(values, named, entry[option.name], within(report, `${field.name}[${i}].`));
		}
		return isBlank(title, fields, values) ? [] : [values];
	});
	return filled.length > 0 ? filled : undefined;
}

const isEntry = (entry: unknown): entry is IDataObject =>
	typeof entry === 'object' && entry !== null && !Array.isArray(entry);

/** A JSON text is parsed, unless it goes on as the text that it is. */
function toJson(field: Field, raw: unknown): Value {
	const isText = typeof raw === 'string';
	const data = isText ? raw.trim() : plainData(field, raw);
	const text = isText ? raw.trim() : JSON.stringify(data);
	// An optional one stays as it opens, such as {}, when nothing was filled in.
	if (!field.required && text === field.default) return undefined;
	const parsed = isText ? parseJson(text) : data;
	if (parsed === undefined) {
		throw wrong(
			field,
			faults.noJson(placeOfFault(text)),
			'Put the fields between { and }, the entries of a list between [ and ], each name and text in double quotes.',
		);
	}
	if (isText) {
		plainData(field, parsed);
		const number = inexactNumber(text);
		if (number !== undefined) {
			throw wrong(
				field,
				faults.lostDigitsIn(number),
				'A number keeps only about 15 digits. Put it in double quotes where the data comes from.',
			);
		}
	}
	return field.as === 'jsonText' ? text : (parsed as Value);
}

/** Reads entries given one by one, as a JSON list, or as one text with separators. */
function toList(field: Field, raw: unknown): Value {
	const list = entriesOf(field, raw)
		.map((entry) => textOf(field, entry))
		.filter((entry) => entry !== '');
	return list.length > 0 ? list : undefined;
}

function entriesOf(field: Field, raw: unknown): unknown[] {
	const isJson = typeof raw === 'string' && raw.trim().startsWith('[');
	const given = isJson ? parseJson(raw) : typeof raw === 'string' ? splitList(raw) : raw;
	if (given === undefined) {
		throw wrong(field, faults.NO_LIST, 'Add the values one by one, or give an array.');
	}
	return (Array.isArray(given) ? given : [given]).filter(
		(entry) => entry !== undefined && entry !== null,
	);
}
