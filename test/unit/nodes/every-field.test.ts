import type { INodePropertyOptions } from 'n8n-workflow';

import type { Field } from '../../../nodes/shared/model/field';
import { readValues } from '../../../nodes/shared/values/values';
import { loadProvider } from '../../../scripts/shared/providers.ts';
import { PROVIDERS } from '../../../spec/providers.ts';
import { ALL_FIELDS } from '../../support/fields';

describe('a field of any operation', () => {
	const valueOf = (field: Field, value: unknown) => {
		const { wire, local, path } = readValues([{ ...field, check: undefined }], () => value);
		return { ...wire, ...local, ...path }[field.name];
	};

	test('for yes or no takes words and digits, wherever it is used', () => {
		const yesNo = ALL_FIELDS.filter(({ field }) => field.type === 'boolean');
		expect(yesNo.length).toBeGreaterThan(20);
		for (const { place, field } of yesNo) {
			for (const [words, meaning] of [
				[[true, 'true', 'TRUE', 'Yes', ' yes ', 1, '1', '１', '是', 'ｙｅｓ', '是 Yes'], true],
				[[false, 'false', 'No', 0, '0', '０', '否\u200B', '否 No'], false],
			] as const) {
				for (const word of words)
					expect([place, word, valueOf(field, word)]).toEqual([place, word, meaning]);
			}
			for (const word of ['perhaps', 2, 'constructor', 'truex']) {
				expect(() => valueOf(field, word)).toThrow(`'${field.displayName}' must be true or false`);
			}
		}
	});

	test('for a text takes neither true nor false', () => {
		const texts = ALL_FIELDS.filter(({ field: { type, as } }) => type === 'string' && as !== 'any');
		expect(texts.length).toBeGreaterThan(150);
		for (const { place, field } of texts) {
			expect([place, attempt(() => valueOf(field, true))]).toEqual([
				place,
				`'${field.displayName}' must not be true or false`,
			]);
		}
	});

	test('for a choice takes code and label, and nothing else', () => {
		const choices = ALL_FIELDS.filter(({ field }) => field.type === 'options');
		expect(choices.length).toBeGreaterThan(50);
		for (const { place, field } of choices) {
			for (const { name, value } of field.options as INodePropertyOptions[]) {
				expect([place, valueOf(field, name), valueOf(field, ` ${String(value)}`)]).toEqual([
					...[place, value, value],
				]);
			}
			expect(() => valueOf(field, 'none of these')).toThrow(
				`'${field.displayName}' must be one of its choices`,
			);
		}
	});

	test('for a number has a least and a most, and takes digits', () => {
		const numbers = ALL_FIELDS.filter(({ field }) => field.type === 'number');
		expect(numbers.length).toBeGreaterThan(5);
		for (const { place, field } of numbers) {
			const { minValue = NaN, maxValue = 1e6 } = field.typeOptions ?? {};
			expect([place, valueOf(field, ` ${String(minValue)} `)]).toEqual([place, minValue]);
			expect([place, valueOf(field, maxValue)]).toEqual([place, maxValue]);
			for (const wrong of [
				minValue - 0.1,
				0,
				-1,
				(field.typeOptions?.maxValue ?? 2 ** 53) + 1,
				'soon',
				'',
				' ',
				'1,5',
				'0x10',
				'1e3',
			]) {
				const isEmpty = String(wrong).trim() === '';
				if (typeof wrong === 'number' && wrong >= minValue && wrong <= maxValue) continue;
				expect([place, wrong, attempt(() => valueOf(field, wrong))]).toEqual([
					...[place, wrong],
					isEmpty && !field.required
						? undefined
						: expect.stringContaining(`'${field.displayName}'`),
				]);
			}
		}
	});

	test('that is sent as JSON takes neither a list nor a single value', () => {
		const json = ALL_FIELDS.filter(({ field }) => field.as === 'jsonText');
		expect(json.length).toBeGreaterThan(3);
		for (const { place, field } of json) {
			const shown = { ...field, displayOptions: undefined };
			for (const value of ['[{"a":1}]', '"a"', '1', 'true', [{ a: 1 }], 1]) {
				expect([place, value, attempt(() => readValues([shown], () => value))]).toEqual([
					...[place, value, expect.stringMatching(`^'${field.displayName}' must be a JSON object`)],
				]);
			}
		}
	});

	test('that is needed is asked for, wherever it is used', () => {
		const needed = ALL_FIELDS.filter(({ field }) => field.required === true);
		expect(needed.length).toBeGreaterThan(120);
		for (const { place, field } of needed) {
			for (const nothing of ['', null, undefined, ' ', '\u3000\u200B']) {
				const isReceived = field.as === 'received' && typeof nothing === 'string';
				if (isReceived) continue;
				expect([place, attempt(() => valueOf(field, nothing))]).toEqual([
					place,
					`'${field.displayName}' is empty`,
				]);
			}
		}
	});

	test('that another operation delivers says which one when it is empty', () => {
		const delivered = ALL_FIELDS.filter(
			({ field }) => field.required && String(field.default).startsWith('={{ $json.'),
		);
		expect(delivered.length).toBeGreaterThan(40);
		for (const { place, field } of delivered) {
			expect([place, field.source]).toEqual([place, expect.any(String)]);
			expect(() => valueOf(field, undefined)).toThrow(
				expect.objectContaining({ remedy: expect.stringContaining(`from ${field.source}`) }),
			);
		}
	});

	test.each(PROVIDERS)(
		'of $node that another operation delivers names one that there is, or a node of n8n',
		(entry) => {
			const { resources, node, trigger } = loadProvider(entry, process.cwd());
			const operations = Object.values(resources).flatMap((one) => Object.values(one.operations));
			const names = operations.map(({ name }) => `'${name}'`);
			const nodes = [node, trigger].flatMap((one) => one?.description.displayName ?? []);
			const isNamed = (source: string) =>
				[...names, ...nodes, 'Webhook'].some((name) => source.includes(name)) &&
				(source.match(/'[^']+'/g) ?? []).every((name) => names.includes(name));
			const faults = operations.flatMap(({ name, fields }) =>
				fields
					.filter(({ source, description = '', required }) =>
						source ? true : required && description.includes("from '"),
					)
					.filter(({ source = '' }) => !isNamed(source))
					.map(({ displayName, source }) => `${displayName} of ${name}: ${source}`),
			);
			expect(faults).toEqual([]);
		},
	);
});

function attempt(make: () => unknown): unknown {
	try {
		return make();
	} catch (error) {
		return (error as Error).message;
	}
}
