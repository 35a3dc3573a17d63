import type { INodeExecutionData } from 'n8n-workflow';

import { rewireCalls } from '../../scripts/start/examples.ts';
import { outputOf, type WorkflowInput } from '../support/n8n-driver.ts';
import { cameraJpeg, heic, held, lookAt, picture } from '../support/photos.ts';
import { row } from '../support/workflow';
import { chainsOf } from './support/chain.ts';
import { exampleOf } from './support/examples.ts';
import { useHost } from './support/use-host.ts';

// What the example "Make a Photo Fit" makes of the photos that phones send, in the real n8n.

const LIMIT = 102_400;
const PATH = 'a-photo';
const fitter = exampleOf('Make a Photo Fit');

function caller(limit: number): WorkflowInput {
	const { nodes, connections, ...workflow } = row(`Photos of at most ${limit} bytes`, [
		{
			...{ name: 'Upload', type: 'n8n-nodes-base.webhook', typeVersion: 2.1 },
			parameters: { httpMethod: 'POST', path: `${PATH}-${limit}`, options: {} },
		},
		{
			...{ name: 'Make It Fit', type: 'n8n-nodes-base.executeWorkflow', typeVersion: 1.3 },
			parameters: {
				workflowId: { __rl: true, mode: 'list', value: '', cachedResultName: fitter.name },
				workflowInputs: {
					mappingMode: 'defineBelow',
					value: { field: '={{ Object.keys($binary)[0] ?? "idCardFront" }}', limit },
				},
			},
		},
	]);
	// The webhook begins in place of the manual trigger.
	const [start, ...others] = nodes;
	const { [start.name]: _unused, ...between } = connections;
	return { ...workflow, nodes: others, connections: between };
}

const { environment, publish } = useHost();
const chains = chainsOf(environment, '', () => undefined);
const ids = new Map<number, string>();
beforeAll(async () => {
	const { id } = await publish(fitter);
	for (const limit of [LIMIT, 2_000_000, 1024]) {
		const saved = await publish(rewireCalls(caller(limit), new Map([[fitter.name, id]])));
		ids.set(limit, saved.id);
	}
});

interface Answer extends INodeExecutionData {
	json: { fits: boolean; error?: string; details?: { messageChinese: string }; bytes?: number };
}

/** Sends a file as a form does, and returns what became of it. */
async function fit(file: File | undefined, limit = LIMIT) {
	const { n8n } = environment;
	const id = ids.get(limit) as string;
	await n8n.deleteExecutions(id);
	const body = new FormData();
	if (file) body.append('photo', file);
	else body.append('name', 'nothing');
	await n8n.webhook(`${PATH}-${limit}`, { method: 'POST', body });
	const [execution] = await n8n.waitForExecutions(id, 1);
	const [{ json, binary }] = outputOf(execution, 'Make It Fit') as Answer[];
	const bytes = binary?.photo && (await chains.bytesOf(execution, 'Make It Fit', 'photo'));
	return { json, bytes, name: binary?.photo?.fileName, type: binary?.photo?.mimeType };
}

const file = (bytes: Buffer, name = '相机 1.jpg', type = 'image/jpeg') =>
	new File([bytes], name, { type });

const NOISE = ['+noise', 'Gaussian', '-depth', '8'];
const camera = cameraJpeg();
const small = picture('jpg', '-size', '600x400', 'plasma:', '-quality', '60');

type Refused = [what: string, upload: File | undefined, words: string];

/** Photos whose rest was lost on the way. */
const cut = (bytes: Buffer, ...shares: number[]): Refused[] =>
	shares.map((share) => [
		`the first ${share * 100} % of ${bytes.length} bytes`,
		file(bytes.subarray(0, bytes.length * share)),
		'不完整',
	]);

describe('a photo from a phone', () => {
	it('is upright and small enough, however the phone was held', async () => {
		expect(camera.length).toBeGreaterThan(3_000_000);
		// By what EXIF says, the black half of the picture is left, right, below or on top.
		const brighter = { 1: 'right', 3: 'left', 6: 'bottom', 8: 'top' } as const;
		for (const [orientation, side] of Object.entries(brighter)) {
			const { json, bytes, name } = await fit(file(held(camera, Number(orientation))));

			expect(json).toMatchObject({ fits: true, bytes: bytes?.length });
			expect(bytes?.length).toBeLessThanOrEqual(LIMIT);
			expect(name).toBe('相机 1.jpg');
			const look = lookAt(bytes as Buffer);
			expect(look[side]).toBeGreaterThan(200);
			expect(look.width > look.height).toBe(Number(orientation) < 5);
			expect(Math.max(look.width, look.height)).toBeGreaterThanOrEqual(480);
		}
	});

	it('stays as it is where it fits already', async () => {
		const png = picture('png', '-size', '300x200', 'xc:red');
		for (const [bytes, name, type] of [
			[small, 'a.jpg', 'image/jpeg'],
			[png, 'b.PNG', 'image/png'],
			[held(small, 1), 'c.jpeg', 'image/jpeg'],
		] as const) {
			const fitted = await fit(file(bytes, name, type));

			expect(fitted).toMatchObject({ json: { fits: true }, name, type });
			expect(fitted.bytes?.equals(bytes)).toBe(true);
		}
	});

	it('is turned even where it is small enough', async () => {
		const { json, bytes } = await fit(file(held(small, 6)));

		expect(json.fits).toBe(true);
		expect(lookAt(bytes as Buffer)).toMatchObject({ format: 'JPEG', width: 400, height: 600 });
	});

	it.each([
		['a Samsung', Buffer.concat([camera, Buffer.from('SEFT')])],
		['one with a second picture behind the first', Buffer.concat([camera, small])],
	])('is taken with what %s appends', async (_phone, bytes) => {
		const { json, bytes: fitted } = await fit(file(bytes));

		expect(json.fits).toBe(true);
		expect(lookAt(fitted as Buffer).right).toBeGreaterThan(200);
	});

	it('keeps more of itself where the limit is larger', async () => {
		const { bytes } = await fit(file(camera), 2_000_000);

		expect(lookAt(bytes as Buffer).width).toBeGreaterThan(2000);
	});

	it('comes out of a large PNG, and of one that can be seen through, on white', async () => {
		const large = picture('png', '-size', '900x600', 'xc:gray', ...NOISE);
		const signature = picture(
			...(['png', '-size', '900x600', 'xc:none', '-fill', 'black'] as const),
			...['-draw', 'rectangle 0,240 900,360', ...NOISE],
		);
		expect(signature.length).toBeGreaterThan(LIMIT);

		expect(lookAt((await fit(file(large, 'a.png', 'image/png'))).bytes as Buffer)).toMatchObject({
			format: 'JPEG',
		});
		const { bytes, name } = await fit(file(signature, '签名.png', 'image/png'));
		expect(name).toBe('签名.jpg');
		expect(lookAt(bytes as Buffer).top).toBeGreaterThan(200);
	});

	it.each<Refused>([
		['HEIC by its bytes', file(heic()), '兼容性最佳'],
		['HEIC of another brand', file(heic('mif1'), 'x.jpg'), '兼容性最佳'],
		['HEIC by its name', file(heic('????'), 'IMG_0001.HEIC', ''), '兼容性最佳'],
		['an empty file', file(Buffer.alloc(0)), '没有收到照片|无法打开'],
		['something else with the name of a photo', file(Buffer.from('%PDF-1.7 …')), '无法打开'],
		['a broken photo', file(Buffer.concat([camera.subarray(0, 20), heic()])), '无法打开'],
		['no file', undefined, '没有收到照片'],
		...cut(camera, 0.1, 0.5, 0.99),
		...cut(held(camera, 6), 0.5),
		...cut(picture('jpg', '-size', '1500x1000', 'plasma:', '-interlace', 'Line'), 0.5, 0.99),
		...cut(small, 0.5),
		...cut(picture('png', '-size', '900x600', 'xc:gray', ...NOISE), 0.5),
	])('is refused in Chinese: %s', async (_case, upload, words) => {
		const { json, bytes } = await fit(upload);

		expect(json.fits).toBe(false);
		expect(json.details?.messageChinese).toMatch(new RegExp(words));
		expect(json.error).toMatch(/JPEG|photo/);
		expect(bytes).toBeUndefined();
	});

	it('is refused where it cannot be made small enough', async () => {
		const { json } = await fit(file(camera), 1024);

		expect(json.fits).toBe(false);
		expect(json.details?.messageChinese).toContain('无法压缩到 1 KB 以内');
	});
});
