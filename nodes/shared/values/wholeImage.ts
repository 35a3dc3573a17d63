/** What can be told of an image's end: whether it is there, or undefined when the bytes are in no known order. */
type End = boolean | undefined;

/**
 * Whether a JPEG or PNG goes to its end. A photo whose second half was lost on its way still opens, with the rest in grey.
 * Phones append bytes of their own behind the end, such as a short film: they do not count.
 *
 * @returns false only when the bytes follow the format up to where they stop
 */
export function isWhole(data: Buffer, mimeType: string): boolean {
	if (mimeType === 'image/jpeg') return endOfJpeg(data) !== false;
	if (mimeType === 'image/png') return endOfPng(data) !== false;
	return true;
}

const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
/** Markers without a segment: TEM, and RST0 to RST7, which stand in the middle of a scan. */
const isAlone = (marker: number): boolean => marker === 0x01 || isRestart(marker);
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

/** Goes from marker to marker; the thumbnail inside of a segment, which has an end of its own, is skipped with it. */
function endOfJpeg(data: Buffer): End {
	let at = 2;
	while (at + 1 < data.length) {
		if (data[at] !== 0xff) return undefined;
		const marker = data[at + 1];
		if (marker === END_OF_IMAGE) return true;
		if (marker === 0xff || isAlone(marker)) {
			at += marker === 0xff ? 1 : 2;
			continue;
		}
		if (at + 3 >= data.length) return false;
		at += 2 + data.readUInt16BE(at + 2);
		if (marker === START_OF_SCAN) at = endOfScan(data, at);
	}
	return false;
}

/** The place of the marker behind a scan. In a scan a byte FF is followed by 00, or by a restart marker. */
function endOfScan(data: Buffer, from: number): number {
	let at = data.indexOf(0xff, from);
	while (at >= 0 && at + 1 < data.length) {
		if (data[at + 1] !== 0 && !isRestart(data[at + 1])) return at;
		at = data.indexOf(0xff, at + 2);
	}
	return data.length;
}

/** Goes from chunk to chunk, each of which has its length, its name of four letters and a checksum. */
function endOfPng(data: Buffer): End {
	let at = 8;
	while (at + 8 <= data.length) {
		const name = data.toString('latin1', at + 4, at + 8);
		if (!/^[A-Za-z]{4}$/.test(name)) return undefined;
		if (name === 'IEND') return true;
		at += 12 + data.readUInt32BE(at);
	}
	return false;
}
