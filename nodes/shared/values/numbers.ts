/** Texts of JSON, which may hold digits, or numbers. */
const JSON_TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Whether a number can be what was meant: beyond this a double has lost digits, or is none (NaN). */
export const isSafe = (number: number): boolean => Math.abs(number) <= Number.MAX_SAFE_INTEGER;

/** Whether a double holds the number that a text writes, digit for digit. */
export const isExact = (text: string): boolean =>
	isSafe(Number(text)) && canonical(text) === canonical(String(Number(text)));

/**
 * Whether a number of an answer loses nothing as a double. It may be written as a double prints with so many digits, such
 * as 0.10000000000000001, which is how some programs write 0.1.
 */
export function isPrinted(text: string): boolean {
	if (isExact(text)) return true;
	const number = Number(text);
	const { length } = text.replace(/[eE].*|\D/g, '').replace(/^0+/, '');
	const printed = number.toPrecision(Math.min(Math.max(length, 1), MOST_DIGITS));
	return isSafe(number) && canonical(text) === canonical(printed);
}

/** JavaScript prints no number with more digits. */
const MOST_DIGITS = 100;

const MANY_DIGITS = /\d(?:\.?\d){15}|\d[eE]/;

/** Whether a JSON text may hold a number that a double cannot hold; most hold none, and need no second look. */
export const hasManyDigits = (json: string): boolean => MANY_DIGITS.test(json);

/** The first number of a JSON text that a double cannot hold, which is lost when the text is parsed. */
export function inexactNumber(json: string): string | undefined {
	if (!hasManyDigits(json)) return undefined;
	for (const [token] of json.matchAll(JSON_TOKENS)) {
		if (!token.startsWith('"') && !isExact(token)) return token;
	}
	return undefined;
}

/** A number as its digits and their power of ten, so that 1.50 and 15e-1 are the same. */
function canonical(text: string): string {
	const [mantissa, power = '0'] = text.toLowerCase().replace(/^[+-]/, '').split('e');
	const [whole, fraction = ''] = mantissa.split('.');
	const digits = (whole + fraction).replace(/^0+/, '');
	const significant = digits.replace(/0+$/, '');
	const shift = digits.length - significant.length - fraction.length;
	return significant === '' ? '0' : `${significant}e${Number(power) + shift}`;
}
