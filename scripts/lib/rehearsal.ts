import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodePropertyOptions,
} from 'n8n-workflow';
import type { ApiRequest, Call, Field, Operation } from '../../nodes/shared/operation.ts';
import type { Provider } from '../../nodes/shared/provider.ts';
import { type Spec, type SpecField, type SpecOperation, withChildren } from './spec.ts';

/** What an operation did when it was run without n8n and without a provider. */
export interface Rehearsal {
	method: string;
	/** With the placeholders of the specification in place of the values. */
	path: string;
	/** Names of everything that was sent: query, form and file parts, fields of a JSON body. */
	sent: string[];
	/** The requests as they left the operation, one for each of its ways to give the same thing. */
	requests: ApiRequest[];
	json: IDataObject;
	files: string[];
}

/** What stands in for n8n and the provider. */
export interface Stage {
	spec: Spec;
	provider: Provider;
	account: ICredentialDataDecryptedObject;
	/** Values of fields that serve the node only, where a made-up one would not do. */
	local?: IDataObject;
}

const IMAGE = { data: Buffer.from('image'), fileName: 'image.png', mimeType: 'image/png' };

/** What a made-up JSON field and a made-up list of fields hold. */
const SAMPLE_JSON = '{"SAMPLE":"a sample"}';

/**
 * Runs an operation with a made-up value in each of its fields, against an answer that has all the
 * fields of the specification, and notes what it sends and what it returns. Where a field chooses how
 * others are given, each way is tried.
 */
export async function rehearse(
	operation: Operation,
	wanted: SpecOperation,
	stage: Stage,
): Promise<Rehearsal> {
	const fields = allFields(operation.fields);
	const values = Object.fromEntries(
		fields
			.filter(({ local, file }) => !local && !file)
			.map((field): [string, IDataObject[string]] => [field.name, valueOf(field)]),
	);
	const runs: Array<[IDataObject, IDataObject]> = [
		[values, {}],
		...choicesOf(fields).map(([field, value]): [IDataObject, IDataObject] =>
			field.local ? [values, { [field.name]: value }] : [{ ...values, [field.name]: value }, {}],
		),
	];
	const requests: ApiRequest[] = [];
	const results = [];
	for (const [given, local] of runs) {
		const call = makeCall(operation, wanted, stage, given, local, requests);
		results.push(await operation.run(call));
	}
	const [{ json, binary = {} }] = results;
	const [request] = requests;
	return {
		method: request?.method ?? 'POST',
		path: withPlaceholders(request?.path ?? '', wanted, values),
		sent: [...new Set(requests.flatMap((sent) => namesIn(sent, wanted)))],
		requests,
		// As n8n stores it, without what is undefined.
		json: JSON.parse(JSON.stringify(json)) as IDataObject,
		files: Object.keys(binary),
	};
}

function makeCall(
	operation: Operation,
	wanted: SpecOperation,
	{ spec, provider, account, local = {} }: Stage,
	values: IDataObject,
	chosen: IDataObject,
	requests: ApiRequest[],
): Call {
	const answer = answerOf(wanted, spec);
	return {
		itemIndex: 0,
		fields: () => ({ ...values }),
		local: (name) => chosen[name] ?? local[name] ?? localOf(operation.fields, name, wanted),
		file: async () => await Promise.resolve(IMAGE),
		files: async () => await Promise.resolve([IMAGE]),
		request: async (request) => {
			requests.push(request);
			const opened = isEnveloped(wanted, spec) ? provider.envelope(answer)?.data : answer;
			return await Promise.resolve(opened);
		},
		download: async (request) => {
			requests.push(request);
			return await Promise.resolve(IMAGE);
		},
		wait: async () => await Promise.resolve(),
		binary: async (name) => await Promise.resolve({ [name]: { data: '', mimeType: 'image/png' } }),
		credential: account,
	};
}

/** Fields that hold a value, those inside collections included. */
export const allFields = (fields: Field[]): Field[] =>
	fields.flatMap((field) => {
		if (field.type === 'notice') return [];
		return field.type === 'collection' ? allFields(field.options as Field[]) : [field];
	});

/** The further positions of fields on which others depend. */
function choicesOf(fields: Field[]): Array<[Field, IDataObject[string]]> {
	return fields
		.filter(
			({ name, type }) => type === 'options' && fields.some((field) => dependsOn(field, name)),
		)
		.flatMap((field) =>
			(field.options as INodePropertyOptions[])
				.slice(1)
				.map(({ value }): [Field, IDataObject[string]] => [field, value]),
		);
}

const dependsOn = ({ displayOptions }: Field, name: string): boolean =>
	displayOptions?.show?.[name] !== undefined;

function valueOf(field: Field): IDataObject[string] {
	if (field.type === 'options') return (field.options as INodePropertyOptions[])[0].value;
	if (field.type === 'boolean') return true;
	return field.typeOptions?.multipleValues ? [field.name] : sampleText(field.name);
}

/** What a made-up text field holds. */
export const sampleText = (name: string): string => `a ${name}`;

/** A field that serves the node only: a JSON text with what the specification knows of it, or its default. */
function localOf(fields: Field[], name: string, wanted: SpecOperation): unknown {
	const field = fields.find((candidate) => candidate.name === name);
	if (field?.type === 'collection') {
		const options = (field.options as Field[]).filter(({ local }) => local);
		return Object.fromEntries(
			options.map((option) => [option.name, localOf(options, option.name, wanted)]),
		);
	}
	if (field?.type === 'json') {
		const param = withChildren(wanted.params).find((candidate) => candidate.name === name);
		return param?.children ? objectOf(param.children, {}) : SAMPLE_JSON;
	}
	if (field?.type === 'fixedCollection') {
		const entries = Object.entries(JSON.parse(SAMPLE_JSON) as IDataObject);
		return { values: entries.map(([entry, value]) => ({ name: entry, value })) };
	}
	return field?.default;
}

function withPlaceholders(path: string, { pathParams }: SpecOperation, values: IDataObject) {
	return pathParams.reduce((result, { name }) => {
		const value = String(values[name]);
		const spellings = [value, encodeURIComponent(value)].join('|');
		return result.replace(new RegExp(`/(?:${spellings})(?=/|$)`), `/{${name}}`);
	}, path);
}

function namesIn({ query = {}, body }: ApiRequest, { params }: SpecOperation): string[] {
	const whole = params.find(({ wholeBody }) => wholeBody);
	return [...Object.keys(query), ...(whole ? [whole.name] : Object.keys(partsOf(body)))];
}

/** The fields of a body, whatever its form. */
function partsOf(body: unknown): Record<string, unknown> {
	if (body instanceof FormData || body instanceof URLSearchParams) return Object.fromEntries(body);
	if (!Buffer.isBuffer(body)) return (body ?? {}) as Record<string, unknown>;
	return JSON.parse(body.toString()) as Record<string, unknown>;
}

/** A request as it leaves n8n, signed by the credential. */
export interface Wire {
	method: string;
	/** With the host. */
	url: string;
	headers: Record<string, unknown>;
	query: Record<string, unknown>;
	parts: Record<string, unknown>;
	/** The body, when it is a text. */
	text?: string;
}

type Sign = Extract<IAuthenticate, (...args: never[]) => unknown>;

/** Signs a request with a made-up account, as n8n would before it is sent. */
export async function signed(
	{ authenticate }: ICredentialType,
	account: ICredentialDataDecryptedObject,
	{ method = 'POST', path, query, body }: ApiRequest,
): Promise<Wire> {
	const options = { method, url: path, qs: query, body } as IHttpRequestOptions;
	return toWire(await (authenticate as Sign)(account, options));
}

const toWire = ({
	method = 'GET',
	url,
	headers = {},
	qs = {},
	body,
}: IHttpRequestOptions): Wire => ({
	method,
	url,
	headers,
	query: qs,
	parts: partsOf(body),
	...(Buffer.isBuffer(body) && { text: body.toString() }),
});

/**
 * Lets a credential fetch its session, if it has one, from answers of the specification.
 *
 * @returns the account with the session, and the requests by operation id
 */
export async function withSession(
	credential: ICredentialType,
	account: ICredentialDataDecryptedObject,
	spec: Spec,
): Promise<{ account: ICredentialDataDecryptedObject; requests: Map<string, Wire> }> {
	const requests = new Map<string, Wire>();
	const httpRequest = async (options: IHttpRequestOptions) => {
		const { pathname } = new URL(options.url, 'https://sample.example');
		const { method = 'GET' } = options;
		const wanted = spec.operations.find(
			(operation) => operation.method === method && pathname.endsWith(operation.path),
		);
		if (!wanted) throw new Error(`The specification has no ${method} ${pathname}`);
		requests.set(wanted.id, toWire(options));
		return await Promise.resolve(answerOf(wanted, spec));
	};
	const helper = { helpers: { httpRequest } } as unknown as IHttpRequestHelper;
	const session = await credential.preAuthentication?.call(helper, account);
	return { account: { ...account, ...session } as ICredentialDataDecryptedObject, requests };
}

/** Whether the answer of the specification still has its envelope. */
const isEnveloped = ({ response }: SpecOperation, { envelope }: Spec): boolean =>
	response.fields?.some(({ name }) => name === envelope.codeField) ?? false;

/** An answer with every field, a code where the field has a dictionary. */
function answerOf(wanted: SpecOperation, spec: Spec): unknown {
	const { response, group = '' } = wanted;
	const { codeField, successCode, successCodes } = spec.envelope;
	const answer = objectOf(response.fields, spec.dictionaries);
	if (isEnveloped(wanted, spec)) answer[String(codeField)] = successCodes?.[group] ?? successCode;
	return response.rootType === 'none' ? undefined : (answer.$data ?? answer);
}

const objectOf = (fields: SpecField[] = [], dictionaries: Spec['dictionaries']): IDataObject =>
	Object.fromEntries(fields.map((field) => [field.name, sampleOf(field, dictionaries)]));

function sampleOf(field: SpecField, dictionaries: Spec['dictionaries']): IDataObject[string] {
	const code = typeof field.enum === 'string' ? dictionaries[field.enum]?.[0].value : undefined;
	if (field.format === 'epoch-milliseconds') return String(Date.now() + 3_600_000);
	switch (field.type) {
		case 'boolean':
			return true;
		case 'integer':
		case 'number':
			return Number(code ?? 1);
		case 'array':
			return [field.children ? objectOf(field.children, dictionaries) : 'text'];
		case 'object':
			return objectOf(field.children, dictionaries);
		case 'json-string':
			return JSON.stringify(objectOf(field.children, dictionaries));
		default:
			return String(code ?? 'text');
	}
}
