import type { BuiltField } from './built.ts';
import { entryFault } from './items.ts';
import type { Spec, SpecField, SpecOperation } from '../shared/spec.ts';

/** Whether a field takes just what the specification says of its parameter: sizes, choices, yes and no. */
export function typeFault(
	param: SpecField,
	field: BuiltField,
	wanted: SpecOperation,
	{ dictionaries, limits }: Spec,
): string | undefined {
	if (param.type === 'binary') {
		const limit = limits.find(
			({ unit, operations }) => unit === 'bytes' && operations?.includes(wanted.id),
		);
		return field.maxBytes === limit?.value ? undefined : 'has not the size limit of the document';
	}
	if (param.type === 'boolean') {
		if (field.type !== 'boolean') return 'is not a yes-no field';
		return Array.isArray(param.enum) && !field.mustBeTrue ? 'may be false' : undefined;
	}
	if (typeof param.enum === 'string') {
		const entries = dictionaries[param.enum];
		const lacks = entries.filter((entry) => entryFault(entry, field.choices));
		return lacks.length > 0
			? `lacks the choices ${lacks.map(({ value }) => value).join(', ')}`
			: undefined;
	}
	const values = field.choices.map(({ value }) => value);
	const lacks = (param.enum ?? []).filter((value) => !values.includes(value));
	return lacks.length > 0 ? `lacks the choices ${lacks.join(', ')}` : undefined;
}
