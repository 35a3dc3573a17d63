import { fileTypeOf } from '../../../nodes/shared/values/files';

const bytes = (text: string, size = 64) =>
	Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(size, 7)]);

test.each([
	['image/jpeg', '\xff\xd8\xff\xe0\0\x10JFIF'],
	['image/jpeg', '\xff\xd8\xff\xe1\0\x10Exif'],
	['image/jpeg', '\xff\xd8\xff\xdb'],
	['image/png', '\x89PNG\r\n\x1a\n'],
	['image/gif', 'GIF87a'],
	['image/gif', 'GIF89a'],
	['image/bmp', 'BM\x36\x0c\0\0\0\0\0\0\x36\0\0\0'],
	['image/webp', 'RIFF\x24\0\0\0WEBPVP8 '],
	['application/pdf', '%PDF-1.7\n'],
])('a file of type %s is known by its first bytes', (type, start) => {
	expect(fileTypeOf(bytes(start))).toBe(type);
});

test.each([
	['nothing', ''],
	['a word', 'BMW and others'],
	['a sound', 'RIFF\x24\0\0\0WAVEfmt '],
	['an old PNG', '\x89PNG\n\x1a\n'],
	['a name of a format', 'GIF86a'],
	['JSON', '{"code":"10114"}'],
	['a page', '<html>'],
	['half of a JPEG mark', '\xff\xd8'],
	['something before a PDF', ' %PDF-1.7'],
])('%s is none of them', (_name, start) => {
	expect(fileTypeOf(bytes(start, 0))).toBeUndefined();
});
