import { nameOfPerson, onlyName } from '../../../nodes/shared/values/checks';
import { isGarbled } from '../../../nodes/shared/values/encoding';
import { personNameForm } from '../../../nodes/shared/values/normalize';
import { textFault } from '../../../nodes/shared/values/text';
import { randomOf } from '../../support/random';

const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

/** The bytes of Chinese texts in GBK: Node reads it, and does not write it. */
const gbkCodes = new Map<string, [number, number]>();
for (let lead = 0x81; lead <= 0xfe; lead++) {
	for (let trail = 0x40; trail <= 0xfe; trail++) {
		const text = new TextDecoder('gbk').decode(Uint8Array.of(lead, trail));
		if ([...text].length === 1) gbkCodes.set(text, [lead, trail]);
	}
}
const gbk = (text: string) =>
	Buffer.from([...text].flatMap((one) => gbkCodes.get(one) ?? [...Buffer.from(one)]));
const utf8 = (text: string) => Buffer.from(text);

/** How a program reads bytes, one that takes them for Latin text, for Windows' own and for GBK. */
const asLatin = (bytes: Buffer) => bytes.toString('latin1');
const asWindows = (bytes: Buffer) =>
	[...bytes].map((b) => (b >> 5 === 4 ? WINDOWS[b - 0x80] : String.fromCharCode(b))).join('');
const asGbk = (bytes: Buffer) => new TextDecoder('gbk').decode(bytes);

/** The Chinese characters of GB 2312, in which names are written. */
const HAN = [...gbkCodes].flatMap(([text, [lead, trail]]) =>
	lead >= 0xb0 && lead <= 0xf7 && trail >= 0xa1 && /\p{Script=Han}/u.test(text) ? [text] : [],
);
const random = randomOf(7);
const name = (length: number) => Array.from({ length }, () => random.pick(HAN)).join('');

describe.each([
	['GBK as Latin', (text: string) => asLatin(gbk(text)), 1],
	['GBK as Windows', (text: string) => asWindows(gbk(text)), 1],
	['UTF-8 as Latin', (text: string) => asLatin(utf8(text)), 1],
	['UTF-8 as Windows', (text: string) => asWindows(utf8(text)), 1],
	// Where all bytes happen to be a usual character, nothing tells it from a name.
	['UTF-8 as GBK', (text: string) => asGbk(utf8(text)), 0.9],
])('%s', (_way, read, share) => {
	test.each(['张三', '王大志', '欧阳娜娜', '买买提·艾力', '阿宝', '湖南省长沙市岳麓区'])(
		'%s is garbled',
		(text) => expect(textFault(read(text), 'data')).toBeDefined(),
	);
	test('so is any name', () => {
		const names = Array.from({ length: 3_000 }, (_, i) => name(2 + (i % 3)));
		const found = names.filter((one) => textFault(read(one), 'line') !== undefined);
		expect(found.length).toBeGreaterThanOrEqual(names.length * share);
	});
	test('so is a text that is read on, with what else stands in it', () => {
		expect(isGarbled(`1号 ${read('长沙市岳麓区')} A座`)).toBe(true);
	});
});

test.each([
	['寮犱笁', true],
	['ÕÅÈý', true],
	['å¼\u00A0ä¸‰', true],
	['湖南省长沙市', false],
	['濮', false],
])('megabytes of %s are read as well', (text, expected) => {
	expect(isGarbled(text.repeat(300_000))).toBe(expected);
});

test('names and texts that are right are not garbled', () => {
	const right =
		`José|Müller|Þóra|Ångström Öberg|Élodie|Öö|Åse Ørn|Nguyễn Văn|François Lefèvre|Žižek|São “Paulo” – nº 5
		|————|……|“张三”|½°C|µ±|«»|¥€|浣熊|濮阳|買買提·艾力|ABC 有限公司|한국|さくら|Ñandú|Çağlar|l’été à Évian`.split(
			'|',
		);
	expect(right.filter(isGarbled)).toEqual([]);
	const names = Array.from({ length: 20_000 }, (_, i) => name(2 + (i % 6)));
	expect(names.filter(isGarbled)).toEqual([]);
});

test.each([
	...'#N/A #REF! #NAME? null undefined NaN'.split(' '),
	...['王[object Object]', '[object Date]'],
])('%s is no value of a line, and may stand in data and passwords', (text) => {
	expect(textFault(text, 'line')?.english).toMatch(/^holds .* where it has no value$/);
	expect(textFault(text, 'data')).toBeUndefined();
	expect(textFault(text, 'password')).toBeUndefined();
});

test.each(['{{ $json.name }}', '长沙市{{ $json.street }}号', '{{ $("Read").item.json.a }}'])(
	'%j is not worked out',
	(text) => {
		expect(textFault(text, 'line')?.english).toBe('holds an expression as a text');
		expect(textFault(text, 'lines')).toBeDefined();
		expect(textFault(text, 'data')).toBeUndefined();
		for (const right of ['{ a }', '{{ a', '{"a":{}}', '{{ name }}', '{{ 5 $ }}'])
			expect(textFault(right, 'line')).toBeUndefined();
	},
);

describe('the name of a person', () => {
	test.each([
		[' 张\u3000三 ', '张三'],
		["'王 大 志", '王大志'],
		['⽂⼤⼒', '文大力'],
		['\uF914天', '樂天'],
		['买买提 • 艾力', '买买提·艾力'],
		['买买提．艾力', '买买提·艾力'],
		['Ｊｏｈｎ Smith', 'John Smith'],
	])('%j is brought to %j', (given, form) => {
		expect(personNameForm(given)).toBe(form);
		expect(personNameForm(form)).toBe(form);
		expect(nameOfPerson(form, {}) ?? onlyName(form, {})).toBeUndefined();
	});
	test.each([
		...['𠮷野', '李〇', '司马相如', "O'Neil", 'Smith, John', 'Nguyễn Văn', '王\uE000'],
		'J.-P. Müller',
	])('%s is one', (text) => {
		expect(personNameForm(text)).toBe(text);
		expect(nameOfPerson(text, {})).toBeUndefined();
	});
	test.each(['N/A', 'n/a', 'Unknown', '无', '未知', '不详'])('%s stands for none', (text) =>
		expect(nameOfPerson(personNameForm(text), {})).toBeDefined(),
	);
	test.each(['??', '王?志', '王？志', '-', '…', '0', '2020/1/2', '王□', '王■', '王〓', '👍'])(
		'%s is none',
		(text) => expect(nameOfPerson(personNameForm(text), {})).toBeDefined(),
	);
	test.each([
		'王大志1',
		'王大志（已离职）',
		'王大志(2)',
		'王大志、李四',
		'王大志/李四',
		'__proto__',
	])('%s is one that goes out with a warning', (text) => {
		expect(nameOfPerson(personNameForm(text), {})).toBeUndefined();
		expect(onlyName(personNameForm(text), {})).toBeDefined();
	});
});
