// Every mistake that a specification lets a partner make with the parameters of an operation: one thing of a right call
// is wrong, and the sandbox's journal must name it.
import type { Spec, SpecField, SpecOperation } from '../../../spec/types.ts';
import type { Extra, Params, Value } from '../../reference/client.ts';
import { choicesOf, isMeant, photo, samplesOf } from '../../reference/samples.ts';

export interface Mistake {
	/** The name of the parameter, nested ones with those around it, and what is wrong with it. */
	what: string;
	params: Params;
	extra?: Extra;
	/** What the journal must say. */
	says: string;
}

type Keys = Array<string | number>;

/** A field somewhere in the parameters of a right call. */
interface Place {
	field: SpecField;
	keys: Keys;
	/** As the sandbox names it; what is encrypted as a whole begins anew. */
	label: string;
	/** Whether JSON has types of its own there. */
	isJson: boolean;
}

/** A copy with one value changed; undefined leaves it out. */
export function changed(value: Value, [name = '', ...rest]: Keys, to: Value): Value {
	const inner = (value as Params)[name];
	const next = rest.length === 0 ? to : changed(inner, rest, to);
	if (!Array.isArray(value)) return { ...(value as Params), [name]: next };
	return value.map((item, index) => (index === name ? next : item));
}

/** The fields of a right call, with those inside of them. */
function placesIn(fields: readonly SpecField[], around?: Place): Place[] {
	return fields.flatMap((field) => {
		const { children = [], encrypted, name, type } = field;
		const keys = [...(around?.keys ?? []), ...(around?.field.type === 'array' ? [0] : []), name];
		const isInner = around !== undefined && !around.field.encrypted;
		const prefix = isInner ? `${around.label}${around.field.type === 'array' ? '[0]' : ''}.` : '';
		const place = { field, keys, label: prefix + name, isJson: field.in === 'json' };
		// The platform has words of its own for a JSON text that is a parameter (gap WB-13).
		const inside = type === 'json-string' && !encrypted ? [] : children;
		return [place, ...placesIn(inside, place)];
	});
}

/** Texts that are not of the format; the sandbox checks these formats. */
const WRONG: Record<string, string[]> = {
	'id-card': ['110105194912310021', '11010519491231002x', '1101051949123100'],
	'bank-card': ['62220200000'],
	'latin-name': ['王', 'Da2'],
	mobile: ['12345678901', '1390013900', '+8613900139000'],
	'country-code': ['86', 'China'],
	'yyyy-MM-dd': ['1990-02-30', '31.01.1990'],
	'yyyy-MM-dd HH:mm:ss': ['2020-01-02', '2020-02-30 00:00:00', '2020-01-02 24:00:00'],
	amount: ['much', '1,000'],
	url: ['photo', 'ftp://example.com'],
	base64: ['YQ', 'a b=', '-_-_'],
	'[A-Za-z0-9]{32}': ['a1', `${'a'.repeat(31)}-`],
};

function wrongTypes({ isJson, field }: Place): Value[] {
	switch (field.type) {
		case 'integer':
			if (isJson) return field.name === 'order_id' ? [1.5] : ['1', 1.5];
			return ['x', ...(field.format === undefined ? ['01', '1.5'] : [])];
		case 'number':
			return [isJson ? '12.5' : 'much'];
		case 'boolean':
			return ['1', 'yes'];
		case 'object':
			return isJson ? ['x', [], null] : ['x'];
		case 'array':
			return isJson && field.children ? ['x', {}, ['x']] : ['x'];
		case 'string':
			return isJson ? [1, ['1']] : [];
		case 'json-string':
			return ['x', '[]'];
		case 'binary':
			return ['a text'];
		default:
			return [];
	}
}

/** Values that are near those of a list and not in it. */
function outside(field: SpecField, dictionaries: Spec['dictionaries']): Value[] {
	const choices = choicesOf(field, dictionaries) ?? [];
	const [first] = choices;
	if (first === undefined) return [];
	if (typeof first === 'boolean') return [false];
	if (typeof first === 'string') return [`0${first}`, `${String(choices.at(-1))}0`];
	const all = choices.map(Number);
	const gap = all.map((value) => value + 1).find((value) => !all.includes(value));
	return [Math.min(...all) - 1, Math.max(...all) + 1, gap];
}

/** What can be wrong with one value: what it is called, the value, and the journal's words. */
function wrongValues(place: Place, value: Value, dictionaries: Spec['dictionaries']) {
	const { field, keys, label } = place;
	const { encrypted, format = '', maxLength = Infinity, required, type } = field;
	// Inside an object, the condition is that the object is sent (gap QC-47).
	const isNeeded = required === true || (required === 'conditional' && keys.length > 1);
	const isInPath = field.in === 'path';
	const wrong: Array<[what: string, value: Value, says: string]> = [];
	if (isNeeded && !isInPath) wrong.push(['missing', undefined, `${label} is missing`]);
	if (isNeeded && !isInPath && type !== 'binary')
		wrong.push(['empty', '', encrypted ? label : `${label} is missing`]);
	// Within a list, it is an entry that is named.
	const isNot = { array: label, binary: `${label} must be a file part` }[String(type)];
	const untyped = isNot ?? `${label} is not`;
	for (const one of wrongTypes(place)) wrong.push(['of another type', one, untyped]);
	for (const one of outside(field, dictionaries))
		wrong.push(['outside its list', one, `${label} has a value outside`]);
	for (const one of WRONG[format] ?? []) wrong.push(['of another form', one, label]);
	if (maxLength < Infinity && field.enum === undefined) {
		const long = String(value).padEnd(maxLength + 1, 'x');
		wrong.push(['too long', long, `${label} is longer than ${maxLength} characters`]);
	}
	if (type === 'binary') {
		wrong.push(['empty', photo('empty.jpg', Buffer.alloc(0)), label]);
		wrong.push(['no image', photo('x.jpg', Buffer.from('GIF89a')), label]);
	}
	return wrong;
}

/** Calls in which each conditional parameter is meant and given, and in which it is given and not meant. */
function conditionsOf(operation: SpecOperation, spec: Spec, right: Params) {
	const fields = [...operation.pathParams, ...operation.params];
	return fields.flatMap((field) => {
		const [[other, wanted] = []] = Object.entries(field.when ?? {});
		const source = fields.find(({ name }) => name === other);
		if (other === undefined || wanted === undefined || !source) return [];
		const choices = choicesOf(source, spec.dictionaries) ?? [true, false];
		const unmeant = choices.find((choice) => !wanted.includes(choice));
		const dependent = fields.filter(({ when }) => when && other in when);
		const none = Object.fromEntries(dependent.map(({ name }) => [name, undefined]));
		const given = (values: Params, ...those: SpecField[]): Params => ({
			...{ ...right, ...none, ...values },
			...samplesOf(
				those.map((one) => ({ ...one, required: true })),
				spec.dictionaries,
			),
		});
		const values = { [other]: wanted[0] };
		const meant = given(values, ...dependent.filter((one) => isMeant(one, values)));
		return [{ field, meant, unmeant: given({ [other]: unmeant }, field) }];
	});
}

/** Right calls with the parameters that another value of an operation asks for. */
export const variantsOf = (operation: SpecOperation, spec: Spec, right: Params): Params[] =>
	conditionsOf(operation, spec, right)
		.filter(({ field }) => !field.optionalOtherwise)
		.map(({ meant }) => meant);

/** Conditional parameters: missing where they are needed, sent where they must not be. */
const wrongConditions = (operation: SpecOperation, spec: Spec, right: Params): Mistake[] =>
	conditionsOf(operation, spec, right).flatMap(({ field, meant, unmeant }) => {
		const { name, neededThen, optionalOtherwise } = field;
		const lacking = { ...meant, [name]: undefined };
		const missing = { what: `${name} missing`, params: lacking, says: `${name} is missing` };
		const sent = { what: `${name} not meant`, params: unmeant, says: `${name} must not be sent` };
		return [...(neededThen ? [missing] : []), ...(optionalOtherwise ? [] : [sent])];
	});

const hasText = ({ type }: SpecField, value: Value): boolean =>
	type !== 'binary' && value !== undefined && typeof value !== 'object';

/** Parameters that come twice, and such as the operation does not have, in every place. */
function wrongNames({ contentType, params, pathParams }: SpecOperation, right: Params) {
	const nickname = ['nickname', 'x'] as const;
	const wrong: Array<[what: string, extra: Extra, says: string]> = [
		['nickname in the query', { before: ({ query }) => query.push([...nickname]) }, 'nickname'],
	];
	const hasBody = contentType !== null && !params.some(({ wholeBody }) => wholeBody);
	if (hasBody)
		wrong.push([
			'nickname in the body',
			{ before: ({ fields }) => fields.push([...nickname]) },
			'nickname is not a',
		]);
	const isMultipart = contentType === 'multipart/form-data';
	const part = { ...photo(), name: 'nickname' };
	if (isMultipart)
		wrong.push([
			'nickname as a file',
			{ before: ({ files }) => files.push(part) },
			'nickname is not a file part',
		]);
	for (const field of params) {
		const { name, multiple, type } = field;
		const says = `${name} is sent twice`;
		const again = { ...photo(), name };
		if (type === 'binary' && !multiple && right[name] !== undefined)
			wrong.push([`${name} twice`, { before: ({ files }) => files.push(again) }, 'file']);
		if (!hasText(field, right[name]) || field.in === 'json' || pathParams.includes(field)) continue;
		const repeat: Extra['after'] = ({ fields, query }) => {
			const list = field.in === 'query' ? query : fields;
			list.push([name, 'x']);
		};
		wrong.push([`${name} twice`, { after: repeat }, says]);
	}
	return wrong;
}

/** All mistakes with the parameters of an operation, each with a call that is right otherwise. */
export function mistakesOf(operation: SpecOperation, spec: Spec, right: Params): Mistake[] {
	const { dictionaries } = spec;
	const fields = [...operation.pathParams, ...operation.params].filter(
		({ by, wholeBody }) => by !== 'credential' && !wholeBody,
	);
	const values = placesIn(fields).flatMap((place): Mistake[] => {
		const { field, keys, label } = place;
		const value = keys.reduce<Value>((inner, key) => (inner as Params | undefined)?.[key], right);
		if (value === undefined) return [];
		const wrong = wrongValues(place, value, dictionaries).map(([what, to, says]) => {
			const shown = to === undefined || typeof to === 'object' ? '' : ` (${String(to)})`;
			const params = changed(right, keys, to) as Params;
			return { what: `${label} ${what}${shown}`, params, says };
		});
		if (!field.children || !['object', 'array'].includes(field.type)) return wrong;
		const inner = field.type === 'array' ? [0, 'nickname'] : ['nickname'];
		const params = changed(right, [...keys, ...inner], 'x') as Params;
		return [...wrong, { what: `${label}.nickname`, params, says: `nickname is not a parameter` }];
	});
	const names = wrongNames(operation, right);
	return [
		...values,
		...wrongConditions(operation, spec, right),
		...names.map(([what, extra, says]) => ({ what, extra, says, params: right })),
	];
}
