import type { INodePropertyOptions } from 'n8n-workflow';
import { withPaths } from '../../spec/read.ts';
import type { Spec, SpecField, SpecOperation } from '../../spec/types.ts';
import type { Place, Version } from '../shared/providers.ts';
import { LENGTHS, WRONG_EXAMPLES } from './formats.ts';
import { choicesFault, type Item } from './items.ts';
import { type Slot, slotsOf } from './slots.ts';

export interface Compared {
	/** Each parameter of the specification. */
	items: Item[];
	/** Fields that would be sent although the specification does not know them. */
	unknown: string[];
	/** What the node asks for although the document does not; no fault. */
	stricter: string[];
}

/**
 * Compares the fields of an operation with the parameters that the specification has for it, those inside
 * objects, lists and JSON texts included.
 */
export function compareParameters(
	wanted: SpecOperation,
	spec: Spec,
	{ operation }: Place,
	{ version }: Version,
): Compared {
	const slots = slotsOf(operation.fields, version);
	const params = withPaths([...wanted.pathParams, ...wanted.params, ...commonOf(wanted, spec)]);
	const found = params.map(({ field: param, path }) => {
		const name = `${wanted.id}.${path.join('.')}`;
		return { name, param, ...placeOf(param, path, params, slots) };
	});
	return {
		items: found.map(({ name, param, slot, isInside }): Item => {
			if (slot) {
				const others = slots.filter((one) => one !== slot && isSame(one, slot));
				return [name, fieldFault(param, slot, wanted, spec) ?? otherwiseFault(param, others)];
			}
			const needsNone = isInside || param.by !== undefined || param.type === 'object';
			return [name, !needsNone && 'is not a field of the operation'];
		}),
		unknown: slots
			.filter(({ field }) => !field.local)
			.filter((slot) => !found.some((one) => one.slot && isSame(one.slot, slot)))
			.map(({ path }) => `${wanted.id}.${path.join('.')}`),
		stricter: found
			.filter(({ param, slot }) => param.required === false && slot?.field.required)
			.map(({ name }) => `required though optional: ${name}`),
	};
}

/** Whether both are for the same parameter: one when it is needed, the other when it may be given. */
const isSame = (one: Slot, other: Slot): boolean => one.path.join() === other.path.join();

const otherwiseFault = ({ optionalOtherwise }: SpecField, others: Slot[]): string | undefined =>
	optionalOtherwise && !others.some(({ optional }) => optional)
		? 'cannot be given when it is not needed'
		: undefined;

/** Parameters of every operation that are no matter of the credential, such as the token of an end user. */
const commonOf = ({ authenticated }: SpecOperation, { auth }: Spec): SpecField[] =>
	auth.commonParams
		.filter(({ required }) => required === 'conditional' && authenticated)
		.map((param) => ({ ...param, required: true }));

/**
 * The field for a parameter, or whether it is inside a field that takes JSON. What a text of JSON holds may
 * stand in fields of its own, outside its objects.
 */
function placeOf(
	{ field: alias }: SpecField,
	path: string[],
	params: Array<{ field: SpecField; path: string[] }>,
	slots: Slot[],
): { slot?: Slot; isInside: boolean } {
	const own = alias === undefined ? path : [...path.slice(0, -1), alias];
	const [root] = params.filter((param) => param.path.join() === path[0]);
	const isInText = root?.field.type === 'json-string' && path.length > 1;
	const find = (wanted: string[]) =>
		slots
			.filter((slot) => {
				const tail = isInText && wanted.length > 1 ? wanted.slice(-slot.path.length) : wanted;
				return tail.join() === slot.path.join();
			})
			.sort((a, b) => b.path.length - a.path.length)[0];
	const isJson = (length: number) => find(path.slice(0, length))?.field.type === 'json';
	const lengths = path.map((_name, i) => i).slice(2);
	if (lengths.some(isJson)) return { isInside: true };
	const slot = find(own);
	return { slot, isInside: path.length > 1 && isJson(1) };
}

const fieldFault = (
	param: SpecField,
	slot: Slot,
	wanted: SpecOperation,
	spec: Spec,
): string | undefined =>
	needFault(param, slot) ??
	nameFault(param, slot) ??
	typeFault(param, slot, wanted, spec) ??
	// What is given in another way as well is checked as a whole.
	(slot.alternative ? undefined : (checkFault(param, slot) ?? lengthFault(param, slot)));

function needFault(
	{ required, when, neededThen }: SpecField,
	{ field, optional, shownWhen }: Slot,
): string | undefined {
	if (required === true) {
		if (!field.required) return 'is not required';
		if (optional) return 'may be left out';
		return Object.keys(shownWhen).length > 0 ? 'is hidden under a condition' : undefined;
	}
	if (required !== 'conditional') return undefined;
	if (!when) return field.required && !optional ? 'cannot be left out' : undefined;
	const describe = (conditions: Record<string, unknown[]>) =>
		Object.entries(conditions)
			.map(([name, values]) => `${name} is ${values.join(' or ')}`)
			.join(' and ');
	if (describe(shownWhen) !== describe(when)) return `is not shown just when ${describe(when)}`;
	return neededThen && !field.required ? `is not required when ${describe(when)}` : undefined;
}

/** Whether the field is called in Chinese what the document calls the parameter. */
function nameFault({ nameZh, descriptionZh }: SpecField, { field }: Slot): string | undefined {
	const { chinese, hint = '' } = field;
	if (chinese === undefined) return undefined;
	if (nameZh !== undefined) return chinese === nameZh ? undefined : `is not called ${nameZh}`;
	const words = plain(descriptionZh);
	const [label] = descriptionZh.split(/[\s(（:：,，;；]/, 1);
	const isTold = words.includes(plain(chinese)) || plain(chinese).includes(plain(label));
	// Of a statement the whole sentence stands in the hint.
	return isTold || plain(hint).includes(words) ? undefined : `is not called ${label}`;
}

/** A text without what differs by writing only. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s/g, '');

function typeFault(
	{ type, enum: choices }: SpecField,
	{ field }: Slot,
	{ id }: SpecOperation,
	{ dictionaries, limits }: Spec,
): string | undefined {
	const options = (field.options ?? []) as INodePropertyOptions[];
	if (type === 'binary') {
		const isLimit = ({ unit, operations }: Spec['limits'][number]) =>
			unit === 'bytes' && operations?.includes(id);
		const limit = limits.find(isLimit)?.value ?? undefined;
		if (!field.file) return 'is not a file';
		return field.file.maxBytes === limit ? undefined : 'has not the size limit of the document';
	}
	if (type === 'boolean') return field.type === 'boolean' ? undefined : 'is not a yes-no field';
	if (typeof choices === 'string') return choicesFault(dictionaries[choices], options);
	const lacks = (choices ?? []).filter((value) => !options.some((one) => one.value === value));
	return lacks.length > 0 ? `lacks the choices ${lacks.join(', ')}` : undefined;
}

/** Whether the field refuses what is not of the parameter's form, and nothing that is not written down. */
function checkFault(param: SpecField, { field }: Slot): string | undefined {
	if (field.file) return undefined;
	const isObject = param.type === 'json-string' && field.type === 'json';
	const { wrong, form } = isObject ? { form: 'a JSON object', wrong: '[]' } : formOf(param);
	if (form === undefined) {
		return field.check && 'is checked, although the specification has no format for it';
	}
	if (wrong === undefined) return `has the format ${form}, of which no wrong example is known`;
	// What stands in a path is checked for that in every field.
	const isInPath = field.inPath === true && form === 'path-part';
	const isRefused = field.check?.(wrong, {}) !== undefined || field.type === 'number' || isInPath;
	return isRefused || field.type === 'options' ? undefined : `is not checked to be ${form}`;
}

function formOf({ type, enum: choices, format }: SpecField): { form?: string; wrong?: string } {
	if (type === 'boolean') return Array.isArray(choices) ? { form: 'true', wrong: 'false' } : {};
	const form = format ?? (type === 'integer' ? type : undefined);
	return { form, wrong: WRONG_EXAMPLES[form ?? ''] };
}

function lengthFault({ maxLength, format = '' }: SpecField, { field }: Slot): string | undefined {
	if (field.type === 'options') return undefined;
	if (field.maxLength === maxLength) return undefined;
	if (maxLength === undefined) return `is limited to ${field.maxLength} characters`;
	return LENGTHS[format] <= maxLength ? undefined : `is not limited to ${maxLength} characters`;
}
