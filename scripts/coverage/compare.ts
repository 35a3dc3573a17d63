import type { Spec, SpecOperation } from '../../spec/types.ts';
import {
	type Modules,
	type Place,
	placesOf,
	type Version,
	versionsOf,
} from '../shared/providers.ts';
import { dictionaries, errorCodes, httpStatuses, states } from './codes.ts';
import { credentialFields, environments, switches } from './credential.ts';
import { choicesFault, count, type Count, type Item } from './items.ts';
import { compareParameters } from './parameters.ts';
import { slotsOf } from './slots.ts';

export interface Coverage {
	/** The counts by what was counted, e.g. `parameters`. */
	counts: Record<string, Count>;
	/** What the node has that the specification must know. */
	unknown: string[];
	/** What the node has beyond the specification; no fault. */
	extra: string[];
}

/** An operation of the node that serves one of the specification, in the version that does. */
interface Served {
	place: Place;
	version: Version;
}

/**
 * Compares a provider's modules with its specification, without running anything: what is sent and what
 * comes back is a matter of the tests.
 */
export function compare(spec: Spec, modules: Modules): Coverage {
	const served = placesOf(modules.resources).flatMap((place) =>
		versionsOf(place.operation).map((version): Served => ({ place, version })),
	);
	const servingOf = (id: string) => served.filter(({ version }) => version.id === id);
	const compared = spec.operations.flatMap((wanted) =>
		servingOf(wanted.id).map(({ place, version }) =>
			compareParameters(wanted, spec, place, version),
		),
	);
	const ids = [...spec.operations, ...spec.notifications].map(({ id }) => id);
	const counts: Record<string, Item[]> = {
		operations: spec.operations.map((wanted) => [
			wanted.id,
			operationFault(wanted, servingOf(wanted.id)),
		]),
		notifications: spec.notifications.flatMap(({ id }) =>
			notification(id, spec, modules, servingOf(id)),
		),
		parameters: compared.flatMap(({ items }) => items),
		dictionaries: dictionaries(spec, modules),
		states: states(spec, modules),
		'error codes': [...errorCodes(spec, modules), ...httpStatuses(spec, modules)],
		environments: environments(spec, modules.credential),
		'credential fields': credentialFields(spec, modules.credential),
		switches: switches(spec, modules.credential),
	};
	return {
		counts: Object.fromEntries(
			Object.entries(counts)
				.filter(([, items]) => items.length > 0)
				.map(([what, items]) => [what, count(items)]),
		),
		unknown: [
			...served
				.filter(({ version }) => !ids.includes(version.id))
				.map(({ place, version }) => `operation ${place.resource}.${place.name}: ${version.id}`),
			...new Set(compared.flatMap((one) => one.unknown).map((name) => `parameter ${name}`)),
		],
		extra: [
			...new Set([...compared.flatMap(({ stricter }) => stricter), ...extras(spec, modules)]),
		],
	};
}

/** Whether nothing is missing and nothing unknown is sent. */
export const isComplete = ({ counts, unknown }: Coverage): boolean =>
	unknown.length === 0 && Object.values(counts).every(({ missing }) => missing.length === 0);

function operationFault(wanted: SpecOperation, serving: Served[]): string | undefined {
	const { method, path, effect, by } = wanted;
	if (by === 'credential') return undefined;
	if (serving.length === 0) return 'is not an operation of the node';
	// Where a setting of the credential has the path, only the operation itself knows it.
	const endpoint = path === null ? undefined : `${method} ${path}`;
	const wrong = serving.find(({ version }) => version.endpoint !== endpoint);
	if (wrong) return `requests ${wrong.version.endpoint}, not ${endpoint}`;
	// What the browser sends, the node does not.
	const isReading = effect === 'reads' || by === 'browser';
	const isRight = ({ place }: Served) => (place.operation.effect === 'reads') === isReading;
	return serving.every(isRight) ? undefined : `${effect}, which the node denies`;
}

/** A call of the provider: taken by a trigger, and what the user gives of its reply. */
function notification(id: string, spec: Spec, { trigger }: Modules, serving: Served[]): Item[] {
	const wanted = spec.notifications.find((one) => one.id === id);
	const slots = serving.flatMap(({ place }) => slotsOf(place.operation.fields));
	return [
		[id, !trigger && 'has no trigger'],
		[`${id} in a workflow`, serving.length === 0 && 'is not verified by an operation'],
		...serving.map(
			({ place }): Item => [
				`${place.resource}.${place.name}`,
				place.operation.effect !== 'reads' && 'submits nothing',
			],
		),
		...(wanted?.requiredReply.echo ?? []).map((name): Item => {
			const isAsked = slots.some(({ path, field }) => path.join() === name && field.required);
			return [`${id}.${name}`, !isAsked && 'is not asked for a reply'];
		}),
		...(wanted?.requiredReply.plainFields ?? []).map((field): Item => {
			const slot = slots.find(({ path }) => path.join() === field.name);
			if (!slot) return [`${id}.${field.name}`, 'cannot be given'];
			const isLess = field.enum !== undefined && !slot.field.required;
			if (isLess) return [`${id}.${field.name}`, 'is not required'];
			const entries = typeof field.enum === 'string' ? spec.dictionaries[field.enum] : [];
			return [`${id}.${field.name}`, choicesFault(entries, slot.field.options as never)];
		}),
	];
}

function extras(spec: Spec, { errors, dictionaries: have }: Modules): string[] {
	const without = (label: string, names: string[], known: Array<string | number>) =>
		names
			.filter((name) => !known.some((one) => String(one) === name))
			.map((name) => `${label} ${name}`);
	return [
		...without(
			'error code',
			Object.keys(errors),
			spec.errorCodes.map(({ code }) => code),
		),
		...without('dictionary', Object.keys(have), Object.keys(spec.dictionaries)),
		...Object.entries(spec.dictionaries).flatMap(([name, entries]) =>
			without(
				`choice ${name}`,
				(have[name] ?? []).map(({ value }) => String(value)),
				entries.map(({ value }) => value),
			),
		),
	];
}
