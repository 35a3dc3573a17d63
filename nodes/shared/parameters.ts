import type { IDataObject, IExecuteFunctions, INodePropertyOptions } from 'n8n-workflow';

import { toCode } from './dictionary';
import { InputProblem } from './errors';
import { parseJson } from './json';
import type { Field, Group } from './operation';

/** Reads a node parameter for an item; undefined when it is not set. */
export type ReadParameter = (name: string, itemIndex: number) => unknown;

/**
 * Reads parameters: a fixed value once, a plain `{{ $json.name }}` or a text with such in it straight
 * from the item, also inside collections, anything else through n8n. Measured with n8n 2.41: it takes
 * about 0.35 ms for each expression of each item, five times as long as all the rest of the item.
 */
export function parameterReader(context: IExecuteFunctions): ReadParameter {
	const items = context.getInputData();
	const known = new Map<string, Template | undefined>();
	const read = (name: string, itemIndex: number, rawExpressions: boolean): unknown =>
		// The values are checked against the operation's fields, so n8n's own look-up is skipped.
		context.getNodeParameter(name, itemIndex, null, { rawExpressions, skipValidation: true }) ??
		undefined;

	return (name, itemIndex) => {
		if (!known.has(name)) known.set(name, toTemplate(read(name, itemIndex, true)));
		const value = known.get(name)?.(items[itemIndex].json) ?? ASK_N8N;
		return value === ASK_N8N ? read(name, itemIndex, false) : value;
	};
}

/** Makes a parameter's value from an item's JSON, or ASK_N8N of it. */
type Template = (json: IDataObject) => unknown;

const ASK_N8N = Symbol();

/** Undefined for a value that n8n must work out for each item. */
function toTemplate(raw: unknown): Template | undefined {
	if (!hasExpression(raw)) return () => raw;
	if (typeof raw === 'string') return toText(raw.slice(1));
	const parts = Object.entries(raw as object).map(([name, value]) => [name, toTemplate(value)]);
	if (parts.some(([, template]) => template === undefined)) return undefined;
	const isList = Array.isArray(raw);
	return (json) => {
		const entries = (parts as Array<[string, Template]>).map(
			([name, template]) => [name, template(json)] as const,
		);
		if (entries.some(([, value]) => value === ASK_N8N)) return ASK_N8N;
		return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
	};
}

// {{ $json.name }}, {{ $json["Full Name"] }} and chains of them; {{ JSON.stringify($json) }} of them, too.
const PATH = String.raw`\$json((?:\.[A-Za-z_]\w*|\[(?:"[^"\\]+"|'[^'\\]+')\])*)`;
const PLAIN = new RegExp(String.raw`^\s*${PATH}\s*$`);
const STRINGIFIED = new RegExp(String.raw`^\s*JSON\.stringify\(\s*${PATH}\s*\)\s*$`);
const PATH_STEP = /\.(\w+)|\[["']([^"'\\]+)["']\]/g;

/** A text in which all expressions are plain; one that is nothing else keeps its value's type. */
function toText(text: string): Template | undefined {
	// The split leaves texts at even and expressions at odd places. A backslash may escape a brace.
	const split = text.split(/\{\{(.*?)\}\}/s);
	const texts = split.filter((_, i) => i % 2 === 0).join('');
	const parts = split.map((part, i) => (i % 2 === 0 ? () => part : toPart(part)));
	if (/\\|\{\{/.test(texts) || !parts.every((part) => part !== undefined)) return undefined;
	if (parts.length === 3 && texts === '') return parts[1];
	return (json) => {
		const values = parts.map((part) => part(json));
		return values.some(isObjectOrUnknown) ? ASK_N8N : values.join('');
	};
}

function toPart(expression: string): Template | undefined {
	const [, stringified] = STRINGIFIED.exec(expression) ?? [];
	const [, plain] = PLAIN.exec(expression) ?? [];
	if (stringified !== undefined) {
		const path = stepsOf(stringified);
		return (json) => JSON.stringify(follow(json, path)) ?? ASK_N8N;
	}
	if (plain === undefined) return undefined;
	const path = stepsOf(plain);
	return (json) => follow(json, path) ?? ASK_N8N;
}

/** n8n has its own way to write an object into a text. */
const isObjectOrUnknown = (value: unknown): boolean =>
	typeof value === 'object' || value === ASK_N8N;

const stepsOf = (path: string): string[] =>
	[...path.matchAll(PATH_STEP)].map(([, name, quoted]) => name ?? quoted);

/** The value at a path of own properties; undefined where there is none, for which n8n decides. */
function follow(json: IDataObject, path: string[]): unknown {
	let value: unknown = json;
	for (const name of path) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
			return undefined;
		value = (value as IDataObject)[name];
	}
	return value;
}

function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(hasExpression);
}

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
