// Pictures for captchas and test people: a real PNG of some digits, made without a library.
import { crc32, deflateSync } from 'node:zlib';

// Five rows of three dots for each digit.
const glyphs = [
	'111101101101111',
	'010110010010111',
	'111001111100111',
	'111001111001111',
	'101101111001001',
	'111100111001111',
	'111100111101111',
	'111001010010010',
	'111101111101111',
	'111101111001111',
];
const rows = 5;
const columns = 3;
const dot = 6;
const margin = 2;

function chunk(type: string, content: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(content.length);
	const checksum = Buffer.alloc(4);
	checksum.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, checksum]);
}

/** Draws digits as a greyscale PNG. */
export function drawDigits(text: string): Buffer {
	const width = (text.length * (columns + 1) + margin * 2 - 1) * dot;
	const height = (rows + margin * 2) * dot;
	const lines = Array.from({ length: height }, (_line, y) => {
		// Every line begins with its filter, 0 for none.
		const line = Buffer.alloc(width + 1, 255);
		line[0] = 0;
		const row = Math.floor(y / dot) - margin;
		for (let x = 0; x < width; x++) {
			const column = Math.floor(x / dot) - margin;
			const index = Math.floor(column / (columns + 1));
			const place = column % (columns + 1);
			if (row < 0 || row >= rows || column < 0 || place >= columns) continue;
			if (glyphs[Number(text[index])]?.[row * columns + place] === '1') line[x + 1] = 0;
		}
		return line;
	});
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	// Eight bits per dot; colour type, compression, filter and interlace stay 0.
	header[8] = 8;
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(Buffer.concat(lines))),
		chunk('IEND', Buffer.alloc(0)),
	]);
}
