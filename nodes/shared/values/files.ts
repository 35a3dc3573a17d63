import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { InputProblem } from '../model/errors';
import type { FileRule, InputFile } from '../model/operation';
import { settle } from '../run/settle';
import { requireText, trimmed } from './text';

/**
 * Reads a file of an item, when it may be sent.
 *
 * @param fieldName display name of the field that holds `binaryName`
 * @throws InputProblem when the file is missing, too large, or of a type that the provider refuses
 */
export async function readFile(
	context: IExecuteFunctions,
	itemIndex: number,
	fieldName: string,
	rule: FileRule,
	binaryName: string,
): Promise<InputFile> {
	// n8n's own look-up, which knows where the workflow keeps binary data.
	const found = await settle(
		Promise.resolve().then(() => context.helpers.assertBinaryData(itemIndex, binaryName)),
	);
	// A name such as 'constructor' finds what every object has.
	if (!found.ok || typeof found.value?.mimeType !== 'string') {
		throw new InputProblem(
			`The item has no file '${binaryName}'`,
			`'${fieldName}' must hold the name of a binary field of the incoming item. ${presentFiles(context, itemIndex)}`,
		);
	}
	const file = found.value;
	// The stored size is checked first, so that a file that is far too large is not even read.
	checkSize(binaryName, file.bytes ?? 0, rule);
	const data = await context.helpers.getBinaryDataBuffer(itemIndex, binaryName);
	checkSize(binaryName, data.length, rule);
	const mimeType = rule.mimeTypes
		? checkType(binaryName, data, rule.mimeTypes)
		: (fileTypeOf(data) ?? file.mimeType);
	return { data, mimeType, fileName: nameOf(file, binaryName) };
}

function presentFiles(context: IExecuteFunctions, itemIndex: number): string {
	const names = Object.keys(context.getInputData()[itemIndex].binary ?? {});
	return names.length > 0
		? `It has: ${names.map((name) => `'${name}'`).join(', ')}.`
		: 'It has no files at all.';
}

function checkSize(binaryName: string, bytes: number, { maxBytes = Infinity }: FileRule): void {
	if (bytes <= maxBytes) return;
	const kilobytes = (n: number) => `${Math.ceil(n / 1024)} KB`;
	throw new InputProblem(
		`The file '${binaryName}' has ${kilobytes(bytes)}, at most ${kilobytes(maxBytes)} are allowed`,
		"Nothing was sent. Reduce it first, for example with n8n's Edit Image node (Resize, or a lower JPEG quality).",
	);
}

/** A file's name and declared type are often wrong: what it is shows in its first bytes. */
function checkType(binaryName: string, data: Buffer, mimeTypes: string[]): string {
	const mimeType = fileTypeOf(data);
	if (mimeType && mimeTypes.includes(mimeType)) return mimeType;
	const accepted = mimeTypes.map((type) => type.split('/')[1].toUpperCase()).join(' or ');
	throw new InputProblem(
		`The file '${binaryName}' is not a ${accepted} file`,
		'Nothing was sent. Convert it first; renaming it does not change what it is.',
	);
}

/** The type of an image or a PDF by its first bytes; undefined for anything else. */
export const fileTypeOf = (data: Buffer): string | undefined =>
	SIGNATURES.find(([, ...marks]) =>
		marks.every(({ at, bytes }) => data.subarray(at, at + bytes.length).equals(bytes)),
	)?.[0];

/** The end of a file's name that fits its type. */
export const extensionOf = (mimeType: string): string =>
	/^[a-z]+\/([a-z0-9]+)/i.exec(mimeType)?.[1].toLowerCase().replace('jpeg', 'jpg') ?? 'bin';

interface Mark {
	at: number;
	bytes: Buffer;
}

const mark = (text: string, at = 0): Mark => ({ at, bytes: Buffer.from(text, 'latin1') });

const SIGNATURES: Array<[mimeType: string, ...marks: Mark[]]> = [
	['image/jpeg', mark('\xff\xd8\xff')],
	['image/png', mark('\x89PNG\r\n\x1a\n')],
	['image/gif', mark('GIF87a')],
	['image/gif', mark('GIF89a')],
	// Two letters alone may begin a text; the four reserved bytes are zero.
	['image/bmp', mark('BM'), mark('\0\0\0\0', 6)],
	['image/webp', mark('RIFF'), mark('WEBP', 8)],
	['application/pdf', mark('%PDF-')],
];

/**
 * The name to send. A part of a form without one would be no file, and a line break in one would be sent as
 * something else than was signed.
 *
 * @throws InputProblem for a name with characters that cannot be sent
 */
function nameOf({ fileName = '', fileExtension, mimeType }: IBinaryData, field: string): string {
	const name = trimmed(fileName);
	requireText(`${field}: File Name`, name, 'fileName');
	const extension = fileExtension || mimeType.split('/')[1]?.replace('jpeg', 'jpg');
	return name || (extension ? `${field}.${extension}` : field);
}
