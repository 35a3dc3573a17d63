import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A table of cells: a text, or a number as a spreadsheet holds it. */
export type Cells = Array<Array<string | number>>;

interface Sheet {
	[address: string]: { t: string; v: unknown } | undefined;
}
interface Book {
	SheetNames: string[];
	Sheets: Record<string, Sheet>;
}

interface Xlsx {
	read(data: Buffer): Book;
	write(book: Book, options: { type: 'buffer'; bookType: string }): Buffer;
	utils: {
		aoa_to_sheet(cells: Cells): Sheet;
		sheet_to_json(sheet: Sheet, options: { header: 1; defval: '' }): Cells;
	};
}

interface Iconv {
	encode(text: string, encoding: string, options?: { addBOM: boolean }): Buffer;
}

/** The libraries by which the pinned n8n reads and writes files itself. */
const ofHost = createRequire(join(process.cwd(), 'host', '.runtime', 'package.json'));
const xlsx = ofHost('@e965/xlsx') as Xlsx;
const iconv = ofHost('iconv-lite') as Iconv;

/** A text as the bytes of an encoding, such as `gb18030`, `utf16le` or `utf8`. */
export const encoded = (text: string, encoding: string, addBOM = false): Buffer =>
	iconv.encode(text, encoding, { addBOM });

/** A table as CSV, each cell in quotes. */
export const csvOf = (cells: Cells, separator = ','): string =>
	cells
		.map((row) => row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(separator))
		.join('\r\n');

/** A table as a workbook: `xlsx`, `biff8` (the older .xls) or `ods`. */
export const workbookOf = (cells: Cells, bookType = 'xlsx'): Buffer => {
	const sheet = xlsx.utils.aoa_to_sheet(cells);
	const book = { SheetNames: ['名单'], Sheets: { 名单: sheet } };
	return xlsx.write(book, { type: 'buffer', bookType });
};

/** The cells of the first sheet. */
export function cellsOf(workbook: Buffer): Cells {
	const { SheetNames, Sheets } = xlsx.read(workbook);
	return xlsx.utils.sheet_to_json(Sheets[SheetNames[0]], { header: 1, defval: '' });
}
