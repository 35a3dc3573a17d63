import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import * as hstong from '../../../nodes/HSTong/dictionaries';
import * as htouhui from '../../../nodes/Htouhui/dictionaries';
import * as qianchengCredit from '../../../nodes/QianchengCredit/dictionaries';
import { dictionary, toCode, withLabels } from '../../../nodes/shared/model/dictionary';
import * as userVerification from '../../../nodes/UserVerification/dictionaries';
import * as webank from '../../../nodes/WeBank/dictionaries';
import { ALL_CHOICES } from '../../support/fields';

interface SpecEntry {
	value: string | number;
	en: string;
	zh: string;
}

const specOf = (id: string) =>
	jest.requireActual<{ dictionaries: Record<string, SpecEntry[]> }>(`../../../spec/${id}.json`)
		.dictionaries;

const PROVIDERS = Object.entries({
	hstong,
	htouhui,
	'qiancheng-credit': qianchengCredit,
	'user-verification': userVerification,
	webank,
});

const wide = (text: string): string =>
	text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

/** The same to a person, from another keyboard. */
const WRITINGS: Array<(text: string) => string> = [
	(text) => text,
	(text) => text.toUpperCase(),
	(text) => text.toLowerCase(),
	(text) => ` ${text}\u3000`,
	(text) => `\u200E${text}\u202C`,
	(text) => text.replace(/ /g, '\u00A0'),
	(text) => text.replace(/\(/g, '（').replace(/\)/g, '）'),
	wide,
];

const DICTIONARIES = PROVIDERS.flatMap(([id, own]) =>
	Object.entries(own as Record<string, INodePropertyOptions[]>).map(
		([name, options]) => [`${id} ${name}`, options, specOf(id)[name]] as const,
	),
);

test('there is no dictionary of which the specification knows nothing', () => {
	expect(DICTIONARIES.length).toBeGreaterThan(45);
	expect(
		DICTIONARIES.filter(([, , entries]) => entries === undefined).map(([name]) => name),
	).toEqual([]);
});

/** The code, the label, and its two languages as the specification has them. */
function waysOf({ name, value }: INodePropertyOptions, entries: SpecEntry[]): string[] {
	const zh = entries.find((entry) => entry.value === value)?.zh ?? '';
	// The English of a label may be plainer than that of the specification.
	const english = name.slice(0, -` (${zh})`.length);
	expect(name).toBe(`${english} (${zh})`);
	return [String(value), name, english, zh, `${zh} ${english}`];
}

test.each(DICTIONARIES)('%s: every label is understood', (_name, options, entries) => {
	const given = options.filter(({ value }) => entries.some((entry) => entry.value === value));
	expect(given.length).toBeGreaterThan(0);
	const known = given.map((option) => ({ option, ways: waysOf(option, entries) }));
	for (const text of known.flatMap(({ ways }) => ways)) {
		// Two codes of one label, such as those not in use, cannot be told apart: the first one counts.
		const expected = known.find(({ ways }) => ways.includes(text))?.option.value;
		for (const write of WRITINGS) {
			expect([write(text), toCode(options, write(text))]).toEqual([write(text), expected]);
		}
	}
});

test('no label of a drop-down stands for the code of another', () => {
	expect(ALL_CHOICES.length).toBeGreaterThan(35);
	for (const options of ALL_CHOICES) {
		for (const { name, value } of options) {
			expect([name, toCode(options, name), toCode(options, value)]).toEqual([name, value, value]);
		}
	}
});

describe('a label with several brackets', () => {
	const periods = dictionary(
		[0, 'Short Term (1 to 6 Months)', '短期(1-6个月)'],
		[1, 'Short Term', '短期'],
		[2, 'A (B) C', '驾驶证 (菲律宾籍）'],
		[3, 'Plain', '（甲）乙（丙）'],
	);
	test.each([
		['Short Term (1 to 6 Months)', 0],
		['短期(1-6个月)', 0],
		['短期（1－6个月）', 0],
		['Short Term (1 to 6 Months) (短期(1-6个月))', 0],
		['Short Term', 1],
		['短期', 1],
		['a (b) c', 2],
		['驾驶证（菲律宾籍)', 2],
		['（甲）乙（丙）', 3],
		['plain', 3],
		['1 to 6 Months', undefined],
		['丙', undefined],
		['', undefined],
	])('%j stands for %p', (text, code) => expect(toCode(periods, text)).toBe(code));
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
	'%s is a value and a field of an answer like any other',
	(name) => {
		for (const options of ALL_CHOICES) expect(toCode(options, name)).toBeUndefined();
		expect(toCode(dictionary([name, 'Odd', '奇']), '奇')).toBe(name);
		const answer = JSON.parse(`{"${name}": 1, "gender": 2}`) as IDataObject;
		expect(JSON.stringify(withLabels(answer, { gender: hstong.gender }))).toBe(
			`{"${name}":1,"gender":2,"genderLabel":"Female (女)"}`,
		);
	},
);
