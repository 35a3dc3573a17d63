import type { INodePropertyOptions } from 'n8n-workflow';
import type { Field, Group } from '../../nodes/shared/model/field.ts';
import type { Operation, OutputType } from '../../nodes/shared/model/operation.ts';
import type { SpecField } from '../../spec/types.ts';

/** The part of JSON Schema that n8n's editor understands; of several types it shows the first. */
export interface JsonSchema {
	type: string | string[];
	properties?: Record<string, JsonSchema>;
	items?: JsonSchema;
	/** Whether it has further fields, which only the partner's own agreement with the provider names. */
	additionalProperties?: true;
	version?: number;
}

const text: JsonSchema = { type: 'string' };
const open: JsonSchema = { type: 'object', properties: {}, additionalProperties: true };
/** A document that describes it is not part of this one (gap QC-19). */
const any: JsonSchema = { ...open, type: ['object', 'array'] };

/** An answer of the specification, and the operation that makes an output of it. */
export interface Answered {
	answer: SpecField[];
	operation: Operation;
}

/**
 * The output of an operation as n8n's editor shows it before the first run: the answer's fields with the
 * labels of their codes, what the operation says of its output, and the fields that it passes on.
 *
 * @param dictionaries those of the node, by the names of the specification
 */
export function previewOf(
	{ answer, operation: { output = {}, fields } }: Answered,
	dictionaries: Dictionaries,
): JsonSchema {
	const own = Object.entries(output).flatMap(
		([name, type]): Array<[string, JsonSchema]> =>
			type === null ? [] : [[name, schemaOfType(type, answer, dictionaries)]],
	);
	const isList = Object.values(output).includes('list');
	const answered = answer
		.filter(({ name }) => !isList && output[name] !== null)
		.flatMap((field) => withLabel(field, schemaOf(field), dictionaries));
	const passed = fields
		.filter((field) => field.passedOn)
		.map(({ name }): [string, JsonSchema] => [name, text]);
	// A result has it only when an identifier was brought to its form.
	const changes: Array<[string, JsonSchema]> = some(fields, ({ form }) => form !== undefined)
		? [['normalized', open]]
		: [];
	// It has these when something unlikely was sent.
	const doubts: Array<[string, JsonSchema]> = some(
		fields,
		({ doubt, file }) => !!(doubt ?? file?.images),
	)
		? ['warnings', 'warningsChinese'].map((name): [string, JsonSchema] => [
				name,
				{ type: 'array', items: text },
			])
		: [];
	return {
		type: 'object',
		properties: Object.fromEntries([...answered, ...own, ...passed, ...changes, ...doubts]),
		version: 1,
	};
}

type Dictionaries = Record<string, INodePropertyOptions[]>;

/** A field, and the label of its code where it has one. */
function withLabel(
	field: SpecField,
	schema: JsonSchema,
	dictionaries: Dictionaries,
): Array<[string, JsonSchema]> {
	const isCode = typeof field.enum === 'string' && dictionaries[field.enum];
	const property: [string, JsonSchema] = [field.name, schema];
	return isCode ? [property, [`${field.name}Label`, text]] : [property];
}

/** @param dictionaries of the codes inside that the node labels */
const objectOf = (
	fields: SpecField[] = [],
	dictionaries: Dictionaries = {},
): Record<string, JsonSchema> =>
	Object.fromEntries(
		fields.flatMap((field) => withLabel(field, schemaOf(field, dictionaries), dictionaries)),
	);

/** Whether it holds for a field of an operation, or for one inside a field. */
const some = (fields: Field[], holds: (field: Field) => boolean): boolean =>
	fields.some((field) => {
		const { type, options = [] } = field;
		if (type === 'collection') return some(options as Field[], holds);
		if (type !== 'fixedCollection') return holds(field);
		return (options as Group[]).some(({ values }) => some(values, holds));
	});

function schemaOf({ type, children }: SpecField, dictionaries: Dictionaries = {}): JsonSchema {
	switch (type) {
		case 'object':
			return { type, properties: objectOf(children, dictionaries) };
		// The node opens a JSON text.
		case 'json-string':
			return { ...open, properties: objectOf(children) };
		case 'array':
			return {
				type,
				items: children ? { type: 'object', properties: objectOf(children, dictionaries) } : text,
			};
		case 'any':
			return any;
		default:
			return { type };
	}
}

function schemaOfType(
	type: OutputType,
	answer: SpecField[],
	dictionaries: Dictionaries,
): JsonSchema {
	switch (type) {
		case 'object':
			return open;
		case 'any':
			return any;
		case 'string[]':
			return { type: 'array', items: text };
		case 'list':
			return {
				type: 'array',
				items: { type: 'object', properties: objectOf(answer, dictionaries) },
			};
		default:
			return { type: type.includes('|') ? type.split('|') : type };
	}
}

/** The preview of an operation that has several versions: what any of them returns. */
export function merged(previews: JsonSchema[]): JsonSchema {
	const [first, ...others] = previews;
	return others.reduce((all, preview): JsonSchema => {
		const names = Object.keys({ ...all.properties, ...preview.properties });
		const properties = names.map((name): [string, JsonSchema] => {
			const found = [all, preview].flatMap((one) => one.properties?.[name] ?? []);
			return [name, merged(found)];
		});
		const items = [all, preview].flatMap((one) => one.items ?? []);
		return {
			...all,
			...(names.length > 0 && { properties: Object.fromEntries(properties) }),
			...(items.length > 0 && { items: merged(items) }),
		};
	}, first);
}
