import { oldestNode } from '../../../scripts/host/version.ts';
import { readArguments } from '../../../scripts/matrix/arguments.ts';
import { faultIn, type Out } from '../../../scripts/matrix/providers.ts';
import { printed, type Row, versionsIn, withRows } from '../../../scripts/matrix/table.ts';

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

const success: Out = { branch: 'success' };
const refused: Out = {
	...{ branch: 'error', error: 'WeBank does not accept the input' },
	details: { code: '60840002', outcome: 'refused', description: 'What to do' },
};
const details = (changes: Out['details']): Out => ({
	...refused,
	details: { ...refused.details, ...changes },
});

test.each<[string, Out[], string | undefined, string | undefined]>([
	['one of each', [success, refused], undefined, undefined],
	['nothing', [], undefined, 'nothing'],
	[
		'a failed item among the results',
		[success, { ...refused, branch: 'success' }],
		undefined,
		'success, success',
	],
	[
		'both among the failed ones',
		[{ ...success, branch: 'error' }, refused],
		undefined,
		'error, error',
	],
	['a result that carries an error', [{ ...success, error: 'No' }, refused], undefined, 'No'],
	['no code', [success, details({ code: '' })], undefined, 'says'],
	['another outcome', [success, details({ outcome: 'unknown' })], undefined, 'unknown'],
	[
		'an outcome without a code',
		[success, details({ outcome: 'notSent', code: '' })],
		'notSent',
		undefined,
	],
	['no details', [success, { branch: 'error', error: 'No' }], undefined, 'says'],
])('items of the outputs: %s', (_what, out, outcome, fault) => {
	const found = faultIn(out, outcome);
	if (fault === undefined) expect(found).toBeUndefined();
	else expect(found).toContain(fault);
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
