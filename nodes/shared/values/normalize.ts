import type { Form } from '../model/field';
import { dayOf } from './dates';
import { trimmed, UNSEEN } from './text';

/**
 * Forms of identifiers: what people, spreadsheets and keyboards add to them, and what the provider wants. A
 * text that cannot be brought to its form stays as it is, for the field's check to refuse.
 */

const FULL_WIDTH = /[\uFF01-\uFF5E]/g;

/** Full-width letters, digits and signs as those of ASCII. */
const ascii = (text: string): string =>
	text.replace(FULL_WIDTH, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));

/** In front of digits, an apostrophe makes a spreadsheet take them for text. */
const APOSTROPHE = /^['’‘`´]+/;
/** Spaces, dashes and invisible characters, with which people group digits. */
const GROUPING = new RegExp(`[\\s${UNSEEN}\\p{Pd}\\u2212]`, 'gu');

/** A code of letters and digits. */
export const codeForm = (text: string): string => trimmed(ascii(text).replace(APOSTROPHE, ''));

/** A number whose digits may be grouped. */
export const digitsForm = (text: string): string => codeForm(text).replace(GROUPING, '');

/** A name in Latin letters, with the hyphens, apostrophes and spaces of ASCII. */
export const latinNameForm = (text: string): string =>
	codeForm(text)
		.normalize('NFC')
		.replace(/[\p{Pd}\u2212]/gu, '-')
		.replace(/[’‘`´]/g, "'")
		.replace(/\p{Zs}+/gu, ' ');

/** Signs that look like a Chinese character, or like one of ASCII, and are another one. */
const LOOKALIKES = /[\u2E80-\u2FDF\uF900-\uFAFF\uFF01-\uFF5E\u{2F800}-\u{2FA1F}]/gu;
/** What people write for the dot in a name such as 买买提·艾力. */
const NAME_DOT = /(?<=\p{Script=Han})\s*[·•・･‧∙⋅●．.]\s*(?=\p{Script=Han})/gu;

/** The name of a person as identity cards have it: no spaces between Chinese characters, which lists put there to align them. */
export const personNameForm = (text: string): string =>
	trimmed(text.replace(APOSTROPHE, ''))
		.replace(NAME_DOT, '·')
		.replace(LOOKALIKES, (sign) => sign.normalize('NFKC'))
		.replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '');

/** An identity card number, with its check character in upper case. */
export const idCardForm = (text: string): string => digitsForm(text).replace(/x$/, 'X');

/** A telephone country code as 0086. */
export const countryCodeForm = (text: string): string =>
	digitsForm(text).replace(/^(?:\+|00)?(?=[1-9]\d{0,3}$)/, '00');

/** A mobile number without its country code: that in `countryCode`, otherwise that of mainland China. */
export const mobileForm: Form = (text, { countryCode }) => {
	const number = digitsForm(text).replace(/[()]/g, '');
	const country = countryCodeForm(String(countryCode || MAINLAND_CHINA));
	const isMainland = country === MAINLAND_CHINA;
	const prefixes = [country, country.replace(/^00/, '+'), ...(isMainland ? ['86'] : [])];
	const prefix = prefixes.find(
		(one) => number.startsWith(one) && (!isMainland || number.length === one.length + 11),
	);
	return number.slice(prefix?.length ?? 0);
};

export const MAINLAND_CHINA = '0086';

/** A calendar day as yyyy-MM-dd. */
export const dayForm = (text: string): string => dayOf(codeForm(text));
