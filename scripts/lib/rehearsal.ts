import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';
import type { ApiRequest, Call, Field, Operation } from '../../nodes/shared/operation.ts';
import type { Spec, SpecField, SpecOperation } from './spec.ts';

/** What an operation did when it was run without n8n and without a provider. */
export interface Rehearsal {
	method: string;
	/** With the placeholders of the specification in place of the values. */
	path: string;
	/** Names of everything that was sent: query, form and file parts. */
	sent: string[];
	json: IDataObject;
	files: string[];
}

const IMAGE = { data: Buffer.from('image'), fileName: 'image.png', mimeType: 'image/png' };

/**
 * Runs an operation with a made-up value in each of its fields, against an answer that has all the
 * fields of the specification, and notes what it sends and what it returns.
 */
export async function rehearse(
	operation: Operation,
	wanted: SpecOperation,
	dictionaries: Spec['dictionaries'],
): Promise<Rehearsal> {
	const fields = allFields(operation.fields);
	const values = Object.fromEntries(
		fields
			.filter(({ local, file }) => !local && !file)
			.map((field): [string, IDataObject[string]] => [field.name, valueOf(field)]),
	);
	const requests: ApiRequest[] = [];
	const call: Call = {
		itemIndex: 0,
		fields: () => ({ ...values }),
		local: (name) => fields.find((field) => field.name === name)?.default,
		file: async () => await Promise.resolve(IMAGE),
		files: async () => await Promise.resolve([IMAGE]),
		request: async (request) => {
			requests.push(request);
			return await Promise.resolve(answerOf(wanted, dictionaries));
		},
		download: async (request) => {
			requests.push(request);
			return await Promise.resolve(IMAGE);
		},
		binary: async (name) => await Promise.resolve({ [name]: { data: '', mimeType: 'image/png' } }),
		credential: {},
	};
	const { json, binary = {} } = await operation.run(call);
	const [request] = requests;
	return {
		method: request?.method ?? 'POST',
		path: withPlaceholders(request?.path ?? '', wanted, values),
		sent: request ? namesIn(request) : [],
		// As n8n stores it, without what is undefined.
		json: JSON.parse(JSON.stringify(json)) as IDataObject,
		files: Object.keys(binary),
	};
}

/** Fields that hold a value, those inside collections included. */
export const allFields = (fields: Field[]): Field[] =>
	fields.flatMap((field) => {
		if (field.type === 'notice') return [];
		return field.type === 'collection' ? allFields(field.options as Field[]) : [field];
	});

function valueOf(field: Field): IDataObject[string] {
	if (field.type === 'options') return (field.options as INodePropertyOptions[])[0].value;
	if (field.type === 'boolean') return true;
	return field.typeOptions?.multipleValues ? [field.name] : `a ${field.name}`;
}

function withPlaceholders(path: string, { pathParams }: SpecOperation, values: IDataObject) {
	return pathParams.reduce(
		(result, { name }) =>
			result.replace(
				new RegExp(`/${encodeURIComponent(String(values[name]))}(?=/|$)`),
				`/{${name}}`,
			),
		path,
	);
}

function namesIn({ query = {}, body = {} }: ApiRequest): string[] {
	const names = body instanceof FormData ? [...body.keys()] : Object.keys(body);
	return [...Object.keys(query), ...names];
}

/** An answer with every field, a code where the field has a dictionary. */
function answerOf({ response }: SpecOperation, dictionaries: Spec['dictionaries']): unknown {
	const answer = objectOf(response.fields, dictionaries);
	return response.rootType === 'none' ? undefined : (answer.$data ?? answer);
}

const objectOf = (fields: SpecField[] = [], dictionaries: Spec['dictionaries']): IDataObject =>
	Object.fromEntries(fields.map((field) => [field.name, sampleOf(field, dictionaries)]));

function sampleOf(field: SpecField, dictionaries: Spec['dictionaries']): IDataObject[string] {
	const code = typeof field.enum === 'string' ? dictionaries[field.enum][0].value : undefined;
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
		default:
			return String(code ?? 'text');
	}
}
