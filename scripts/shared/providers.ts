import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ICredentialType, INodePropertyOptions, INodeType } from 'n8n-workflow';
import type { ErrorEntry, ErrorTable } from '../../nodes/shared/model/errors.ts';
import type { Operation, Resources } from '../../nodes/shared/model/operation.ts';
import type { Provider } from '../../nodes/shared/model/providerType.ts';
import type { ProviderEntry } from '../../spec/providers.ts';

/** The states of a query that goes on by itself: `labels` is a dictionary of the specification. */
interface StateTable {
	labels: INodePropertyOptions[];
	/** The constant in the document and what to do next, by state. */
	states: Record<string, [constant: string, nextAction: string]>;
}

/** The modules of a provider that can be looked at without n8n. */
export interface Modules {
	node: INodeType;
	/** The trigger of a provider that calls the partner. */
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
	/** The tables by kind of query. */
	states: Record<string, StateTable>;
}

/** The built code of the package. */
export const builtFolder = (root = process.cwd()): string => join(root, 'dist');

/**
 * Loads a provider by the names that its files have in every provider's folder.
 *
 * @param base the folder that holds `nodes` and `credentials`: `dist`, or in a test, which compiles on
 *        the way, the repository itself
 */
export function loadProvider(
	{ node, trigger, credential }: ProviderEntry,
	base = builtFolder(),
): Modules {
	const folder = join(base, 'nodes', node);
	if (!existsSync(folder)) throw new Error(`There is no ${folder}. Run "npm run build" first.`);
	const require = createRequire(join(base, 'index.js'));
	const load = <T>(path: string): T => require(path) as T;
	const construct = <T>(path: string, name: string): T =>
		new (load<Record<string, new () => T>>(path)[name])();
	const own = <T>(name: string): T => load<T>(`./nodes/${node}/${name}`);
	const hasStates = ['js', 'ts'].some((type) => existsSync(join(folder, `states.${type}`)));
	return {
		node: construct(`./nodes/${node}/${node}.node`, node),
		...(trigger && { trigger: construct<INodeType>(`./nodes/${node}/${trigger}.node`, trigger) }),
		credential: construct(`./credentials/${credential}.credentials`, credential),
		...own<Pick<Modules, 'resources'>>('operations'),
		dictionaries: own('dictionaries'),
		scoped: {},
		...own<Pick<Modules, 'errors'>>('codes'),
		provider: Object.values(own<Record<string, Provider>>('provider'))[0],
		states: hasStates ? tablesIn(own('states')) : {},
	};
}

/** The tables sorted by name, because compilers differ in the order of what a module exports. */
const tablesIn = (module: Record<string, StateTable | undefined>): Record<string, StateTable> =>
	Object.fromEntries(
		Object.entries(module)
			.filter((entry): entry is [string, StateTable] => entry[1]?.states !== undefined)
			.sort(([a], [b]) => (a < b ? -1 : 1)),
	);

/** An operation and where the node offers it. */
export interface Place {
	resource: string;
	name: string;
	operation: Operation;
}

/** All operations of a node, in the order of its pickers. */
export const placesOf = (resources: Resources): Place[] =>
	Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations).map(([name, operation]) => ({ resource, name, operation })),
	);

/** An operation in one of its versions: `version` is a value of 'interfaceVersion', where there are several. */
export interface Version {
	id: string;
	version?: string;
	endpoint?: string;
}

/** The versions of an operation with their ids in the specification. */
export function versionsOf({ id, endpoint }: Pick<Operation, 'id' | 'endpoint'>): Version[] {
	const endpointOf = (version: string) =>
		typeof endpoint === 'object' ? endpoint[version] : endpoint;
	if (typeof id === 'string') return [{ id, endpoint: endpointOf('') }];
	return Object.entries(id).map(([version, own]) => ({
		...{ id: own, version, endpoint: endpointOf(version) },
	}));
}
