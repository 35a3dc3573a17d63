import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodePropertyOptions,
} from 'n8n-workflow';
import type { ApiRequest, Call, Field, Operation } from '../../nodes/shared/model/operation.ts';
import type { Provider } from '../../nodes/shared/model/provider.ts';
import { answerOf, isEnveloped, objectOf, SAMPLE_JSON, sealedFields, valuesOf } from './samples.ts';
import type { Place } from '../shared/providers.ts';
import { type Spec, type SpecOperation, withChildren } from '../shared/spec.ts';
import { partsOf } from './wire.ts';

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
	/** A parameter, as a path of names, that is left out. */
	without?: string[];
	/** Fields of the answer that shall have other values. */
	answer?: IDataObject;
}

/** The shortest time; an operation that waits would ask for minutes. */
const MOMENT_SECONDS = 0.001;

/** What stands in for a place: the version of its operation, and no waiting. */
export const stageFor = ({ version }: Place, stage: Stage): Stage => ({
	...stage,
	local: { ...stage.local, maximumWait: MOMENT_SECONDS, interfaceVersion: version },
});

const IMAGE = { data: Buffer.from('image'), fileName: 'image.png', mimeType: 'image/png' };

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
	const scope = sealedFields(wanted);
	const fieldsWith = (local: IDataObject) =>
		valuesOf(
			shownWith(operation.fields, { ...stage.local, ...local }),
			scope,
			stage.spec.dictionaries,
		);
	const values = fieldsWith({});
	const runs: Array<[IDataObject, IDataObject]> = [
		[values, {}],
		...choicesOf(fields, stage.local).map(([field, value]): [IDataObject, IDataObject] => {
			const chosen = { [field.name]: value };
			return field.local ? [fieldsWith(chosen), chosen] : [{ ...values, ...chosen }, {}];
		}),
	];
	const requests: ApiRequest[] = [];
	const results = [];
	for (const [given, local] of runs) {
		const call = makeCall(operation, wanted, stage, given, local, requests);
		const result = await operation.run(call);
		results.push(result);
		if (requests.length < results.length) requests.push(...pageCallIn(result.json, stage.account));
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

/** The request that a browser makes with what a page call returns, before it was signed. */
function pageCallIn(
	{ url, method, fields }: IDataObject,
	{ signField }: ICredentialDataDecryptedObject,
): ApiRequest[] {
	if (typeof url !== 'string' || typeof fields !== 'object') return [];
	const { [String(signField)]: _signature, ...body } = fields as IDataObject;
	return [{ method: method as ApiRequest['method'], path: new URL(url).pathname, body }];
}

function makeCall(
	operation: Operation,
	wanted: SpecOperation,
	{ spec, provider, account, local = {}, without = [], answer: given }: Stage,
	values: IDataObject,
	chosen: IDataObject,
	requests: ApiRequest[],
): Call {
	const sample = answerOf(wanted, spec);
	const answer = given ? { ...(sample as IDataObject), ...given } : sample;
	return {
		itemIndex: 0,
		values: () => ({
			wire: withoutPath(values, without),
			local: localValues(operation.fields, { ...local, ...chosen }, wanted),
		}),
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
		answerCaller: async () => await Promise.resolve(),
		binary: async (name) => await Promise.resolve({ [name]: { data: '', mimeType: 'image/png' } }),
		credential: account,
	};
}

function withoutPath(values: IDataObject, [name, ...rest]: string[]): IDataObject {
	if (rest.length > 0) {
		return { ...values, [name]: withoutPath(values[name] as IDataObject, rest) };
	}
	const { [name]: _left, ...others } = values;
	return others;
}

/** Fields that hold a value, those inside collections included. */
export const allFields = (fields: Field[]): Field[] =>
	fields.flatMap((field) => {
		if (field.type === 'notice') return [];
		return field.type === 'collection' ? allFields(field.options as Field[]) : [field];
	});

/** The fields that are shown while those that serve the node only have these values. */
const shownWith = (fields: Field[], local: IDataObject): Field[] =>
	fields.filter(({ displayOptions }) =>
		Object.entries(displayOptions?.show ?? {}).every(([name, allowed]) => {
			const field = fields.find((candidate) => candidate.name === name);
			return !field?.local || (allowed as unknown[]).includes(local[name] ?? field.default);
		}),
	);

/** The further positions of fields on which others depend. */
function choicesOf(
	fields: Field[],
	settled: IDataObject = {},
): Array<[Field, IDataObject[string]]> {
	return fields
		.filter(
			({ name, type }) =>
				type === 'options' &&
				settled[name] === undefined &&
				fields.some((field) => dependsOn(field, name)),
		)
		.flatMap((field) =>
			(field.options as INodePropertyOptions[])
				.slice(1)
				.map(({ value }): [Field, IDataObject[string]] => [field, value]),
		);
}

const dependsOn = ({ displayOptions }: Field, name: string): boolean =>
	displayOptions?.show?.[name] !== undefined;

/** Values of the fields that serve the node only: those given, and made-up ones for the others. */
function localValues(fields: Field[], given: IDataObject, wanted: SpecOperation): IDataObject {
	const values: IDataObject = {};
	for (const field of shownWith(fields, given)) {
		if (field.type === 'collection') {
			Object.assign(values, localValues(field.options as Field[], given, wanted));
		} else if (field.local || field.file) {
			values[field.name] = given[field.name] ?? localOf(field, wanted);
		}
	}
	return values;
}

/** A JSON text with what the specification knows of the field, a list of pairs, or the default. */
function localOf({ name, type, default: usual }: Field, wanted: SpecOperation): IDataObject[string] {
	if (type === 'json') {
		const param = withChildren(wanted.params).find((candidate) => candidate.name === name);
		return param?.children ? JSON.stringify(objectOf(param.children, {})) : SAMPLE_JSON;
	}
	if (type === 'fixedCollection') {
		const entries = Object.entries(JSON.parse(SAMPLE_JSON) as IDataObject);
		return entries.map(([entry, value]) => ({ name: entry, value }));
	}
	return usual === '' ? undefined : (usual as IDataObject[string]);
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
