import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import type { Field, Group } from '../../nodes/shared/model/operation.ts';
import type { BuiltField } from './built.ts';
import type { Place } from '../shared/providers.ts';

const shownFor = ({ displayOptions }: INodeProperties, name: string): unknown[] =>
	displayOptions?.show?.[name] ?? [];

/** Whether the editor lets the user choose an operation. */
export const isOffered = (properties: INodeProperties[], { resource, name }: Place): boolean =>
	properties.some(
		(property) =>
			property.name === 'operation' &&
			shownFor(property, 'resource').includes(resource) &&
			(property.options as INodePropertyOptions[]).some(({ value }) => value === name),
	) &&
	properties.some(
		(property) =>
			property.name === 'resource' &&
			(property.options as INodePropertyOptions[]).some(({ value }) => value === resource),
	);

/** The fields that the editor shows for an operation, in one of its versions if it has several. */
export const fieldsOf = (
	properties: INodeProperties[],
	{ resource, name, operation, version }: Place,
): BuiltField[] =>
	properties
		.filter(
			(property) =>
				shownFor(property, 'resource').includes(resource) &&
				shownFor(property, 'operation').includes(name),
		)
		.filter((property) => {
			const versions = shownFor(property, 'interfaceVersion');
			return version === undefined || versions.length === 0 || versions.includes(version);
		})
		.flatMap((property) => toFields(property, operation.fields, { within: [], optional: false }));

type Position = Pick<BuiltField, 'within' | 'optional'>;

/** A property with everything inside it. */
function toFields(property: INodeProperties, rules: Field[], position: Position): BuiltField[] {
	if (property.type === 'notice') return [];
	// Two fields may have one name, each shown for another version.
	const rule = rules.find(
		({ name, displayOptions }) =>
			name === property.name &&
			Object.entries(displayOptions?.show ?? {}).every(
				([condition, allowed]) => String(shownFor(property, condition)) === String(allowed),
			),
	);
	const own = toField(property, rule, position);
	const { within } = position;
	if (property.type === 'collection') {
		const sent = rule?.sendAs === undefined ? [] : [{ ...own, name: rule.sendAs, optional: true }];
		const inside = { within: [...within, ...sent.map(({ name }) => name)], optional: true };
		const inner = (property.options as INodeProperties[]).flatMap((option) =>
			toFields(option, (rule?.options ?? []) as Field[], inside),
		);
		return [...sent, ...inner];
	}
	if (property.type !== 'fixedCollection' || rule?.local) return [own];
	const inside = { within: [...within, property.name], optional: false };
	const groups = (property.options as INodePropertyCollection[]).map(({ name, values }) => {
		const group = (rule?.options as Group[] | undefined)?.find((entry) => entry.name === name);
		return values.flatMap((value) => toFields(value, group?.values ?? [], inside));
	});
	return [own, ...groups.flat()];
}

function toField(
	property: INodeProperties,
	rule: Field | undefined,
	position: Position,
): BuiltField {
	const {
		resource: _resource,
		operation: _operation,
		interfaceVersion: _version,
		...shownWhen
	} = property.displayOptions?.show ?? {};
	// What is shown under a condition is required when it is shown; the editor must not know (operation.ts).
	const isMarked = property.required === true || rule?.displayOptions !== undefined;
	return {
		name: property.name,
		...position,
		type: property.type,
		required: rule?.required === true && isMarked,
		default: property.default,
		shownWhen: shownWhen as Record<string, unknown[]>,
		choices: /Collection$/i.test(property.type)
			? []
			: ((property.options ?? []) as INodePropertyOptions[]),
		local: rule?.local === true,
		mustBeTrue: rule?.check?.('false', {}) !== undefined && rule.type === 'boolean',
		maxBytes: rule?.file?.maxBytes,
	};
}
