const jpeg = Buffer.from([0xff, 0xd8, 0xff]);
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The media type of an image by its first bytes; undefined for anything but JPEG and PNG. */
export function imageType(content: Buffer): 'image/jpeg' | 'image/png' | undefined {
	if (content.subarray(0, jpeg.length).equals(jpeg)) return 'image/jpeg';
	return content.subarray(0, png.length).equals(png) ? 'image/png' : undefined;
}
