import type { INodePropertyOptions } from 'n8n-workflow';

import { toCode } from '../../../nodes/shared/model/dictionary';
import { readExamples } from '../../../scripts/start/examples.ts';
import { type FormField, HANDOVERS, PAGES, parametersOf } from '../../support/pages.ts';

// What an applicant types is kept, understood, and theirs. How a page looks is a matter of forms.test.ts.

const CHINESE = /\p{Script=Han}/u;
const OWN = 'n8n-nodes-fintech-onboarding.';
const TYPED = ['text', 'number', 'date', 'dropdown', 'radio', 'textarea'];

test.each(PAGES)('$place keeps what was typed, and has nothing chosen beforehand', (page) => {
	const { node, fields } = page;
	const typed = fields.filter(({ fieldType = 'text' }) => TYPED.includes(fieldType));
	const isFixed = ({ defaultValue }: FormField) => defaultValue && !defaultValue.startsWith('=');
	expect(typed.filter(isFixed)).toEqual([]);
	// The first page of a form is never shown again.
	if (node.type.endsWith('Trigger')) return;
	expect(typed.filter(({ defaultValue }) => defaultValue === undefined)).toEqual([]);
});

test('a mistake is told the same in both languages', () => {
	const telling = PAGES.map(({ place, node }) => ({ place, text: JSON.stringify(node.parameters) }));
	const inChinese = telling.filter(({ text }) => text.includes('details?.messageChinese'));
	expect(inChinese.length).toBeGreaterThan(30);
	expect(inChinese.filter(({ text }) => !text.includes('details?.messageEnglish'))).toEqual([]);
});

describe.each(HANDOVERS)('$place', ({ field, entered }) => {
	const options = (field.options ?? []) as INodePropertyOptions[];
	const offered = entered.flatMap(
		({ fieldOptions }) => fieldOptions?.values.map(({ option }) => option) ?? [],
	);

	it('takes what the page lets a person enter', () => {
		const types = new Set(entered.map(({ fieldType = 'text' }) => fieldType));
		if (field.type === 'options') {
			// Every choice of the dictionary can be made, in its order.
			const codes = offered.map((choice) => toCode(options, choice));
			expect(options.map(({ value }) => value).filter((value) => codes.includes(value))).toEqual(
				codes,
			);
		}
		if (field.type === 'number') expect([...types]).toEqual(['number']);
		if (/\byear-month-day\b/.test(field.description ?? '')) expect([...types]).toEqual(['date']);
	});
});

describe('declarations', () => {
	const made = readExamples().flatMap(({ name, nodes }) =>
		nodes
			.filter(({ type }) => type.startsWith(OWN) && !type.endsWith('Trigger'))
			.flatMap((node) =>
				parametersOf(node)
					.filter(({ field }) => field.type === 'boolean' && field.hint)
					.map((one) => ({ ...one, place: `${name}: ${node.name}: ${one.parameter}` })),
			),
	);

	it('are found', () => expect(made.length).toBeGreaterThan(15));

	it.each(made)('$place comes from the applicant', ({ value }) => {
		expect(value).toMatch(/^=\{\{/);
	});
});

describe('what a workflow says itself when something is wrong', () => {
	interface Assignments {
		assignments?: { assignments?: Array<{ name: string; value: unknown }> };
	}
	const said = readExamples()
		.filter(({ nodes }) => nodes.some(({ type }) => type.endsWith('.form')))
		.flatMap(({ name, nodes }) =>
			nodes.flatMap(({ name: node, parameters }) => {
				const { assignments = [] } = (parameters as Assignments).assignments ?? {};
				const valueOf = (key: string) => assignments.find((one) => one.name === key)?.value;
				const error = valueOf('error');
				return error ? [{ place: `${name}: ${node}`, details: String(valueOf('details')) }] : [];
			}),
		);

	it.each(said)('$place has it in Chinese', ({ details }) => {
		expect(details).toMatch(/messageChinese|\.details/);
		if (details.includes('messageChinese:')) expect(details).toMatch(CHINESE);
	});
});
