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
	children?: SpecField[];
}

export interface SpecOperation {
	id: string;
	section: string;
	method: string;
	path: string;
	authenticated: boolean;
	pathParams: SpecField[];
	params: SpecField[];
	response: { rootType: string; fields?: SpecField[] };
}

/** The part of a provider's specification that the node is compared with. */
export interface Spec {
	environments: Array<{ name: string; baseUrl: string | null }>;
	auth: {
		credentials: Array<{ name: string; secret: boolean }>;
		commonParams: SpecField[];
		switches: Array<{ name: string; default: unknown; values?: string[] }>;
	};
	operations: SpecOperation[];
	dictionaries: Record<string, Array<{ value: string | number; zh: string }>>;
	errorCodes: Array<{ code: string | number; zh: string; retryable: boolean }>;
	limits: Array<{ value: number | null; unit: string; operations?: string[] }>;
	gaps: Array<{ id: string }>;
}

const folderOf = (root: string): string => join(root, 'test', 'fixtures', 'spec');

/** The ids of all specified providers, whether their nodes exist or not. */
export const specIds = (root = process.cwd()): string[] =>
	readdirSync(folderOf(root))
		.filter((file) => file.endsWith('.json') && file !== 'vectors.json')
		.map((file) => file.slice(0, -'.json'.length))
		.sort();

/** The specification of a provider. */
export const readSpec = (id: string, root = process.cwd()): Spec =>
	JSON.parse(readFileSync(join(folderOf(root), `${id}.json`), 'utf8')) as Spec;

/** Fields with everything nested in them, each under its own name. */
export const withChildren = (fields: SpecField[] = []): SpecField[] =>
	fields.flatMap((field) => [field, ...withChildren(field.children)]);

/** All parameters of an operation but those that every operation has. */
export const paramsOf = ({ pathParams, params }: SpecOperation): SpecField[] =>
	withChildren([...pathParams, ...params]);
