import { newIdCard, newMobile } from './flagship.ts';

// Fifty rows and more with what people, spreadsheets and keyboards do to a list.

/** A row as it is given, and the name as it is used, or what the note says of a row that is not asked for. */
export type Dirt = [name: string, idCard: string, mobile: string, wanted: string | RegExp];

const wide = (text: string): string =>
	text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const grouped = (id: string, sign: string): string =>
	[id.slice(0, 6), id.slice(6, 14), id.slice(14)].join(sign);

/** A right number that ends as a rounded one does. */
function roundedId(): string {
	for (;;) {
		const id = newIdCard('0');
		if (id.endsWith('000')) return id;
	}
}

export const id = (): string => newIdCard('1');
export const listed = (): string => newMobile(8);
const known = { id: id(), mobile: listed() };
const rounded = roundedId();
const shared = id();

export const RIGHT: Dirt[] = [
	['王大志', known.id, known.mobile, '王大志'],
	['王大志', grouped(id(), ' '), listed(), '王大志'],
	['王大志', grouped(id(), '-'), listed(), '王大志'],
	['王大志', grouped(id(), '—'), listed(), '王大志'],
	['王大志', wide(id()), wide(listed()), '王大志'],
	['王大志', `'${id()}`, `'${listed()}`, '王大志'],
	['王大志', `‘${id()}`, `’${listed()}`, '王大志'],
	['王大志', `="${id()}"`, `="${listed()}"`, '王大志'],
	['王大志', newIdCard('X').toLowerCase(), listed(), '王大志'],
	['王大志', newIdCard('X').replace('X', 'ｘ'), listed(), '王大志'],
	['王大志', `\t${id()}\u00A0`, `\u200B${listed()} `, '王大志'],
	['王大志', id(), `+86${listed()}`, '王大志'],
	['王大志', id(), `86 ${listed()}`, '王大志'],
	['王大志', id(), `0086-${listed()}`, '王大志'],
	['王大志', id(), listed().replace(/(\d{3})(\d{4})/, '$1 $2 '), '王大志'],
	['王大志', id(), listed().replace(/(\d{3})(\d{4})/, '$1-$2-'), '王大志'],
	['\u3000王大志 ', id(), listed(), '王大志'],
	['张\u3000伟', id(), listed(), '张伟'],
	['王 大 志', id(), listed(), '王大志'],
	['王 大志', id(), listed(), '王大志'],
	['欧阳 修', id(), listed(), '欧阳修'],
	['王\n伟', id(), listed(), '王伟'],
	['阿依古丽•买买提', id(), listed(), '阿依古丽·买买提'],
	['买买提.艾力', id(), listed(), '买买提·艾力'],
	['SMITH JOHN', id(), listed(), 'SMITH JOHN'],
	['阿不都热西提', id(), listed(), '阿不都热西提'],
	['王大志男', id(), listed(), '王大志男'],
	['张伟女', id(), listed(), '张伟女'],
	['王大志', `'${rounded}`, listed(), '王大志'],
];
export const DOUBLES: Dirt[] = [
	['王大志', known.id, known.mobile, '王大志'],
	['王 大志', grouped(known.id, ' '), `+86${known.mobile}`, '王大志'],
];
const ID = /'ID Card Number'/;
const MOBILE = /'Mobile Number'/;
const NAME = /'Name'/;
export const NAMED: Dirt[] = [
	['王大志', '1.10105E+17', listed(), /'ID Card Number' lost digits/],
	['王大志', '110105196001011000', listed(), /ends with 000, as numbers do that Excel has rounded/],
	['王大志', roundedId(), listed(), /ends with 000, as numbers do that Excel has rounded/],
	['王大志', id(), '1.36E+10', /'Mobile Number' lost digits/],
	['', id(), listed(), /'Name' is empty/],
	['王大志', '', listed(), /'ID Card Number' is empty/],
	['王大志', id(), ' ', /'Mobile Number' is empty/],
	['#N/A', id(), listed(), NAME],
	['王大志', '#N/A', listed(), ID],
	['王大志', id(), '#N/A', MOBILE],
	['#REF!', '#REF!', '#REF!', NAME],
	['王大志（已离职）', id(), listed(), NAME],
	['王大志(VIP)', id(), listed(), NAME],
	['王大志 重复', id(), listed(), NAME],
	['王大志 13800138000', id(), listed(), NAME],
	['李先生', id(), listed(), NAME],
	['王大志/李四', id(), listed(), NAME],
	['王 离职', id(), listed(), NAME],
	['同上', id(), listed(), NAME],
	['王', id(), listed(), NAME],
	['null', id(), listed(), NAME],
	['锟斤拷', id(), listed(), /could not be read/],
	['王\uFFFD志', id(), listed(), /could not be read/],
	['王大志', id().replace(/.$/, '2'), listed(), /last character/],
	['王大志', '110105196013011234', listed(), /date of birth/],
	['王大志', id().slice(1), listed(), ID],
	['王大志', '110105600101101', listed(), ID],
	['王大志', id().replace('0', 'O'), listed(), ID],
	['王大志', `${id()}（旧）`, listed(), ID],
	['王大志', id(), listed().slice(1), MOBILE],
	['王大志', id(), `${listed()}/${listed()}`, MOBILE],
	['王大志', id(), '0731-88888888', MOBILE],
	['王大志', id(), `${listed()}.0`, MOBILE],
	[id(), '王大志', listed(), NAME],
	['王大志（旧）', '王大志', listed(), /'Name'.*'ID Card Number'/],
	['王大志', listed(), id(), ID],
	['李四', shared, listed(), /same ID card number stands in row \d+ with another name/],
	['李肆', shared, listed(), /same ID card number stands in row \d+ with another name/],
	['合计', '', '', NAME],
];

/** The form in which a provider wants a number. */
export const plain = (text: string): string =>
	text
		.normalize('NFKC')
		.replace(/^\+86|^0086|^86 /, '')
		.replace(/[^\dx]/gi, '')
		.toUpperCase();
