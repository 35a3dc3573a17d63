import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import type { ErrorTable } from '../../nodes/shared/errors.ts';
import { registry } from '../../sandbox/registry.ts';
import type { JsonSchema } from './preview.ts';
import { builtFolder, loadProvider, operationsById, type Place, previewPath } from './providers.ts';
import { allFields, rehearse } from './rehearsal.ts';
import { paramsOf, type Spec, type SpecOperation } from './spec.ts';

/** A field of an operation as the editor shows it, and what the node does with it. */
export interface BuiltField {
	name: string;
	type: string;
	required: boolean;
	default: unknown;
	/** In a collection: the user may leave it out. */
	optional: boolean;
	/** Conditions other than the resource and the operation. */
	shownWhen: Record<string, unknown[]>;
	choices: INodePropertyOptions[];
	/** Serves the node only and is never sent. */
	local: boolean;
	/** Whether a value of false is refused before it is sent. */
	mustBeTrue: boolean;
	/** The largest file that is accepted; undefined for a field that holds no file. */
	maxBytes?: number;
}

export interface BuiltOperation {
	/** Resource and operation as the editor offers them, e.g. `identity / submit`. */
	place: string;
	method: string;
	path: string;
	sent: string[];
	fields: BuiltField[];
	preview?: JsonSchema;
}

/** What a provider's node, credential and sandbox have, in the terms of the specification. */
export interface Built {
	operations: Record<string, BuiltOperation>;
	dictionaries: Record<string, INodePropertyOptions[]>;
	errors: ErrorTable;
	credential: {
		fields: INodeProperties[];
		/** The address of each environment, as requests are really sent to it. */
		baseUrls: Record<string, string>;
		/** Names that the credential adds to a request. */
		adds: string[];
		/** Parameters that do not leave as they were given. */
		encrypts: string[];
	};
	sandbox: { operations: string[]; codes: string[] };
}

/**
 * Looks at a provider's code by using it: the node's description, one rehearsal of each operation, one
 * request signed by the credential for each environment, the sandbox's own tables.
 */
export async function readBuilt(id: string, spec: Spec, base = builtFolder()): Promise<Built> {
	const { node, credential, resources, dictionaries, errors } = loadProvider(id, base);
	const operations: Built['operations'] = {};
	for (const [operationId, place] of operationsById(resources)) {
		if (!isOffered(node.description.properties, place)) continue;
		const wanted = spec.operations.find((operation) => operation.id === operationId);
		operations[operationId] = {
			place: `${place.resource} / ${place.name}`,
			method: '',
			path: '',
			sent: [],
			...(wanted && (await rehearse(place.operation, wanted, spec.dictionaries))),
			fields: fieldsOf(node.description.properties, place),
			preview: readPreview(join(base, previewPath(id, place))),
		};
	}
	return {
		operations,
		dictionaries,
		errors,
		credential: await readCredential(credential, spec),
		sandbox: await readSandbox(id, spec),
	};
}

const shownFor = ({ displayOptions }: INodeProperties, name: string): unknown[] =>
	displayOptions?.show?.[name] ?? [];

const isOffered = (properties: INodeProperties[], { resource, name }: Place): boolean =>
	properties.some(
		(property) =>
			property.name === 'operation' &&
			shownFor(property, 'resource').includes(resource) &&
			(property.options as INodePropertyOptions[]).some(({ value }) => value === name),
	) &&
	properties.some(
		(property) =>
			property.name === 'resource' &&
			(property.options as INodePropertyOptions[]).some(({ value }) => value === resource),
	);

function fieldsOf(properties: INodeProperties[], { resource, name, operation }: Place) {
	const rules = new Map(allFields(operation.fields).map((field) => [field.name, field]));
	const toField = (property: INodeProperties, optional: boolean): BuiltField[] => {
		if (property.type === 'notice') return [];
		if (property.type === 'collection') {
			return (property.options as INodeProperties[]).flatMap((option) => toField(option, true));
		}
		const {
			resource: _resource,
			operation: _operation,
			...shownWhen
		} = property.displayOptions?.show ?? {};
		const rule = rules.get(property.name);
		return [
			{
				name: property.name,
				type: property.type,
				required: property.required === true,
				default: property.default,
				optional,
				shownWhen: shownWhen as Record<string, unknown[]>,
				choices: (property.options ?? []) as INodePropertyOptions[],
				local: rule?.local === true,
				mustBeTrue: rule?.check?.('false', {}) !== undefined && rule.type === 'boolean',
				maxBytes: rule?.file?.maxBytes,
			},
		];
	};
	return properties
		.filter(
			(property) =>
				shownFor(property, 'resource').includes(resource) &&
				shownFor(property, 'operation').includes(name),
		)
		.flatMap((property) => toField(property, false));
}

const readPreview = (file: string): JsonSchema | undefined =>
	existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as JsonSchema) : undefined;

/** Signs a request with a made-up account, as n8n would before it is sent. */
async function readCredential(credential: ICredentialType, spec: Spec) {
	const account = Object.fromEntries(
		credential.properties.map((field) => [field.name, field.required ? 'sample' : field.default]),
	) as ICredentialDataDecryptedObject;
	const authenticate = credential.authenticate as Extract<
		IAuthenticate,
		(...args: never[]) => unknown
	>;
	const sign = async (environment: string, body: Record<string, string>) =>
		await authenticate({ ...account, environment }, {
			method: 'POST',
			url: '/path',
			body,
		} as IHttpRequestOptions);

	const baseUrls: Record<string, string> = {};
	for (const { name } of spec.environments) {
		baseUrls[name] = (await sign(name, {})).url.replace(/\/path$/, '');
	}
	const names = [...new Set(spec.operations.flatMap(paramsOf).map(({ name }) => name))];
	const plain = Object.fromEntries(names.map((name) => [name, 'plain']));
	const sent = everythingIn(await sign(spec.environments[0].name, plain));
	return {
		fields: credential.properties,
		baseUrls,
		adds: Object.keys(sent).filter((name) => !names.includes(name)),
		encrypts: names.filter((name) => sent[name] !== 'plain'),
	};
}

function everythingIn({ headers, qs, body }: IHttpRequestOptions): Record<string, unknown> {
	const fields = body instanceof URLSearchParams ? Object.fromEntries(body) : body;
	return { ...headers, ...qs, ...(fields as object) };
}

async function readSandbox(id: string, spec: Spec): Promise<Built['sandbox']> {
	const provider = registry.find((entry) => entry.id === id)?.create();
	if (!provider) return { operations: [], codes: [] };
	const { operations } = (await import(`../../sandbox/${id}/provider.ts`)) as {
		operations: Record<string, unknown>;
	};
	const isServed = (operation: SpecOperation): boolean =>
		provider.match(operation.method, operation.path)?.operation === operation.id;
	const served = spec.operations.filter(isServed).map((operation) => operation.id);
	return {
		operations: served.filter((name) => name in operations),
		codes: [...provider.codes],
	};
}
