import { execFileSync } from 'node:child_process';

import { photoToolHint } from '../../scripts/shared/on-path.ts';

/** What a phone's camera makes, by GraphicsMagick, which n8n's Edit Image node needs as well. */

function gm(args: string[], input?: Buffer): Buffer {
	const missing = photoToolHint();
	if (missing) throw new Error(missing);
	return execFileSync('gm', args, {
		input,
		maxBuffer: 64 * 1024 * 1024,
		stdio: ['pipe', 'pipe', 'ignore'],
	});
}

/** A noisy JPEG of 12 megapixels: black on its left half, white on its right one. 4.7 MB with the usual quality. */
export const cameraJpeg = (quality = 85): Buffer =>
	gm([
		...['convert', '-size', '2000x3000', 'xc:black', 'xc:white', '+append', '-depth', '8'],
		...['+noise', 'Gaussian', '-quality', String(quality), 'jpg:-'],
	]);

/** Any picture by GraphicsMagick's arguments. */
export const picture = (format: string, ...args: string[]): Buffer =>
	gm(['convert', ...args, `${format}:-`]);

/** The JPEG as a phone writes that was held on its side: upright only by what EXIF says (1 to 8). */
export function held(jpeg: Buffer, orientation: number): Buffer {
	const entry = Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
	const tiff = Buffer.concat([
		Buffer.from('MM\0*\0\0\0\x08\0\x01', 'latin1'),
		entry,
		Buffer.alloc(4),
	]);
	const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
	const marker = Buffer.from([0xff, 0xe1, 0, body.length + 2]);
	return Buffer.concat([jpeg.subarray(0, 2), marker, body, jpeg.subarray(2)]);
}

/** A file that begins as HEIC does; nobody can open it. */
export const heic = (brand = 'heic', size = 3_000_000): Buffer =>
	Buffer.concat([
		Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0mif1`, 'latin1'),
		Buffer.alloc(size, 7),
	]);

/** How a picture is: its format, its size, and how bright it is at the top, left, right and bottom (0 to 255). */
export function lookAt(bytes: Buffer) {
	const [format, width, height] = gm(['identify', '-format', '%m %w %h', '-'], bytes)
		.toString()
		.trim()
		.split(' ');
	const dots = gm(['convert', '-', '-resize', '3x3!', '-depth', '8', 'gray:-'], bytes);
	return {
		format,
		width: Number(width),
		height: Number(height),
		top: dots[1],
		left: dots[3],
		right: dots[5],
		bottom: dots[7],
	};
}
