import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	INodeProperties,
	INodePropertyOptions,
	INodeType,
	IWebhookFunctions,
} from 'n8n-workflow';
import type { ErrorTable } from '../../nodes/shared/errors.ts';
import { registry } from '../../sandbox/registry.ts';
import type { JsonSchema } from './preview.ts';
import {
	builtFolder,
	loadProvider,
	type Modules,
	operationsById,
	type Place,
	previewPath,
} from './providers.ts';
import {
	allFields,
	rehearse,
	sampleText,
	signed,
	type Stage,
	type Wire,
	withSession,
} from './rehearsal.ts';
import { allOperations, paramsOf, type Spec, type SpecOperation } from './spec.ts';

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
	/** Its requests as they leave n8n: of the node, or of the credential's session. */
	wires: Wire[];
	/** Names on the wire that no field gives: the credential's, and what the node knows by itself. */
	own: string[];
	/** Fields that are sent under the name of another. */
	feeds: string[];
	preview?: JsonSchema;
}

/** What takes the provider's notifications: a trigger, and operations for a Wait node's workflow. */
export interface BuiltCallback {
	/** Fields without which a call is refused. */
	demands: { trigger: string[]; operation: string[] };
	/** Fields of the replies, when the sandbox finds them right. */
	replies: { trigger: string[]; operation: string[] };
	/** Fields inside their signed text. */
	content: { trigger: string[]; operation: string[] };
	/** Codes that they really answered with. */
	codes: { trigger: string[]; operation: string[] };
	/** Fields of the sandbox's calls. */
	sandbox: string[];
}

/** What a provider's node, credential and sandbox have, in the terms of the specification. */
export interface Built {
	operations: Record<string, BuiltOperation>;
	dictionaries: Record<string, INodePropertyOptions[]>;
	errors: ErrorTable;
	/** Values that are understood or sent without being choices, by dictionary. */
	fixed: Record<string, string[]>;
	callback?: BuiltCallback;
	credential: {
		fields: INodeProperties[];
		/** The address of each environment, as requests are really sent to it. */
		baseUrls: Record<string, string>;
		/** The same of the host for files. */
		fileBaseUrls: Record<string, string>;
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
	const modules = loadProvider(id, base);
	const { node, credential, dictionaries, errors } = modules;
	const { stage, requests } = await prepareStage(id, spec, modules);
	const operations: Built['operations'] = {};
	for (const [operationId, place] of operationsById(modules.resources, spec)) {
		if (!isOffered(node.description.properties, place)) continue;
		const wanted = allOperations(spec).find((operation) => operation.id === operationId);
		operations[operationId] = {
			...(await readOperation(place, modules, wanted, stage)),
			preview: readPreview(join(base, previewPath(id, place))),
		};
	}
	for (const [operationId, wire] of requests) {
		operations[operationId] = withSessionRequest(operations[operationId], wire);
	}
	return {
		operations,
		dictionaries,
		errors,
		fixed: fixedValues(spec, modules, operations),
		callback: modules.trigger && (await readCallback(id, spec, modules, stage)),
		credential: await readCredential(credential, spec),
		sandbox: await readSandbox(id, spec),
	};
}

/** What an operation needs to be rehearsed: an account with its session, and a call of the sandbox. */
export async function prepareStage(id: string, spec: Spec, { credential, provider }: Modules) {
	const { account, requests } = await withSession(credential, sampleAccount(credential), spec);
	const sandbox = spec.notifications?.length ? await loadSandbox(id) : undefined;
	const notification = sandbox?.send('right', account).body;
	// The previews show the whole answer, of which a simplified output is a part.
	const stage: Stage = { spec, provider, account, local: { notification, simple: false } };
	return { stage, requests };
}

async function readOperation(
	place: Place,
	{ node, credential }: Modules,
	wanted: SpecOperation | undefined,
	stage: Stage,
): Promise<BuiltOperation> {
	const fields = fieldsOf(node.description.properties, place);
	const common = { place: `${place.resource} / ${place.name}`, fields };
	if (!wanted) {
		return { ...common, method: '', path: '', sent: [], wires: [], own: [], feeds: [] };
	}
	const { requests, ...rehearsal } = await rehearse(place.operation, wanted, stage);
	const wires = await Promise.all(
		requests.map(async (request) => await signed(credential, stage.account, request)),
	);
	const names = fields.filter(({ local }) => !local).map(({ name }) => name);
	const values = wires.flatMap(({ query, parts }) => Object.values({ ...query, ...parts }));
	return {
		...common,
		...rehearsal,
		wires,
		own: namesOn(wires).filter((name) => !names.includes(name)),
		feeds: names.filter((name) => values.includes(sampleText(name))),
	};
}

/** The credential makes some requests by itself: as the only one, or beside an operation. */
function withSessionRequest(operation: BuiltOperation | undefined, wire: Wire): BuiltOperation {
	const wires = [...(operation?.wires ?? []), wire];
	if (operation) return { ...operation, wires };
	return {
		place: 'credential',
		method: wire.method,
		path: new URL(wire.url).pathname,
		sent: [],
		fields: [],
		wires,
		own: namesOn(wires),
		feeds: [],
	};
}

const namesOn = (wires: Wire[]): string[] => [
	...new Set(wires.flatMap(({ query, parts }) => Object.keys({ ...query, ...parts }))),
];

/** Codes that the envelope takes for success, the only values of parameters, and marks of need. */
function fixedValues(
	spec: Spec,
	modules: Modules,
	operations: Built['operations'],
): Built['fixed'] {
	const { provider } = modules;
	const codeField = String(spec.envelope.codeField);
	const codes = (spec.dictionaries.successCode ?? []).map(({ value }) => String(value));
	const fields = Object.values(operations).flatMap((operation) => operation.fields);
	const sent = spec.operations.flatMap(({ id, params }) =>
		params
			.filter((param) => typeof param.enum === 'string')
			.flatMap(({ name, enum: dictionary }) =>
				(operations[id]?.wires ?? []).map(({ query }) => [String(dictionary), String(query[name])]),
			),
	);
	const fixed: Built['fixed'] = {
		successCode: codes.filter((code) => provider.envelope({ [codeField]: code })?.code === ''),
		presence: [
			...(fields.some(({ required }) => required) ? ['R'] : []),
			...(fields.some(({ required }) => !required) ? ['O'] : []),
		],
	};
	for (const [dictionary, value] of sent) (fixed[dictionary] ??= []).push(value);
	return { ...fixed, ...understoodStatuses(spec, modules) };
}

/** HTTP statuses of the document: with one of success the code counts, any other is explained. */
function understoodStatuses(spec: Spec, { provider, errors }: Modules): Built['fixed'] {
	const { codeField, successCode } = spec.envelope;
	const isSuccess = (status: number) =>
		status < 300 && provider.envelope({ [String(codeField)]: successCode }, status)?.code === '';
	return Object.fromEntries(
		Object.entries(spec.dictionaries)
			.filter(([name]) => name.startsWith('httpStatus'))
			.map(([name, entries]): [string, string[]] => {
				const statuses = entries.map(({ value }) => String(value));
				return [
					name,
					statuses.filter((status) => isSuccess(Number(status)) || errors[`HTTP ${status}`]),
				];
			}),
	);
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

/** What stands in a made-up account for what only a partner has. */
export const SAMPLE = 'sample';

const sampleAccount = ({ properties }: ICredentialType): ICredentialDataDecryptedObject =>
	Object.fromEntries(
		properties.map(({ name, type, typeOptions, required, default: value }) => {
			const isSecret = type === 'string' && typeOptions?.password;
			return [name, required || isSecret ? SAMPLE : value];
		}),
	) as ICredentialDataDecryptedObject;

/** The environment of the credential that stands for one of the specification. */
export const environmentNamed = (fields: INodeProperties[], name: string): string | undefined =>
	fields
		.find((property) => property.name === 'environment')
		?.options?.map((option) => ('value' in option ? String(option.value) : ''))
		.find((value) => value.toLowerCase() === name.toLowerCase());

async function readCredential(credential: ICredentialType, spec: Spec) {
	const sign = async (name: string, path: string, body: Record<string, string>) => {
		const environment = environmentNamed(credential.properties, name) ?? name;
		const sample = { ...sampleAccount(credential), environment };
		const { account } = await withSession(credential, sample, spec);
		return await signed(credential, account, { path, body });
	};
	const address = async (name: string, path: string) =>
		(await sign(name, path, {})).url.slice(0, -path.length);

	const baseUrls: Record<string, string> = {};
	const fileBaseUrls: Record<string, string> = {};
	const [call, file] = ['capapi', 'capup'].map(
		(host) => spec.operations.find((operation) => operation.host === host)?.path ?? '/path',
	);
	for (const { name } of spec.environments) {
		baseUrls[name] = await address(name, call);
		fileBaseUrls[name] = await address(name, file);
	}
	const names = [...new Set(spec.operations.flatMap(paramsOf).map(({ name }) => name))];
	const plain = Object.fromEntries(names.map((name) => [name, 'plain']));
	const { headers, query, parts } = await sign(spec.environments[0].name, '/path', plain);
	const sent: Record<string, unknown> = { ...headers, ...query, ...parts };
	return {
		fields: credential.properties,
		baseUrls,
		fileBaseUrls,
		adds: Object.keys(sent).filter((name) => !names.includes(name)),
		encrypts: names.filter((name) => sent[name] !== 'plain'),
	};
}

interface ReplyVerdict {
	replyCode: string | null;
	content: unknown;
	faults: string[];
}

/** The bank's side of the sandbox: it makes calls of every kind, and checks replies. */
async function loadSandbox(id: string) {
	const { kinds } = (await import(`../../sandbox/${id}/kinds.ts`)) as {
		kinds: Record<string, { expected: string[]; build: (input: object) => Outgoing }>;
	};
	const { verifyReply } = (await import(`../../sandbox/${id}/notification.ts`)) as {
		verifyReply: (body: string, salt: string) => ReplyVerdict;
	};
	const send = (kind: string, { salt }: ICredentialDataDecryptedObject): Outgoing =>
		kinds[kind].build({
			...{ text: '{"SAMPLE":"a sample"}', salt, timestamp: String(Date.now()) },
			...{ transName: SAMPLE, seqNo: SAMPLE, field: 'Signature', skewSeconds: 600 },
		});
	// What n8n itself answers is left out: bodies that are no JSON, and those of many megabytes.
	const names = Object.keys(kinds).filter((name) => kinds[name].expected.length > 0);
	return { kinds: names.filter((name) => name !== 'notJson'), send, verifyReply };
}

interface Outgoing {
	contentType: string;
	body: string;
	message: Record<string, string>;
}

/** Calls the trigger and the operations as the bank would, rightly and wrongly. */
async function readCallback(
	id: string,
	spec: Spec,
	{ trigger, resources }: Modules,
	stage: Stage,
): Promise<BuiltCallback> {
	const { kinds, send, verifyReply } = await loadSandbox(id);
	const { account } = stage;
	const { message } = send('right', account);
	const json = 'application/json';
	const call = async (body: string, contentType = json) =>
		await callTrigger(trigger as INodeType, account, body, contentType);
	const codeOf = (reply: unknown) => verifyReply(JSON.stringify(reply), SAMPLE).replyCode;

	const callTo = async (verify: string, change: IDataObject) => {
		const place = operationsById(resources, spec).get(verify);
		const wanted = allOperations(spec).find((operation) => operation.id === verify);
		const local = { notification: JSON.stringify({ ...message, ...change }) };
		return await rehearse(place?.operation as never, wanted as never, { ...stage, local });
	};
	const [notification] = spec.notifications ?? [];
	const demands: BuiltCallback['demands'] = { trigger: [], operation: [] };
	for (const { name } of notification.params) {
		const without = { ...message, [name]: undefined };
		if (!(await call(JSON.stringify(without))).accepted) demands.trigger.push(name);
		const refused = await callTo(`${notification.id}.verify`, { [name]: undefined }).catch(
			() => name,
		);
		if (refused === name) demands.operation.push(name);
	}

	const right = (await call(JSON.stringify(message))).reply;
	const built = (await callTo(`${notification.id}.buildReply`, {})).json;
	const codes: BuiltCallback['codes'] = { trigger: [], operation: [] };
	for (const kind of kinds) {
		const { body, contentType } = send(kind, account);
		const code = codeOf((await call(body, contentType)).reply);
		if (code) codes.trigger.push(code);
	}
	const buildReply = resources.notification?.operations.buildReply;
	for (const { name, options = [] } of allFields(buildReply?.fields ?? [])) {
		if (name !== 'CODE') continue;
		codes.operation = (options as INodePropertyOptions[]).map(({ value }) => String(value));
	}
	const fieldsOfReply = (reply: unknown) =>
		verifyReply(JSON.stringify(reply), SAMPLE).faults.length > 0
			? []
			: Object.keys(reply as object);
	const contentOf = (reply: unknown) =>
		Object.keys(verifyReply(JSON.stringify(reply), SAMPLE).content ?? {});
	return {
		demands,
		replies: { trigger: fieldsOfReply(right), operation: fieldsOfReply(built) },
		content: { trigger: contentOf(right), operation: contentOf(built) },
		codes: { ...codes, trigger: [...new Set(codes.trigger)] },
		sandbox: Object.keys(message),
	};
}

/** Calls a trigger's address as n8n does, with its parameters as they are by default. */
async function callTrigger(
	trigger: INodeType,
	account: ICredentialDataDecryptedObject,
	text: string,
	contentType: string,
): Promise<{ accepted: boolean; reply: unknown }> {
	const isJson = contentType.startsWith('application/json');
	const form = Object.fromEntries(new URLSearchParams(text));
	let refusal: unknown;
	const response = {
		status: () => response,
		json: (body: unknown) => void (refusal = body),
		end: () => undefined,
	};
	const context = {
		getRequestObject: () => ({
			ip: '127.0.0.1',
			headers: { 'content-type': contentType },
			rawBody: Buffer.from(text),
			body: isJson ? (JSON.parse(text || '{}') as unknown) : form,
		}),
		getResponseObject: () => response,
		// Another workflow for each call: the trigger keeps a credential for a moment.
		getWorkflow: () => ({ id: String(Math.random()) }),
		getNode: () => ({}),
		getNodeParameter: (_name: string, otherwise: unknown) => otherwise,
		getCredentials: async () => await Promise.resolve(account),
	} as unknown as IWebhookFunctions;
	const { workflowData, webhookResponse } = (await trigger.webhook?.call(context)) ?? {};
	return { accepted: workflowData !== undefined, reply: webhookResponse ?? refusal };
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
