import type { IDataObject } from 'n8n-workflow';

import type { Field } from '../../../nodes/shared/model/field';
import { readValues } from '../../../nodes/shared/values/values';
import { ALL_FIELDS } from '../../support/fields';
import { randomOf } from '../../support/random';
import { problemIn, textField } from '../../support/values';

const text = textField({ displayName: 'Name', name: 'name' });
const json: Field = { ...text, type: 'json' };

const read = (field: Field, value: unknown) =>
	readValues([{ ...field, required: false }], () => value);

const EMPTY = { wire: {}, path: {}, local: {}, normalized: {}, warnings: [] };

const problemOf = (field: Field, value: unknown) => problemIn(() => read(field, value));

/** Halves of a pair, and what stands for bytes that are none of the expected encoding. */
const UNREADABLE: Array<[text: string, codePoint: string]> = [
	['\uD83D', 'U+D83D'],
	['\uDE00', 'U+DE00'],
	['\uFFFD', 'U+FFFD'],
	['��־', 'U+FFFD'],
];

/** 王大志, 李四 and 欧阳 in GBK, read as UTF-8. */
const GARBLED = ['cdf5b4f3d6be', 'c0eecbc4', 'c5b7d1f4'].map((bytes) =>
	new TextDecoder('utf-8').decode(Buffer.from(bytes, 'hex')),
);

const UNSEEN = [...'\u200B\u200E\u202A\u202C\u2060\uFEFF\u00AD\u061C\u180E'];

describe('a password', () => {
	const passwords = ALL_FIELDS.filter(({ field }) => field.as === 'password');
	test('is every field that hides one', () => {
		const named = ALL_FIELDS.filter(
			({ field }) => field.typeOptions?.password && /password/i.test(field.displayName),
		);
		expect(passwords.map(({ place }) => place)).toEqual(named.map(({ place }) => place));
		expect(passwords.length).toBeGreaterThan(5);
	});
	test.each([' p', 'p ', '  a  b  ', '\u00a0\u3000密码', "'p", 'ＡＢ１', '1E+5', 'a,b', '=x'])(
		'%j is read as it is',
		(value) => {
			for (const { place, field } of passwords) {
				expect([place, read(field, value)]).toEqual([
					place,
					{ ...EMPTY, wire: { [field.name]: value } },
				]);
			}
		},
	);
	test('is empty when there is nothing to see, and refused with what cannot be typed', () => {
		for (const { field } of passwords) {
			for (const nothing of ['', '  ', null, undefined])
				expect(read(field, nothing)).toEqual(EMPTY);
			for (const bad of ['a\n', '\u200ba', 'a\ufffd']) expect(problemOf(field, bad)).toBeDefined();
		}
	});
});

describe('text that cannot be read', () => {
	test.each(UNREADABLE)('%j is refused, its character named', (bad, codePoint) => {
		for (const value of [bad, `${bad}志`, `王${bad}志`, `王大${bad}`]) {
			const problem = problemOf(text, value);
			expect(problem?.message).toBe(`'Name' holds the unreadable character ${codePoint}`);
			expect(problem?.remedy).toContain('wrong encoding');
		}
	});

	test.each(GARBLED)('%j, a name read with the wrong encoding, is refused', (name) => {
		expect(problemOf(text, name)?.message).toContain('U+FFFD');
	});

	test.each<[unknown, string]>([
		[{ a: { b: ['x', '\uFFFD'] } }, 'Name: a.b[1]'],
		['{"a": {"b": ["x", "\\ufffd"]}}', 'Name: a.b[1]'],
		['[{"name": "\\ud83d"}]', 'Name: [0].name'],
		['"\uFFFD"', 'Name'],
		['{"\uFFFD": 1}', 'Name'],
		[[['\uD83D']], 'Name: [0][0]'],
	])('is found inside %j', (value, place) => {
		for (const as of [undefined, 'jsonText'] as const) {
			expect(problemOf({ ...json, as }, value)?.message).toMatch(
				`'${place}' holds the unreadable character`,
			);
		}
	});

	test('is refused in every field of every operation that takes a text', () => {
		const taking = ALL_FIELDS.filter(({ field }) => field.as !== 'received');
		expect(taking.length).toBeGreaterThan(300);
		for (const { place, field } of taking) {
			for (const [bad] of UNREADABLE) {
				const value = field.type === 'json' ? { name: `王${bad}` } : `王${bad}志`;
				expect([place, problemOf(field, value)?.message]).toEqual([
					place,
					expect.stringContaining(`'${field.displayName}`),
				]);
			}
		}
	});

	test('is no pair of surrogates, and no rare character', () => {
		for (const name of ['😀', '𠮷野家', '䶮', '\uE000', 'é', 'Ω', 'מ']) {
			expect(read(text, name).wire).toEqual({ name });
			expect(read(json, { name }).wire).toEqual({ name: { name } });
		}
	});
});

describe('what cannot be seen', () => {
	const ENDS = ['', '\r\n', ...' \t\n\u00A0\u3000\u2003\u202F\u2028', ...UNSEEN];

	test('is taken from the ends of a text, in whatever order', () => {
		const random = randomOf(3);
		for (let i = 0; i < 500; i++) {
			const [before, after] = [0, 0].map(() => random.some(5, () => random.pick(ENDS)).join(''));
			expect(read(text, `${before}王 大志${after}`).wire).toEqual({ name: '王 大志' });
		}
	});

	test.each(ENDS)('is nothing: %j alone is empty', (value) => {
		expect(read(text, value).wire).toEqual({});
		expect(() => readValues([{ ...text, required: true }], () => value)).toThrow("'Name' is empty");
	});

	test.each(UNSEEN)('%j inside a name is refused, named by its code point', (bad) => {
		const hex = Number(bad.codePointAt(0)).toString(16).toUpperCase().padStart(4, '0');
		expect(problemOf(text, `王${bad}大志`)?.message).toBe(
			`'Name' holds the invisible character U+${hex}`,
		);
	});

	test.each([
		['王\n大志', 'a line break U+000A'],
		['王\r\n大志', 'a line break U+000D'],
		['王\u0000大志', 'the invisible character U+0000'],
		['王\t大志', 'the invisible character U+0009'],
		['王\u0085大志', 'the invisible character U+0085'],
		['王\u2029大志', 'a line break U+2029'],
		['王\uFFFC大志', 'the invisible character U+FFFC'],
	])('%j with a control character is refused', (value, what) => {
		expect(problemOf(text, value)?.message).toBe(`'Name' holds ${what}`);
	});

	test('is refused inside every text field, and may be in data as a telephone has it', () => {
		const texts = ALL_FIELDS.filter(
			({ field }) => field.type === 'string' && field.as === undefined && !field.form,
		);
		for (const { place, field } of texts) {
			const value = field.typeOptions?.multipleValues ? ['王\u200B四'] : '王\u200B四';
			expect([place, problemOf(field, value)?.message]).toEqual([
				place,
				`'${field.displayName}' holds the invisible character U+200B`,
			]);
		}
		const book = [{ name: '👩‍💻 小王', mobile: '\u202A13800138000' }];
		expect(read(json, book).wire).toEqual({ name: book });
	});

	test('may break lines in a value of any type', () => {
		const any: Field = { ...text, as: 'any' };
		expect(read(any, ' a\nb\t\u200B').wire).toEqual({ name: 'a\nb' });
		expect(problemOf(any, 'a\u200Bb')?.message).toContain('U+200B');
	});
});

test('objects and lists where text belongs are refused in every field', () => {
	const texts = ALL_FIELDS.filter(({ field }) => field.type === 'string' && field.as === undefined);
	for (const { place, field } of texts) {
		for (const value of [{ a: 1 }, [{ a: 1 }], new Map(), [['a']]]) {
			expect([place, problemOf(field, value)?.message]).toEqual([
				place,
				`'${field.displayName}' must be a single value`,
			]);
		}
	}
	for (const type of ['boolean', 'number', 'options'] as const) {
		for (const value of [{}, ['1'], [true]]) {
			expect(problemOf({ ...text, type, options: [] }, value)?.message).toBe(
				"'Name' must be a single value",
			);
		}
	}
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'])(
	'%s is a text like any other',
	(name) => {
		expect(read(text, name).wire).toEqual({ name });
		expect(read({ ...text, file: {} }, name).local).toEqual({ name });
		expect(problemOf({ ...text, type: 'boolean' }, name)?.message).toContain('must be true');
		const data = JSON.parse(`{"${name}": {"${name}": "x"}}`) as IDataObject;
		const copied = read(json, data).wire.name as IDataObject;
		expect(JSON.stringify(copied)).toBe(`{"${name}":{"${name}":"x"}}`);
		expect(problemOf(json, JSON.parse(`{"${name}": ["\uFFFD"]}`))?.message).toContain('U+FFFD');
	},
);
