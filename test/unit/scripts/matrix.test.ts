import { oldestNode } from '../../../scripts/host/version.ts';
import { readArguments } from '../../../scripts/matrix/arguments.ts';
import { findingsOf } from '../../../scripts/matrix/row.ts';
import { printed, type Row, versionsIn, withRows } from '../../../scripts/matrix/table.ts';
import { TITLES } from '../../../scripts/matrix/titles.ts';

// npm run matrix installs other versions of n8n, which takes minutes each: here are the parts that decide.

test.each([
	[[], { versions: [], clean: false }],
	[['2.35.4', '1.110.1', '2.35.4', '--clean'], { versions: ['2.35.4', '1.110.1'], clean: true }],
])('the arguments %j', (args, read) => expect(readArguments(args)).toEqual(read));

test.each([['2.35'], ['latest'], ['v2.35.4'], ['../2.35.4'], ['--cleam']])(
	'%s is refused as an argument',
	(arg) => expect(() => readArguments(['2.41.1', arg])).toThrow(arg),
);

test.each([
	['>=20.19 <= 24.x', 20],
	['>=22.16', 22],
	['^24.0.0 || >=26', 24],
])('an n8n that needs Node %s is run with %i', (engines, major) => {
	expect(oldestNode(engines)).toBe(major);
});

/** A run of jest with these tests, by title. */
const results = (tests: Record<string, string>, message = '') => ({
	testResults: [
		{
			message,
			assertionResults: Object.entries(tests).map(([title, failure]) => ({
				...{ title, status: failure ? 'failed' : 'passed' },
				failureMessages: failure ? [failure] : [],
			})),
		},
	],
});
const { tools, toolsThatContinue, previews } = TITLES;
const good = { [tools]: '', [toolsThatContinue]: '', [previews]: '', WeBank: '' };

test.each<[string, ReturnType<typeof results>, ReturnType<typeof findingsOf>]>([
	['everything', results(good), { tools: 'always', previews: true, faults: [] }],
	[
		'tools that must continue, no previews',
		results({ ...good, [tools]: 'Error: told nothing', [previews]: 'Error: 404' }),
		{ tools: 'continue', previews: false, faults: [] },
	],
	[
		'no tools, and a provider that is refused',
		results({
			...good,
			...{ [tools]: 'Error: gone', [toolsThatContinue]: 'Error: gone' },
			WeBank: '\u001b[2mexpect\u001b[22m(received)\nand more',
		}),
		{
			...{ tools: 'none', previews: true },
			faults: [
				`${tools}: Error: gone`,
				`${toolsThatContinue}: Error: gone`,
				'WeBank: expect(received)',
			],
		},
	],
	[
		'an n8n that did not start',
		results({}, '● Test suite failed to run\n\n  more'),
		{ tools: 'none', previews: false, faults: ['● Test suite failed to run'] },
	],
])('what the tests of a version have found: %s', (_what, found, row) => {
	expect(findingsOf(found)).toEqual(row);
});

const PAGE = `# Page

<!-- matrix -->

| n8n | it |
| --- | --- |
| 2.35.4 | old |
| 1.110.1 | stays |

<!-- end of matrix -->

The rest.
`;

test('the lines of a run replace those of the same version, in the order of the versions', () => {
	const line = (n8n: string) => ({ n8n, line: `| ${n8n} | new |` });
	const page = withRows(PAGE, [line('2.4.0'), line('2.35.4'), line('2.41.1')]);
	expect(page).toBe(
		PAGE.replace('| 2.35.4 | old |\n', '| 2.41.1 | new |\n| 2.35.4 | new |\n| 2.4.0 | new |\n'),
	);
	expect(versionsIn(page)).toEqual(['2.41.1', '2.35.4', '2.4.0', '1.110.1']);
	expect(withRows(page, [])).toBe(page);
});

test('a page without a place for the table is refused', () => {
	expect(() => withRows('# Page', [])).toThrow('<!-- matrix -->');
});

test('what is printed names every fault with its version', () => {
	const row: Row = {
		...{ n8n: '1.110.1', node: '20.20.2', usable: 3, all: 26, previews: true, tools: 'continue' },
		faults: [],
	};
	expect(printed([row, { ...row, n8n: '2.41.1', faults: ['WeBank: gone', 'nodes: none'] }])).toBe(
		[
			'n8n      Node.js  result  examples  previews  agents',
			'1.110.1  20.20.2  ✓       3 of 26   ✓         ✓ *Continue*',
			'2.41.1   20.20.2  ✗ 2     3 of 26   ✓         ✓ *Continue*',
			'✗ 2.41.1: WeBank: gone',
			'✗ 2.41.1: nodes: none',
		].join('\n'),
	);
});
