/**
 * Text that was read with the wrong encoding. It is well-formed, so nothing else notices that a person of
 * this name is nobody: 张三 of a GBK file read as Latin text is ÕÅÈý; of a UTF-8 file it is å¼\u00A0ä¸‰, and 寮犱笁 in GBK.
 */

/** What Windows has at the bytes 80 to 9F, where Latin text has controls. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

/**
 * The text of a server: UTF-8, or GB 18030, which has GBK in it. The declared type is no help: servers name the
 * one and send the other.
 */
export function textIn(bytes: Buffer): string {
	const text = bytes.toString('utf8');
	if (!text.includes('\uFFFD')) return text;
	const foreign = text.match(/\P{ASCII}/gu) ?? [];
	const lost = foreign.filter((character) => character === '\uFFFD').length;
	// A few lost characters among good ones are those of damaged UTF-8.
	return lost * 2 < foreign.length ? text : (fromGb18030(bytes) ?? text);
}

/** Undefined for bytes that are none, and where Node has no table of it. */
function fromGb18030(bytes: Buffer): string | undefined {
	try {
		return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

/** Characters that stand for bytes above 7F. */
const HIGH_RUN = new RegExp(`[\\u0080-\\u00FF${WINDOWS}]{2,}`, 'g');
/** Characters that can be such bytes in GBK. */
const WIDE_RUN = /\P{ASCII}{3,}/gu;

/** Bytes of UTF-8 as characters; the last one may be cut. */
const UTF8 =
	/^(?:[\xC2-\xDF][\x80-\xBF]|[\xE0-\xEF][\x80-\xBF]{2}|[\xF0-\xF4][\x80-\xBF]{3})+(?:[\xE0-\xF4][\x80-\xBF]{0,2})?$/;
/** The same of Chinese characters, full-width signs and the dot of names only. */
const CHINESE_UTF8 =
	/^(?:[\xE3-\xE9][\x80-\xBF]{2}|\xEF[\xBC-\xBD][\x80-\xBF]|\xC2\xB7){2,}(?:[\xE3-\xE9][\x80-\xBF]?)?$/;

/** Whether a text is most likely one of another encoding. */
export function isGarbled(text: string): boolean {
	const high = text.match(HIGH_RUN) ?? [];
	if (high.some((run) => UTF8.test(asCharacters(latinBytes(run))))) return true;
	if (high.some((run) => run.length >= 6 && isGbk(run))) return true;
	if (high.length > 0 && isGbk(text)) return true;
	return (text.match(WIDE_RUN) ?? []).some((run) => {
		const bytes = gbkBytes(run);
		// Three characters can be a name that is UTF-8 by accident, but hardly one with a rare character.
		return CHINESE_UTF8.test(asCharacters(bytes)) && (bytes.length > 6 || hasRareCharacter(bytes));
	});
}

/** Bytes as the characters of the same codes, for the patterns. */
const asCharacters = (bytes: number[]): string => Buffer.from(bytes).toString('latin1');

/** The bytes that Latin characters stand for; others stay above FF. */
function latinBytes(text: string): number[] {
	return [...text].map((character) => {
		const place = WINDOWS.indexOf(character);
		return place < 0 ? (character.codePointAt(0) ?? 0) : 0x80 + place;
	});
}

/**
 * Whether Latin characters are Chinese ones of GBK, two at least, and nothing but them: a name with accents has
 * letters without them, and dashes or quotation marks alone are no text.
 */
function isGbk(text: string): boolean {
	const latin = text.match(/[\u00A0-\u00FF]/g) ?? [];
	if (latin.length * 2 < text.length) return false;
	const bytes = latinBytes(text);
	let chinese = 0;
	for (let i = 0; i < bytes.length; i++) {
		if (bytes[i] > 0xff || isLetter(bytes[i])) return false;
		if (bytes[i] < 0x80) continue;
		const [lead, trail] = [bytes[i], bytes[++i]];
		if (isChinese(lead, trail)) chinese++;
		else if (!isSign(lead, trail)) return false;
	}
	return chinese >= 2;
}

const isLetter = (byte: number) => /[a-z]/i.test(String.fromCharCode(byte));

/** Whether GBK has a Chinese character for these bytes. */
const isChinese = (lead: number, trail = 0) =>
	trail >= 0x40 &&
	trail <= 0xfe &&
	((lead >= 0x81 && lead <= 0xa0) || (trail >= 0xa1 ? lead >= 0xb0 && lead <= 0xf7 : lead >= 0xaa));

/** Whether it has punctuation for them, or a full-width letter or digit. */
const isSign = (lead: number, trail = 0) => trail >= 0xa1 && (lead === 0xa1 || lead === 0xa3);

/** Whether GBK has a character there that GB 2312 had not. */
const hasRareCharacter = (bytes: number[]) =>
	bytes.some((byte, i) => i % 2 === 0 && (byte < 0xb0 || bytes[i + 1] < 0xa1));

let codes: Map<string, number[]> | undefined;

/** The bytes of a text in GBK up to the first that Chinese UTF-8 does not begin with, which is mostly the first of all. */
function gbkBytes(text: string): number[] {
	codes ??= gbkCodes();
	const bytes: number[] = [];
	for (const character of text) {
		const code = codes.get(character);
		if (code === undefined) break;
		bytes.push(...code);
		if (bytes[0] < 0xe3) break;
	}
	return bytes;
}

/** Every character of GBK with its bytes; none where Node has no table of it. */
function gbkCodes(): Map<string, number[]> {
	const pairs: number[][] = [[0x80]];
	for (let lead = 0x81; lead <= 0xfe; lead++) {
		for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) pairs.push([lead, trail]);
	}
	try {
		const decoded = new TextDecoder('gbk').decode(
			Uint8Array.from(pairs.flatMap((pair) => [...pair, 0x0a])),
		);
		return new Map(decoded.split('\n').map((character, i) => [character, pairs[i]]));
	} catch {
		return new Map();
	}
}
