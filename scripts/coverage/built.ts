import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Rules } from '../../nodes/QianchengCredit/risk/payload.ts';
import type { ErrorTable } from '../../nodes/shared/model/errors.ts';
import { registry } from '../../sandbox/registry.ts';
import { demandsOf, refusedSessions, refusedTokens, statesOf, switchesOf } from './behaviour.ts';
import { loadSandbox, readCallback } from './built-callback.ts';
import { readCredential, sampleAccount } from './built-credential.ts';
import { fieldsOf, isOffered } from './built-fields.ts';
import type { JsonSchema } from '../generate/preview.ts';
import {
	builtFolder,
	loadProvider,
	type Modules,
	operationsById,
	type Place,
	previewPath,
} from '../shared/providers.ts';
import { rehearse, type Stage, stageFor } from './rehearsal.ts';
import { sampleText } from './samples.ts';
import { allOperations, type Spec, type SpecOperation } from '../shared/spec.ts';
import { signed, type Wire, withSession } from './wire.ts';

/** A field of an operation as the editor shows it, and what the node does with it. */
export interface BuiltField {
	name: string;
	/** The objects and lists on the wire that it is in, from the outside. */
	within: string[];
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
	/** Nested parameters, as paths, without which nothing is sent although only some calls need them. */
	demands: string[];
	/** Codes that mean something else here than elsewhere. */
	errors: ErrorTable;
	/** What it returns for each state of a query that it can be answered with. */
	states: Record<string, IDataObject>;
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
	/** The reply of the trigger to a right call, when it is a text. */
	text?: string;
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
	/** What a payload that is encrypted as a whole must hold. */
	payload?: Rules;
	/** Codes that, with the provider's words for it, make the session be renewed. */
	tokenRefusals: string[];
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
		/** What is sent differently in each position of each switch but its default. */
		switched: Record<string, Record<string, string>>;
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
	for (const [operationId, own] of await refusedSessions(spec, credential)) {
		if (operations[operationId]) operations[operationId].errors = own;
	}
	const ownCredential = await readCredential(credential, spec);
	const sealed = Object.values(operations).flatMap(({ wires }) =>
		wires.flatMap(({ opened }) => Object.keys(opened)),
	);
	return {
		operations,
		dictionaries,
		errors,
		fixed: fixedValues(spec, modules, operations),
		callback: modules.trigger && (await readCallback(id, spec, modules, stage)),
		payload: modules.payload,
		tokenRefusals: refusedTokens(spec, modules),
		credential: {
			...ownCredential,
			encrypts: [...new Set([...ownCredential.encrypts, ...sealed])],
			switched: await switchesOf(spec, modules, stage),
		},
		sandbox: readSandbox(id, spec),
	};
}

/** What an operation needs to be rehearsed: an account with its session, and a call of the sandbox. */
export async function prepareStage(id: string, spec: Spec, { credential, provider }: Modules) {
	const { account, requests } = await withSession(credential, sampleAccount(credential), spec);
	const sandbox = spec.notifications?.length ? await loadSandbox(id) : undefined;
	const notification = sandbox?.send('right', account).body;
	// The previews show the whole answer, of which a simplified output is a part.
	const local = { notification, simple: false, furtherFields: [] };
	const stage: Stage = { spec, provider, account, local };
	return { stage, requests };
}

async function readOperation(
	place: Place,
	{ node, credential }: Modules,
	wanted: SpecOperation | undefined,
	stage: Stage,
): Promise<BuiltOperation> {
	const fields = fieldsOf(node.description.properties, place);
	const { errors = {} } = place.operation;
	const common = { ...nothing, place: `${place.resource} / ${place.name}`, fields, errors };
	if (!wanted) return common;
	const ownStage = stageFor(place, stage);
	const { requests, ...rehearsal } = await rehearse(place.operation, wanted, ownStage);
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
		demands: await demandsOf(place, wanted, ownStage),
		states: await statesOf(place, wanted, ownStage),
	};
}

/** Of an operation that the specification does not have, and of the credential's own request. */
const nothing = {
	method: '',
	path: '',
	...{ sent: [], fields: [], wires: [], own: [], feeds: [], demands: [] },
	...{ errors: {}, states: {} },
};

/** The credential makes some requests by itself: as the only one, or beside an operation. */
function withSessionRequest(operation: BuiltOperation | undefined, wire: Wire): BuiltOperation {
	const wires = [...(operation?.wires ?? []), wire];
	if (operation) return { ...operation, wires };
	return {
		...nothing,
		place: 'credential',
		method: wire.method,
		path: new URL(wire.url).pathname,
		wires,
		own: namesOn(wires),
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

const readPreview = (file: string): JsonSchema | undefined =>
	existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as JsonSchema) : undefined;

function readSandbox(id: string, spec: Spec): Built['sandbox'] {
	const provider = registry.find((entry) => entry.id === id)?.create();
	if (!provider) return { operations: [], codes: [] };
	const isServed = (operation: SpecOperation): boolean =>
		provider.match(operation.method, operation.path)?.operation === operation.id;
	return {
		operations: spec.operations.filter(isServed).map((operation) => operation.id),
		codes: [...provider.codes],
	};
}
