import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A parameter of a request, or a field of an answer. */
export interface SpecField {
	name: string;
	/** Where it is sent: path, query, form, multipart, json. */
	in: string;
	type: string;
	required: boolean | 'conditional' | null;
	condition: string | null;
	encrypted: boolean;
	/** The name of a dictionary, or the values themselves. */
	enum: string | Array<string | number | boolean> | null;
	/** The only value there is. */
	fixed?: string;
	format?: string;
	/** Stands for the whole body. */
	wholeBody?: boolean;
	children?: SpecField[];
}

export interface SpecOperation {
	id: string;
	group?: string;
	section: string;
	method: string;
	path: string;
	/** Of a provider with a host for files beside the one for calls. */
	host?: string;
	authenticated: boolean;
	pathParams: SpecField[];
	params: SpecField[];
	response: { rootType: string; fields?: SpecField[] };
}

/** A call of the provider to the partner. */
export interface SpecNotification {
	id: string;
	section: string;
	method: string;
	params: SpecField[];
	/** `plainFields` are those inside the signed text. */
	requiredReply: { fields?: SpecField[]; plainFields?: SpecField[]; body?: string };
}

/** The part of a provider's specification that the node is compared with. */
export interface Spec {
	/** A null address is known to the partner only; undefined where the provider has no such host. */
	environments: Array<{ name: string; baseUrl: string | null; fileBaseUrl?: string | null }>;
	auth: {
		credentials: Array<{ name: string; secret: boolean }>;
		commonParams: SpecField[];
		switches: Array<{ name: string; default: unknown; values?: string[] }>;
		/** Null where requests are not signed. */
		signing?: object | null;
		token?: { refresh?: string };
	};
	envelope: {
		successCode: string | number | null;
		successCodes?: Record<string, string>;
		codeField: string | null;
		/** Around the answers that have no code of their own. */
		dataField?: string | null;
	};
	operations: SpecOperation[];
	notifications?: SpecNotification[];
	dictionaries: Record<string, Array<{ value: string | number; zh: string; constant?: string }>>;
	errorCodes: Array<{
		code: string | number;
		zh: string;
		retryable: boolean;
		/** Operations in which the code means this: their ids, or all but some. */
		scope?: string;
	}>;
	limits: Array<{ value: number | null; unit: string; operations?: string[] }>;
	gaps: Array<{ id: string }>;
}

const folderOf = (root: string): string => join(root, 'spec');

/** The ids of all specified providers, whether their nodes exist or not. */
export const specIds = (root = process.cwd()): string[] =>
	readdirSync(folderOf(root))
		.filter((file) => file.endsWith('.json') && file !== 'vectors.json')
		.map((file) => file.slice(0, -'.json'.length))
		.sort();

/** Operations that are another one at a fixed address; what they answer is described there. */
const INSTANCES: Record<string, string> = { networkTest: 'callService' };

/** Where the document leaves an address open (待定), the one that the sandbox has. */
export const OPEN_PATH = '/openapi/user/query';

/** The specification of a provider. */
export function readSpec(id: string, root = process.cwd()): Spec {
	const spec = JSON.parse(readFileSync(join(folderOf(root), `${id}.json`), 'utf8')) as Spec;
	const operations = spec.operations.map((printed) => {
		const operation = { ...printed, path: printed.path ?? OPEN_PATH };
		const model = spec.operations.find((other) => other.id === INSTANCES[operation.id]);
		return model ? { ...operation, response: model.response } : operation;
	});
	return { ...spec, operations };
}

/** What a node does for a notification, as if it were operations: it verifies the call and builds the reply. */
export const callbackOperations = ({ notifications = [] }: Spec): SpecOperation[] =>
	notifications.flatMap(({ id, section, method, params, requiredReply }) => {
		const common = { section, method, path: '', authenticated: false, pathParams: [], params: [] };
		const answer = (fields?: SpecField[]) => ({ response: { rootType: 'object', fields } });
		return [
			{ ...common, id: `${id}.verify`, ...answer(params) },
			// A reply that is a mere text needs no operation.
			...(requiredReply.fields
				? [{ ...common, id: `${id}.buildReply`, ...answer(requiredReply.fields) }]
				: []),
		];
	});

/** Everything that a node has as an operation. */
export const allOperations = (spec: Spec): SpecOperation[] => [
	...spec.operations,
	...callbackOperations(spec),
];

/** Operations of a node that ask others again and again, and which ones. */
const WAITS: Record<string, string[]> = {
	telecomWaitForState: ['telecomGetState'],
	degreeWaitForState: ['degreeGetState'],
	ebankWaitForState: ['ebankGetState', 'ebankV2GetState'],
	riskAuditWaitForResult: ['riskAuditResult'],
};

/** These as operations; one for each that they ask. */
export const waitingOperations = ({ operations }: Spec): SpecOperation[] =>
	Object.entries(WAITS).flatMap(([id, asked]) =>
		operations
			.filter((operation) => asked.includes(operation.id))
			.map((operation) => ({ ...operation, id })),
	);

/** The ids of the operations in which a code means what this entry says. */
export function concernedBy(scope: string, { operations }: Spec): string[] {
	const exceptions = /^all except (.+)$/.exec(scope)?.[1];
	const named = (exceptions ?? scope).split(/, | and /);
	const ids = operations.map(({ id }) => id);
	return exceptions === undefined ? named : ids.filter((id) => !named.includes(id));
}

/** Fields with everything nested in them, each under its own name. */
export const withChildren = (fields: SpecField[] = []): SpecField[] =>
	fields.flatMap((field) => [field, ...withChildren(field.children)]);

/** Fields with everything nested in them, each with the names from the outside to its own. */
export const withPaths = (
	fields: SpecField[] = [],
	within: string[] = [],
): Array<{ param: SpecField; path: string[] }> =>
	fields.flatMap((param) => {
		const path = [...within, param.name];
		return [{ param, path }, ...withPaths(param.children, path)];
	});

/** All parameters of an operation but those that every operation has. */
export const paramsOf = ({ pathParams, params }: SpecOperation): SpecField[] =>
	withChildren([...pathParams, ...params]);
