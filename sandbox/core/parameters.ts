import type { Spec, SpecField } from '../../spec/types.ts';

export type ParamValue = string | number | boolean | string[];

/** The case in which a conditional parameter may or must be sent. */
export interface Condition {
	/** What the document says, for the journal. */
	text: string;
	holds: (values: Readonly<Record<string, ParamValue>>) => boolean;
	/** Whether it must be sent when the condition holds; otherwise it may be. */
	requiredThen: boolean;
	/** Whether it must not be sent when the condition does not hold. */
	refusedOtherwise: boolean;
}

export interface ParameterRules {
	params: readonly SpecField[];
	conditions: Readonly<Record<string, Condition>>;
	dictionaries: Spec['dictionaries'];
	booleanStyle: 'word' | 'digit';
	/** Values from elsewhere (the path) that conditions may look at. */
	context?: Readonly<Record<string, ParamValue>>;
}

export interface ReadParameters {
	/** Typed values of everything that was sent and is right. */
	values: Record<string, ParamValue>;
	/** What is wrong, in English, for the journal. */
	faults: string[];
}

const integer = /^(?:0|-?[1-9]\d{0,14})$/;

function readJsonList(text: string): string[] | undefined {
	try {
		const list: unknown = JSON.parse(text);
		const right =
			Array.isArray(list) &&
			list.length > 0 &&
			list.every((item) => typeof item === 'string' && item !== '');
		return right ? (list as string[]) : undefined;
	} catch {
		return undefined;
	}
}

/** Reads one text into the type that the spec gives it; undefined when it is not of that type. */
function readTyped(
	text: string,
	type: string,
	booleanStyle: 'word' | 'digit',
): ParamValue | undefined {
	switch (type) {
		case 'integer':
			return integer.test(text) ? Number(text) : undefined;
		case 'boolean': {
			const [yes, no] = booleanStyle === 'word' ? ['true', 'false'] : ['1', '0'];
			if (text === yes) return true;
			return text === no ? false : undefined;
		}
		case 'json-string':
			return readJsonList(text);
		default:
			return text;
	}
}

function isAllowed(
	value: ParamValue,
	param: SpecField,
	dictionaries: Spec['dictionaries'],
): boolean {
	if (param.enum === undefined) return true;
	if (typeof param.enum !== 'string') return param.enum.some((allowed) => allowed === value);
	return (dictionaries[param.enum] ?? []).some((entry) => entry.value === value);
}

/** Encrypted values are longer than what the document counts. */
const isTooLong = (text: string, { maxLength = Infinity, encrypted }: SpecField): boolean =>
	!encrypted && text.length > maxLength;

/**
 * Reads the parameters of an operation by its spec: types, lengths, dictionaries, required and conditional
 * parameters, nothing unknown. An empty text counts as not sent where a value is needed.
 */
export function readParameters(
	sent: Readonly<Record<string, string>>,
	files: ReadonlySet<string>,
	rules: ParameterRules,
): ReadParameters {
	const values: Record<string, ParamValue> = {};
	const faults: string[] = [];
	const known = new Map(rules.params.map((param) => [param.name, param]));

	for (const [name, text] of Object.entries(sent)) {
		const param = known.get(name);
		if (!param) {
			faults.push(`${name} is not a parameter of this operation`);
		} else if (param.type === 'binary') {
			faults.push(`${name} must be a file part, not a text`);
		} else {
			const value = readTyped(text, param.type, rules.booleanStyle);
			if (value === undefined)
				faults.push(`${name} is not a valid ${typeName(param.type, rules.booleanStyle)}`);
			else if (!isAllowed(value, param, rules.dictionaries))
				faults.push(`${name} has a value outside ${listName(param)}`);
			else if (isTooLong(text, param))
				faults.push(`${name} is longer than ${param.maxLength} characters`);
			else values[name] = value;
		}
	}
	for (const name of files) {
		if (known.get(name)?.type !== 'binary')
			faults.push(`${name} is not a file part of this operation`);
	}
	for (const param of rules.params) {
		const given = param.type === 'binary' ? files.has(param.name) : (sent[param.name] ?? '') !== '';
		const fault = missingOrRefused(param, given, values, rules);
		if (fault) faults.push(fault);
	}
	return { values, faults };
}

function missingOrRefused(
	param: SpecField,
	given: boolean,
	values: Readonly<Record<string, ParamValue>>,
	rules: ParameterRules,
): string | undefined {
	if (param.required === true) return given ? undefined : `${param.name} is missing`;
	const condition = param.required === 'conditional' ? rules.conditions[param.name] : undefined;
	if (!condition) return undefined;
	const holds = condition.holds({ ...rules.context, ...values });
	if (holds && condition.requiredThen && !given)
		return `${param.name} is missing (${condition.text})`;
	if (!holds && condition.refusedOtherwise && given)
		return `${param.name} must not be sent (${condition.text})`;
	return undefined;
}

function typeName(type: string, booleanStyle: 'word' | 'digit'): string {
	if (type === 'boolean')
		return booleanStyle === 'word' ? 'boolean (true or false)' : 'boolean (1 or 0)';
	return type === 'json-string' ? 'JSON list of texts' : type;
}

function listName(param: SpecField): string {
	return typeof param.enum === 'string' ? `dictionary ${param.enum}` : `[${String(param.enum)}]`;
}
