import { trimmed } from './text';

/** What separates the entries of a list that is one text: Western and Chinese punctuation, and line breaks. */
const SEPARATORS = /[,，、;；\r\n]+/;

/** The entries of a list that is one text, trimmed, without empty ones. */
export const splitList = (text: string): string[] =>
	text
		.split(SEPARATORS)
		.map(trimmed)
		.filter((entry) => entry !== '');
