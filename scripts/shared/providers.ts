import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ICredentialType, INodePropertyOptions, INodeType } from 'n8n-workflow';
import type { Rules } from '../../nodes/QianchengCredit/risk/payload.ts';
import type { StateTable } from '../../nodes/QianchengCredit/states.ts';
import type { ErrorEntry, ErrorTable } from '../../nodes/shared/model/errors.ts';
import type { Operation, Resources } from '../../nodes/shared/model/operation.ts';
import type { Provider } from '../../nodes/shared/model/provider.ts';
import { PROVIDERS, type ProviderEntry } from '../../spec/providers.ts';
import type { Spec } from './spec.ts';

/** A provider as package.json lists it. */
export function providerById(id: string): ProviderEntry {
	const entry = PROVIDERS.find((provider) => provider.id === id);
	if (!entry) throw new Error(`package.json lists no node of ${id}.`);
	return entry;
}

/** The modules of a provider that can be looked at without n8n. */
export interface Modules {
	node: INodeType;
	/** Of a provider that calls the partner. */
	trigger?: INodeType;
	credential: ICredentialType;
	resources: Resources;
	dictionaries: Record<string, INodePropertyOptions[]>;
	errors: ErrorTable;
	/** Codes that mean something else in some operations, the credential's own included. */
	scoped: Record<string, ErrorTable>;
	/** A session that the provider has ended without a code of its own for it. */
	tokenRefused?: ErrorEntry;
	provider: Provider;
	/** What the states of a query are called and what comes next, by kind of query. */
	states?: Record<string, StateTable>;
	/** What a payload that is encrypted as a whole must hold. */
	payload?: Rules;
}

/** The built code of the package. */
export const builtFolder = (root = process.cwd()): string => join(root, 'dist');

/**
 * Loads a provider.
 *
 * @param base the folder that holds `nodes` and `credentials`: `dist`, or in a test, which compiles on
 *        the way, the repository itself
 */
export function loadProvider(id: string, base = builtFolder()): Modules {
	const { node, credential, trigger } = providerById(id);
	const folder = join(base, 'nodes', node);
	if (!existsSync(folder)) throw new Error(`There is no ${folder}. Run "npm run build" first.`);
	const load = createRequire(join(base, 'index.js'));
	const construct = <T>(path: string, name: string): T =>
		new (load(path) as Record<string, new () => T>)[name]();
	return {
		node: construct(`./nodes/${node}/${node}.node`, node),
		...(trigger && { trigger: construct<INodeType>(`./nodes/${node}/${trigger}.node`, trigger) }),
		credential: construct(`./credentials/${credential}.credentials`, credential),
		resources: (load(`./nodes/${node}/operations`) as { resources: Resources }).resources,
		dictionaries: load(`./nodes/${node}/dictionaries`) as Modules['dictionaries'],
		scoped: {},
		...(load(`./nodes/${node}/errors`) as Pick<Modules, 'errors'>),
		provider: (load(`./nodes/${node}/provider`) as Record<string, Provider>)[camelCase(id)],
		...(existsSync(join(folder, 'states.js')) || existsSync(join(folder, 'states.ts'))
			? { states: tablesIn(load(`./nodes/${node}/states`) as Record<string, unknown>) }
			: {}),
		...(existsSync(join(folder, 'risk')) &&
			(load(`./nodes/${node}/risk/payload`) as Pick<Modules, 'payload'>)),
	};
}

/** By name; compilers differ in the order of what a module exports. */
const tablesIn = (module: Record<string, unknown>): Record<string, StateTable> =>
	Object.fromEntries(
		Object.entries(module)
			.filter((entry): entry is [string, StateTable] => typeof entry[1] === 'object')
			.sort(([a], [b]) => (a < b ? -1 : 1)),
	);

/** The name of a provider in code: `userVerification` for `user-verification`. */
const camelCase = (id: string): string =>
	id.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());

/** An operation and where the node offers it. */
export interface Place {
	resource: string;
	name: string;
	operation: Operation;
	/** Which of its versions, when the provider has several. */
	version?: string;
}

/** All operations of a node, in the order of its pickers. */
export const placesOf = (resources: Resources): Place[] =>
	Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations).map(([name, operation]) => ({ resource, name, operation })),
	);

/** An operation's ids in the specification: several when the provider has several versions of it. */
export const idsOf = ({ id }: Pick<Operation, 'id'>): string[] =>
	typeof id === 'string' ? [id] : Object.values(id);

function versionOf({ operation }: Place, wanted: string): Pick<Place, 'version'> {
	if (typeof operation.id === 'string') return {};
	const [version] = Object.entries(operation.id).find(([, id]) => id === wanted) ?? [];
	return { version };
}

/**
 * The operations of a node by their id in the specification. Several of them serve one notification:
 * their ids have the name of the operation behind that of the notification.
 */
export const operationsById = (
	resources: Resources,
	{ notifications = [] }: Pick<Spec, 'notifications'>,
): Map<string, Place> =>
	new Map(
		placesOf(resources).flatMap((place) =>
			idsOf(place.operation).map((id): [string, Place] => {
				const serves = notifications.some((notification) => notification.id === id);
				return [serves ? `${id}.${place.name}` : id, { ...place, ...versionOf(place, id) }];
			}),
		),
	);

/** The file of an operation's output preview, where n8n looks for that of version 1 of a node. */
export const previewPath = (id: string, { resource, name }: Pick<Place, 'resource' | 'name'>) =>
	join('nodes', providerById(id).node, '__schema__', 'v1.0.0', resource, `${name}.json`);
