import type { Built, BuiltField, BuiltOperation } from './built.ts';
import type { JsonSchema, PreviewRules } from './preview.ts';
import { paramsOf, type Spec, type SpecField, type SpecOperation } from './spec.ts';

export interface Count {
	have: number;
	spec: number;
	/** What is missing or different, each with what is wrong. */
	missing: string[];
}

export interface Coverage {
	/** By what was counted, e.g. `parameters`. */
	counts: Record<string, Count>;
	/** Parameters that would be sent although the specification does not know them. */
	unknown: string[];
	/** What the node has beyond the specification; no fault. */
	extra: string[];
}

/** One thing that the specification asks for, and what is wrong with it, if anything. */
type Item = [name: string, fault: string | undefined | false];

/** Compares what was built with the specification. */
export function compare(spec: Spec, built: Built, rules: PreviewRules): Coverage {
	return {
		counts: {
			operations: count(spec.operations.map((wanted) => operation(wanted, built))),
			'sandbox operations': count(
				spec.operations.map(({ id }) => [
					id,
					!built.sandbox.operations.includes(id) && 'is not served by the sandbox',
				]),
			),
			parameters: count(spec.operations.flatMap((wanted) => parameters(wanted, spec, built))),
			'common parameters': count(
				spec.auth.commonParams.map((param) => commonParameter(param, spec, built)),
			),
			'response fields': count(
				spec.operations.flatMap((wanted) => responseFields(wanted, built, rules)),
			),
			dictionaries: count(
				Object.keys(spec.dictionaries).map((name) => [
					name,
					!built.dictionaries[name] && 'is not a dictionary of the node',
				]),
			),
			'dictionary entries': count(dictionaryEntries(spec, built)),
			'error codes': count(spec.errorCodes.map((wanted) => errorCode(wanted, built))),
			'sandbox error codes': count(
				spec.errorCodes.map(({ code }) => [
					String(code),
					!built.sandbox.codes.includes(String(code)) && 'is not known to the sandbox',
				]),
			),
			environments: count(spec.environments.map((wanted) => environment(wanted, built))),
			'credential fields': count(
				spec.auth.credentials.map((wanted) => credentialField(wanted, built)),
			),
			switches: count(spec.auth.switches.map((wanted) => credentialSwitch(wanted, built))),
		},
		unknown: unknownParameters(spec, built),
		extra: extras(spec, built),
	};
}

function count(items: Item[]): Count {
	const missing = items.filter(([, fault]) => fault).map(([name, fault]) => `${name} ${fault}`);
	return { have: items.length - missing.length, spec: items.length, missing };
}

/** Whether nothing is missing and nothing unknown is sent. */
export const isComplete = ({ counts, unknown }: Coverage): boolean =>
	unknown.length === 0 && Object.values(counts).every(({ missing }) => missing.length === 0);

function operation({ id, method, path }: SpecOperation, built: Built): Item {
	const have = built.operations[id];
	if (!have) return [id, 'is not an operation of the node'];
	const request = `${have.method} ${have.path}`;
	return [id, request !== `${method} ${path}` && `requests ${request}, not ${method} ${path}`];
}

function parameters(wanted: SpecOperation, spec: Spec, built: Built): Item[] {
	const have = built.operations[wanted.id];
	return paramsOf(wanted).map((param): Item => {
		const field = have?.fields.find(({ name, local }) => name === param.name && !local);
		const fault = field
			? parameterFault(param, field, wanted, have, spec, built)
			: 'is not a field of the operation';
		return [`${wanted.id}.${param.name}`, fault];
	});
}

function parameterFault(
	param: SpecField,
	field: BuiltField,
	wanted: SpecOperation,
	have: BuiltOperation,
	spec: Spec,
	built: Built,
): string | undefined {
	if (param.in !== 'path' && !have.sent.includes(param.name)) return 'is not sent';
	if (param.encrypted !== built.credential.encrypts.includes(param.name)) {
		return param.encrypted ? 'is not encrypted' : 'is encrypted';
	}
	return (
		(param.required === true && alwaysFault(field)) ||
		(param.required === 'conditional' && conditionFault(param, field, wanted)) ||
		typeFault(param, field, wanted, spec) ||
		undefined
	);
}

function alwaysFault({ required, optional, shownWhen }: BuiltField): string | undefined {
	if (!required || optional) return 'is not required';
	return Object.keys(shownWhen).length > 0 ? 'is hidden under a condition' : undefined;
}

/** A condition on another parameter reads `d1 is false`; one on anything else is up to the user. */
function conditionFault(
	{ condition }: SpecField,
	{ shownWhen, optional }: BuiltField,
	wanted: SpecOperation,
): string | undefined {
	const [, name, value] = /(\w+) is (\w+)/.exec(condition ?? '') ?? [];
	if (!paramsOf(wanted).some((param) => param.name === name)) {
		return optional ? undefined : 'cannot be left out';
	}
	const right = shownWhen[name]?.map(String).join() === value;
	return right ? undefined : `is not shown just when ${name} is ${value}`;
}

function typeFault(
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

/** A choice shows the Chinese original behind the English label: `Employed (受雇)`. */
function entryFault(
	{ value, zh }: Spec['dictionaries'][string][number],
	choices: Built['dictionaries'][string] = [],
): string | undefined {
	const choice = choices.find((option) => option.value === value);
	if (!choice) return 'is not a choice';
	return choice.name.endsWith(` (${zh})`) ? undefined : `is labelled '${choice.name}', not '${zh}'`;
}

/** Either the credential adds it, or each operation that needs it, and no other, has it as a field. */
function commonParameter({ name, required }: SpecField, spec: Spec, built: Built): Item {
	if (required === true) {
		return [name, !built.credential.adds.includes(name) && 'is not added by the credential'];
	}
	const wrong = spec.operations.filter(({ id, authenticated }) => {
		const have = built.operations[id];
		const isField = have?.fields.some((field) => field.name === name && field.required);
		return have && authenticated !== (isField && have.sent.includes(name));
	});
	return [name, wrong.length > 0 && `is wrong in ${wrong.map(({ id }) => id).join(', ')}`];
}

function responseFields(wanted: SpecOperation, built: Built, rules: PreviewRules): Item[] {
	const preview = built.operations[wanted.id]?.preview;
	const names = rules.names[wanted.id] ?? {};
	const items = (fields: SpecField[], schema: JsonSchema | undefined, path: string): Item[] =>
		fields.flatMap((field): Item[] => {
			const inner = schema?.properties?.[names[field.name] ?? field.name];
			return [
				[`${path}.${field.name}`, !inner && 'is not in the output preview'],
				...items(field.children ?? [], inner?.items ?? inner, `${path}.${field.name}`),
			];
		});
	return items(wanted.response.fields ?? [], preview, wanted.id);
}

const dictionaryEntries = ({ dictionaries }: Spec, built: Built): Item[] =>
	Object.entries(dictionaries).flatMap(([name, entries]) =>
		entries.map(
			(entry): Item => [`${name}.${entry.value}`, entryFault(entry, built.dictionaries[name])],
		),
	);

function errorCode({ code, zh, retryable }: Spec['errorCodes'][number], built: Built): Item {
	const entry = built.errors[code];
	if (!entry) return [String(code), 'is not in the error table'];
	if (entry.original !== zh) return [String(code), `has the original '${entry.original}'`];
	const repeated = entry.retryable ?? entry.signAgain ?? entry.sessionLost ?? false;
	return [String(code), repeated !== retryable && `is ${retryable ? 'not ' : ''}retryable`];
}

function environment({ name, baseUrl }: Spec['environments'][number], built: Built): Item {
	const field = built.credential.fields.find((property) => property.name === 'environment');
	const offered = field?.options?.some((option) => 'value' in option && option.value === name);
	if (!offered) return [name, 'is not an environment of the credential'];
	const address = built.credential.baseUrls[name];
	return [name, address !== baseUrl && `is sent to ${address}`];
}

function credentialField(
	{ name, secret }: Spec['auth']['credentials'][number],
	built: Built,
): Item {
	const field = built.credential.fields.find((property) => property.name === name);
	if (!field) return [name, 'is not a field of the credential'];
	return [name, secret && !field.typeOptions?.password && 'is not hidden'];
}

function credentialSwitch(wanted: Spec['auth']['switches'][number], built: Built): Item {
	const field = built.credential.fields.find((property) => property.name === wanted.name);
	if (!field) return [wanted.name, 'is not a field of the credential'];
	if (field.default !== wanted.default) return [wanted.name, `is ${field.default} by default`];
	const values = field.options?.map((option) => ('value' in option ? option.value : undefined));
	const lacks = (wanted.values ?? []).filter((value) => !values?.includes(value));
	return [wanted.name, lacks.length > 0 && `lacks the choices ${lacks.join(', ')}`];
}

function unknownParameters(spec: Spec, built: Built): string[] {
	const common = spec.auth.commonParams.map(({ name }) => name);
	return spec.operations.flatMap((wanted) => {
		const known = [...common, ...paramsOf(wanted).map(({ name }) => name)];
		const { fields = [], sent = [] } = built.operations[wanted.id] ?? {};
		const names = [...fields.filter(({ local }) => !local).map(({ name }) => name), ...sent];
		return [...new Set(names)]
			.filter((name) => !known.includes(name))
			.map((name) => `${wanted.id}.${name}`);
	});
}

function extras(spec: Spec, built: Built): string[] {
	const ids = spec.operations.map(({ id }) => id);
	const codes = spec.errorCodes.map(({ code }) => String(code));
	const without = (label: string, have: Iterable<string>, known: string[]) =>
		[...have].filter((name) => !known.includes(name)).map((name) => `${label} ${name}`);
	return [
		...without('operation', Object.keys(built.operations), ids),
		...without('error code', Object.keys(built.errors), codes),
		...without('sandbox error code', built.sandbox.codes, codes),
		...without('dictionary', Object.keys(built.dictionaries), Object.keys(spec.dictionaries)),
		...Object.entries(spec.dictionaries).flatMap(([name, entries]) =>
			without(
				`choice ${name}`,
				(built.dictionaries[name] ?? []).map(({ value }) => String(value)),
				entries.map(({ value }) => String(value)),
			),
		),
		...spec.operations.flatMap((wanted) => extraOfOperation(wanted, built)),
	];
}

function extraOfOperation(wanted: SpecOperation, built: Built): string[] {
	const fields = built.operations[wanted.id]?.fields ?? [];
	const stricter = paramsOf(wanted).filter(
		({ name, required }) =>
			required === false && fields.some((field) => field.name === name && field.required),
	);
	return [
		...fields.filter(({ local }) => local).map(({ name }) => `field ${wanted.id}.${name}`),
		...stricter.map(({ name }) => `required though optional: ${wanted.id}.${name}`),
	];
}
