import type { Params, Reply } from '../reference/client.ts';
import { mobileNumber, photo, samples } from '../reference/samples.ts';
import { idCardNumber } from '../support/applicant.ts';
import { useHstong } from '../support/sandboxes/use-hstong.ts';

const { call, control, codeOf, userAt } = useHstong();
const stepOf = (step: number): Params => samples('hstong', `submitStep${step}`);

describe('An account opening', () => {
	test('goes through all eight steps, is returned, submitted again, approved and opened', async () => {
		const proof = await userAt(8);
		const ask = async (operation: string): Promise<unknown> =>
			(await call(operation, {}, { proof })).data;
		const submit = async (step: number): Promise<string> =>
			await codeOf(`submitStep${step}`, stepOf(step), { proof });
		expect(await ask('getOpenStatus')).toEqual({ status: '2', msg: '' });
		expect(await ask('getApplyIndex')).toEqual({ step: '10' });
		expect(await submit(6)).toBe('60002');

		const mobile = mobileNumber(1);
		await control('/hstong/review', { mobile, status: 3, msg: '签名不清晰' });
		expect(await ask('getOpenStatus')).toEqual({ status: '3', msg: '签名不清晰' });
		expect([await submit(5), await submit(8)]).toEqual(['00000', '00000']);
		expect(await ask('getOpenStatus')).toEqual({ status: '2', msg: '' });

		for (const status of [4, 6]) {
			await control('/hstong/review', { mobile, status });
			expect(await ask('getOpenStatus')).toEqual({ status: String(status), msg: '' });
		}
		expect(await submit(6)).toBe('60001');

		await call('sendAuthCode', { mobile });
		const { code: mobileCode } = await control<{ code: string }>(`/hstong/sms?mobile=${mobile}`);
		const { data } = await call('authByMobile', { mobile, mobileCode });
		expect(data).toMatchObject({ hasKh: true });
	});

	test.each(['1', '2', '3', '4', '5', '6', '7', '9', '10'])(
		'after step %# shows step %s on its home',
		async (shown) => {
			const steps = ['1', '2', '3', '4', '5', '6', '7', '9', '10'];
			const proof = await userAt(steps.indexOf(shown));
			expect((await call('getApplyIndex', {}, { proof })).data).toEqual({ step: shown });
		},
	);

	test('after the first liveness photo shows step 8', async () => {
		const proof = await userAt(6);
		await call('uploadAvatarAction', { type: 1, image: photo() }, { proof });
		expect((await call('getApplyIndex', {}, { proof })).data).toEqual({ step: '8' });
	});

	test('given a deleted application, still tells its status and refuses the rest', async () => {
		const proof = await userAt(2);
		await control('/hstong/review', { mobile: mobileNumber(1), status: 5 });
		const { data } = await call('getOpenStatus', {}, { proof });
		expect(data).toEqual({ status: '5', msg: '' });
		for (const operation of ['getStep2Info', 'submitStep3', 'agreeLicense'])
			expect(await codeOf(operation, samples('hstong', operation), { proof })).toBe('60004');
	});
});

test('The step queries return what was submitted, in the shapes that the document prints', async () => {
	const proof = await userAt(8);
	const ask = async (step: number): Promise<Reply> =>
		await call(`getStep${step}Info`, {}, { proof });
	const { applyId, pic2TypeIdx } = (await ask(7)).data;
	expect(applyId).toMatch(/^\d{6}$/);
	expect(pic2TypeIdx).toBe(3 + (Number(applyId) % 9));
	const { enameFirst, enameLast, ...identity } = stepOf(1);
	const path = (side: string) => `/account/apply/${applyId}/images/id-card/${side}`;
	const paths = { idCardFrontPath: path('front'), idCardBackPath: path('back') };
	const ename = `${String(enameFirst)} ${String(enameLast)}`;
	expect((await ask(1)).data).toEqual({ ...identity, ...paths, ename });
	const { cAddrDivision: _division, ...personal } = stepOf(2);
	const unset = { bussinessDetail: null, reasonOfUnemployment: null };
	expect((await ask(2)).data).toEqual({ ...unset, ...personal });
	const { employmentStatus } = stepOf(2);
	expect((await ask(3)).data).toEqual({ ...stepOf(3), employmentStatus });
	const { scChina: china, ...declared } = stepOf(4);
	const idNo = idCardNumber(1);
	const sc = { china, JR: 'CHINA', TIN: idNo, idNo, others: [] };
	const none = { d1YesName: '', d1YesRelationship: '', d7Yes: '' };
	expect((await ask(4)).data).toEqual({ ...none, ...declared, sc });
	expect((await ask(5)).data).toEqual({ ...stepOf(5), q3Disabled: false });
	expect([(await ask(6)).json, (await ask(8)).json]).toEqual([
		{ code: '00000' },
		{ code: '00000' },
	]);
});

describe('OCR', () => {
	const upload = async (proof: string, names: Record<string, string>): Promise<void> => {
		for (const [type, imageName] of Object.entries(names))
			await call('uploadIdCard', { type, imageName, image: photo() }, { proof });
	};

	test('reads one fixed person, or the number in the name of the image', async () => {
		const proof = await userAt(0);
		await upload(proof, { front: 'front.jpg', back: 'back.jpg' });
		expect((await call('ocrValidate', {}, { proof })).data).toEqual({
			...{ name: '测试员', idCardNo: '11010519491231002X' },
			idCardAddr: '测试省样例市沙盒区一号',
		});
		await upload(proof, { front: `front-${idCardNumber(7)}.jpg` });
		const { data } = await call('ocrValidate', {}, { proof });
		expect(data).toMatchObject({ idCardNo: idCardNumber(7) });
	});

	test.each<[Record<string, string>, string]>([
		[{ front: 'unreadable.jpg', back: 'back.jpg' }, '60030'],
		[{ front: 'blurred-front.jpg', back: 'back.jpg' }, '60032'],
		[{ front: 'front.jpg', back: 'blurred-back.jpg' }, '60033'],
		[{ front: 'front.jpg' }, '60031'],
	])('given %j, refuses with %s', async (names, code) => {
		const proof = await userAt(0);
		await upload(proof, names);
		expect(await codeOf('ocrValidate', {}, { proof })).toBe(code);
	});
});
