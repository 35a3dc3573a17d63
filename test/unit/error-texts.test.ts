import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CHINESE_ERRORS_PAGE } from '../../scripts/generate/errors-chinese.ts';
import { textsIn } from '../../scripts/generate/texts.ts';
import { loadProvider } from '../../scripts/shared/providers.ts';
import { PROVIDERS } from '../../spec/providers.ts';

const root = process.cwd();

// That both pages are up to date is tested with all generated files: schemas.test.ts.
test('nearly every text of an error has its Chinese (docs/zh-CN/errors.json)', () => {
	const page = readFileSync(CHINESE_ERRORS_PAGE, 'utf8');
	const rows = page.split('\n').filter((line) => /^\| (?!---)/.test(line));
	// The last cell of a text is what the person reads, in Chinese in any case.
	const ours = rows.map((row) => row.split(' | ').slice(0, row.split(' | ').length > 2 ? -1 : 2));
	const isChinese = (cells: string[]) => /\p{Script=Han}/u.test(cells.join());

	expect(ours.filter(isChinese).length / ours.length).toBeGreaterThan(0.9);
});

test.each(PROVIDERS)('$node: a remedy sends to fields that the credential has', (entry) => {
	const { provider, credential } = loadProvider(entry, root);
	const named = [...provider.address.matchAll(/'([^']+)'/g)].map(([, name]) => name);
	const fields = credential.properties.map(({ displayName }) => displayName);
	expect(named.length).toBeGreaterThan(0);
	expect(named.filter((name) => !fields.includes(name))).toEqual([]);
	// Every address that can be filled in is named, and an environment where there is one.
	const wanted = fields.filter((name) => /^(Environment|Base URL|.* Host)$/.test(name));
	expect(named.sort()).toEqual(wanted.sort());
});

describe('the texts of a file', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'texts-'));
		mkdirSync(join(folder, 'nodes'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));
	const read = (code: string) => {
		writeFileSync(join(folder, 'nodes', 'a.ts'), code);
		return textsIn(['nodes'], folder).map(({ says, remedy, chinese }) => [says, remedy, chinese]);
	};

	test.each<[what: string, code: string, text: string[]]>([
		[
			'a class with its remedy',
			"throw new InputProblem(`'${name}' is wrong`, 'Correct the value.', '请核对');",
			["'{name}' is wrong", 'Correct the value.', '请核对'],
		],
		[
			'a constant inside',
			"const NOTE = 'Nothing was sent.'; throw new SetupProblem('It is broken now', `${NOTE} Look.`);",
			['It is broken now', 'Nothing was sent. Look.', ''],
		],
		[
			'an answer that cannot be read',
			"throw new NoAnswer('The answer is no answer', true, { remedy: 'Ask again.' });",
			['The answer is no answer', 'Ask again.', ''],
		],
		[
			'an entry of a table',
			"const t = { '1': { message: 'It is full', remedy: 'Wait.', original: '满', chinese: '请稍候' } };",
			['It is full', 'Wait.', '请稍候'],
		],
		[
			'a helper that makes one',
			"const no = (what: string): InputProblem => new InputProblem(what, '', ''); throw no('is not what was asked for');",
			['is not what was asked for', '', ''],
		],
		[
			'a choice and a part that may be missing',
			"throw new InputProblem(isOne ? 'One is wrong here' : 'All are wrong here', ['Look.', isOne && 'Ask them.'].filter(Boolean).join(' '), '');",
			['[One is wrong here / All are wrong here]', 'Look. [Ask them.]', ''],
		],
		[
			'any other sentence',
			"const words = ['The server is closed on Sundays'];",
			['The server is closed on Sundays', '', ''],
		],
	])('has %s', (_what, code, text) => {
		expect(read(code)).toContainEqual(text);
	});

	test.each([
		"const field = { displayName: 'Name of the Field Here', description: 'What to fill in here, at most' };",
		'// A comment is a sentence that says why.',
		"import { a } from 'a module that is called like this';",
		"const name = 'Name in Title Case of Something';",
	])('has nothing of %j', (code) => {
		expect(read(code)).toEqual([]);
	});
});
