import type { CallInput, HstongClient, OperationId } from '../reference/hstong.ts';
import { idCardNo, image, mobileNo, stepParams } from '../reference/hstong-people.ts';
import { useHstong } from '../reference/hstong-sandbox.ts';

const { connect, control, codeOf, userAt } = useHstong();
const jpeg = { image: { content: image('photo'), fileName: 'photo.jpg' } };
let client: HstongClient;

beforeAll(() => {
	client = connect();
});

describe('An account opening', () => {
	test('goes through all eight steps, is returned, submitted again, approved and opened', async () => {
		const token = await userAt(8);
		const ask = async (operation: OperationId): Promise<unknown> =>
			(await client.call(operation, { token })).json.result;
		expect(await ask('getOpenStatus')).toEqual({ status: '2', msg: '' });
		expect(await ask('getApplyIndex')).toEqual({ step: '10' });
		expect(await codeOf('submitStep6', { token, params: stepParams(1)[6] })).toBe('60002');

		const mobile = mobileNo(1);
		await control('/hstong/review', { mobile, status: 3, msg: '签名不清晰' });
		expect(await ask('getOpenStatus')).toEqual({ status: '3', msg: '签名不清晰' });
		expect(await codeOf('submitStep5', { token, params: stepParams(1)[5] })).toBe('00000');
		const files = { signature: { content: image('again'), fileName: '签名.jpg' } };
		expect(await codeOf('submitStep8', { token, files })).toBe('00000');
		expect(await ask('getOpenStatus')).toEqual({ status: '2', msg: '' });

		await control('/hstong/review', { mobile, status: 4 });
		expect(await ask('getOpenStatus')).toEqual({ status: '4', msg: '' });
		await control('/hstong/review', { mobile, status: 6 });
		expect(await ask('getOpenStatus')).toEqual({ status: '6', msg: '' });
		expect(await codeOf('submitStep6', { token, params: stepParams(1)[6] })).toBe('60001');

		await client.call('sendAuthCode', { params: { mobile } });
		const { code } = await control<{ code: string }>(`/hstong/sms?mobile=${mobile}`);
		const { json } = await client.call('authByMobile', { params: { mobile, mobileCode: code } });
		expect(json.result).toMatchObject({ hasKh: true });
	});

	test.each([
		[0, '1'],
		[1, '2'],
		[2, '3'],
		[3, '4'],
		[4, '5'],
		[5, '6'],
		[6, '7'],
		[7, '9'],
		[8, '10'],
	])('after step %i shows step %s on its home', async (step, shown) => {
		const token = await userAt(step);
		const { json } = await client.call('getApplyIndex', { token });
		expect(json.result).toEqual({ step: shown });
	});

	test('after the first liveness photo shows step 8', async () => {
		const token = await userAt(6);
		await client.call('uploadAvatarAction', { token, path: { type: 1 }, files: jpeg });
		expect((await client.call('getApplyIndex', { token })).json.result).toEqual({ step: '8' });
	});

	test('given a deleted application, still tells its status and refuses the rest', async () => {
		const token = await userAt(2);
		await control('/hstong/review', { mobile: mobileNo(1), status: 5 });
		expect((await client.call('getOpenStatus', { token })).json.result).toEqual({
			status: '5',
			msg: '',
		});
		expect(await codeOf('getStep2Info', { token })).toBe('60004');
		expect(await codeOf('submitStep3', { token, params: stepParams(1)[3] })).toBe('60004');
		expect(await codeOf('agreeLicense', { token })).toBe('60004');
	});
});

describe('The step queries', () => {
	test('return what was submitted, in the shapes that the document prints', async () => {
		const token = await userAt(8);
		const ask = async (step: number): Promise<unknown> =>
			(await client.call(`getStep${step}Info` as OperationId, { token })).json;
		const { applyId } = ((await ask(7)) as { result: { applyId: string } }).result;
		expect(await ask(1)).toEqual({
			code: '00000',
			result: {
				ename: 'Sandbox Tester',
				name: '沙盒测试员',
				idCardFrontPath: `/account/apply/${applyId}/images/id-card/front`,
				idCardBackPath: `/account/apply/${applyId}/images/id-card/back`,
				idCardNo: idCardNo(1),
				idCardAddr: '测试省样例市 1 号楼 #2 & 3+4=7',
				bankCardNo: '6222020000000000062',
			},
		});
		const { cAddrDivision, ...personal } = stepParams(1)[2];
		expect(cAddrDivision).toBeDefined();
		const unset = { bussinessDetail: null, reasonOfUnemployment: null };
		expect(await ask(2)).toEqual({ code: '00000', result: { ...personal, ...unset } });
		expect(await ask(3)).toEqual({
			code: '00000',
			result: { ...stepParams(1)[3], employmentStatus: 1 },
		});
		const { scChina, ...declared } = stepParams(1)[4];
		const sc = { china: scChina, JR: 'CHINA', TIN: idCardNo(1), idNo: idCardNo(1), others: [] };
		expect(await ask(4)).toEqual({ code: '00000', result: { ...declared, sc, d7Yes: '' } });
		expect(await ask(5)).toEqual({
			code: '00000',
			result: { ...stepParams(1)[5], q3Disabled: false },
		});
		expect(await ask(6)).toEqual({ code: '00000' });
		const action = 3 + (Number(applyId) % 9);
		expect(await ask(7)).toMatchObject({
			result: { pic2TypeIdx: action, applyId: expect.stringMatching(/^\d{6}$/) },
		});
		expect(await ask(8)).toEqual({ code: '00000' });
	});
});

describe('Photos', () => {
	test.each([
		['too large', image('large', 102_401), '10113'],
		['neither JPEG nor PNG', Buffer.from('GIF89a'), '60017'],
		['empty', Buffer.alloc(0), '60017'],
	])('given an image that is %s, are refused', async (_what, content, code) => {
		const token = await userAt(0);
		const files = { image: { content, fileName: 'photo.jpg' } };
		expect(await codeOf('uploadIdCard', { token, path: { type: 'front' }, files })).toBe(code);
	});

	test('given an upload without its file, or with another part name, are refused', async () => {
		const token = await userAt(0);
		const path = { type: 'front' };
		expect(await codeOf('uploadIdCard', { token, path })).toBe('10003');
		expect(await codeOf('uploadIdCard', { token, path, files: { photo: jpeg.image } })).toBe(
			'10003',
		);
		expect(await codeOf('uploadIdCard', { token, path: { type: 'left' }, files: jpeg })).toBe(
			'10003',
		);
	});

	test("given another user's application or a photo not uploaded, are refused", async () => {
		const token = await userAt(1, 1);
		const other = await userAt(0, 2);
		const { json } = await client.call('getStep7Info', { token });
		const { applyId } = json.result as { applyId: string };
		expect(await codeOf('getIdCardImage', { token: other, path: { applyId, type: 'front' } })).toBe(
			'60003',
		);
		expect(await codeOf('getAvatarActionImage', { token, path: { applyId, type: 2 } })).toBe(
			'10114',
		);
		expect(await codeOf('getAvatarActionImage', { token, path: { applyId, type: 3 } })).toBe(
			'10003',
		);
	});

	test('given another liveness action than the one asked for, are refused', async () => {
		const token = await userAt(6);
		const { json } = await client.call('getStep7Info', { token });
		const { pic2TypeIdx } = json.result as { pic2TypeIdx: number };
		const upload = async (params: CallInput['params']): Promise<string> =>
			await codeOf('uploadAvatarAction', { token, path: { type: 2 }, params, files: jpeg });
		expect(await upload({ action: pic2TypeIdx === 3 ? 4 : 3 })).toBe('10003');
		expect(await upload({})).toBe('10003');
		expect(await upload({ action: pic2TypeIdx })).toBe('00000');
	});
});

describe('OCR', () => {
	const upload = async (token: string, frontName: string, backName = 'back.jpg'): Promise<void> => {
		for (const [type, imageName] of [
			['front', frontName],
			['back', backName],
		] as const) {
			await client.call('uploadIdCard', {
				token,
				path: { type },
				params: { imageName },
				files: jpeg,
			});
		}
	};

	test('reads one fixed person, or the number in the name of the image', async () => {
		const token = await userAt(0);
		await upload(token, 'front.jpg');
		const { json } = await client.call('ocrValidate', { token });
		expect(json.result).toEqual({
			name: '测试员',
			idCardNo: '11010519491231002X',
			idCardAddr: '测试省样例市沙盒区一号',
		});
		await upload(token, `front-${idCardNo(7)}.jpg`);
		const again = await client.call('ocrValidate', { token });
		expect(again.json.result).toMatchObject({ idCardNo: idCardNo(7) });
	});

	test.each([
		['unreadable.jpg', 'back.jpg', '60030'],
		['blurred-front.jpg', 'back.jpg', '60032'],
		['front.jpg', 'blurred-back.jpg', '60033'],
	])('given %s and %s, refuses', async (front, back, code) => {
		const token = await userAt(0);
		await upload(token, front, back);
		expect(await codeOf('ocrValidate', { token })).toBe(code);
	});

	test('given one side only, refuses, and so does step 1', async () => {
		const token = await userAt(0);
		await client.call('uploadIdCard', { token, path: { type: 'front' }, files: jpeg });
		expect(await codeOf('ocrValidate', { token })).toBe('60031');
		expect(await codeOf('submitStep1', { token, params: stepParams(1)[1] })).toBe('60031');
	});
});
