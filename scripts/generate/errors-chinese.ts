import { join } from 'node:path';
import { readJson } from '../shared/files.ts';
import { type Modules, placesOf } from '../shared/providers.ts';

/** The same page for people who read Chinese. */
export const CHINESE_ERRORS_PAGE = join('docs', 'zh-CN', 'reference', 'errors.md');

const read = (name: string) =>
	readJson<Record<string, string>>(import.meta.dirname, '../../docs/zh-CN', name);

const TEXTS = { ...read('texts.json'), ...read('errors.json') };
/** The longest come first. Shorter ones than these may be a part of anything. */
const SENTENCES = Object.keys(TEXTS)
	.filter((text) => text.split(' ').length > 2 || text.endsWith('.'))
	.sort((a, b) => b.length - a.length);

/** A text in Chinese as far as it is known: the whole of it, or the sentences in it. */
function toChinese(text: string): string {
	if (text in TEXTS) return TEXTS[text];
	const known = SENTENCES.filter((sentence) => text.includes(sentence));
	return known
		.reduce((rest, sentence) => rest.replaceAll(sentence, TEXTS[sentence]), text)
		.replace(/(?<=[。；：]) (?=[\p{Script=Han}“])/gu, '');
}

/** What the documents of the providers say of their codes, by the message that a user reads. */
export const originalsOf = (providers: Modules[]): Record<string, string> =>
	Object.fromEntries(
		providers
			.flatMap(({ errors, scoped, resources, tokenRefused }) => [
				...[errors, ...Object.values(scoped)],
				...placesOf(resources).map(({ operation }) => operation.errors ?? {}),
				...(tokenRefused ? [{ tokenRefused }] : []),
			])
			.flatMap((table) => Object.values(table))
			.filter(({ original }) => /\p{Script=Han}/u.test(original))
			.map(({ message, original }) => [message, original]),
	);

/**
 * The page of all texts of errors in Chinese. What n8n shows stays as it shows it, with the Chinese below, so that
 * it is found; a text without one stands alone.
 *
 * @param page the page in English
 * @param originals what the providers' documents say, by the English message of a code
 */
export function chineseErrorsPage(page: string, originals: Record<string, string>): string {
	return page
		.split('\n')
		.map((line) => {
			if (line.startsWith('|')) return rowInChinese(line, originals);
			const [, marks = '', text] = /^(#+ )?(.*)$/.exec(line) ?? [];
			const [, title, place] = /^(Codes)(: .*)$/.exec(text) ?? [];
			return marks + (title ? toChinese(title) + place : toChinese(text));
		})
		.join('\n');
}

function rowInChinese(line: string, originals: Record<string, string>): string {
	const cells = line.slice(2, -2).split(' | ');
	// The last two are what to do and what the person reads; of an operation, the last one alone.
	const at = cells.length > 2 ? cells.length - 3 : -1;
	const inChinese = cells.map((cell, i) => {
		if (i !== at) return cell.split(' · ').map(toChinese).join(' · ');
		const chinese = originals[cell] ?? toChinese(cell);
		return chinese === cell || TABLE_HEAD.has(cell) ? chinese : `${cell}<br>${chinese}`;
	});
	return `| ${inChinese.join(' | ')} |`;
}

const TABLE_HEAD = new Set(['It says', '---']);
