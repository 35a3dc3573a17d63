import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A page in Chinese and the one in English that it must agree with. */
const pairs = [
	['README.zh-CN.md', 'README.md'],
	...readdirSync('docs/zh-CN', { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.md'))
		.map((path) => [join('docs/zh-CN', path), join('docs', path)]),
];

const inEnglish = (path: string): string => {
	const [, english = path] = pairs.find(([chinese]) => chinese === path) ?? [];
	return english.replace('docs/zh-CN', 'docs');
};

const matches = (text: string, form: RegExp): string[] =>
	[...text.matchAll(form)].map(([all, part = all]) => part);

const unique = (parts: string[]): string[] => [...new Set(parts)].sort();

const headingsOf = (text: string): string[] =>
	matches(text.replace(/^```[^]*?^```/gm, ''), /^(#+ .*)$/gm);

/** The anchor that GitHub makes of a heading. */
const anchorOf = (heading: string): string =>
	heading
		.replace(/^#+ /, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
		.replaceAll(' ', '-');

/** What a link leads to, whatever the language: the file, and which of its headings. */
function targetOf(link: string, from: string): string {
	if (/^[a-z]+:/.test(link)) return link;
	const [file, anchor] = link.split('#');
	const path = file === '' ? from : join(dirname(from), file);
	if (!existsSync(path)) return `missing: ${path}`;
	if (anchor === undefined) return inEnglish(path);
	const at = headingsOf(readFileSync(path, 'utf8')).map(anchorOf).indexOf(anchor);
	return at < 0 ? `missing: ${path}#${anchor}` : `${inEnglish(path)}#${at}`;
}

/** What of a page is the same in every language, section by section. */
function skeletonOf(path: string): object[] {
	const text = readFileSync(path, 'utf8');
	const blocks = matches(text, /^```[^]*?^```/gm);
	const sections = text.replace(/^```[^]*?^```/gm, '```').split(/^(?=#+ )/m);
	return sections.map((section) => ({
		heading: /^#*/.exec(section)?.[0],
		blocks: blocks.splice(0, matches(section, /^```$/gm).length),
		links: unique(matches(section, /\]\(([^)\s]+)\)/g).map((link) => targetOf(link, path))),
		code: unique(matches(section, /`([^`\n]+)`/g)),
		// Numbers of one digit are often words.
		numbers: unique(matches(section.replace(/\]\([^)]*\)/g, ']'), /\d[\d,.:]*\d/g)),
		rows: matches(section, /^\|.*\|$/gm).map((row) => row.split(/(?<!\\)\|/).length),
		gaps: matches(section, /^\| ([A-Z]+-\d+) \|/gm),
		places: matches(section, /^<!-- .* -->$/gm),
	}));
}

test('every page is there in Chinese, but what is for developers', () => {
	const inChinese = pairs.map(([, english]) => english);
	const pages = readdirSync('docs', { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.md') && !path.startsWith('zh-CN'))
		.map((path) => join('docs', path));

	expect(pages.filter((path) => !inChinese.includes(path)).sort()).toEqual([
		...['docs/architecture.md', 'docs/development.md'],
	]);
});

test.each(pairs)('%s says what %s says', (chinese, english) => {
	const skeleton = skeletonOf(english);

	expect(JSON.stringify(skeleton)).not.toContain('missing: ');
	expect(skeletonOf(chinese)).toEqual(skeleton);
});

/** Two lines of one paragraph, which a browser joins by a space, as far as one of them has Chinese at the joint. */
const JOINT = /^(?![|#>`<]).*\S\n(?![ \t]*([-*+>|#`<]|\d+\. )).*\S/gm;
const HAN = '[\\p{Script=Han}\\u3000-\\u303f\\uff00-\\uffef“”‘’…—]';
const AT_JOINT = new RegExp(`${HAN}\\n|\\n\\s*${HAN}`, 'u');

test.each(pairs)('%s has no sentence with a space where its line ends', (chinese) => {
	const text = readFileSync(chinese, 'utf8').replace(/^```[^]*?^```/gm, '');
	expect(matches(text, JOINT).filter((two) => AT_JOINT.test(two))).toEqual([]);
});
