import { readFileSync } from 'node:fs';
import {
	createRunExecutionData,
	type IDataObject,
	type INodeType,
	type IRunData,
	Workflow,
} from 'n8n-workflow';

import { resources } from '../../../nodes/QianchengCredit/operations';
import { told } from '../../../nodes/shared/model/warning';
import { readValues } from '../../../nodes/shared/values/values';
import type { WorkflowInput } from '../../support/n8n-driver.ts';
import { type Random, randomOf } from '../../support/random';
import { encoded } from '../../support/sheets.ts';

// Thousands of rows with dirt go through the expressions of the example, in n8n's engine: whoever is not named on
// the page must be called for as meant. What the files are read with is held by the test in the real n8n.

const { nodes, connections } = JSON.parse(
	readFileSync('examples/read-list.json', 'utf8'),
) as WorkflowInput;
const expressions = new Map(nodes.map(({ name, parameters }) => [name, parameters.jsonOutput]));
const nodeType = { description: { properties: [] } } as unknown as INodeType;
const workflow = new Workflow({
	...{ nodes, connections, active: false },
	nodeTypes: {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	},
});

/** What a node of the example makes of the outputs of others. */
function output(name: string, others: Record<string, IDataObject[]>, input: IDataObject) {
	const runData: IRunData = Object.fromEntries(
		Object.entries(others).map(([node, all]) => {
			const items = all.map((json) => ({ json }));
			const run = { startTime: 0, executionIndex: 0, executionTime: 0, source: [] };
			return [node, [{ ...run, data: { main: [items] } }]];
		}),
	);
	const text = String(expressions.get(name));
	const data = createRunExecutionData({ resultData: { runData } });
	const items = [{ json: input }];
	const { expression: engine } = workflow;
	return engine.getParameterValue(text, data, 0, 0, name, items, 'manual', {}) as IDataObject;
}

const { fields } = resources.blacklist.operations.search;

/** What 'Check Only' says of a row. */
function checked(row: IDataObject): IDataObject {
	try {
		const { wire, warnings } = readValues(fields, (name) => row[name]);
		return { values: wire, ...told(warnings) };
	} catch (error) {
		return { error: (error as Error).message };
	}
}

describe('a file in Big5', () => {
	/** What is found in a list that was read as GB18030, which is what the example takes a text for that is not UTF-8. */
	const faultOf = (bytes: Buffer): unknown => {
		const text = new TextDecoder('gb18030').decode(bytes);
		const table = text.split('\n').map((line) => ({ row: line.split(',') }));
		const others = {
			'Which Kind? 哪一类': [{ kind: 'gb18030' }],
			'Read with Its Encoding 按编码读': [{ text }],
			'Read the Rows 读取各行': table,
		};
		return output('Find the Columns 识别列', others, table[0]).fault;
	};
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
		expect(faultOf(bytes)).toEqual({
			english: expect.stringContaining('Big5'),
			chinese: expect.stringMatching(/Big5.*另存为/),
		});
	});

	it.each([
		['rare characters', ['㛃喆堃', '張國榮', '欧阳修']],
		['dots and remarks', ['阿依古丽·买买提', '王大志（旧）', '李四★']],
	])('is not what a list in GBK is taken for, with %s', (_what, names) => {
		const bytes = encoded(list('姓名,身份证号,手机号（本人）', names), 'gb18030');
		expect(faultOf(bytes)).toBeUndefined();
	});
});

interface Line {
	line: number;
	name: string;
	id_card: string;
	mobile: string;
	state: 'ready' | 'double' | 'wrong';
	looks: unknown[];
}

/** What the example makes of the cells of a file. */
function linesOf(kind: string, cells: Cell[][], check = checked): Line[] {
	const table = cells.map((row) => ({ row }));
	const found = output('Find the Columns 识别列', { 'Read the Rows 读取各行': table }, table[0]);
	expect(found.fault).toBeUndefined();
	const outputs = { 'Which Kind? 哪一类': [{ kind }], 'Find the Columns 识别列': [found] };
	const rows = output('Bring to Form 规范格式', outputs, found).rows as IDataObject[];
	const all = { ...outputs, 'Each Row 逐行': rows, 'Check Only 只检查': rows.map((row) => check(row)) };
	return output('Put Together 合并', all, {}).lines as unknown as Line[];
}

type Cell = string | number;
type Dirt = (text: string, random: Random) => Cell;

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
const savedByExcel = (cell: number): string => String(BigInt(Number(cell.toPrecision(15))));

const KINDS = ['name', 'id_card', 'mobile'] as const;

it.each([
	['gb18030', 1],
	['workbook', 2],
	['utf8', 3],
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

	const lines = linesOf(kind, [['姓名', '身份证号码', '手机'], ...rows]);

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
	const cells = [['姓名', '身份证号码', '手机'], ['王大志', '11010519491231002X', '13800138000']];
	const doubt = { english: "'Mobile Number' is odd. It goes out as it is.", chinese: '手机号少见，请核对。' };
	const [line] = linesOf('utf8', cells, (row) => ({ ...checked(row), ...told([doubt]) }));
	expect(line).toMatchObject({ state: 'ready', looks: [["'Mobile Number' is odd.", doubt.chinese]] });
});

/** Everything that is in no name: our node would send it with a warning, and the list does not. */
it.each(['王大志2', '王大志（VIP）', '王大志[旧]', '王大志#1', '王大志_', 'Wang 2 Dazhi', '王大志★'])(
	'calls for nobody whose name our node doubts (%s)',
	(name) => {
		const row = { name, id_card: '11010519491231002X', mobile: '13800138000' };
		expect(checked(row).warnings).toHaveLength(1);
		expect(linesOf('utf8', [['姓名', '身份证号码', '手机'], Object.values(row)])).toMatchObject([
			{ state: 'wrong' },
		]);
	},
);
