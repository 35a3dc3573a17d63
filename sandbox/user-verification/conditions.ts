import type { SpecField, SpecOperation } from '../../spec/types.ts';
import type { Condition } from '../core/parameters.ts';
import { spec } from './spec.ts';

const requiredWhen = (text: string, holds: Condition['holds']): Condition => ({
	text,
	holds,
	requiredThen: true,
	refusedOtherwise: false,
});

const elsewhere = requiredWhen('isIdentical is 2', ({ isIdentical }) => isIdentical === '2');
const permanent = ['Addr', 'City', 'Country', 'Postcode', 'Province'];

/** What is flagged as optional and probably conditional (gap UV-17); only a strict account demands it. */
export const conditions: Readonly<Record<string, Readonly<Record<string, Condition>>>> = {
	submitStepTwo: Object.fromEntries(permanent.map((part) => [`permanent${part}`, elsewhere])),
	submitStepThree: {
		incomeSourceOther: requiredWhen('incomeSource is 4', (values) => values.incomeSource === '4'),
		taxNo: requiredWhen('taxType is sent', ({ taxType }) => taxType !== undefined),
		taxType: requiredWhen('taxNo is sent', ({ taxNo }) => taxNo !== undefined && taxNo !== ''),
	},
};

/** The parameters of an operation as a strict account demands them: every file, and the conditions. */
export function strictParams({ id, params }: SpecOperation): SpecField[] {
	return params.map((param) => {
		if (param.type === 'binary') return { ...param, required: true };
		const isConditional = conditions[id]?.[param.name] !== undefined;
		return isConditional ? { ...param, required: 'conditional' } : param;
	});
}

/** Philippine numbers, with or without their hyphens. */
const forms: Readonly<Record<string, { form: RegExp; text: string }>> = {
	TIN: { form: /^\d{9}(\d{3}|\d{5})?$/, text: '9, 12 or 14 digits' },
	SSS: { form: /^\d{10}$/, text: '10 digits' },
	GSIS: { form: /^\d{11}$/, text: '11 digits' },
};

/** What is wrong with a number that belongs to a type of a dictionary; only of those three kinds. */
export function numberFault(
	[typeName, type]: [name: 'taxType' | 'cardType', value: unknown],
	[name, value]: [name: string, value: unknown],
): string[] {
	const kind = spec.dictionaries[typeName]?.find((entry) => entry.value === type)?.zh ?? '';
	const wanted = forms[kind];
	if (!wanted || typeof value !== 'string' || value === '') return [];
	const digits = value.replace(/-/g, '');
	return wanted.form.test(digits) ? [] : [`${name} is no ${kind} number of ${wanted.text}`];
}
