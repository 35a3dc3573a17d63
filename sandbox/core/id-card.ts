const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

/** Whether a resident identity number is well formed: 18 characters with the right last one. */
export function isIdCardNo(text: string): boolean {
	if (!/^\d{17}[\dX]$/.test(text)) return false;
	const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
	return checkCharacters[sum % 11] === text[17];
}
