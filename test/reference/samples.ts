// Right values of every parameter, made from the specification: a test takes them and breaks one thing. Texts have what
// an encoding can spoil, and nothing belongs to a real person.
import { operationFinder } from '../../spec/read.ts';
import type { Spec, SpecField } from '../../spec/types.ts';
import { bankCardNumber, idCardNumber, jpeg } from '../support/applicant.ts';
import { specOf } from './client.ts';
import type { Params, Part, Value } from './client.ts';

/** A mobile number of mainland China; its last digit is that of n, by which some providers decide. */
export const mobileNumber = (n: number): string => `139${String(n).padStart(8, '0')}`;

export const photo = (fileName = '照片 1.jpg', content = jpeg(2048)): Part => ({
	content,
	fileName,
});

const FORMATS: Record<string, (n: number) => Value> = {
	'id-card': idCardNumber,
	'bank-card': bankCardNumber,
	mobile: mobileNumber,
	'person-name': () => '测试员',
	'latin-name': () => "Sandbox O'Neill",
	'country-code': () => '0086',
	'path-part': () => 'yh',
	'yyyy-MM-dd': () => '1990-01-31',
	'yyyy-MM-dd HH:mm:ss': () => '2020-01-02 03:04:05',
	amount: () => '50000.50',
	email: () => 'user+tag@example.com',
	url: () => 'http://127.0.0.1:9/back?from=bank&a=%26#top',
	base64: () => Buffer.from('合同').toString('base64'),
};

type Dictionaries = Spec['dictionaries'];

/** The values that a field may have; undefined where it may have any. */
export const choicesOf = ({ enum: list }: SpecField, dictionaries: Dictionaries) =>
	typeof list === 'string' ? dictionaries[list]?.map(({ value }) => value) : list;

function sampleOf(
	field: SpecField,
	dictionaries: Dictionaries,
	n: number,
	isNested: boolean,
): Value {
	const { children, fixed, format = '', maxLength, name, type } = field;
	const only = fixed ?? choicesOf(field, dictionaries)?.[0];
	if (only !== undefined) return only;
	if (FORMATS[format]) return FORMATS[format](n);
	const inside = children && samplesOf(children, dictionaries, n, true);
	switch (type) {
		case 'boolean':
			return true;
		case 'integer':
			return 1;
		case 'number':
			return 12.5;
		case 'binary':
			return photo();
		case 'array':
			return [inside ?? '样例 "1"'];
		case 'object':
		case 'json-string':
		case 'any':
			return inside ?? { ORDER: 'A&B=1 + 2', AMOUNT: 1.5 };
		default:
			// What is encrypted as a whole is decrypted again in each test.
			return (isNested ? `${name}&中` : `A&B=C+D #%2 中é "${name}" 😀`).slice(0, maxLength);
	}
}

/** Whether other values are such that a conditional parameter is meant. */
export const isMeant = ({ when }: SpecField, values: Params): boolean =>
	Object.entries(when ?? {}).every(([name, wanted]) => wanted.some((one) => one === values[name]));

/** Whether a call is right without a parameter. */
export const isOptional = (field: SpecField, values: Params): boolean =>
	field.required !== true && !(field.neededThen && isMeant(field, values));

/** A right value of each field that the credential does not give; a conditional one where its condition holds. */
export function samplesOf(
	fields: readonly SpecField[],
	dictionaries: Dictionaries,
	n = 1,
	isNested = false,
): Params {
	const given = fields.filter(({ by }) => by !== 'credential');
	const values: Params = {};
	for (const field of given) {
		if (field.required !== 'conditional' || (isNested && !field.when))
			values[field.name] = sampleOf(field, dictionaries, n, isNested);
	}
	for (const field of given) {
		if (field.required === 'conditional' && field.when && isMeant(field, values))
			values[field.name] = sampleOf(field, dictionaries, n, isNested);
	}
	return values;
}

/** Right values of an operation for the nth person. */
export function samples(provider: string, id: string, n = 1): Params {
	const spec = specOf(provider);
	const { params, pathParams } = operationFinder(spec)(id);
	return samplesOf([...pathParams, ...params], spec.dictionaries, n);
}
