import { fieldsOf } from '../../../nodes/Htouhui/callback';
import { parseExact, parseJson } from '../../../nodes/shared/values/json';
import { placeOfFault } from '../../../nodes/shared/values/jsonPlace';
import { buildMessage, verifyMessage } from '../../../nodes/WeBank/protocol';
import { randomOf, type Random } from '../../support/random';

const TRAPS = [
	...['', '"', '\\', '\\"', '\\\\"', '12345678901234567890', '":12345678901234567890,"'],
	...['\n\t\u0000', '😀', '\u2028', '-9007199254740993'],
];
const LONG = [
	...['9007199254740992', '12345678901234567890', '-9007199254740993', `1${'0'.repeat(40)}`],
	...['0.1234567890123456789', '12345678901234567890.5', '1234567890123456E9', '1e999', '1E-999'],
	...['-80000000000000.123', '0.100000000000000012'],
];
const NUMBERS = [
	...[
		'0',
		'-0',
		'0.0',
		'0e5',
		'1',
		'-1.5',
		'1e3',
		'1E-7',
		'1.50',
		'9007199254740991',
		'1e15',
		'5e-324',
	],
	...['0.30000000000000004', '0.10000000000000001', '80000000000000.12', (0.1).toFixed(60)],
];

/** A JSON text, and the value that it has when long numbers are texts. */
function sample(random: Random, levels: number): [text: string, value: unknown] {
	const gap = random.pick(['', '', ' ', '\n', '\t\r']);
	const kind = random.below(levels > 0 ? 6 : 4);
	const withGap = (text: string) => `${gap}${text}${gap}`;
	if (kind === 0) {
		const number = random.pick(LONG);
		return [withGap(number), number];
	}
	if (kind === 1) {
		const number = random.pick(NUMBERS);
		return [withGap(number), Number(number)];
	}
	if (kind === 2) {
		const text = Array.from({ length: random.below(4) }, () => random.pick(TRAPS)).join('');
		return [withGap(JSON.stringify(text)), text];
	}
	if (kind === 3) {
		const value = random.pick([true, false, null]);
		return [withGap(String(value)), value];
	}
	const parts = Array.from({ length: random.below(4) }, () => sample(random, levels - 1));
	if (kind === 4) {
		return [withGap(`[${parts.map(([text]) => text).join(',')}]`), parts.map(([, value]) => value)];
	}
	const names = parts.map((_, i) => `${random.pick(TRAPS)}${i}`);
	const entries = parts.map(([text], i) => `${JSON.stringify(names[i])}:${text}`);
	return [
		withGap(`{${entries.join(',')}}`),
		Object.fromEntries(parts.map(([, value], i) => [names[i], value])),
	];
}

test('3,000 random texts: numbers that a double cannot hold become texts, all else is as JSON.parse has it', () => {
	const random = randomOf(20260131);
	let long = 0;
	for (let i = 0; i < 3000; i++) {
		const [text, value] = sample(random, 4);
		expect(parseExact(text)).toStrictEqual(value);
		if (LONG.some((number) => JSON.stringify(value).includes(`"${number}"`))) long++;
		else expect(parseExact(text)).toStrictEqual(JSON.parse(text));
	}
	expect(long).toBeGreaterThan(500);
});

test('3,000 damaged texts: what JSON.parse refuses is refused', () => {
	const random = randomOf(7);
	let refused = 0;
	for (let i = 0; i < 3000; i++) {
		const [text] = sample(random, 4);
		const at = random.below(text.length + 1);
		const damage = random.pick([
			'',
			'"',
			',',
			'1',
			'-',
			'12345678901234567890',
			'}',
			'\\',
			':',
			'.',
		]);
		const damaged = text.slice(0, at) + damage + text.slice(at + random.below(3));
		const isJson = parseJson(damaged) !== undefined;
		expect(parseExact(damaged) !== undefined).toBe(isJson);
		if (!isJson) refused++;
	}
	expect(refused).toBeGreaterThan(500);
});

test.each([
	['{12345678901234567890:1}'],
	['[0012345678901234567890]'],
	['12345678901234567890 1'],
	['--12345678901234567890'],
])('%s is no JSON, and quotes do not make it one', (text) => {
	expect(parseExact(text)).toBeUndefined();
});

test.each([
	['{"id":9007199254740993}', { id: '9007199254740993' }],
	['[9007199254740991,9007199254740992]', [9007199254740991, '9007199254740992']],
	['{"a\\\\":12345678901234567890}', { 'a\\': '12345678901234567890' }],
	['{"__proto__":12345678901234567890}', JSON.parse('{"__proto__":"12345678901234567890"}')],
])('%s', (text, value) => {
	expect(parseExact(text)).toStrictEqual(value);
	expect(parseExact(`\uFEFF${text}`)).toStrictEqual(value);
	expect(parseExact(`\uFEFF\uFEFF${text}`)).toBeUndefined();
});

test('an answer of millions of escaped signs is read, and soon', () => {
	const inner = JSON.stringify({ text: '"\\\n'.repeat(700_000), id: 1 });
	const text = `{"jsonData":${JSON.stringify(inner)},"id":12345678901234567890}`;
	expect(text.length).toBeGreaterThan(7_000_000);
	const started = performance.now();
	expect(parseExact(text)).toStrictEqual({ jsonData: inner, id: '12345678901234567890' });
	expect(performance.now() - started).toBeLessThan(2000);
});

test('an answer that is too deep for whoever shows it is none', () => {
	const nested = (levels: number) => `${'['.repeat(levels)}1${']'.repeat(levels)}`;
	expect(parseExact(nested(100))).toBeDefined();
	expect(parseExact(nested(101))).toBeUndefined();
	expect(parseExact(nested(2_000_000))).toBeUndefined();
});

describe('a notification keeps long numbers', () => {
	test('of WeBank', () => {
		const about = { Timestamp: '1700000000000', transName: 't', SeqNo: '1' };
		const message = buildMessage('{"ID":12345678901234567890,"N":1}', 'salt', about);
		expect(verifyMessage(message, ['salt'], 1700000000000, 300)).toMatchObject({
			content: { ID: '12345678901234567890', N: 1 },
		});
	});

	test('of Htouhui', () => {
		const text = '{"htouhui_user_id":9007199254740993,"third_party_user_id":"u1"}';
		expect(fieldsOf(text)).toMatchObject({ htouhui_user_id: '9007199254740993' });
		expect(fieldsOf(`\uFEFF${text}`)).toMatchObject({ third_party_user_id: 'u1' });
	});
});

describe('the place where a text stops being JSON', () => {
	test.each([
		['{a}', 1, 2],
		['{\n  "a": 1,\n  “b”: 2\n}', 3, 3],
		['{"a": 1，"b": 2}', 1, 8],
		['{"a": 1,}', 1, 9],
		['[1, 2,]', 1, 7],
		["{'a': 1}", 1, 2],
		['{"a": 1} x', 1, 10],
		['{"a" 1}', 1, 6],
		['[1 2]', 1, 4],
		['{"a":\u00a01}', 1, 6],
		['["a\nb"]', 1, 4],
		['["\\x"]', 1, 3],
		['[1}', 1, 3],
		['{"a": undefined}', 1, 7],
		['[NaN]', 1, 2],
		['[True]', 1, 2],
		['{"a": =1}', 1, 7],
		['}', 1, 1],
	])('%j: line %i, column %i', (text, line, column) => {
		expect(parseJson(text)).toBeUndefined();
		expect(placeOfFault(text)).toBe(`but is none at line ${line}, column ${column}`);
	});

	test.each(['', '{', '{"a"', '{"a":', '[1,', '["a', '["a\\"', '[[{"a": ["b"', '['.repeat(50_000)])(
		'%#: it ends too early',
		(text) => expect(placeOfFault(text)).toBe('but ends before all of it is there'),
	);

	test('is the one that Node names, where it names one', () => {
		const whole = '{"a": [1, {"b": "c"}, [], {}, true],\n "d": {"e": null, "f": "\\u00e9"}}';
		let named = 0;
		for (let at = 0; at < whole.length; at++) {
			const text = whole.slice(0, at) + whole.slice(at + 1);
			const message = messageOf(text);
			const [, place, line, column] =
				/position (\d+) \(line (\d+) column (\d+)/.exec(message) ?? [];
			// Of a number and an escape Node names a later sign.
			if (line === undefined || /escape|number/i.test(message)) continue;
			named++;
			expect([at, placeOfFault(text)]).toEqual([
				at,
				Number(place) === text.length
					? 'but ends before all of it is there'
					: `but is none at line ${line}, column ${column}`,
			]);
		}
		expect(named).toBeGreaterThan(10);
	});
});

function messageOf(text: string): string {
	try {
		JSON.parse(text);
		return '';
	} catch (error) {
		return (error as Error).message;
	}
}
