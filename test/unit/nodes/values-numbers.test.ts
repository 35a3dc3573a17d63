import type { IDataObject } from 'n8n-workflow';

import type { Field } from '../../../nodes/shared/model/field';
import { inexactNumber, isExact } from '../../../nodes/shared/values/numbers';
import { readValues } from '../../../nodes/shared/values/values';
import { ALL_FIELDS } from '../../support/fields';
import { randomOf } from '../../support/random';
import { problemOf, textField } from '../../support/values';

const text = textField({ displayName: 'Card', name: 'card' });
const json: Field = { ...text, type: 'json' };

const read = (field: Field, value: unknown): unknown =>
	readValues([{ ...field, required: false }], () => value).wire.card;

const messageOf = (field: Field, value: unknown) =>
	problemOf({ ...field, required: false } as Field, value)?.message;

const LOST = [2 ** 53, -(2 ** 53), Number('6222020000000000054'), 1e21, Number.MAX_VALUE];
const NONE = [NaN, Infinity, -Infinity];

describe('a number that a double cannot hold', () => {
	test.each(LOST)('%p as a text is refused', (value) => {
		expect(messageOf(text, value)).toBe("'Card' lost digits on its way here");
	});

	test.each(NONE)('%p is no number', (value) => {
		expect(messageOf(text, value)).toBe("'Card' is no number");
	});

	test.each([...LOST, ...NONE])('%p is found wherever it is', (value) => {
		for (const data of [value, [value], { a: { b: [0, value] } }, { a: [{ b: value }] }]) {
			expect(messageOf(json, data)).toMatch(/^'Card(: \S+)?' (lost digits|is no number)/);
			if (typeof data !== 'object') continue;
			expect(messageOf({ ...text, as: 'any' }, data)).toMatch(/^'Card: \S+' (lost|is no)/);
		}
		expect(messageOf({ ...text, as: 'any' }, value)).toBeDefined();
		expect(messageOf({ ...text, typeOptions: { multipleValues: true } }, [value])).toBeDefined();
	});

	test('is refused in every field of every operation', () => {
		const taking = ALL_FIELDS.filter(({ field }) => field.as !== 'received');
		for (const { place, field } of taking) {
			for (const value of [...LOST, ...NONE]) {
				const given = field.type === 'json' ? { deep: [value] } : value;
				expect([place, messageOf(field, given)]).toEqual([
					place,
					expect.stringContaining(`'${field.displayName}`),
				]);
			}
		}
	});

	test.each([
		['{"card_no": 6222020000000000054}', "'Card: card_no' lost digits on its way here"],
		['[[{"a": "1", "b": -9007199254740993}]]', "'Card: [0][0].b' lost digits on its way here"],
		['{"a": 123456789012345678901234567890}', "'Card: a' lost digits on its way here"],
		['{"a": 1e400}', "'Card: a' is no number"],
		['6222020000000000054', "'Card' lost digits on its way here"],
		['{"a": 1e-400}', "'Card' holds a number of 4 digits, of which some are lost"],
		[
			'{"a": [1, 0.12345678901234567890]}',
			"'Card' holds a number of 21 digits, of which some are lost",
		],
	])('%s is refused as a text of JSON', (value, message) => {
		expect(messageOf(json, value)).toBe(message);
		expect(messageOf({ ...json, as: 'jsonText' }, value)).toBe(message);
	});

	test.each([
		'{"card_no": "6222020000000000054"}',
		'{"a": "\\"6222020000000000054\\""}',
		'{"6222020000000000054": 1}',
		'{"a": 0.1, "b": -1.50e1, "c": 1E2, "d": 9007199254740991, "e": 0, "f": -0.0}',
	])('%s has none', (value) => {
		expect(read(json, value)).toEqual(JSON.parse(value));
		expect(read({ ...json, as: 'jsonText' }, value)).toBe(value);
	});

	test('is what JSON would write in another way, and no other', () => {
		const random = randomOf(7);
		for (let i = 0; i < 5000; i++) {
			const digits = random.some(20, () => random.pick([...'0123456789'])).join('');
			const whole = digits.replace(/^0+(?=.)/, '') || '0';
			// BigInt holds any whole number.
			const isHeld = BigInt(whole) <= BigInt(Number.MAX_SAFE_INTEGER);
			expect([whole, isExact(whole)]).toEqual([whole, isHeld]);
			expect(inexactNumber(`{"a": [${whole}], "b": "${whole}"}`)).toBe(isHeld ? undefined : whole);
		}
		for (let i = 0; i < 2000; i++) {
			const cents = random.below(10 ** 12);
			const written = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
			expect([written, isExact(written)]).toEqual([written, true]);
		}
	});
});

test('a number as a spreadsheet shortens it is refused in every identifier', () => {
	const identifiers = ALL_FIELDS.filter(({ field }) => field.form !== undefined);
	expect(identifiers.length).toBeGreaterThan(40);
	for (const { place, field } of identifiers) {
		for (const value of ['1.10105E+17', '6.2e+18', ' 6E+18 ']) {
			expect([place, messageOf(field, value)]).toEqual([
				place,
				`'${field.displayName}' lost digits on its way here`,
			]);
		}
	}
});

describe('a whole number that a double holds, and one as a text', () => {
	test.each<[unknown, string]>([
		[123456789012345, '123456789012345'],
		[Number.MAX_SAFE_INTEGER, '9007199254740991'],
		[0, '0'],
		['6222020000000000054', '6222020000000000054'],
		[6222020000000000054n, '6222020000000000054'],
	])('%p is sent as %s', (value, sent) => expect(read(text, value)).toBe(sent));

	test('keep their type inside data', () => {
		const data = { a: 9007199254740991, b: '6222020000000000054', c: [1.5, -2] };
		expect(read(json, data)).toEqual(data);
	});
});

test('data that is nested too deeply, or in itself, is refused', () => {
	const circle: IDataObject = {};
	circle.a = { b: circle };
	let deep: unknown = 'x';
	for (let i = 0; i < 50_000; i++) deep = [deep];
	for (const data of [circle, deep]) {
		expect(messageOf(json, data)).toBe("'Card' is nested more than 100 levels deep");
	}
	expect(messageOf(json, `${'['.repeat(50_000)}${']'.repeat(50_000)}`)).toBe(
		"'Card' is nested more than 100 levels deep",
	);
});

test('a long text of JSON is looked through in no time', () => {
	const rows = Array.from({ length: 20_000 }, (_, i) => ({
		name: `A "${i}" \\`,
		mobile: 13900000000 + i,
	}));
	const long = JSON.stringify({
		rows,
		file: 'x'.repeat(5_000_000),
		escaped: '\\"'.repeat(500_000),
	});
	const start = performance.now();
	expect(messageOf(json, long)).toBeUndefined();
	expect(performance.now() - start).toBeLessThan(5000);
});
