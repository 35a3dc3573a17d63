import type { Params, Reply } from '../reference/client.ts';
import { right, useQiancheng } from '../support/sandboxes/use-qiancheng.ts';

const { ask, course, create, pass, settings } = useQiancheng();

/** The ways of both e-bank interfaces, from the agreement to the first state. */
const ebanks = {
	ebank: async (digit: number, more: Params = {}): Promise<string> => {
		await ask('ebankUploadLicense', right('ebankUploadLicense', digit));
		const id = await create('ebankCreate', digit, more);
		await pass(1);
		return id;
	},
	ebankV2: async (digit: number, more: Params = {}): Promise<string> => {
		const open_id = await create('ebankV2Create', digit);
		for (const id of ['ebankV2UploadLicense', 'ebankV2Login'])
			await ask(id, { ...right(id), open_id, ...(id === 'ebankV2Login' && more) });
		return open_id;
	},
};

describe.each(['ebank', 'ebankV2'] as const)('An %s query', (kind) => {
	const start = ebanks[kind];
	const submit = async (id: string, code: string): Promise<Reply> =>
		await ask(`${kind}SubmitCaptcha`, { open_id: id, verify_code: code });

	test.each([
		[0, [1, 10], '', []],
		[1, [1, 6], '123456', [7, 10]],
		[2, [1, 2], '246810', [3, 10]],
		[3, [1, 4], '3507', [5, 10]],
		[4, [1, 4], '3507', [5, 6]],
		[5, [1, 2], '246810', [3, 6]],
		[6, [1, 11], '', []],
		[7, [1, 1], '', []],
		[8, [1, 6], '123456', [7, 11]],
	])('of …%i shows %j, and given "%s" %j', async (digit, first, code, then) => {
		const id = await start(digit);
		expect(await course(`${kind}GetState`, id, 1)).toEqual(first);
		if (code === '') return;
		expect(Number((await submit(id, code)).data.state)).toBe(then[0]);
		expect(await course(`${kind}GetState`, id, 1)).toEqual(then);
	});

	test('shows a picture only while it asks for one, and another after a wrong answer', async () => {
		const id = await start(3);
		const read = async (): Promise<Record<string, string>> =>
			(await ask(`${kind}GetState`, { open_id: id })).data;
		expect(await read()).not.toHaveProperty('pic_captcha');
		await pass(1);
		const { pic_captcha: first = '' } = await read();
		expect(Buffer.from(first, 'base64').subarray(0, 8).toString('latin1')).toBe(
			'\x89PNG\r\n\x1a\n',
		);
		await submit(id, '0000');
		expect(await course(`${kind}GetState`, id, 2)).toEqual([5, 8, 4]);
		expect((await read()).pic_captcha).not.toBe(first);
		await submit(id, '8264');
		expect(await course(`${kind}GetState`, id, 1)).toEqual([5, 10]);
	});

	test('takes a wrong captcha, sends another after the second, and gives up after the third', async () => {
		const id = await start(1);
		await pass(1);
		await submit(id, '999999');
		expect(await course(`${kind}GetState`, id, 1)).toEqual([7, 8]);
		await submit(id, '999999');
		expect(await course(`${kind}GetState`, id, 1)).toEqual([7, 9]);
		await submit(id, '123456');
		expect(await course(`${kind}GetState`, id, 1)).toEqual([7, 11]);
	});

	test('gives data once it is finished', async () => {
		const id = await start(0);
		const name = kind === 'ebank' ? 'openId' : 'open_id';
		expect((await ask(`${kind}GetRawData`, { [name]: id })).code).toBe('1003');
		await settings({ ebankNotReadyCode: '1001' });
		expect((await ask(`${kind}GetRawData`, { [name]: id })).code).toBe('1001');
		await pass(1);
		const { data } = await ask(`${kind}GetRawData`, { [name]: id });
		expect(data).toMatchObject({ version: kind === 'ebank' ? 1 : 2, entry_id: '12' });
	});

	test('fails with a wrong password, and after ten minutes', async () => {
		const wrong = await start(0, { password: '000000' });
		const endless = await start(7);
		await pass(1);
		expect(Number((await ask(`${kind}GetState`, { open_id: wrong })).data.state)).toBe(11);
		await pass(600);
		expect(await ask(`${kind}GetState`, { open_id: endless })).toMatchObject({
			data: { state: 11, message: '采集失败' },
		});
	});
});

test.each(['openId', 'open_id', 'both'])('The id of 5.2.1 can be called %s', async (name) => {
	const id = await ebanks.ebank(0);
	await pass(5);
	await settings({ ebankRawDataIdName: name });
	const sent = name === 'both' ? { openId: id, open_id: id } : { [name]: id };
	expect((await ask('ebankGetRawData', sent)).code).toBe('0');
	const wrong = name === 'openId' ? 'open_id' : 'openId';
	expect((await ask('ebankGetRawData', { [wrong]: id })).code).toBe(name === 'both' ? '0' : '1001');
});
