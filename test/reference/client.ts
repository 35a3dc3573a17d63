// One client for every provider. Method, path, host and the place of each parameter come from spec/<provider>.json; what a
// provider signs, encrypts or adds is its envelope beside this file, written from the document alone. It shares no code
// with the nodes or the sandbox, so that each has a second opinion to agree with, and it checks nothing before it sends.
import FormData from 'form-data';
import { Agent } from 'node:http';
import { gzipSync } from 'node:zlib';
import { operationFinder, readSpec } from '../../spec/read.ts';
import type { Spec, SpecField, SpecOperation } from '../../spec/types.ts';
import { exchange } from './exchange.ts';
import type { Exchanged, Outgoing } from './exchange.ts';

/** A file as a part of a form. */
export interface Part {
	content: Buffer;
	fileName: string;
	contentType?: string;
}

export type Value =
	| string
	| number
	| boolean
	| null
	| undefined
	| Part
	| Value[]
	| { [name: string]: Value };
export type Params = Record<string, Value>;
export type Pairs = Array<[name: string, value: string]>;

/** A request before its bytes: envelopes complete it, and tests break one thing of it. */
export interface Draft {
	readonly operation: SpecOperation;
	readonly pathParams: Record<string, string>;
	method: string;
	/** Scheme, host and port. */
	base: string;
	path: string;
	query: Pairs;
	headers: Record<string, string>;
	/** The type of the body: form, parts or JSON; null where there is none. */
	contentType: string | null;
	/** The parameters in the body; a name may come twice. */
	fields: Array<[name: string, value: Value]>;
	files: Array<Part & { name: string }>;
	/** The exact bytes of the body, where the fields are not to make them. */
	body?: Buffer | string;
}

export interface Extra {
	/** What proves who calls: a token or a ticket. */
	proof?: string;
	/** Milliseconds since the epoch by the client's clock. */
	now?: number;
	/** Change the request before or after it is signed. */
	before?: (draft: Draft) => void;
	after?: (draft: Draft) => void;
}

/** Signs a request for an account of the provider, and adds and encrypts what else the document asks for. */
export type Envelope<Account> = (
	draft: Draft,
	account: Account,
	call: { proof: string | undefined; now: number },
) => void;

export interface Reply extends Exchanged {
	text: string;
	json: Record<string, unknown>;
	/** The provider's code, or the status of HTTP where the document has no codes. */
	code: string;
	/** What the envelope holds. */
	data: Record<string, string>;
}

export interface Client {
	call: (operation: string, params?: Params, extra?: Extra) => Promise<Reply>;
	close: () => void;
}

/** The text of a JSON parameter; JSON parameters within it are texts again (gap WB-14). */
export function jsonText(value: Value, { children = [] }: Partial<SpecField>): Value {
	if (typeof value !== 'object' || value === null) return value;
	const inner = children.filter(({ type }) => type === 'json-string');
	const texts = inner
		.filter(({ name }) => name in value)
		.map((child) => [child.name, jsonText((value as Params)[child.name], child)]);
	return JSON.stringify(Array.isArray(value) ? value : { ...value, ...Object.fromEntries(texts) });
}

const isPart = (value: Value): value is Part =>
	typeof value === 'object' && value !== null && 'fileName' in value && 'content' in value;

/** Puts the parameters where the operation has them; what it does not know goes with the others. */
function draftOf(operation: SpecOperation, params: Params, base: string): Draft {
	const { contentType, headers = [], method, path, pathParams } = operation;
	const inPath = pathParams.map(({ name }) => [name, String(params[name] ?? '')] as const);
	const draft: Draft = {
		...{ operation, method, base, contentType, query: [], fields: [], files: [] },
		pathParams: Object.fromEntries(inPath),
		path: inPath.reduce(
			(text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(value)),
			path ?? '',
		),
		headers: Object.fromEntries(headers.map(({ name, fixed = '' }) => [name.toLowerCase(), fixed])),
	};
	const fixed = operation.params.filter((param) => param.fixed !== undefined);
	const all = { ...Object.fromEntries(fixed.map((param) => [param.name, param.fixed])), ...params };
	for (const [name, value] of Object.entries(all)) {
		const field = operation.params.find((param) => param.name === name);
		const parts = [value].flat().filter(isPart);
		if (value === undefined || value === null || name in draft.pathParams) continue;
		if (field?.wholeBody) draft.body = String(jsonText(value, {}));
		else if (parts.length > 0) draft.files.push(...parts.map((part) => ({ ...part, name })));
		else if ((field?.in ?? (contentType === null ? 'query' : '')) === 'query')
			draft.query.push([name, String(jsonText(value, field ?? {}))]);
		else draft.fields.push([name, field?.type === 'json-string' ? jsonText(value, field) : value]);
	}
	return draft;
}

/** Parameters as name and text, as PHP's http_build_query flattens them; null is dropped, "" is not. */
export function flatten(fields: Array<[name: string, value: Value]>): Pairs {
	return fields.flatMap(([name, value]): Pairs => {
		if (value === null || value === undefined) return [];
		if (typeof value !== 'object')
			return [[name, typeof value === 'boolean' ? String(Number(value)) : String(value)]];
		return flatten(Object.entries(value).map(([key, item]) => [`${name}[${key}]`, item]));
	});
}

export const encodeForm = (fields: Array<[name: string, value: Value]>): string =>
	new URLSearchParams(flatten(fields)).toString();

const sendable = ({ fields }: Draft): Array<[string, Value]> =>
	fields.filter(([, value]) => value !== null && value !== undefined);

function bodyOf(draft: Draft): { body: Buffer; headers: Record<string, string> } {
	const { contentType, files, headers } = draft;
	const typed = { ...(contentType !== null && { 'content-type': contentType }), ...headers };
	let { body } = draft;
	if (contentType === 'multipart/form-data' && body === undefined) {
		const form = new FormData();
		const texts = flatten(draft.fields);
		for (const [name, text] of texts) form.append(name, text);
		for (const { content, contentType: type = 'image/jpeg', fileName, name } of files)
			form.append(name, content, { filename: fileName, contentType: type });
		// A form without parts has no buffer of its own.
		const isEmpty = texts.length + files.length === 0;
		const bytes = isEmpty ? Buffer.from(`--${form.getBoundary()}--\r\n`) : form.getBuffer();
		return { body: bytes, headers: { ...form.getHeaders(), ...headers } };
	}
	if (contentType?.endsWith('json')) body ??= JSON.stringify(Object.fromEntries(sendable(draft)));
	else if (contentType !== null) body ??= encodeForm(draft.fields);
	const bytes = Buffer.from(body ?? '');
	return { body: headers['content-encoding'] === 'gzip' ? gzipSync(bytes) : bytes, headers: typed };
}

function write(draft: Draft): Outgoing {
	const url = new URL(draft.path, draft.base);
	url.search = new URLSearchParams(draft.query).toString();
	return { method: draft.method, url, ...bodyOf(draft) };
}

function read(answer: Exchanged, { codeField, dataField }: Spec['envelope']): Reply {
	const text = answer.body.toString('utf8');
	const isJson = answer.headers['content-type']?.startsWith('application/json') ?? false;
	const json = (isJson ? JSON.parse(text) : {}) as Record<string, unknown>;
	const data = dataField === null ? json : json[dataField];
	const code = codeField === null ? String(answer.status) : String(json[codeField] ?? '');
	const opened: unknown =
		typeof data === 'string' && data.startsWith('{') ? JSON.parse(data) : data;
	return { ...answer, text, json, code, data: (opened ?? {}) as Record<string, string> };
}

const specs = new Map<string, Spec>();

/** The specification of a provider, read once. */
export function specOf(provider: string): Spec {
	const spec = specs.get(provider) ?? readSpec(provider);
	specs.set(provider, spec);
	return spec;
}

/** A client of one account of a provider at these addresses; close it to let its connections go. */
export function createClient<Account>(
	provider: string,
	urls: Readonly<Record<string, string>>,
	envelope: Envelope<Account>,
	account: Account,
): Client {
	const spec = specOf(provider);
	const operationById = operationFinder(spec);
	const agent = new Agent({ keepAlive: true, maxSockets: 64 });
	return {
		call: async (id, params = {}, { after, before, now = Date.now(), proof } = {}) => {
			const operation = operationById(id);
			const listener = operation.host === 'capup' ? 'webank-files' : provider;
			const draft = draftOf(operation, params, urls[listener] ?? '');
			before?.(draft);
			envelope(draft, account, { proof, now });
			after?.(draft);
			return read(await exchange(write(draft), agent), spec.envelope);
		},
		close: () => agent.destroy(),
	};
}
