import {
	type Built,
	type BuiltField,
	type BuiltOperation,
	environmentNamed,
	SAMPLE,
} from './built.ts';
import { type JsonSchema, outputFields, type PreviewRules } from './preview.ts';
import {
	allOperations,
	paramsOf,
	type Spec,
	type SpecField,
	type SpecNotification,
	type SpecOperation,
} from './spec.ts';

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
				allOperations(spec).flatMap((wanted) => responseFields(wanted, built, rules)),
			),
			dictionaries: count(
				Object.keys(spec.dictionaries).map((name) => [
					name,
					!(built.dictionaries[name] ?? built.fixed[name]) && 'is not a dictionary of the node',
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
			...notificationCounts(spec, built),
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
	const nested = nestedParams(wanted.params);
	return paramsOf(wanted).map((param): Item => {
		const name = `${wanted.id}.${param.name}`;
		if (!have) return [name, 'is not a field of the operation'];
		if (nested.has(param)) return [name, nestedFault(param, nested.get(param), have)];
		const field = have.fields.find((candidate) => candidate.name === param.name);
		if (field && !field.local)
			return [name, parameterFault(param, field, wanted, have, spec, built)];
		if (param.wholeBody) return [name, bodyFault(have)];
		const isOwn = have.own.includes(param.name) || have.fields.some(({ local }) => local && field);
		return [name, isOwn ? ownFault(param, have, spec) : 'is not a field of the operation'];
	});
}

/** Fields of JSON texts, with the parameter that the text is sent as. */
const nestedParams = (params: SpecField[], parent?: SpecField): Map<SpecField, SpecField> =>
	new Map(
		params.flatMap((param) => {
			const root = parent ?? (param.type === 'json-string' ? param : undefined);
			const inner = [...nestedParams(param.children ?? [], root)];
			return parent ? [[param, parent] as [SpecField, SpecField], ...inner] : inner;
		}),
	);

/** A field of a JSON text is there when some request has it, wherever it is nested. */
function nestedFault(
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

/** A body that is the user's own: each way to give it leads to the same text. */
function bodyFault({ wires }: BuiltOperation): string | undefined {
	const texts = new Set(wires.map(({ text }) => text));
	return texts.size === 1 && !texts.has(undefined) ? undefined : 'is not sent as it is given';
}

/** What the credential or the node fills in by itself. */
function ownFault(
	param: SpecField,
	{ wires }: BuiltOperation,
	{ dictionaries }: Spec,
): string | undefined {
	const { name, required, fixed, condition } = param;
	const values = wires.map(({ query, parts }) => (param.in === 'query' ? query : parts)[name]);
	if (values.every((value) => value === undefined)) return 'is not sent';
	const [, other, wanted] = /(\w+) is (\w+)/.exec(condition ?? '') ?? [];
	const isRight = wires.every(({ query }, i) => {
		if (required === true) return values[i] !== undefined;
		return required !== 'conditional' || (query[other] === wanted) === (values[i] !== undefined);
	});
	if (!isRight) return 'is not sent with every request that needs it';
	if (fixed !== undefined && values.some((value) => value !== fixed)) return `is not ${fixed}`;
	const entries = typeof param.enum === 'string' ? dictionaries[param.enum] : [];
	const lacks = entries.filter(({ value }) => !values.includes(value));
	return lacks.length > 0 ? `is never ${lacks.map(({ value }) => value).join(' or ')}` : undefined;
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
		(param.required === 'conditional' && conditionFault(param, field, wanted, have)) ||
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
	param: SpecField,
	{ shownWhen, optional }: BuiltField,
	wanted: SpecOperation,
	{ own, wires }: BuiltOperation,
): string | undefined {
	const { condition } = param;
	const [, name, value] = /(\w+) is (\w+)/.exec(condition ?? '') ?? [];
	if (own.includes(name)) {
		const isRight = wires.every(
			({ query }) => (query[name] === value) === (query[param.name] !== undefined),
		);
		return isRight ? undefined : `is not sent just when ${name} is ${value}`;
	}
	if (!paramsOf(wanted).some((other) => other.name === name)) {
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
	const have = built.operations[wanted.id];
	// What the credential fetches for itself must not come out.
	if (have?.place === 'credential') return [];
	const item = (field: SpecField, inner: JsonSchema | undefined, path: string): Item[] => [
		[path, !inner && 'is not in the output preview'],
		...(field.children ?? []).flatMap((child) => {
			const schema = inner?.items ?? inner;
			return item(child, schema?.properties?.[child.name], `${path}.${child.name}`);
		}),
	];
	return outputFields(wanted, rules).flatMap(({ path, name, field }) =>
		item(field, have?.preview?.properties?.[name], `${wanted.id}.${path}`),
	);
}

const dictionaryEntries = ({ dictionaries }: Spec, built: Built): Item[] =>
	Object.entries(dictionaries).flatMap(([name, entries]) =>
		entries.map((entry): Item => {
			const isFixed = !built.dictionaries[name] && built.fixed[name]?.includes(String(entry.value));
			return [`${name}.${entry.value}`, !isFixed && entryFault(entry, built.dictionaries[name])];
		}),
	);

function errorCode({ code, zh, retryable }: Spec['errorCodes'][number], built: Built): Item {
	const entry = built.errors[code];
	if (!entry) return [String(code), 'is not in the error table'];
	if (entry.original !== zh) return [String(code), `has the original '${entry.original}'`];
	const repeated = entry.retryable ?? entry.signAgain ?? entry.sessionLost ?? false;
	return [String(code), repeated !== retryable && `is ${retryable ? 'not ' : ''}retryable`];
}

function environment(
	{ name, baseUrl, fileBaseUrl }: Spec['environments'][number],
	{ credential: { fields, baseUrls, fileBaseUrls } }: Built,
): Item {
	// Where the document names no address at all, there is nothing to choose.
	const isChosen = baseUrl !== null || fields.some((property) => property.name === 'environment');
	if (isChosen && !environmentNamed(fields, name)) {
		return [name, 'is not an environment of the credential'];
	}
	// An address that only the partner knows is the one that the credential asks for.
	const wrong = [
		[baseUrls[name], baseUrl ?? SAMPLE],
		[fileBaseUrls[name], fileBaseUrl === undefined ? fileBaseUrls[name] : (fileBaseUrl ?? SAMPLE)],
	].find(([address, wanted]) => address !== wanted);
	return [name, wrong && `is sent to ${wrong[0]}`];
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

/** For a provider that calls the partner: calls that are verified, and replies, in the trigger and as operations. */
function notificationCounts(spec: Spec, built: Built): Record<string, Count> {
	const { notifications = [], dictionaries } = spec;
	if (notifications.length === 0) return {};
	const { callback } = built;
	const both = (have: { trigger: string[]; operation: string[] } | undefined, name: string) =>
		(!have?.trigger.includes(name) && 'in the trigger') ||
		(!have?.operation.includes(name) && 'in the operation');
	const items = (what: (call: SpecNotification) => Item[]) => count(notifications.flatMap(what));
	const lacking = (fault: string | false, sentence: string) => fault && `${sentence} ${fault}`;
	return {
		'notification fields': items(({ params }) =>
			params.map(({ name }) => [name, lacking(both(callback?.demands, name), 'is not demanded')]),
		),
		'reply fields': items(({ requiredReply: { fields = [], plainFields = [] } }) => [
			...fields.map(
				({ name }): Item => [
					name,
					lacking(both(callback?.replies, name), 'is not in a right reply'),
				],
			),
			...plainFields.map(
				({ name }): Item => [name, lacking(both(callback?.content, name), 'is not in a reply')],
			),
		]),
		'reply codes': count(
			(dictionaries.replyCode ?? []).map(({ value }) => {
				const fault = both(callback?.codes, String(value));
				const isSent = !NEVER_REPLIED.includes(String(value));
				return [String(value), isSent && lacking(fault, 'is never answered')];
			}),
		),
		'sandbox notifications': items(({ params }) =>
			params.map(({ name }) => [
				name,
				!callback?.sandbox.includes(name) && 'is not sent by the sandbox',
			]),
		),
	};
}

/** SSL认证失败: of a call that never arrives (gap WB-46). */
const NEVER_REPLIED = ['0016'];

function unknownParameters(spec: Spec, built: Built): string[] {
	const common = spec.auth.commonParams.map(({ name }) => name);
	return spec.operations.flatMap((wanted) => {
		const known = [...common, ...paramsOf(wanted).map(({ name }) => name)];
		const { fields = [], sent = [], feeds = [] } = built.operations[wanted.id] ?? {};
		const names = [
			...fields
				.filter(({ local, name }) => !local && !feeds.includes(name))
				.map(({ name }) => name),
			...sent,
		];
		return [...new Set(names)]
			.filter((name) => !known.includes(name))
			.map((name) => `${wanted.id}.${name}`);
	});
}

function extras(spec: Spec, built: Built): string[] {
	const ids = allOperations(spec).map(({ id }) => id);
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
