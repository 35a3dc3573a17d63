import type { INodePropertyOptions } from 'n8n-workflow';

import { resources } from '../../../nodes/HSTong/operations';
import type { Field } from '../../../nodes/shared/model/field';
import { readExamples } from '../../../scripts/start/examples.ts';
import spec from '../../../spec/hstong.json';

// What a person declares must be the whole sentence of the document. That the forms show the node's is held by
// test/unit/examples/forms.test.ts.

const declared = spec.dictionaries.declarations.filter(({ allowed }) => allowed !== null);

/** The sentences of the document by step and parameter, without what is said about their values. */
const sentences: Array<[step: string, name: string, chinese: string]> = [
	...declared.map(({ value, zh }): [string, string, string] => ['declarations', value, zh]),
	...(
		[
			['declarations', 'submitStep4', ['qc1', 'scChina', 'scOthers', 'identityOfUs']],
			['accounts', 'submitStep5', ['q1', 'q2', 'q3', 'q4']],
			['riskDisclosure', 'submitStep6', ['d1', 'd2', 'd3', 'd4']],
		] as const
	).flatMap(([step, id, names]) =>
		names.map((name): [string, string, string] => {
			const operation = spec.operations.find((one) => one.id === id);
			const param = operation?.params.find((one) => one.name === name);
			const text = String(param?.descriptionZh)
				.replace(/^值 0-false 1-true /, '')
				.replace(/ ?(参数可以不传递|如果这个结果为false).*$/, '');
			return [step, name, text];
		}),
	),
];

const fieldsOf = (step: string) =>
	resources[step].operations.submit.fields.flatMap((field) =>
		field.type === 'collection' ? (field.options as Field[]) : [field],
	);

test.each(sentences)('%s %s is the sentence of the document', (step, name, chinese) => {
	expect(chinese.length).toBeGreaterThan(5);
	const hint = String(fieldsOf(step).find((field) => field.name === name)?.hint);
	expect(hint.endsWith(` (${chinese})`)).toBe(true);
	// The English is a sentence of the person, too, and not a heading for one.
	expect(hint).toMatch(/^(I |My |In the past|Neither I |US stock)/);
});

test.each(['annualIncome', 'totalNetValueOfAssets', 'estimatedInvestmentAmount'] as const)(
	'%s has the bands of the document, and no currency in English, here and in the examples',
	(name) => {
		const field = fieldsOf('finances').find((one) => one.name === name) as Field;
		expect(field.description).toContain('The document names no currency');
		const bands = (field.options as INodePropertyOptions[]).map((option) => option.name);
		expect(bands).toHaveLength(4);
		for (const [i, band] of bands.entries()) {
			expect(band).toMatch(/^(Below |Above )?[\d,]+( to [\d,]+)? \(.*\d+万元?\)$/);
			expect(band.endsWith(`(${spec.dictionaries[name][i].zh})`)).toBe(true);
			const numbers = (text: string) =>
				(text.match(/[\d,]+/g) ?? []).map((one) => +one.replace(/,/g, ''));
			const [english, chinese] = band.split(' (').map(numbers);
			expect(english).toEqual(chinese.map((number) => number * 10_000));
		}
		const shown = JSON.stringify(readExamples());
		for (const { zh } of spec.dictionaries[name])
			expect(shown).not.toMatch(
				new RegExp(`(Yuan|RMB|CNY|HKD)[^"]{0,5}${zh.replace(/[<>]/g, '.')}`, 'i'),
			);
	},
);
