import { isIdCardNo } from '../core/id-card.ts';
import { testName } from '../core/people.ts';

export { isIdCardNo };

/** Whether a text looks like a bank card number. */
export function isBankCardNo(text: string): boolean {
	return /^\d{12,19}$/.test(text);
}

export interface RecognisedCard {
	name: string;
	idCardNo: string;
	idCardAddr: string;
}

// The number is the sample that the standard for identity numbers (GB 11643) itself prints.
const samplePerson: RecognisedCard = {
	name: testName,
	idCardNo: '11010519491231002X',
	idCardAddr: '测试省样例市沙盒区一号',
};

/**
 * Plays the OCR of 7.7 on the names of the uploaded images: a name that contains "unreadable",
 * "blurred-front" or "blurred-back" fails, one that contains a valid identity number yields that
 * number, so that a test can have as many people as it needs; any other name yields one fixed person.
 */
export function recognise(frontName: string, backName: string): RecognisedCard | { code: string } {
	const names = `${frontName}\n${backName}`;
	if (names.includes('unreadable')) return { code: '60030' };
	if (names.includes('blurred-front')) return { code: '60032' };
	if (names.includes('blurred-back')) return { code: '60033' };
	const number = frontName.match(/\d{17}[\dX]/)?.[0];
	if (number !== undefined && isIdCardNo(number)) return { ...samplePerson, idCardNo: number };
	return { ...samplePerson };
}
