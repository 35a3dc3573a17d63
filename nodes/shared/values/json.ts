import type { IDataObject } from 'n8n-workflow';

import { hasManyDigits, isPrinted } from './numbers';

/** The value of a JSON text, with or without a byte order mark; undefined when it is none. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text);
	} catch {
		return undefined;
	}
}

const BYTE_ORDER_MARK = 0xfeff;

/**
 * The value of a JSON text that a provider sends. A number that a double cannot hold becomes the text that it was
 * written as, so that no digit of an id or of an amount is lost.
 *
 * @returns undefined when it is no JSON, or so deep that whoever shows or copies it runs out of stack
 */
export function parseExact(text: string): unknown {
	const value = parseJson(text);
	if (isDeeper(value, DEEPEST)) return undefined;
	return value !== undefined && hasManyDigits(text)
		? parseJson(withLongNumbersAsTexts(text))
		: value;
}

/** Levels of objects and lists. */
const DEEPEST = 100;

function isDeeper(value: unknown, levels: number): boolean {
	if (typeof value !== 'object' || value === null) return false;
	if (levels === 0) return true;
	for (const name in value) {
		if (isDeeper((value as Record<string, unknown>)[name], levels - 1)) return true;
	}
	return false;
}

/** A valid JSON text with quotes around each number that a double cannot hold. */
function withLongNumbersAsTexts(text: string): string {
	const token = /"|-?\d[\d.eE+-]*/g;
	let result = '';
	let copied = 0;
	for (let match = token.exec(text); match; match = token.exec(text)) {
		const [found] = match;
		if (found === '"') token.lastIndex = endOfText(text, match.index);
		else if (!isPrinted(found)) {
			result += `${text.slice(copied, match.index)}"${found}"`;
			copied = token.lastIndex;
		}
	}
	return result + text.slice(copied);
}

/** Returns the place behind the quote that ends the text that begins at `start`. A pattern for it would run out of stack. */
function endOfText(text: string, start: number): number {
	let end = start;
	let backslashes: number;
	do {
		end = text.indexOf('"', end + 1);
		backslashes = 0;
		while (text[end - 1 - backslashes] === '\\') backslashes++;
	} while (backslashes % 2 === 1);
	return end + 1;
}

/** The data of an answer that should be an object; an empty one for anything else. */
export const asObject = (data: unknown): IDataObject =>
	typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as IDataObject) : {};

/** The objects of a list in an answer; none for anything else. */
export const asObjects = (data: unknown): IDataObject[] =>
	Array.isArray(data) ? data.map(asObject) : [];

/** A code of an answer, or an ID, as a text; undefined where it has none. */
export function codeIn(value: unknown): string | undefined {
	const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	return text === '' ? undefined : text;
}

/** What a field of an answer says to people, whatever it holds. */
export const wordsOf = (value: unknown): string =>
	typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
