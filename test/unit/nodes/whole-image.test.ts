import { readFileSync } from 'node:fs';
import { type INodeParameters, type INodeType, Workflow } from 'n8n-workflow';

import { isWhole } from '../../../nodes/shared/values/wholeImage';
import type { WorkflowInput } from '../../support/n8n-driver.ts';
import { held, picture } from '../../support/photos';

/** The example that makes photos fit judges by an expression, in n8n's engine, since GraphicsMagick makes whole what is not. */
function isWholeInExample(data: Buffer): boolean {
	const { nodes, connections } = JSON.parse(
		readFileSync('examples/make-photo-fit.json', 'utf8'),
	) as WorkflowInput;
	const node = nodes.find(({ name }) => name === 'Whole? 完整吗');
	const { conditions } = node?.parameters.conditions as { conditions: INodeParameters[] };
	const nodeType = { description: { properties: [] } } as unknown as INodeType;
	const getType = () => nodeType;
	const nodeTypes = { getByName: getType, getByNameAndVersion: getType, getKnownTypes: () => ({}) };
	const { expression } = new Workflow({ nodes, connections, active: false, nodeTypes });
	const items = [{ json: { base64: data.toString('base64') } }];
	const text = conditions[0].leftValue as string;
	return expression.getParameterValue(
		text,
		null,
		0,
		0,
		node?.name ?? '',
		items,
		'manual',
		{},
	) as boolean;
}

const judges: Array<[who: string, (data: Buffer, mimeType: string) => boolean]> = [
	['a node', isWhole],
	['the example', isWholeInExample],
];

const small = ['-size', '60x40', 'plasma:'];
const images: Array<[what: string, mimeType: string, data: Buffer]> = [
	['a JPEG', 'image/jpeg', picture('jpg', ...small)],
	['a progressive JPEG', 'image/jpeg', picture('jpg', ...small, '-interlace', 'Line')],
	['a grey JPEG', 'image/jpeg', picture('jpg', ...small, '-colorspace', 'Gray', '-quality', '20')],
	[
		'a photo of a phone held on its side',
		'image/jpeg',
		held(picture('jpg', '-size', '600x400', 'plasma:'), 6),
	],
	['a PNG', 'image/png', picture('png', ...small)],
	['a PNG in two colours', 'image/png', picture('png', ...small, '-monochrome')],
];

/** A thumbnail, as EXIF has it: a whole JPEG inside of a segment of the photo. */
function withThumbnail(jpeg: Buffer): Buffer {
	const thumbnail = picture('jpg', '-size', '16x12', 'xc:red');
	const head = Buffer.from([0xff, 0xe1, 0, 0]);
	head.writeUInt16BE(thumbnail.length + 2, 2);
	return Buffer.concat([jpeg.subarray(0, 2), head, thumbnail, jpeg.subarray(2)]);
}
images.push(['a JPEG with a thumbnail', 'image/jpeg', withThumbnail(images[0][2])]);

describe.each(judges)('to %s', (_who, isWholeTo) => {
	describe.each(images)('%s', (_what, mimeType, data) => {
		it('is whole, also with what a phone appends', () => {
			expect(isWholeTo(data, mimeType)).toBe(true);
			for (const more of [Buffer.alloc(3000, 0xff), Buffer.from('SEFT'), data]) {
				expect(isWholeTo(Buffer.concat([data, more]), mimeType)).toBe(true);
			}
		});

		it('is not whole, wherever it was cut off', () => {
			const cuts = [...Array(40).keys()].map((i) => Math.floor(20 + ((data.length - 30) * i) / 40));
			const taken = cuts.filter((length) => isWholeTo(data.subarray(0, length), mimeType));
			expect(taken).toEqual([]);
			// The end mark of a JPEG has two bytes.
			if (mimeType === 'image/jpeg') expect(isWholeTo(data.subarray(0, -1), mimeType)).toBe(false);
		});
	});

	test.each([
		['of another kind', 'image/gif', Buffer.from('GIF89a')],
		[
			'whose bytes are in no order',
			'image/jpeg',
			Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 2, 7, 7]),
		],
		['whose chunks have no names', 'image/png', Buffer.alloc(64, 3)],
	])('a file %s is not judged', (_what, mimeType, data) => {
		expect(isWholeTo(data, mimeType)).toBe(true);
	});
});
