import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';
import type { Field, Group } from '../../nodes/shared/model/operation.ts';
import { type Spec, type SpecField, type SpecOperation, withChildren } from '../shared/spec.ts';

/** What a made-up JSON field and a made-up list of fields hold. */
export const SAMPLE_JSON = '{"SAMPLE":"a sample"}';

/** What a made-up text field holds. */
export const sampleText = (name: string): string => `a ${name}`;

/**
 * A made-up value for each field, as an operation gets them: collections that are sent as an object, and
 * entries of a list, are nested.
 *
 * @param scope what the specification says of them, for fields of which a text would not do
 */
export const valuesOf = (
	fields: Field[],
	scope: SpecField[],
	dictionaries: Spec['dictionaries'],
): IDataObject =>
	Object.fromEntries(
		fields
			.filter(({ local, file, type }) => !local && !file && type !== 'notice')
			.flatMap((field): Array<[string, IDataObject[string]]> => {
				if (field.type !== 'collection') return [[field.name, valueOf(field, scope, dictionaries)]];
				const inner = valuesOf(field.options as Field[], scope, dictionaries);
				return field.sendAs ? [[field.sendAs, inner]] : Object.entries(inner);
			}),
	) as IDataObject;

function valueOf(
	field: Field,
	scope: SpecField[],
	dictionaries: Spec['dictionaries'],
): IDataObject[string] {
	if (field.type === 'options') return (field.options as INodePropertyOptions[])[0].value;
	if (field.type === 'boolean') return true;
	const param = scope.find(({ name }) => name === field.name);
	if (field.type === 'fixedCollection') {
		const [group] = field.options as Group[];
		return [valuesOf(group.values, withChildren(param?.children), dictionaries)];
	}
	if (field.typeOptions?.multipleValues) return [field.name];
	const isText = !param || (param.type === 'string' && !param.format);
	return isText ? sampleText(field.name) : sampleOf({ ...param, enum: undefined }, dictionaries);
}

/** The fields inside the parameters of a request that are encrypted. */
export const sealedFields = ({ params }: SpecOperation): SpecField[] => {
	const sealed = params.filter(({ encrypted, children }) => encrypted && children);
	// As a whole as well, which is not a text for whoever gives it.
	return sealed.flatMap((param) => withChildren([{ ...param, type: 'object' }]));
};

/** Whether the answer of the specification still has its envelope. */
export const isEnveloped = ({ response }: SpecOperation, { envelope }: Spec): boolean =>
	response.fields?.some(({ name }) => name === envelope.codeField) ?? false;

/** An answer with every field, a code where the field has a dictionary. */
export function answerOf(wanted: SpecOperation, spec: Spec): unknown {
	const { response, group = '' } = wanted;
	const { codeField, successCode, successCodes } = spec.envelope;
	const answer = objectOf(response.fields, spec.dictionaries);
	if (isEnveloped(wanted, spec)) answer[String(codeField)] = successCodes?.[group] ?? successCode;
	if (response.rootType === 'array') return [answer];
	return response.rootType === 'none' ? undefined : (answer.$data ?? answer);
}

/** The same as it comes from the provider. */
export function envelopedAnswer(wanted: SpecOperation, spec: Spec): unknown {
	const { codeField, successCode, dataField } = spec.envelope;
	const answer = answerOf(wanted, spec);
	return isEnveloped(wanted, spec) || !dataField
		? answer
		: { [String(codeField)]: successCode, [dataField]: answer };
}

export const objectOf = (
	fields: SpecField[] = [],
	dictionaries: Spec['dictionaries'],
): IDataObject =>
	Object.fromEntries(fields.map((field) => [field.name, sampleOf(field, dictionaries)]));

const SAMPLE_TIME = '2026-01-31 09:30:00';

function sampleOf(field: SpecField, dictionaries: Spec['dictionaries']): IDataObject[string] {
	const code = typeof field.enum === 'string' ? dictionaries[field.enum]?.[0].value : undefined;
	if (field.format === 'epoch-milliseconds') return String(Date.now() + 3_600_000);
	if (field.format === 'url') return 'https://sample.example/1.jpg';
	switch (field.type) {
		case 'any':
			return JSON.parse(SAMPLE_JSON) as IDataObject;
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
			return String(code ?? (/(^|_)time$/.test(field.name) ? SAMPLE_TIME : 'text'));
	}
}
