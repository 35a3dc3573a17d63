import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { EDITOR_KEYS, type Field, type Group } from './field';
import type { Operation, Resources } from './operation';

/**
 * What stands under a node's name on the canvas: the name of its operation, as the picker has it. n8n would show the
 * name by itself for the first of several pickers alone.
 */
export function subtitleOf(resources: Resources): string {
	const names = Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations).map(([operation, one]) => [`${resource}.${operation}`, inBoth(one)]),
	);
	const chosen = '$parameter["resource"] + "." + $parameter["operation"]';
	return `={{ (${JSON.stringify(Object.fromEntries(names))})[${chosen}] }}`;
}

const inBoth = ({ name, chinese }: { name: string; chinese: string }): string =>
	`${name} (${chinese})`;

/**
 * The resource picker, an operation picker for each resource, and the fields of each operation, shown for it alone.
 *
 * @param first the resource that a new node begins with
 */
export function operationProperties(resources: Resources, first: string): INodeProperties[] {
	const fields = Object.entries(resources).flatMap(([resource, { operations }]) => [
		operationPicker(resource, operations),
		...Object.entries(operations).flatMap(([operation, one]) =>
			one.fields.map((field) =>
				toProperty(field, { resource: [resource], operation: [operation] }),
			),
		),
	]);
	return [resourcePicker(resources, first), ...fields];
}

const resourcePicker = (resources: Resources, first: string): INodeProperties => ({
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: Object.entries(resources).map(([value, resource]) => ({
		name: inBoth(resource),
		value,
		description: resource.description,
	})),
	default: first,
});

function operationPicker(resource: string, operations: Record<string, Operation>): INodeProperties {
	const options = Object.entries(operations).map(([value, one]) => ({
		name: inBoth(one),
		value,
		action: `${one.action} (${one.chinese})`,
		description: one.description,
	}));
	const picker: INodeProperties = {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options,
		default: '',
	};
	return { ...picker, default: options[0].value };
}

/** The editor's part of a field, shown under its own and the given conditions. */
function toProperty(field: Field, show: Record<string, string[]> = {}): INodeProperties {
	const { required, displayOptions, description } = field;
	const conditions = { ...show, ...displayOptions?.show };
	return {
		...pick(field, EDITOR_KEYS),
		...(description !== undefined && { description: describe(field) }),
		// n8n takes a field as shown when its condition is an expression, and would not publish a workflow
		// that leaves it empty. Whether it is needed shows when the item's values are read.
		...(required && !displayOptions && { required }),
		...(Object.keys(conditions).length > 0 && {
			displayOptions: { ...displayOptions, show: conditions },
		}),
		...(field.options && { options: toOptions(field) }),
	};
}

/** A field's description with its name in Chinese behind the first sentence. */
function describe({ description = '', chinese }: Field): string {
	if (chinese === undefined) return description;
	const [first] = description.split(/(?=\. [A-Z'])/, 1);
	return `${first} (${chinese})${description.slice(first.length)}`;
}

const pick = <T extends object, K extends keyof T>(object: T, keys: readonly K[]): Pick<T, K> =>
	Object.fromEntries(keys.filter((key) => key in object).map((key) => [key, object[key]])) as Pick<
		T,
		K
	>;

function toOptions({ type, options }: Field): INodeProperties['options'] {
	if (type === 'collection') return (options as Field[]).map((option) => toProperty(option));
	if (type === 'fixedCollection') {
		return (options as Group[]).map(({ name, displayName, values }) => ({
			name,
			displayName,
			values: values.map((value) => toProperty(value)),
		}));
	}
	return options as INodePropertyOptions[] | undefined;
}
