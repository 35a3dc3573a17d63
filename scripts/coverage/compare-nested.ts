import type { Rule, Rules } from '../../nodes/QianchengCredit/risk/payload.ts';
import type { Built, BuiltOperation } from './built.ts';
import { typeFault } from './compare-types.ts';
import { entryFault } from './items.ts';
import { type Spec, type SpecField, type SpecOperation, withPaths } from '../shared/spec.ts';
import type { Wire } from './wire.ts';

/** A field of a JSON text is there when some request has it, wherever it is nested. */
export function jsonFault(
	{ name, required }: SpecField,
	root: SpecField | undefined,
	{ wires, fields }: BuiltOperation,
): string | undefined {
	const texts = wires.map(({ query, parts }) => ({ ...query, ...parts })[String(root?.name)]);
	if (!texts.some((text) => keysIn(text).includes(name))) return 'is not sent';
	const field = fields.find((candidate) => candidate.name === name);
	return required === true && !(field?.required && !field.optional) ? 'is not required' : undefined;
}

/** All names in a JSON value, those in texts of JSON included. */
function keysIn(value: unknown): string[] {
	if (typeof value === 'string' && /^[[{]/.test(value)) return keysIn(JSON.parse(value));
	if (typeof value !== 'object' || value === null) return [];
	const names = Array.isArray(value) ? [] : Object.keys(value);
	return [...names, ...Object.values(value).flatMap(keysIn)];
}

/** A field of an object or a list that is sent with brackets. */
export function structureFault(
	param: SpecField,
	path: string[],
	wanted: SpecOperation,
	spec: Spec,
	{ wires, fields, demands }: BuiltOperation,
): string | undefined {
	if (!wires.some((wire) => valueAt(wire.parts, path) !== undefined)) return 'is not sent';
	const field = fields.find(({ name, within }) => [...within, name].join() === path.join());
	if (!field) return 'is not a field of the operation';
	if (param.required === true && !field.required) return 'is not required';
	if (param.required === 'conditional' && !demands.includes(path.join('.'))) {
		return 'may be left out when it is needed';
	}
	return typeFault(param, field, wanted, spec);
}

/** A parameter that is encrypted as a whole, or a field of it: the node's rule, and what really arrives. */
export function sealedFault(
	param: SpecField,
	path: string[],
	{ id }: SpecOperation,
	{ dictionaries }: Spec,
	{ operations, payload = {} }: Built,
): string | undefined {
	const { wires } = operations[id];
	const [root, ...inner] = path;
	const opened = wires.map((wire) => wire.opened[root]);
	if (opened.length === 0 || opened.some((one) => one === undefined)) return 'cannot be decrypted';
	if (inner.length === 0) {
		const [fault] = opened.flatMap(({ faults }) => faults);
		return fault && `is refused by the sandbox: ${fault}`;
	}
	// Each way to give the data leads to the same.
	if (!opened.every(({ value }) => valueAt(value, inner) !== undefined)) return 'is not sent';
	const rule = ruleAt(payload, inner);
	if (!rule) return 'is not checked';
	if ((param.required === true) !== (rule.required === true)) {
		return rule.required ? 'is required' : 'is not required';
	}
	if (rule.type !== ruleTypeOf(param))
		return `is checked as ${rule.type}, not ${ruleTypeOf(param)}`;
	if (typeof param.enum !== 'string') return undefined;
	const lacks = dictionaries[param.enum].filter((entry) => entryFault(entry, rule.choices));
	return lacks.length > 0
		? `lacks the choices ${lacks.map(({ value }) => value).join(', ')}`
		: undefined;
}

const RULE_TYPES: Record<string, Rule['type']> = {
	string: 'text',
	array: 'list',
	integer: 'integer',
	number: 'number',
	object: 'object',
};

function ruleTypeOf({ type, format }: SpecField): Rule['type'] {
	if (format === 'url') return 'url';
	return format === 'yyyy-MM-dd HH:mm:ss' ? 'dateTime' : (RULE_TYPES[type] ?? 'any');
}

function ruleAt(rules: Rules, [name, ...rest]: string[]): Rule | undefined {
	const rule = rules[name];
	return rest.length === 0 || !rule ? rule : ruleAt(rule.fields ?? {}, rest);
}

/** The value at a path; of a list the first entry counts. */
function valueAt(value: unknown, path: string[]): unknown {
	if (Array.isArray(value)) return valueAt(value[0], path);
	if (path.length === 0 || typeof value !== 'object' || value === null) {
		return path.length === 0 ? value : undefined;
	}
	const [name, ...rest] = path;
	return valueAt((value as Record<string, unknown>)[name], rest);
}

/** What is inside the objects and lists of an operation's requests, and encrypted, without being specified. */
export function unknownNested({ params }: SpecOperation, wires: Wire[]): string[] {
	const known = withPaths(params);
	const isOpen = (path: string) =>
		known.some(
			({ param, path: at }) => at.join('.') === path && !param.children && param.type !== 'string',
		);
	const namesIn = (value: unknown, path: string): string[] => {
		if (Array.isArray(value)) return value.flatMap((entry) => namesIn(entry, path));
		if (typeof value !== 'object' || value === null || isOpen(path)) return [];
		return Object.entries(value).flatMap(([name, inner]) => [
			`${path}.${name}`,
			...namesIn(inner, `${path}.${name}`),
		]);
	};
	const found = wires.flatMap(({ parts, opened }) =>
		params
			.filter(({ children, type, encrypted }) => children && (type !== 'json-string' || encrypted))
			.flatMap(({ name }) => namesIn(opened[name]?.value ?? parts[name], name)),
	);
	return [...new Set(found)].filter((path) => !known.some(({ path: at }) => at.join('.') === path));
}
