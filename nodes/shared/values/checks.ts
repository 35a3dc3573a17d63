import { fault } from '../model/fault';
import type { Check } from '../model/field';
import { isDay, latestToday } from './dates';
import { countryCodeForm, MAINLAND_CHINA } from './normalize';

// GB 11643-1999: weights of the first 17 digits, and the check character for each remainder.
const ID_CARD_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CARD_CHECK_CHARACTERS = '10X98765432';

/** A resident identity card number (GB 11643-1999): 18 characters, a birth date that has been, the right check character. */
export const idCardNumber: Check = (value) => {
	if (!/^\d{17}[\dXx]$/.test(value)) return ID_CARD_FORM;
	const birthDate = `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`;
	if (!isDay(birthDate) || birthDate > latestToday()) return ID_CARD_BIRTH;
	const sum = ID_CARD_WEIGHTS.reduce((total, weight, i) => total + weight * Number(value[i]), 0);
	return ID_CARD_CHECK_CHARACTERS[sum % 11] === value[17].toUpperCase()
		? undefined
		: ID_CARD_MISTYPED;
};

const ID_CARD_FORM = fault(
	'must have 17 digits followed by a digit or X',
	'应为18位，前17位是数字，最后一位是数字或X，请核对后重新填写。',
);
const ID_CARD_BIRTH = fault(
	'must contain a real date of birth in digits 7 to 14',
	'第7至14位不是真实的出生日期，请核对后重新填写。',
);
const ID_CARD_MISTYPED = fault(
	'has a last character that does not fit the other 17, so at least one is mistyped',
	'的校验码不正确，请核对后重新填写。',
);

/** The last digit of a bank card is the Luhn check digit, but no document demands it. */
export const luhnDigit: Check = (value) =>
	luhnSum(value) % 10 === 0 ? undefined : BANK_CARD_MISTYPED;

const BANK_CARD_MISTYPED = fault(
	'has a last digit that does not fit the others, so a digit is probably mistyped',
	'的校验位不符，可能有一位数字填错了，请对照银行卡核对。',
);

function luhnSum(digits: string): number {
	return [...digits].reverse().reduce((sum, digit, i) => {
		const doubled = Number(digit) * (i % 2 === 0 ? 1 : 2);
		return sum + (doubled > 9 ? doubled - 9 : doubled);
	}, 0);
}

/** Makes a check of a text's form alone, with the two texts of its fault. */
export const matching =
	(pattern: RegExp, english: string, chinese: string): Check =>
	(value) =>
		pattern.test(value) ? undefined : { english, chinese };

/** A mobile number of mainland China. */
export const mainlandMobile = matching(
	/^1[3-9]\d{9}$/,
	'must have 11 digits and begin with 13 to 19',
	'应为11位数字，以13至19开头，请核对后重新填写。',
);

/** A mobile number beside a `countryCode`: of mainland China when that is empty or 86, otherwise 5 to 15 digits (ITU-T E.164). */
export const mobileNumber: Check = (value, { countryCode }) => {
	const mainland = countryCodeForm(String(countryCode || MAINLAND_CHINA)) === MAINLAND_CHINA;
	if (mainland && mainlandMobile(value, {})) return NOT_MAINLAND;
	return /^\d{5,15}$/.test(value) ? undefined : FOREIGN_MOBILE;
};

const NOT_MAINLAND = fault(
	'must have 11 digits and begin with 13 to 19. For a number outside mainland China set the country code',
	'应为11位数字，以13至19开头，请核对后重新填写；中国大陆以外的号码请填写当地的区号。',
);
const FOREIGN_MOBILE = fault(
	'must have 5 to 15 digits without country code',
	'应为5至15位数字，不含区号，请核对后重新填写。',
);

/** A bank card number (ISO/IEC 7812). */
export const bankCardNumber = matching(
	/^\d{12,19}$/,
	'must have 12 to 19 digits without spaces',
	'应为12至19位数字，请核对后重新填写。',
);

/**
 * The name of a person; what was lost on the way stands in it as ? or as a square. What people and models write in
 * place of a name that they do not know would be found on no list.
 */
export const nameOfPerson = matching(
	/^(?!(?:n\/a|unknown|无|没有|未知|不详)$)(?=.*\p{L})[^?\u25A0\u25A1\u3013]+$/iu,
	'must be a name, without signs that stand for lost characters',
	'必须是姓名，不能含有问号、方框等代替文字的符号，请核对后重新填写。',
);

/** Names are letters or Chinese characters, between them spaces, dots, hyphens and apostrophes. */
export const onlyName = matching(
	/^[\p{L}\p{M}\p{Nl}\p{Co} .,'’·-]+$/u,
	'has characters that are in no name, such as digits or a remark in brackets',
	'含有姓名中没有的字符，例如数字或括号里的备注，请核对。',
);

/** A name in the Latin alphabet, such as the pinyin of a Chinese one. */
export const latinName = matching(
	/^\p{Script=Latin}[\p{Script=Latin}\p{Mn} '-]*$/u,
	'must be in Latin letters as in pinyin (拼音), such as Wang; between them spaces, hyphens and apostrophes are allowed',
	'只能包含拼音字母、空格、连字符和撇号，请核对后重新填写。',
);

/** Passports write names in the 26 letters alone. */
export const plainLetters = matching(
	/^[A-Za-z '-]*$/,
	'has letters with marks; passports have none, and write Lü as Lyu',
	'含有带声调或符号的字母，护照上的拼音没有这些，请核对。',
);

export const countryCode = matching(
	/^(\+|00)?[1-9]\d{0,3}$/,
	'must be a telephone country code such as 0086',
	'应为国家或地区的电话区号，例如0086，请核对后重新填写。',
);

export const email = matching(
	/^[^\s@]+@[^\s@]+\.[^\s@]+$/,
	'must be an e-mail address',
	'的格式不正确，请核对后重新填写。',
);

export const integer = matching(
	/^-?\d{1,15}$/,
	'must be a whole number',
	'必须是整数，请核对后重新填写。',
);

/** A calendar day as yyyy-MM-dd. */
export const day: Check = (value) => (isDay(value) ? undefined : NO_DAY);

const NO_DAY = fault(
	'must be a real date as year-month-day, for example 1990-01-31',
	'必须是真实的日期，请按“年-月-日”填写，例如1990-01-31。',
);

/** One part of an address; dots alone would lead to another one. */
export const pathPart = matching(
	/^(?!\.+$)[\w.-]+$/,
	'must be letters, digits, dots, dashes or underscores, and not dots alone',
	'只能包含字母、数字、点、横线和下划线，请核对后重新填写。',
);

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
export const jsonObject = matching(
	/^\{/,
	'must be a JSON object',
	'的格式不正确，请核对后重新填写。',
);

/** A statement that the provider accepts only when it is affirmed. */
export const mustBeTrue = matching(
	/^true$/,
	'must be turned on (Yes), otherwise the application is refused',
	'必须选择“是”，否则申请不会被受理。',
);
