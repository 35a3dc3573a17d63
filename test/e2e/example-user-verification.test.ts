import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { jsonOf, type WorkflowInput } from '../support/n8n-driver.ts';
import { cameraJpeg, heic, held, picture } from '../support/photos.ts';
import { exampleOf, useExamples } from './support/examples.ts';
import { type Answers as PlainAnswers, openForm, submit } from './support/flagship.ts';
import { type Answers, photo } from './support/form-page.ts';
import { toldOf } from './support/tables.ts';
import { type Walk, walkIn } from './support/walk.ts';

const USER_VERIFICATION = 'n8n-nodes-fintech-onboarding.userVerification';
const FORM = 'verify-your-identity';
const WAIT = 'n8n-nodes-base.wait';

const camera = cameraJpeg();
const small = picture('jpg', '-size', '600x400', 'plasma:', '-quality', '60');
const photos = {
	cardFront: photo('证件 正面.jpg', held(camera, 6)),
	handSign: photo('signature.png', picture('png', '-size', '200x200', 'xc:white')),
	faceAuth: photo('face.jpg', small),
};

const example = exampleOf(FORM);
const { environment, control, examples } = useExamples();
let workflowId: string;
let walk: Walk;
let link: string;
let apiKey: string;

/** The workflow, waiting less long between two looks at the review. */
const impatient = (workflow: WorkflowInput): WorkflowInput => ({
	...workflow,
	nodes: workflow.nodes.map((node) =>
		node.type === WAIT ? { ...node, parameters: { ...node.parameters, amount: 0.2 } } : node,
	),
});

beforeAll(async () => {
	workflowId = await examples.publish(impatient(example));
	walk = await walkIn(environment, 'user-verification');
});
afterAll(async () => await walk?.close());

// A key stands for one user (gap UV-09): each test invites a person of its own, as staff do.
beforeEach(async () => {
	await walk.take('usual');
	const invited = await environment.n8n.run(workflowId, { trigger: 'Invite a Person 邀请一个人' });
	const [{ address }] = jsonOf(invited, 'Invitation 邀请');
	link = new URL(String(address)).search;
	apiKey = String(jsonOf(invited, 'Person 人员')[0].verification_key);
	await environment.n8n.deleteExecutions(workflowId);
});

async function open(search = link): Promise<void> {
	await walk.page.goto(environment.n8n.formUrl(FORM) + search);
	await walk.fill('身份认证');
}

const personal: Answers = {
	姓: 'Santos',
	名: 'Maria',
	性别: '女 Female',
	出生日期: '1990-01-31',
	出生地: 'Quezon City',
	国籍: '菲律宾 Philippines PH',
	同意: '本人同意将资料提交给认证服务',
};
const present: Answers = {
	现居住国家: '菲律宾 Philippines PH',
	现居住省份: 'Metro Manila',
	现居住城市: 'Makati',
	现居住详细地址: 'Blk 1 & Lot 2 / #3',
	现居住邮政编码: '1226',
};
const permanent: Answers = {
	永久居住国家: '中国 China CN',
	永久居住省份: '湖南省',
	永久居住城市: '长沙市',
	永久居住详细地址: '八一路1号',
	永久居住邮政编码: '410000',
};
const income: Answers = {
	就业状态: '无业 Unemployed',
	年收入: '1200.5',
	收入来源: '个人储蓄 Personal Savings',
};
const document = (number: string): Answers => ({
	证件类型: '护照 Passport',
	证件号码: number,
	证件有效期至: '2099-12-31',
});
const step = (number: number, title: string) => `第 ${number} 步：${title}`;

async function sendPhotos(front = photos.faceAuth): Promise<void> {
	await walk.fill(step(4, '证件照片'), { 证件正面照片: front });
	await walk.fill(step(4, '手持签名照'), { 手持签名的照片: photos.handSign });
}

/** The five steps, by who makes no mistakes. The document's number decides the review. */
async function submitAll(number: string): Promise<void> {
	await walk.fill(step(1, '个人信息'), personal);
	await walk.fill(step(2, '地址'), { ...present, '永久地址与现居住地址一致吗？': '是' });
	await walk.fill(step(3, '收入'), income);
	await walk.fill(step(4, '身份证件'), document(number));
	await sendPhotos();
	await walk.fill(step(5, '面部照片'), { 本人正面照片: photos.faceAuth });
}

interface User {
	apiKey: string;
	photos: Record<string, { sha256: string }>;
	data: Record<string, string>;
}

async function userOf(key: string): Promise<User> {
	const { users: all } = await control.call<{ users: User[] }>('/user-verification/users');
	return all.find((user) => user.apiKey === key) as User;
}

/** What reached the provider since for this person, and how it was answered. */
async function requests(since: number) {
	const entries = (await control.journal(since)).filter(({ params }) => params.apiKey === apiKey);
	return entries.map(({ operation, code, params }) => ({ operation, code, params }));
}

describe('the example that verifies a user', () => {
	it('leads a person who makes every mistake from the link to the approval', async () => {
		const since = await control.lastSeq();
		await open();

		await walk.fill(step(1, '个人信息'), { ...personal, 出生日期: '2090-01-31' });
		await walk.wrong('出生日期');
		await expect(walk.value('国籍')).resolves.toBe('菲律宾 Philippines PH');
		// A doubtful name is asked once more, each one anew; one that is confirmed goes out.
		await walk.fill(step(1, '个人信息'), { 出生日期: '1990-01-31', 姓: 'Santos (本人)' });
		await walk.wrong('姓氏含有姓名中没有的字符');
		await walk.fill(step(1, '个人信息'), { 姓: 'Santos 2' });
		await walk.wrong('如确认无误，请再点一次“继续”');
		await expect(walk.value('姓')).resolves.toBe('Santos 2');
		await expect(requests(since)).resolves.not.toContainEqual(
			expect.objectContaining({ operation: 'submitStepOne' }),
		);
		await walk.fill(step(1, '个人信息'));

		await control.call('/user-verification/force', {
			...{ operation: 'submitStepTwo', code: '500123', description: '邮政编码不正确' },
		});
		await walk.fill(step(2, '地址'), { ...present, '永久地址与现居住地址一致吗？': '否' });
		await walk.fill(step(2, '永久地址'), permanent);
		await walk.wrong('邮政编码不正确');
		// Nothing has to be typed again, on neither page of the form.
		await walk.fill(step(2, '地址'), { 现居住邮政编码: '1227' });
		await walk.fill(step(2, '永久地址'));

		await walk.fill(step(3, '收入'), {
			...{ 就业状态: '在职 Employed', 公司名称: '马尼拉贸易', 行业: '其他职业 Other Occupation' },
			...{ 职位: 'Clerk', 年收入: '-3', 收入来源: '其他 Other', 资金来源: '捐款 Donation' },
			税号类型: '税务识别号 Tax Identification Number (TIN)',
		});
		await walk.wrong('年收入请填写大于 0 的数字');
		await walk.fill(step(3, '收入'), { 年收入: '50000' });
		await walk.wrong('请写明是什么收入');
		await walk.fill(step(3, '收入'), { 其他收入来源: 'Rent' });
		await walk.wrong('税号和税号类型请同时填写');
		await walk.fill(step(3, '收入'), { '税号（选填）': '123456789000' });

		await walk.fill(step(4, '身份证件'), { ...document('P1234567'), 证件有效期至: '2020-01-31' });
		await walk.wrong('证件已于 2020-01-31 过期');
		await walk.fill(step(4, '身份证件'), { 证件有效期至: '2099-12-31' });
		await walk.fill(step(4, '证件照片'), { 证件正面照片: photo('IMG_2.HEIC', heic()) });
		await walk.wrong('HEIC');
		const half = photo('half.jpg', camera.subarray(0, 2_000_000));
		await walk.fill(step(4, '证件照片'), { 证件正面照片: half });
		await walk.wrong('照片不完整，后半部分缺失');
		// The provider refuses the step: the photos that have arrived are not asked for again.
		await control.call('/user-verification/force', {
			...{ operation: 'submitStepFour', code: '500124', description: '证件号码不正确' },
		});
		await sendPhotos(photos.cardFront);
		await walk.wrong('证件号码不正确');
		await walk.fill(step(4, '身份证件'), { 证件号码: 'P1234569' });
		await walk.fill(step(4, '照片'), { 照片: '使用已上传的照片' });

		await walk.fill(step(5, '面部照片'), { 本人正面照片: photo('a.jpg', Buffer.from('GIF89a')) });
		await walk.wrong('无法打开这个文件');
		// A photo that has not arrived is asked for again, and nobody is told that it has.
		const lost = { at: [1], kind: 'drop', when: 'before', path: 'submitStepFive' };
		await control.call('/faults', { 'user-verification': { events: [lost] } });
		await walk.fill(step(5, '面部照片'), { 本人正面照片: photos.faceAuth });
		await walk.wrong('没有收到您的照片');
		await walk.fill(step(5, '面部照片'), { 本人正面照片: photos.faceAuth });
		expect(await walk.end('认证已通过')).not.toContain('过期');

		const [{ status }] = await environment.n8n.waitForExecutions(workflowId, 1);
		expect(status).toBe('success');
		const all = await requests(since);
		expect(
			all
				.filter(({ operation }) => operation !== 'queryUserVerified')
				.map(({ operation, code }) => `${operation} ${code}`),
		).toEqual([
			'submitStepOne 000000',
			'submitStepTwo 500123',
			'submitStepTwo 000000',
			'submitStepThree 000000',
			'submitStepFour 500124',
			'submitStepFour 000000',
			'submitStepFive 000000',
		]);
		const { data, photos: stored } = await userOf(apiKey);
		expect(data).toMatchObject({
			...{ firstName: 'Maria', lastName: 'Santos 2', sex: '2', birthDate: '1990-01-31' },
			...{ countryCode: 'PH', residenceCountry: 'PH', residenceAddr: 'Blk 1 & Lot 2 / #3' },
			...{ residencePostcode: '1227', isIdentical: '2', permanentCountry: 'CN' },
			...{ permanentAddr: '八一路1号', permanentPostcode: '410000' },
			...{ employmentStatus: '1', natureBusiness: '99', income: '50000', fundSource: '10' },
			...{ incomeSource: '4', incomeSourceOther: 'Rent', taxType: '1', taxNo: '123456789000' },
			...{ cardType: '1', cardNo: 'P1234569', cardValidityPeriod: '2099-12-31', cardStatus: '4' },
		});
		expect(Object.keys(stored).sort()).toEqual(Object.keys(photos).sort());
	}, 400_000);

	it('tells who is rejected why, and at the next visit again, with what was typed', async () => {
		await walk.take('other');
		await open();
		await submitAll('P1234568');
		expect(await walk.end('认证未通过')).toContain('证件照片不清晰，请重新上传');

		await open();
		await walk.wrong('证件照片不清晰');
		await expect(walk.value('姓')).resolves.toBe('Santos');
		await expect(walk.value('性别')).resolves.toBe('女 Female');
		await expect(walk.value('国籍')).resolves.toBe('菲律宾 Philippines PH');
		// Each page stands as it was handed in; only the consent is asked for anew.
		await walk.fill(step(1, '个人信息'), { 同意: '本人同意' });
		for (const page of [step(2, '地址'), step(3, '收入'), step(4, '身份证件')])
			await walk.fill(page);
		await walk.heading(step(4, '证件照片'));
	}, 240_000);

	it('goes on where the person ended, asks no longer than ten times, and shows the result later', async () => {
		await open();
		await walk.fill(step(1, '个人信息'), personal);
		await walk.fill(step(2, '地址'), { ...present, '永久地址与现居住地址一致吗？': '是' });
		await walk.heading(step(3, '收入'));

		const since = await control.lastSeq();
		await open();
		await walk.fill(step(3, '收入'), income);
		await walk.fill(step(4, '身份证件'), document('P123456A'));
		await sendPhotos();
		await walk.fill(step(5, '面部照片'), { 本人正面照片: photos.faceAuth });
		await walk.end('审核中');
		const asked = (await requests(since)).filter(({ operation }) => /^query/.test(`${operation}`));
		expect(asked).toHaveLength(1 + 10);

		await control.call('/user-verification/review', { apiKey, status: '4' });
		await open();
		await walk.end('认证已通过');
	}, 240_000);

	it('shows the result to whoever has handed in on another page', async () => {
		const file = () => new File([new Uint8Array(small)], 'a.jpg', { type: 'image/jpeg' });
		const address = environment.n8n.formUrl(FORM) + link;
		const AGREED = `${String(personal.同意)} I agree that my data is sent to the verification service`;
		let page = await submit(await openForm(address), {});
		for (const answers of [
			{ ...personal, 同意: AGREED } as PlainAnswers,
			{ ...present, '永久地址与现居住地址一致吗？': '是 Yes' } as PlainAnswers,
			income as PlainAnswers,
			document('P1234569') as PlainAnswers,
			{ 证件正面照片: file() },
			{ 手持签名的照片: file() },
		]) {
			page = await submit(page, answers);
		}
		const other = await submit(await openForm(address), {});
		const since = await control.lastSeq();
		for (const face of [page, other]) {
			expect(await submit(face, { 本人正面照片: file() })).toMatchObject({
				title: expect.stringMatching(/^认证已通过/),
			});
		}
		const faces = (await requests(since)).filter(({ operation }) => operation === 'submitStepFive');
		expect(faces.map(({ code }) => code)).toEqual(['000000', '400003']);
	}, 120_000);

	it('has the team told where a page says that somebody looks into it', async () => {
		const since = new Date();
		await walk.take('other');
		await open();
		await walk.fill(step(1, '个人信息'), personal);
		const events = [{ at: [1], kind: 'drop', when: 'after', path: 'submitStepTwo' }];
		await control.call('/faults', { 'user-verification': { events } });
		await walk.fill(step(2, '地址'), { ...present, '永久地址与现居住地址一致吗？': '是' });
		await walk.wrong('我们的工作人员会尽快核实');
		await control.call('/faults', { 'user-verification': { events: null } });
		expect(await toldOf(environment, '用户认证', since)).toEqual([
			expect.objectContaining({ kind: 'failure', link: expect.stringContaining(workflowId) }),
		]);
	}, 120_000);

	it('shows nothing, and asks nobody, without a link of the table', async () => {
		const since = await control.lastSeq();
		for (const search of ['', '?link=', '?link=none', `${link}0`]) {
			await open(search);
			expect(await walk.end('链接无效')).not.toContain('通过');
		}
		expect(await control.journal(since)).toEqual([]);
	}, 120_000);

	it('tells when the service cannot be asked at all', async () => {
		await control.call('/user-verification/force', {
			...{ operation: 'queryUserVerified', httpStatus: 403, code: '403001', times: 1 },
		});
		await open();
		expect(await walk.end('暂时无法认证')).toContain('这次没有提交新的内容');
	}, 60_000);

	it('asks for every field of the five steps but the language', async () => {
		const { properties } = await environment.n8n.nodeType(USER_VERIFICATION, 1);
		const ours = example.nodes.filter(({ type }) => type === USER_VERIFICATION);
		const filled = ours.flatMap(({ parameters }) => [
			...Object.keys(parameters),
			...Object.keys((parameters.additionalFields as IDataObject | undefined) ?? {}),
		]);
		const offered = properties
			.filter(({ displayOptions }) => displayOptions?.show?.resource?.includes('step'))
			.flatMap(({ name, type, options }) =>
				type === 'collection' ? (options as INodeProperties[]).map((option) => option.name) : name,
			);
		const missing = new Set(offered.filter((name) => !filled.includes(name)));
		expect([...missing]).toEqual(['locale']);
	});
});
