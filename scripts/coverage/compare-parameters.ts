import type { BuiltField, BuiltOperation, Built } from './built.ts';
import { jsonFault, sealedFault, structureFault } from './compare-nested.ts';
import { typeFault } from './compare-types.ts';
import type { Item } from './items.ts';
import { paramsOf, type Spec, type SpecField, type SpecOperation, withPaths } from '../shared/spec.ts';

/** Each parameter of an operation, those inside objects, lists and JSON texts included. */
export function parameters(wanted: SpecOperation, spec: Spec, built: Built): Item[] {
	const have = built.operations[wanted.id];
	return withPaths([...wanted.pathParams, ...wanted.params]).map(({ param, path }): Item => {
		const root = wanted.params.find(({ name }) => name === path[0]);
		const isInJson = root?.type === 'json-string' && !root.encrypted && path.length > 1;
		const name = `${wanted.id}.${isInJson ? param.name : path.join('.')}`;
		if (!have) return [name, 'is not a field of the operation'];
		if (isInJson) return [name, jsonFault(param, root, have)];
		if (root?.encrypted && root.children) {
			return [name, sealedFault(param, path, wanted, spec, built)];
		}
		if (path.length > 1) return [name, structureFault(param, path, wanted, spec, have)];
		return [name, plainFault(param, wanted, spec, built)];
	});
}

function plainFault(
	param: SpecField,
	wanted: SpecOperation,
	spec: Spec,
	built: Built,
): string | undefined {
	const have = built.operations[wanted.id];
	const field = have.fields.find(({ name, within }) => name === param.name && within.length === 0);
	if (field && !field.local) return parameterFault(param, field, wanted, have, spec, built);
	if (param.wholeBody) return bodyFault(have);
	const isOwn = have.own.includes(param.name) || have.fields.some(({ local }) => local && field);
	return isOwn ? ownFault(param, have, spec) : 'is not a field of the operation';
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
	if ((param.encrypted === true) !== built.credential.encrypts.includes(param.name)) {
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
	{ shownWhen, optional, required }: BuiltField,
	wanted: SpecOperation,
	{ own, wires }: BuiltOperation,
): string | undefined {
	const { condition } = param;
	const [, name, ...values] = /(\w+) is (\w+)(?: or (\w+))?/.exec(condition ?? '') ?? [];
	const value = values.filter(Boolean).join();
	if (own.includes(name)) {
		const isRight = wires.every(
			({ query }) => (query[name] === value) === (query[param.name] !== undefined),
		);
		return isRight ? undefined : `is not sent just when ${name} is ${value}`;
	}
	if (!paramsOf(wanted).some((other) => other.name === name)) {
		return optional || !required ? undefined : 'cannot be left out';
	}
	const right = shownWhen[name]?.map(String).join() === value;
	return right ? undefined : `is not shown just when ${name} is ${value}`;
}
