import { warningFields } from '../../../nodes/shared/model/warning';
import { type Random, randomOf } from '../../support/random';
import { checked, type Line, readList } from '../../support/read-list.ts';
import { type Cells, csvOf, encoded, workbookClaiming, workbookOf } from '../../support/sheets.ts';

// Thousands of rows with dirt go through the example, with the expressions in n8n's engine: whoever is not named on
// the page must be called for as meant.

describe('a file in Big5', () => {
	const list = (headings: string, names: string[]) =>
		[headings, ...names.map((name) => `${name},11010519491231002X,13800138000`)].join('\n');
	const CHINESE = '姓名,身份證號,手機號碼';
	const ENGLISH = 'name,ID card number,mobile';

	it.each([
		['with Chinese headings', CHINESE, ['王大明']],
		['with English headings', ENGLISH, ['陳志明', '林淑芬', '張家豪', '李美玲']],
		['of many', ENGLISH, ['羅子冠', '杜淑品', '林芬宗', '洪淑柏', '薛雅雅', '王中平', '吳小安']],
	])('%s is named, and never read', (_what, headings, names) => {
		const bytes = encoded(list(headings, names), 'big5');
		expect(readList(bytes).fault).toEqual({
			english: expect.stringContaining('Big5'),
			chinese: expect.stringMatching(/Big5.*另存为/),
		});
	});

	it.each([
		['rare characters', ['㛃喆堃', '張國榮', '欧阳修']],
		['dots and remarks', ['阿依古丽·买买提', '王大志（旧）', '李四★']],
	])('is not what a list in GBK is taken for, with %s', (_what, names) => {
		const bytes = encoded(list('姓名,身份证号,手机号（本人）', names), 'gb18030');
		expect(readList(bytes).fault).toBeUndefined();
	});
});

type Cell = string | number;
type Dirt = (text: string, random: Random) => Cell;

const HEADINGS = ['姓名', '身份证号码', '手机'];
const PERSON = ['王大志', '11010519491231002X', '13800138000'];
const listOf = (...rows: string[][]): Buffer => encoded(csvOf([HEADINGS, ...rows]), 'utf8');

const NAMES = ['王大志', '李小红', '张伟', '欧阳修', '毛莫', '牟其中', '阿依古丽·买买提'];
const within = (text: string, sign: string, { below }: Random): string => {
	const i = below(text.length + 1);
	return text.slice(0, i) + sign + text.slice(i);
};
const wide = (text: string): string =>
	text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

const EVERYWHERE: Dirt[] = [
	(text) => text,
	() => '',
	() => '#N/A',
	(text) => ` ${text}\u3000`,
	(text) => `'${text}`,
	(text) => `="${text}"`,
	(text) => wide(text),
	(text, random) => within(text, random.pick([' ', '\u200B', '-', '\n', '*', '?', '0', 'x']), random),
	(text) => `${text}（旧）`,
];
/** Of a name nobody sees what was cut off, nor what is just another name. */
const CUT: Dirt[] = [(text) => text.slice(1), (text) => text.slice(0, -1)];
const DIRT: Record<'name' | 'id_card' | 'mobile', Dirt[]> = {
	name: [
		(text) => [...text].join(' '),
		(text) => text.replace('·', '•'),
		(text, { pick }) => text + pick(['男', '女', '先生', ' 离职', '/李四', '138', '、李四', '等3人']),
		(text) => `客户${text}`,
	],
	id_card: [
		...CUT,
		(text) => text.toLowerCase(),
		(text) => [text.slice(0, 6), text.slice(6, 14), text.slice(14)].join(' '),
		(text) => `${text.slice(0, 15)}000`,
		(text) => Number(text.replace('X', '0')),
		(text) => Number(text.replace('X', '0')).toExponential(5).toUpperCase(),
		(text) => text.replace('0', 'O'),
		(text, { below }) => {
			const i = below(17);
			return text.slice(0, i) + String((Number(text[i]) + 1) % 10) + text.slice(i + 1);
		},
	],
	mobile: [
		...CUT,
		(text, { pick }) => pick(['+86', '86', '0086 ', '+86-', '(+86)', '电话', '+852', '0']) + text,
		(text) => `${text.slice(0, 3)} ${text.slice(3, 7)} ${text.slice(7)}`,
		(text) => Number(text),
		(text) => `${text}.0`,
		(text) => `${text}/${text}`,
		(text) => Number(text).toExponential(4).toUpperCase(),
	],
};

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

function person(i: number, { below, pick }: Random) {
	const two = (n: number): string => String(n).padStart(2, '0');
	const born = `19${50 + below(50)}${two(1 + below(12))}${two(1 + below(28))}`;
	const digits = `110105${born}${String(below(1000)).padStart(3, '0')}`;
	const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
	return {
		name: pick(NAMES),
		id_card: digits + '10X98765432'[sum % 11],
		mobile: `13${String(900_000_000 + i)}`,
	};
}

/** A number as a text file has it, with its first fifteen digits. */
const savedByExcel = (cell: number): string =>
	cell < 1e15 ? String(cell) : `${Math.round(cell / 1000)}000`;

const KINDS = ['name', 'id_card', 'mobile'] as const;

it.each([
	['gb18030', 1],
	['workbook', 2],
	['utf8', 3],
	['utf16le', 4],
])('leaves no row of a list in %s silently wrong', (kind, seed) => {
	const random = randomOf(seed);
	const people = Array.from({ length: 2000 }, (_one, i) => person(i, random));
	const rows = people.map((one) =>
		KINDS.map((field) => {
			if (random.below(3) > 0) return one[field];
			const cell = random.pick([...EVERYWHERE, ...DIRT[field]])(one[field], random);
			return kind === 'workbook' || typeof cell === 'string' ? cell : savedByExcel(cell);
		}),
	);

	const cells: Cells = [HEADINGS, ...rows];
	const file = kind === 'workbook' ? workbookOf(cells) : encoded(csvOf(cells), kind);
	const { lines } = readList(file);

	const given = ({ line }: Line) => JSON.stringify([rows[line - 2], people[line - 2]]);
	const silent = lines.filter((line) => {
		const one = people[line.line - 2];
		const isRight = KINDS.every((field) => line[field] === one[field]);
		return line.state !== 'wrong' && line.looks.length === 0 && !isRight;
	});
	expect(silent.map(given)).toEqual([]);
	expect(lines.length).toBeGreaterThan(1990);
	const ready = lines.filter(({ state }) => state === 'ready');
	expect(ready.length / lines.length).toBeGreaterThan(0.45);
});

it('shows what the node doubts before anything is called, in both languages', () => {
	const doubt = { english: "'Mobile Number' is odd. It goes out as it is.", chinese: '手机号少见，请核对。' };
	const [line] = readList(listOf(PERSON), (row) => ({ ...checked(row), ...warningFields([doubt]) })).lines;
	expect(line).toMatchObject({ state: 'ready', looks: [["'Mobile Number' is odd.", doubt.chinese]] });
});

/** Everything that is in no name: our node would send it with a warning, and the list does not. */
it.each(['王大志2', '王大志（VIP）', '王大志[旧]', '王大志#1', '王大志_', 'Wang 2 Dazhi', '王大志★'])(
	'calls for nobody whose name our node doubts (%s)',
	(name) => {
		const row = { name, id_card: '11010519491231002X', mobile: '13800138000' };
		expect(checked(row).warnings).toHaveLength(1);
		expect(readList(listOf(Object.values(row))).lines).toMatchObject([{ state: 'wrong' }]);
	},
);

// Files as programs and people write them.

const OTHERS = [
	['李小红', '110105195203030038', '13910000028'],
	['阿依古丽·买买提', '110105195304040040', '13910000038'],
];
const PEOPLE = [PERSON, ...OTHERS];
const LIST = [HEADINGS, ...PEOPLE];
const html = (rows: string[][]): string =>
	`<table>${rows.map((row) => `<tr><td>${row.join('</td><td>')}</td></tr>`).join('')}</table>`;
const withSigns = (rows: Cells, sign: string) => rows.map((row) => row.join(sign)).join('\r\n');

it.each<[what: string, file: Buffer, first?: number]>([
	['UTF-16 of the other order', encoded(csvOf(LIST, '\t'), 'utf16be')],
	['NULs behind its end', Buffer.concat([encoded(csvOf(LIST), 'gb18030'), Buffer.alloc(512)])],
	['the end sign of DOS', Buffer.concat([encoded(csvOf(LIST), 'gb18030'), Buffer.from([0x1a])])],
	['its separator in its first line', encoded(`"SEP=;"\n${csvOf(LIST, ';')}`, 'utf8')],
	['a wrong separator there', encoded(`sep=;\r\n${csvOf(LIST)}`, 'utf8', true)],
	['full-width commas', encoded(withSigns(LIST, '，'), 'gb18030')],
	['bars', encoded(withSigns(LIST, '|'), 'utf8')],
	['a sentence with commas above', encoded(`姓名,身份证号,手机号必填\n${csvOf(LIST, '\t')}`, 'utf8'), 3],
	['carriage returns', encoded(csvOf(LIST).replaceAll('\r\n', '\r'), 'gb18030')],
	['empty lines', encoded(csvOf([[], HEADINGS, [], ...PEOPLE, [], []]), 'utf8'), 4],
	['a table of HTML', encoded(`\n<html>${html(LIST)}</html>`, 'gb18030')],
	['Excel 2003 in XML', workbookOf(LIST, 'xlml')],
	['a workbook of bytes', workbookOf(LIST, 'xlsb')],
	['headings of Hong Kong', encoded(csvOf([['客戶姓名', '身份證號碼', '聯絡電話'], ...PEOPLE]), 'utf8')],
	['headings of Taiwan', encoded(csvOf([['中文姓名', '身分證字號', '手機'], ...PEOPLE]), 'utf8')],
	['headings with an example', workbookOf([['姓名', '身份证号', '手机号（如13800138000）'], ...PEOPLE])],
	['headings in English', workbookOf([['Chinese Name', 'National ID', 'Contact No.'], ...PEOPLE])],
])('reads a list that has %s', (_what, file, first = 2) => {
	const { lines, ready } = readList(file);
	expect(ready.map(Object.values)).toEqual(PEOPLE.map((row, i) => [first + i, ...row]));
	expect(lines).toHaveLength(PEOPLE.length);
});

const damaged = encoded(csvOf(LIST), 'gb18030');
damaged[damaged.indexOf(encoded('大志', 'gb18030'))] = 0xff;

it.each<[what: string, file: Buffer, note: RegExp]>([
	['damaged in GBK', damaged, /could not be read/],
	['of two encodings', Buffer.concat([encoded(`${csvOf([HEADINGS, ...OTHERS])}\n`, 'gb18030'), encoded(csvOf([PERSON]), 'utf8')]), /garbled|could not be read/],
	['with a NUL', encoded(csvOf(LIST).replace('大', '\0'), 'utf8'), /beside a name/],
	['with two numbers in a cell', workbookOf([HEADINGS, ...OTHERS, [PERSON[0], `${PERSON[1]}\n${PERSON[1]}`, PERSON[2]]]), /'ID Card Number'/],
	['of forty thousand characters', workbookOf([HEADINGS, ...OTHERS, ['长'.repeat(30_000), ...PERSON.slice(1)]]), /beside a name/],
])('names the one row that is %s, and calls for the others', (_what, file, note) => {
	const { lines } = readList(file);
	const wrong = lines.filter(({ state }) => state === 'wrong');
	expect(wrong).toMatchObject([{ note: expect.stringMatching(note) }]);
	expect(lines).toHaveLength(PEOPLE.length);
});

it.each<[what: string, file: Buffer, fault: RegExp]>([
	['another encoding', encoded(csvOf([['name', 'ID no', 'mobile'], ['Zoë', ...PERSON.slice(1)]]), 'latin1'), /Big5.*\.xlsx/],
	['signs that are none between its cells', encoded(withSigns(LIST, ':'), 'utf8'), /headings.*\.xlsx/],
	['more rows than are read', encoded(csvOf([HEADINGS, ...Array.from({ length: 10_001 }, () => PERSON)]), 'utf8'), /too large.*Divide/],
	['more columns than are read', workbookOf([[...HEADINGS, ...Array.from({ length: 99 }, (_one, i) => `c${i}`)], [...PERSON, ...Array.from({ length: 99 }, () => 'x')]]), /too large/],
	['half a workbook', workbookOf(LIST).subarray(0, 900), /cannot be opened.*\.xlsx/],
])('says in both languages what to do with a file that has %s', (_what, file, english) => {
	const { fault, lines } = readList(file);
	expect(fault).toEqual({
		english: expect.stringMatching(english),
		chinese: expect.stringMatching(/[\p{Script=Han}].*(?:另存为|拆分)/u),
	});
	expect(lines).toEqual([]);
});

// A file to which another one was appended without a line break between them.

const long = [
	[...HEADINGS, '备注'],
	...PEOPLE.map((row) => [...row, 'VIP']),
].map((row) => row.join());

it('names a row into which another one has run', () => {
	const { lines } = readList(encoded(`${long.slice(0, 3).join('\n')}${long[3]}`, 'gb18030'));
	expect(lines).toMatchObject([
		{ line: 2, state: 'ready' },
		{ line: 3, state: 'wrong', note: expect.stringContaining('two rows may have run together') },
	]);
});

it('says that a person has run into the headings', () => {
	const { fault } = readList(encoded(`${long[0]}${long.slice(1).join('\n')}`, 'utf8'));
	expect(fault?.english).toContain('Put the headings in a row of their own');
	expect(fault?.chinese).toContain('请让表头单独占一行');
});

it('says that UTF-16 has lost a byte', () => {
	const file = encoded(csvOf(LIST, '\t'), 'utf16le', true);
	const { fault } = readList(Buffer.concat([file.subarray(0, 41), file.subarray(42)]));
	expect(fault?.english).toContain('damaged');
});

it('calls for nobody with a number that a program has rounded, when it rounded the list', () => {
	const random = randomOf(5);
	const people = Array.from({ length: 400 }, (_one, i) => person(i, random));
	const rounded = people.map(({ name, id_card, mobile }) => {
		const isNumber = !id_card.endsWith('X');
		return [name, isNumber ? String(BigInt(Number(id_card))) : id_card, mobile];
	});
	const { ready } = readList(listOf(...rounded));
	const ids = people.map(({ id_card }) => id_card);
	expect(ready.filter(({ id_card }) => !ids.includes(String(id_card)))).toEqual([]);
	expect(ready.length).toBeGreaterThan(20);
});

it('keeps each column under a heading of its own, and days as days', () => {
	const headings = ['备注', '备注', '备注 (2)', '2026', 'constructor', '', '出生日期', ...HEADINGS];
	const { lines } = readList(workbookOf([headings, ['a', 'b', 'c', 'd', 'e', 'f', 25_000, ...PERSON, 'g']]));
	expect(Object.values(lines[0].others)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', '1968-06-11', 'g']);
});

it('says which rows are empty, as those are whose formulas have no values', () => {
	const { page } = readList(workbookOf([HEADINGS, PERSON, ['', '', ''], OTHERS[0], [], [], [], OTHERS[1], []]));
	expect(page).toContain('Empty rows, left out: 3、5–7<');
});

it('finds who stands far below the others', () => {
	const { ready } = readList(workbookOf([HEADINGS, PERSON, ...Array.from({ length: 5000 }, () => []), OTHERS[0]]));
	expect(ready.map(({ line }) => line)).toEqual([2, 5003]);
});

it('does not go through millions of cells that a sheet only claims to have', () => {
	const { ready } = readList(workbookClaiming('A1:XFD999', LIST));
	expect(ready).toHaveLength(PEOPLE.length);
});

/** Remarks that stand behind a name, or in its place. */
it.each(['待确认', '审核', '王某', '王某某', '李总', '测试用户', '王大志已故', '张伟本人', '陈师傅', '以下空白'])(
	'calls for nobody who is called %s',
	(name) => {
		expect(readList(listOf([name, ...PERSON.slice(1)])).lines).toMatchObject([{ state: 'wrong' }]);
	},
);

it.each(['王\u{E0100}大志', '王大志\uFE0F', '\u2800王大志', '王\u3164大志', '王\u200B大志'])(
	'takes %j for what can be seen of it',
	(name) => {
		expect(readList(listOf([name, ...PERSON.slice(1)])).ready).toMatchObject([{ name: '王大志' }]);
	},
);
