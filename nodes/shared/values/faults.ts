import { fault } from '../model/fault';

/** Faults of a value's type, whichever field it belongs to. */

export const EMPTY = {
	chosen: fault('is empty', '没有选择，请选择后再提交。'),
	typed: fault('is empty', '没有填写，请填写后再提交。'),
	uploaded: fault('is empty', '没有上传，请上传后再提交。'),
};

export const LOST_DIGITS = fault(
	'lost digits on its way here',
	'的位数不完整，请重新填写完整的号码。',
);
export const NO_DATE = fault('is no date', '不是有效的日期，请核对后重新填写。');
export const NO_NUMBER = fault('is no number', '不是有效的数字，请核对后重新填写。');
export const NO_TEXT = fault('must not be true or false', '的内容不正确，请重新填写。');
export const NOT_SINGLE = fault('must be a single value', '只能填写一项内容，请重新填写。');
export const NO_CHOICE = fault('must be one of its choices', '不在可选范围内，请重新选择。');
export const NO_YES_NO = fault('must be true or false', '只能选择“是”或“否”，请重新选择。');
export const NO_LIST = fault('must be a list', '的格式不正确，请逐项重新填写。');
export const NO_ENTRIES = fault('must be a list of entries', '的格式不正确，请逐项重新填写。');

export const tooLong = (most: number) =>
	fault(`must have at most ${most} characters`, `最多${most}个字，请缩短后重新填写。`);

/** Both texts of what a number must be; a limit that there is none of is infinite. */
export function notInRange(isWhole: boolean, least: number, most: number) {
	const kind = isWhole ? 'a whole number' : 'a number';
	const from = least === -Infinity ? '' : ` of at least ${least}`;
	const range = most === Infinity ? from : ` from ${least} to ${most}`;
	const between = most === Infinity ? `，不能小于${least}` : `，在${least}到${most}之间`;
	return fault(
		`must be ${kind}${range}`,
		`必须是${isWhole ? '整数' : '数字'}${range && between}，请核对后重新填写。`,
	);
}

export const lostDigitsIn = (number: string) =>
	fault(
		`holds a number of ${number.replace(/\D/g, '').length} digits, of which some are lost`,
		'里有位数不完整的号码，请重新填写完整的号码。',
	);

/** @param place where it stops being JSON, as the end of the sentence */
export const noJson = (place: string) =>
	fault(`must be JSON, ${place}`, '的格式不正确，请核对后重新填写。');
