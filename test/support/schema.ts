import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonSchema } from '../../scripts/generate/preview.ts';

/** The committed output preview of an operation, e.g. `readSchema('HSTong', 'identity', 'submit')`. */
export const readSchema = (node: string, resource: string, operation: string): JsonSchema =>
	JSON.parse(
		readFileSync(
			join('nodes', node, '__schema__', 'v1.0.0', resource, `${operation}.json`),
			'utf8',
		),
	) as JsonSchema;

/**
 * Whether an output is what its preview promised: nothing in it that the preview lacks, and no value
 * of another type. Values may be missing or null, as no document says which are always there.
 */
export const matchesSchema = (json: unknown, schema: JsonSchema): boolean =>
	schemaFaults(json, schema).length === 0;

/** Lists where an output differs from its preview, for a test's message. */
export function schemaFaults(value: unknown, schema: JsonSchema, path = 'json'): string[] {
	if (value === null || value === undefined) return [];
	const types = [schema.type].flat();
	if (!types.some((type) => isOfType(value, type))) {
		return [`${path} is ${JSON.stringify(value)}, not ${types.join(' or ')}`];
	}
	if (Array.isArray(value)) {
		const { items } = schema;
		return value.flatMap((entry, i) => (items ? schemaFaults(entry, items, `${path}[${i}]`) : []));
	}
	if (typeof value !== 'object') return [];
	return Object.entries(value).flatMap(([name, inner]) => {
		// What is undefined is not there once n8n has stored the item.
		if (inner === undefined) return [];
		const { properties = {} } = schema;
		const innerSchema = Object.hasOwn(properties, name) ? properties[name] : undefined;
		if (!innerSchema && schema.additionalProperties) return [];
		return innerSchema
			? schemaFaults(inner, innerSchema, `${path}.${name}`)
			: [`${path}.${name} is not in the preview`];
	});
}

function isOfType(value: unknown, type: string): boolean {
	if (type === 'integer') return Number.isInteger(value);
	if (type === 'array') return Array.isArray(value);
	return typeof value === type && !Array.isArray(value);
}
