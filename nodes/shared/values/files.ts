import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { InputProblem, SetupProblem } from '../model/errors';
import type { Subject } from '../model/fault';
import type { Field, FileRule } from '../model/field';
import type { InputFile } from '../model/operation';
import { settle } from '../run/settle';
import type { Warning } from '../model/warning';
import { SENT_SO } from './convert';
import { requireText, trimmed } from './text';
import { isWhole } from './wholeImage';

/**
 * Reads a file of an item, when it may be sent.
 *
 * @param field the one that holds `binaryName`
 * @param warn is told of an image that the provider may refuse
 * @throws InputProblem when the file is missing, too large, cut off, or none of the images that can be sent
 */
export async function readFile(
	context: IExecuteFunctions,
	itemIndex: number,
	field: Field,
	binaryName: string,
	warn: (warning: Warning) => void,
): Promise<InputFile> {
	const { displayName, file: rule = {} } = field;
	const refuse = refusalOf(field);
	// n8n's own look-up, which knows where the workflow keeps binary data.
	const found = await settle(
		Promise.resolve().then(() => context.helpers.assertBinaryData(itemIndex, binaryName)),
	);
	// A name such as 'constructor' finds what every object has.
	if (!found.ok || !isFile(found.value)) {
		throw refuse(
			`The item has no file '${binaryName}'`,
			[
				`'${displayName}' must hold the name of a binary field of the incoming item.`,
				presentFiles(context, itemIndex),
				!field.required && 'To send none, empty the field.',
			]
				.filter(Boolean)
				.join(' '),
			'没有收到，请上传后再提交。',
		);
	}
	const file = found.value;
	// The stored size is checked first, so that a file that is far too large is not even read.
	checkSize(refuse, binaryName, file.bytes ?? 0, rule);
	const data = await bytesOf(context, itemIndex, file, binaryName, refuse);
	checkSize(refuse, binaryName, data.length, rule);
	const mimeType = rule.images
		? checkImage(refuse, binaryName, data, field.chinese ?? '文件', rule.images, warn)
		: (fileTypeOf(data) ?? textOf(file.mimeType));
	return {
		data,
		mimeType: mimeType || 'application/octet-stream',
		fileName: nameOf({ ...file, mimeType }, field, binaryName),
	};
}

/**
 * Whether a value can be a file: a Code node makes some without a type, and one that an expression hands on, such as
 * `{{ $binary.photo }}` of an Edit Fields node, has the place in n8n's storage in place of the content.
 */
const isFile = (value: unknown): value is IBinaryData => {
	const { data, id } = (value ?? {}) as Partial<IBinaryData>;
	return typeof data === 'string' || typeof id === 'string';
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The bytes of a file, wherever n8n keeps them. */
async function bytesOf(
	context: IExecuteFunctions,
	itemIndex: number,
	{ data }: IBinaryData,
	binaryName: string,
	refuse: Refuse,
): Promise<Buffer> {
	if (/^data:[^,]*,/.test(textOf(data))) {
		throw refuse(
			`The file '${binaryName}' holds a data URL in place of its content`,
			'Nothing was sent. Take off what stands before the comma where the file is made, and the comma.',
			BROKEN,
		);
	}
	const read = await settle(
		Promise.resolve().then(() => context.helpers.getBinaryDataBuffer(itemIndex, binaryName)),
	);
	if (!read.ok) {
		throw refuse(
			`The file '${binaryName}' cannot be read from the storage of your n8n`,
			'Nothing was sent. n8n deletes files with their execution: run the workflow again from the step that brings the file. If it has just come, ask whoever runs your n8n where it keeps binary data.',
			BROKEN,
		);
	}
	if (read.value.length > 0) return read.value;
	throw refuse(
		`The file '${binaryName}' is empty`,
		'Nothing was sent. Look at the step that brings it: its content was lost on the way.',
		BROKEN,
	);
}

const BROKEN = '没有收到完整的内容，请重新选择或重新拍摄后上传。';

type Refuse = (message: string, remedy: string, chinese: string) => InputProblem;

/** Makes problems of a field's file; `chinese` is the end of a sentence that begins with the field's name. */
const refusalOf =
	({ chinese: name, technical }: Subject): Refuse =>
	(message, remedy, chinese) =>
		technical || name === undefined
			? new SetupProblem(message, remedy)
			: new InputProblem(message, remedy, `${name}${chinese}`);

function presentFiles(context: IExecuteFunctions, itemIndex: number): string {
	const files = Object.entries(context.getInputData()[itemIndex].binary ?? {});
	const names = files.filter(([, file]) => isFile(file)).map(([name]) => name);
	return names.length > 0
		? `It has: ${names.map((name) => `'${name}'`).join(', ')}.`
		: 'It has no files at all.';
}

function checkSize(
	refuse: Refuse,
	binaryName: string,
	bytes: number,
	{ maxBytes = Infinity }: FileRule,
): void {
	if (bytes <= maxBytes) return;
	const kilobytes = (n: number) => `${Math.ceil(n / 1024)} KB`;
	throw refuse(
		`The file '${binaryName}' has ${kilobytes(bytes)}, at most ${kilobytes(maxBytes)} are allowed`,
		"Nothing was sent. Reduce it first, for example with n8n's Edit Image node (Resize, or a lower JPEG quality).",
		`太大（${sizeOf(bytes)}），不能超过${sizeOf(maxBytes)}，请压缩或换一张小一些的图片后重新上传。`,
	);
}

/** A size as telephones show it. */
const sizeOf = (bytes: number): string =>
	bytes < 1024 ** 2
		? `${Math.ceil(bytes / 1024)} KB`
		: `${Math.ceil((bytes / 1024 ** 2) * 10) / 10} MB`;

/** A file's name and declared type are often wrong: what it is shows in its first bytes. */
function checkImage(
	refuse: Refuse,
	binaryName: string,
	data: Buffer,
	name: string,
	usual: string[],
	warn: (warning: Warning) => void,
): string {
	const mimeType = fileTypeOf(data) ?? '';
	if (!isWhole(data, mimeType)) {
		throw refuse(
			`The file '${binaryName}' stops in the middle of the image`,
			'Nothing was sent, because its rest would be grey. Take the photo, or copy the file, once more.',
			'不完整，后半部分缺失，请重新选择或重新拍摄后上传。',
		);
	}
	if (usual.includes(mimeType)) return mimeType;
	const nameOfType = (type: string) => type.split('/')[1].toUpperCase();
	const accepted = usual.map(nameOfType);
	if (OTHER_IMAGES.includes(mimeType)) {
		const type = nameOfType(mimeType);
		warn({
			english: `The file '${binaryName}' is an image of the type ${type}, which the provider may refuse, at once or in its review. ${SENT_SO} ${accepted.join(' or ')} is usual.`,
			chinese: `${name}是${type}格式的图片，可能不被接受，一般应为${accepted.join('或')}格式。`,
		});
		return mimeType;
	}
	throw refuse(
		`The file '${binaryName}' is not a ${accepted.join(' or ')} file`,
		'Nothing was sent. Convert it first; renaming it does not change what it is.',
		mimeType === 'image/heic'
			? `是苹果手机的HEIC格式，不能使用。请在手机“设置”的“相机”→“格式”里选择“兼容性最佳”，重新拍照后上传。`
			: `不是${accepted.join('或')}格式的图片，请换一张后重新上传。`,
	);
}

/** Images that a service may know as well. HEIC is none of them: it is younger than the documents. */
const OTHER_IMAGES = ['image/gif', 'image/bmp', 'image/webp'];

/** The type of an image or a PDF by its first bytes; undefined for anything else. */
export const fileTypeOf = (data: Buffer): string | undefined =>
	SIGNATURES.find(([, ...marks]) =>
		marks.every(
			({ at, bytes }) =>
				// Most answers are no files: the first byte tells, without a view of the others.
				data[at] === bytes[0] && data.subarray(at, at + bytes.length).equals(bytes),
		),
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
	// What telephones of Apple take photos in.
	...['heic', 'heix', 'mif1', 'msf1'].map((brand): [string, ...Mark[]] => [
		'image/heic',
		mark(`ftyp${brand}`, 4),
	]),
];

/**
 * The name to send. A part of a form without one would be no file, and a line break in one would be sent as
 * something else than was signed.
 *
 * @throws InputProblem for a name with characters that cannot be sent
 */
function nameOf(
	{ fileName, fileExtension, mimeType }: IBinaryData,
	{ chinese = '文件' }: Field,
	binaryName: string,
): string {
	const name = trimmed(String(fileName ?? ''));
	const subject = { displayName: `${binaryName}: File Name`, chinese: `${chinese}的文件名` };
	requireText(subject, name, 'fileName');
	const extension = fileExtension || mimeType.split('/')[1]?.replace('jpeg', 'jpg');
	return name || (extension ? `${binaryName}.${extension}` : binaryName);
}
