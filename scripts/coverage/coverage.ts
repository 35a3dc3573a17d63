import type { ErrorEntry } from '../../nodes/shared/model/errors.ts';
import { refusedTokenCodes, statesIn } from './behaviour.ts';
import type { Built } from './built.ts';
import { notificationCounts } from './compare-callback.ts';
import {
	commonParameter,
	credentialField,
	credentialSwitch,
	environment,
	switchPositions,
} from './compare-credential.ts';
import { unknownNested } from './compare-nested.ts';
import { parameters } from './compare-parameters.ts';
import { count, type Count, entryFault, type Item } from './items.ts';
import { type JsonSchema, outputFields, type PreviewRules } from '../generate/preview.ts';
import {
	allOperations,
	concernedBy,
	paramsOf,
	type Spec,
	type SpecField,
	type SpecOperation,
	withPaths,
} from '../shared/spec.ts';

export interface Coverage {
	/** By what was counted, e.g. `parameters`. */
	counts: Record<string, Count>;
	/** Parameters that would be sent although the specification does not know them. */
	unknown: string[];
	/** What the node has beyond the specification; no fault. */
	extra: string[];
}

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
			'error codes': count(spec.errorCodes.map((wanted) => errorCode(wanted, spec, built))),
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
			...(spec.auth.signing === null && {
				'switch positions': count(switchPositions(spec, built)),
			}),
			...someCounts('states', states(spec, built)),
			...someCounts('refused tokens', refusedTokens(spec, built)),
			...notificationCounts(spec, built),
		},
		unknown: unknownParameters(spec, built),
		extra: extras(spec, built),
	};
}

/** What only some providers have is counted for them alone. */
const someCounts = (what: string, items: Item[]): Record<string, Count> =>
	items.length > 0 ? { [what]: count(items) } : {};

/** Whether nothing is missing and nothing unknown is sent. */
export const isComplete = ({ counts, unknown }: Coverage): boolean =>
	unknown.length === 0 && Object.values(counts).every(({ missing }) => missing.length === 0);

function operation({ id, method, path }: SpecOperation, built: Built): Item {
	const have = built.operations[id];
	if (!have) return [id, 'is not an operation of the node'];
	const request = `${have.method} ${have.path}`;
	return [id, request !== `${method} ${path}` && `requests ${request}, not ${method} ${path}`];
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

/** A code, in each operation in which it means what the entry says. */
function errorCode(wanted: Spec['errorCodes'][number], spec: Spec, built: Built): Item {
	const { code, onlyIn, exceptIn } = wanted;
	if (!onlyIn && !exceptIn) return [String(code), entryOfErrorFault(wanted, built.errors[code])];
	const faults = concernedBy(wanted, spec).map((id): Item => {
		const own = built.operations[id]?.errors ?? {};
		return [`${code} in ${id}`, entryOfErrorFault(wanted, own[code] ?? built.errors[code])];
	});
	return faults.find(([, fault]) => fault) ?? [`${code} somewhere`, undefined];
}

function entryOfErrorFault(
	{ zh, retryable }: Spec['errorCodes'][number],
	entry: ErrorEntry | undefined,
): string | undefined {
	if (!entry) return 'is not in the error table';
	if (entry.original !== zh) return `has the original '${entry.original}'`;
	const repeated = entry.retryable ?? entry.signAgain ?? entry.sessionLost ?? false;
	return repeated === retryable ? undefined : `is ${retryable ? 'not ' : ''}retryable`;
}

/** What an operation returns for each state that it can be answered with. */
const states = (spec: Spec, { operations }: Built): Item[] =>
	spec.operations.flatMap((wanted) =>
		statesIn(wanted, spec).map(({ value, zh, constant }): Item => {
			const name = `${wanted.id}.${value}`;
			const { stateName, stateLabel, nextAction } = operations[wanted.id]?.states[value] ?? {};
			if (stateName !== constant) return [name, `is called ${String(stateName)}, not ${constant}`];
			if (!String(stateLabel).endsWith(` (${zh})`)) return [name, `is not labelled ${zh}`];
			return [name, (typeof nextAction !== 'string' || nextAction === '') && 'has no next action'];
		}),
	);

/** A session that has ended is renewed, whichever code the provider's words for it come with. */
const refusedTokens = (spec: Spec, { tokenRefusals }: Built): Item[] =>
	refusedTokenCodes(spec).map((code) => [
		code,
		!tokenRefusals.includes(code) && 'does not renew the token',
	]);

function unknownParameters(spec: Spec, built: Built): string[] {
	const common = spec.auth.commonParams.map(({ name }) => name);
	return spec.operations.flatMap((wanted) => {
		const known = [...common, ...paramsOf(wanted).map(({ name }) => name)];
		const { fields = [], sent = [], feeds = [], wires = [] } = built.operations[wanted.id] ?? {};
		const names = [
			...fields
				// A collection is no parameter unless it is sent as one, and then it is among those sent.
				.filter(({ local, type }) => !local && type !== 'collection')
				.filter(({ name }) => !feeds.includes(name))
				.map(({ name }) => name),
			...sent,
		];
		return [...new Set(names)]
			.filter((name) => !known.includes(name))
			.concat(unknownNested(wanted, wires))
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
	const isRequired = (path: string[]) =>
		fields.some(
			({ name, within, required }) => required && [...within, name].join() === path.join(),
		);
	const stricter = withPaths([...wanted.pathParams, ...wanted.params]).filter(
		({ param, path }) => param.required === false && isRequired(path),
	);
	return [
		...fields.filter(({ local }) => local).map(({ name }) => `field ${wanted.id}.${name}`),
		...stricter.map(({ path }) => `required though optional: ${wanted.id}.${path.join('.')}`),
	];
}
