import { bankCardRules, idCardRules, mobileRules } from '../../../nodes/shared/model/commonFields';
import type { Field } from '../../../nodes/shared/model/field';
import { pathFault, pathPart } from '../../../nodes/shared/values/checks';
import {
	codeForm,
	countryCodeForm,
	digitsForm,
	mobileForm,
} from '../../../nodes/shared/values/normalize';
import { readValues } from '../../../nodes/shared/values/values';
import { ALL_FIELDS } from '../../support/fields';
import { bankCardNumber, idCardNumber } from '../../support/applicant';
import { randomOf, type Random } from '../../support/random';
import { problemOf, textField } from '../../support/values';

const field = (more: Partial<Field>): Field =>
	textField({ displayName: 'Number', name: 'number', ...more } as Field);

const sent = (more: Partial<Field>, value: unknown) =>
	readValues([field(more)], () => value).wire.number;

const wide = (text: string): string =>
	text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

const GROUPING = [' ', '-', '\u00A0', '\u3000', '–', '—', '‐', '−', '－', '\u200B', '\u202A', '  '];
const ENDS = ['', ' ', '\t', '\u200E', '\uFEFF', '\u3000', '\n'];
const APOSTROPHES = ['', '', "'", '’', '‘', '`'];

/** An identifier as people, keyboards and spreadsheets write it. */
function dirty(random: Random, plain: string): string {
	const grouped = [...plain]
		.map((sign) => {
			const shown = random.below(3) === 0 ? wide(sign) : sign;
			return shown + (random.below(4) === 0 ? random.pick(GROUPING) : '');
		})
		.join('');
	const raised = random.below(2) === 0 ? grouped.replace('X', 'x').replace('Ｘ', 'ｘ') : grouped;
	return random.pick(ENDS) + random.pick(APOSTROPHES) + raised + random.pick(ENDS);
}

describe('an identifier is brought to its form, whatever was done to it:', () => {
	const ROUNDS = 2000;

	test('identity cards', () => {
		const random = randomOf(11);
		for (let i = 0; i < ROUNDS; i++) {
			const plain = idCardNumber(i);
			const given = dirty(random, plain);
			expect([given, sent(idCardRules, given)]).toEqual([given, plain]);
		}
	});

	test('bank cards', () => {
		const random = randomOf(12);
		for (let i = 0; i < ROUNDS; i++) {
			const plain = bankCardNumber(i);
			const given = dirty(random, plain);
			expect([given, sent(bankCardRules, given)]).toEqual([given, plain]);
		}
	});

	test('mobile numbers, with and without the country', () => {
		const random = randomOf(13);
		for (let i = 0; i < ROUNDS; i++) {
			const plain = `1${3 + random.below(7)}${String(random.below(10 ** 9)).padStart(9, '0')}`;
			const given = dirty(random, random.pick(['', '+86', '0086', '86']) + plain);
			expect([given, sent(mobileRules, given)]).toEqual([given, plain]);
		}
	});

	test.each(['0086', '86', '+86', '００８６', ' 0086 ', '＋８６', '00 86', "'0086"])(
		'the country code %s',
		(value) => expect(sent({ form: countryCodeForm }, value)).toBe('0086'),
	);
	test.each([
		['852', '00852'],
		['+1', '001'],
		['0065', '0065'],
		['china', 'china'],
		['0', '0'],
		['12345', '12345'],
	])('the country code %s as %s', (value, expected) => {
		expect(sent({ form: countryCodeForm }, value)).toBe(expected);
	});

	test.each([
		['１２３ＡＢＣ', '123ABC'],
		["'007", '007'],
		[' 430000\u200B', '430000'],
		['TIN 123-456', 'TIN 123-456'],
		['Ａ－１', 'A-1'],
	])('the code %j as %s', (value, expected) =>
		expect(sent({ form: codeForm }, value)).toBe(expected),
	);
});

describe('what is no dirt stays', () => {
	test.each([
		['8613800138000', '0086', '13800138000'],
		['8613800138000', undefined, '13800138000'],
		['8613800138000', '00852', '8613800138000'],
		['+85291234567', '00852', '91234567'],
		['0085291234567', '852', '91234567'],
		['85291234567', '00852', '85291234567'],
		['86138001380', '0086', '86138001380'],
		['+86138001380001', '0086', '+86138001380001'],
		['(+86) 138-0013-8000', '0086', '13800138000'],
		['+8613800138000', '00852', '+8613800138000'],
	])('the mobile number %s of country %s is %s', (value, countryCode, expected) => {
		expect(mobileForm(value, { countryCode })).toBe(expected);
	});

	test.each([
		[idCardRules, '11010519491231002Y'],
		[idCardRules, 'X1010519491231002X'],
		[idCardRules, '110105194912310021'],
		[bankCardRules, '411111111111111A'],
		[mobileRules, '12800138000'],
		[mobileRules, '1380013800O'],
		[mobileRules, '٠١٣٨٠٠١٣٨٠٠٠'],
		[mobileRules, '1.3800138E10'],
	])('%#: %s is refused', (rules, value) => {
		expect(() => sent(rules, value)).toThrow(/^'Number' (must|has)/);
	});
});

test('an identifier of which nothing is left is empty', () => {
	for (const value of ['-', "'", ' － ', '’ ']) {
		expect(sent({ form: digitsForm }, value)).toBeUndefined();
		expect(() => sent({ ...idCardRules, required: true }, value)).toThrow("'Number' is empty");
	}
});

describe('what was changed is told', () => {
	const fields: Field[] = [
		field({ name: 'countryCode', form: countryCodeForm }),
		field({ name: 'mobile', ...mobileRules }),
		field({ name: 'id_card', ...idCardRules, required: false }),
		field({
			name: 'info',
			type: 'collection',
			sendAs: 'options',
			options: [field({ name: 'card', ...bankCardRules })],
		}),
		field({
			name: 'contacts',
			type: 'fixedCollection',
			options: [
				{
					name: 'contact',
					displayName: 'Contact',
					chinese: '联系人',
					values: [field({ name: 'tel', ...mobileRules })],
				},
			],
		}),
	];
	const normalized = (values: Record<string, unknown>) =>
		readValues(fields, (name) => values[name]).normalized;

	test('by the names on the wire, as given and as sent', () => {
		expect(
			normalized({
				countryCode: '+86',
				mobile: '+86 138-0013-8000',
				id_card: '11010519491231002x',
				info: { card: '4111 1111 1111 1111' },
				contacts: { contact: [{ tel: '13800138000' }, { tel: '１３８００１３８０００' }] },
			}),
		).toEqual({
			countryCode: { from: '+86', to: '0086' },
			mobile: { from: '+86 138-0013-8000', to: '13800138000' },
			id_card: { from: '11010519491231002x', to: '11010519491231002X' },
			'options.card': { from: '4111 1111 1111 1111', to: '4111111111111111' },
			'contacts[1].tel': { from: '１３８００１３８０００', to: '13800138000' },
		});
	});

	test('and nothing else', () => {
		expect(normalized({ countryCode: '0086', mobile: 13800138000, id_card: '' })).toEqual({});
	});
});

test('every number of a person, of a card and of a telephone has its form in every operation', () => {
	const wanted =
		/(^|_)(id_?card|idCardNo|ID_NO|bankCardNo|card_?no|cardNo|mobile|MOBILE|phone|moblie)$/;
	const found = ALL_FIELDS.filter(
		({ field: { name } }) => wanted.test(name) && !/^company/.test(name),
	);
	expect(found.length).toBeGreaterThan(15);
	const without = found.filter(({ field: { form } }) => form === undefined);
	expect(without.map(({ place }) => place)).toEqual([]);
});

describe('a part of an address', () => {
	const inPaths = ALL_FIELDS.filter(({ field: { name } }) =>
		['applyId', 'bizPath', 'service_code'].includes(name),
	);

	test.each([
		...'. .. ... a/b ../x a\\b a?b a#b a%2Fb %2e%2e / ．．'.split(' '),
		...['a b', '.\u200B.'],
	])('%j is refused wherever one is made of a value', (value) => {
		expect(inPaths).toHaveLength(6);
		for (const { place, field: own } of inPaths) {
			expect([place, problemOf(own, value)?.message]).toEqual([
				place,
				expect.stringContaining(`'${own.displayName}'`),
			]);
		}
	});

	test.each(['yh', '10002', 'a.b', '..a', 'A-1_b', 'constructor', '__proto__'])(
		'%s is fine',
		(value) => {
			expect(pathPart(value, {})).toBeUndefined();
		},
	);
});

describe('a path below a host', () => {
	test.each(['/a', '/openapi/user/query', '/a/', '/a.b/..c', '/a?b=/../c', '/a#/..'])(
		'%s is fine',
		(path) => expect(pathFault(path)).toBeUndefined(),
	);
	test.each([
		...'/.. /a/../b /./a /a/.. /%2e%2e/a /.%2E/a /a\\..\\b //elsewhere.example /a//b'.split(' '),
		...['', 'a', 'https://elsewhere.example/', '/', '/a b', '..'],
	])('%j leads elsewhere', (path) => expect(pathFault(path)).toBeDefined());
});
