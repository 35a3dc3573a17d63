import type { Check } from '../model/operation';
import { isDay } from './dates';
import { countryCodeForm, MAINLAND_CHINA } from './normalize';
import { textFault } from './text';

// GB 11643-1999: weights of the first 17 digits, and the check character for each remainder.
const ID_CARD_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CARD_CHECK_CHARACTERS = '10X98765432';

/** A resident identity card number (GB 11643-1999): 18 characters, a real birth date, the right check character. */
export const idCardNumber: Check = (value) => {
	if (!/^\d{17}[\dXx]$/.test(value)) return 'must have 17 digits followed by a digit or X';
	const birthDate = `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`;
	if (!isDay(birthDate)) return 'must contain a real date of birth in digits 7 to 14';
	const sum = ID_CARD_WEIGHTS.reduce((total, weight, i) => total + weight * Number(value[i]), 0);
	return ID_CARD_CHECK_CHARACTERS[sum % 11] === value[17].toUpperCase()
		? undefined
		: 'has a last character that does not fit the other 17, so at least one is mistyped';
};

/** A bank card number (ISO/IEC 7812): 12 to 19 digits, the last one the Luhn check digit. */
export const bankCardNumber: Check = (value) => {
	if (!/^\d{12,19}$/.test(value)) return 'must have 12 to 19 digits without spaces';
	return luhnSum(value) % 10 === 0
		? undefined
		: 'has a last digit that does not fit the others, so at least one is mistyped';
};

function luhnSum(digits: string): number {
	return [...digits].reverse().reduce((sum, digit, i) => {
		const doubled = Number(digit) * (i % 2 === 0 ? 1 : 2);
		return sum + (doubled > 9 ? doubled - 9 : doubled);
	}, 0);
}

/** A mobile number: of mainland China when `countryCode` is empty or 86, otherwise 5 to 15 digits (ITU-T E.164). */
export const mobileNumber: Check = (value, { countryCode }) => {
	const mainland = countryCodeForm(String(countryCode || MAINLAND_CHINA)) === MAINLAND_CHINA;
	if (mainland && !/^1[3-9]\d{9}$/.test(value)) {
		return 'must have 11 digits and begin with 13 to 19. For a number outside mainland China set the country code';
	}
	return /^\d{5,15}$/.test(value) ? undefined : 'must have 5 to 15 digits without country code';
};

export const countryCode: Check = (value) =>
	/^(\+|00)?[1-9]\d{0,3}$/.test(value)
		? undefined
		: 'must be a telephone country code such as 0086';

export const email: Check = (value) =>
	/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? undefined : 'must be an e-mail address';

export const integer: Check = (value) =>
	/^-?\d{1,15}$/.test(value) ? undefined : 'must be a whole number';

/** A text in which nothing is hidden. */
export const visible: Check = (value) => textFault(value, 'line')?.[0];

/** A calendar day as yyyy-MM-dd. */
export const day: Check = (value) =>
	isDay(value) ? undefined : 'must be a real date as year-month-day, for example 1990-01-31';

/** One part of an address; dots alone would lead to another one. */
export const pathPart: Check = (value) =>
	/^[\w.-]+$/.test(value) && !/^\.+$/.test(value)
		? undefined
		: 'must be letters, digits, dots, dashes or underscores, and not dots alone';

/** Parts of a path that lead to another one; an address reads %2e as a dot. */
const DOTS = /^(?:\.|%2e){1,2}$/i;

/** What is wrong with a path below a host, which may have a query. */
export function pathFault(path: string): string | undefined {
	if (!/^\/\S+$/.test(path)) return 'does not begin with a slash';
	const [way] = path.split(/[?#]/, 1);
	const [, ...parts] = way.split(/[\\/]/);
	const isDetour = parts.some(
		(part, i) => DOTS.test(part) || (part === '' && i < parts.length - 1),
	);
	return isDetour ? 'has empty parts, or parts that are dots alone' : undefined;
}

/** JSON that is an object, where it goes on as a text. */
export const jsonObject: Check = (value) =>
	value.startsWith('{') ? undefined : 'must be a JSON object';

/** A statement that the provider accepts only when it is affirmed. */
export const mustBeTrue: Check = (value) =>
	value === 'true' ? undefined : 'must be turned on (Yes), otherwise the application is refused';
