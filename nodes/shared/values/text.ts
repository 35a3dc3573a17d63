import { fault, problemWith, type ValueFault, type Subject } from '../model/fault';
import { isGarbled } from './encoding';

/**
 * What cannot be seen, for a class of characters: those of format (Cf), those that fonts leave out, such as variation
 * selectors and the filler of Hangul, and the blank of Braille.
 */
export const UNSEEN = String.raw`\p{Cf}\p{Default_Ignorable_Code_Point}\u2800`;

/** White space of any width, and what cannot be seen, at the ends of a text. */
const UNSEEN_ENDS = new RegExp(`^[\\s${UNSEEN}]+|[\\s${UNSEEN}]+$`, 'gu');

/** A text without what cannot be seen at its ends. */
export const trimmed = (text: string): string => text.replace(UNSEEN_ENDS, '');

/** Halves of surrogate pairs, and what stands for a lost character, for a class of characters. */
const LOST = String.raw`\p{Cs}\p{Noncharacter_Code_Point}\uFFFD`;
const UNREADABLE = new RegExp(`[${LOST}]`, 'u');

/** U+FFFC is what is left of a picture in a document. */
const LINE = new RegExp(`[${LOST}${UNSEEN}\\p{Cc}\\p{Zl}\\p{Zp}\\uFFFC]`, 'u');

/** What a text must not hold, by the kind of text. Of a surrogate pair a half alone cannot be sent. */
const REFUSED = {
	/** A text inside other data, which is passed on as it is. */
	data: /[\p{Cs}\uFFFD]/u,
	fileName: /[\p{Cs}\p{Cc}]/u,
	line: LINE,
	lines: /(?![\t\n\r])[\p{Cs}\uFFFD\p{Cf}\p{Cc}]/u,
	/** A line that means nothing. */
	password: LINE,
};

/** What spreadsheets and programs write where there is no value. */
const NO_VALUE =
	/^(?:#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!)|null|NULL|[<(]null[)>]|\\N|undefined|nan|NaN|NaT|<NA>)$|\[object [A-Z]\w*\]/;
/** An expression of n8n that is not worked out, because its field is set to 'Fixed'. */
const NOT_WORKED_OUT = /\{\{[^{}]*\$[a-z(][^{}]*\}\}/i;

/** What is wrong with a text, and what to do. */
export function textFault(
	text: string,
	kind: keyof typeof REFUSED,
): (ValueFault & { remedy: string }) | undefined {
	const [character] = REFUSED[kind].exec(text) ?? [];
	if (character === undefined) return wholeFault(text, kind);
	const codePoint = `U+${Number(character.codePointAt(0)).toString(16).toUpperCase().padStart(4, '0')}`;
	if (UNREADABLE.test(character)) {
		return {
			...fault(
				`holds the unreadable character ${codePoint}`,
				'含有无法识别的字符（乱码），请重新输入。',
			),
			remedy: WRONG_ENCODING,
		};
	}
	const isLineBreak = /[\r\n\u2028\u2029]/.test(character);
	return {
		english: `holds ${isLineBreak ? 'a line break' : 'the invisible character'} ${codePoint}`,
		chinese: isLineBreak
			? '含有换行，请写在同一行里。'
			: '含有看不见的字符，请删除后重新输入，不要粘贴。',
		remedy: 'Remove it where the data comes from, for example by typing the value anew.',
	};
}

const WRONG_ENCODING =
	'The file was probably read with the wrong encoding, for example one in GBK as UTF-8: read it again with its own encoding.';

/** What is wrong with a text whose characters are all right. */
function wholeFault(text: string, kind: keyof typeof REFUSED): ReturnType<typeof textFault> {
	if (kind === 'password') return undefined;
	if (isGarbled(text)) {
		return {
			...fault('holds garbled text (乱码)', '含有乱码，请重新输入。'),
			remedy: WRONG_ENCODING,
		};
	}
	return kind === 'line' || kind === 'lines' ? emptyFault(text) : undefined;
}

/** What is wrong with a text that stands where there is no value. */
export function emptyFault(text: string): ReturnType<typeof textFault> {
	if (NOT_WORKED_OUT.test(text)) {
		return {
			...fault('holds an expression as a text', '没有有效的内容，请重新输入。'),
			remedy: "Switch the field from 'Fixed' to 'Expression', or look where the data comes from.",
		};
	}
	const [word] = NO_VALUE.exec(text) ?? [];
	if (word === undefined) return undefined;
	return {
		...fault(
			`holds ${word}, which a program writes where it has no value`,
			'没有有效的内容，请重新输入。',
		),
		remedy: 'Look where the data comes from, and give the value itself or leave the field empty.',
	};
}

/**
 * Refuses a text of which what is sent would not be what was meant.
 *
 * @param subject the field, its display name with where in its value the text is
 * @throws InputProblem that names the character by its code point
 */
export function requireText(subject: Subject, text: string, kind: keyof typeof REFUSED): void {
	const found = textFault(text, kind);
	if (found) throw problemWith(subject, found, `Nothing was sent. ${found.remedy}`);
}
