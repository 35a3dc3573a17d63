const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

/** Seventeen digits with the check character that belongs to them. */
export function idCardNo(digits: string): string {
	const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
	return digits + (checkCharacters[sum % 11] ?? '');
}

/** Whether a resident identity number is well formed: 18 characters with the right last one. */
export const isIdCardNo = (text: string): boolean =>
	/^\d{17}[\dX]$/.test(text) && idCardNo(text.slice(0, 17)) === text;
