import * as xlsx from '@e965/xlsx';
import * as iconv from 'iconv-lite';

/** A table of cells: a text, or a number as a spreadsheet holds it. */
export type Cells = Array<Array<string | number>>;

/** A text as the bytes of an encoding, such as `gb18030`, `utf16le` or `utf8`. */
export const encoded = (text: string, encoding: string, addBOM = false): Buffer =>
	iconv.encode(text, encoding, { addBOM });

/** A table as CSV, each cell in quotes. */
export const csvOf = (cells: Cells, separator = ','): string =>
	cells
		.map((row) => row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(separator))
		.join('\r\n');

/** A table as a workbook: `xlsx`, `biff8` (the older .xls) or `ods`. */
export const workbookOf = (cells: Cells, bookType: xlsx.BookType = 'xlsx'): Buffer => {
	const sheet = xlsx.utils.aoa_to_sheet(cells);
	const book = { SheetNames: ['名单'], Sheets: { 名单: sheet } };
	return xlsx.write(book, { type: 'buffer', bookType }) as Buffer;
};

/** A workbook whose sheet claims to reach as far as a range, as one does in which whole columns were formatted. */
export function workbookClaiming(range: string, cells: Cells): Buffer {
	const zip = xlsx.CFB.read(workbookOf(cells), { type: 'buffer' });
	const sheet = xlsx.CFB.find(zip, '/xl/worksheets/sheet1.xml');
	const xml = Buffer.from(sheet?.content ?? '').toString();
	if (sheet) sheet.content = Buffer.from(xml.replace(/(?<=<dimension ref=")[^"]*/, range));
	return xlsx.CFB.write(zip, { type: 'buffer', fileType: 'zip' }) as Buffer;
}

/** The cells of the first sheet. */
export function cellsOf(workbook: Buffer): Cells {
	const { SheetNames, Sheets } = xlsx.read(workbook);
	return xlsx.utils.sheet_to_json(Sheets[SheetNames[0]], { header: 1, defval: '' });
}
