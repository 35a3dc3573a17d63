// Synthetic people and complete inputs for every step, shared by tests: honest samples to break one
// thing of. No number belongs to anybody: the region code 990101 is not assigned.
import { createHash } from 'node:crypto';
import type { HstongClient, OperationId, Reply, Value } from './hstong.ts';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A well-formed identity number; another one for every index below 1000. */
export function idCardNo(index: number): string {
	const digits = `99010119900101${String(index).padStart(3, '0')}`;
	const sum = weights.reduce((total, weight, place) => total + weight * Number(digits[place]), 0);
	return digits + '10X98765432'[sum % 11];
}

/** A mobile number of mainland China; another one for every index below a million. */
export function mobileNo(index: number): string {
	return `13900${String(index).padStart(6, '0')}`;
}

/** Bytes that begin as a JPEG or PNG does (after an empty segment) and then are noise of their own for every name. */
export function image(name: string, size = 2048, format: 'jpeg' | 'png' = 'jpeg'): Buffer {
	const magic =
		format === 'jpeg'
			? [0xff, 0xd8, 0xff, 0xe0, 0, 2, 0]
			: [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10];
	const content = Buffer.alloc(size);
	for (
		let offset = 0, block = createHash('sha256').update(name).digest();
		offset < size;
		offset += 32
	) {
		block.copy(content, offset);
		block = createHash('sha256').update(block).digest();
	}
	Buffer.from(magic).copy(content);
	return content;
}

/** Inputs of the six steps that are forms. */
export function stepParams(index: number): Record<1 | 2 | 3 | 4 | 5 | 6, Record<string, Value>> {
	return {
		1: {
			name: '沙盒测试员',
			enameFirst: 'Sandbox',
			enameLast: 'Tester',
			idCardNo: idCardNo(index),
			idCardAddr: '测试省样例市 1 号楼 #2 & 3+4=7',
			bankCardNo: '6222020000000000062',
		},
		2: {
			employmentStatus: 1,
			natureOfBussiness: 0,
			positionIndex: 2,
			yearsOfService: 12,
			fullName: 'A&B=C Ltd',
			gender: 2,
			placeOfBirth: '湖南省',
			email: 'user+tag@example.com',
			cAddrProvince: 430000,
			cAddrCity: 430100,
			cAddrDistrict: 430102,
			cAddrDivision: '湖南省长沙市芙蓉区',
			cAddrDetail: '1 号楼 / 2 单元',
		},
		3: {
			annualIncome: 1,
			totalNetValueOfAssets: 2,
			ownershipOfResidence: 3,
			mainSourceOfWealth: 8,
			sourceOfWealth: 7,
			investmentObjective: 0,
			targetInvestmentPeriod: 2,
			estimatedInvestmentAmount: 1,
			sharesExperience: 4,
			cbbcExperience: 0,
			warrantsExperience: 1,
			futuresExperience: 2,
			optionsExperience: 3,
		},
		4: {
			d1: false,
			d1YesName: '李四',
			d1YesRelationship: '朋友',
			d2: true,
			d5: true,
			d6: true,
			d7: true,
			qc1: false,
			scChina: true,
			identityOfUs: true,
		},
		5: { acHK: true, acUS: false, q1: true, q2: false, q3: true, q4: true },
		6: { d1: true, d2: true, d3: true, d4: true },
	};
}

/** Signs a user in by SMS; the code comes from the sandbox's control server. */
export async function authorise(
	client: HstongClient,
	controlUrl: string,
	mobile: string,
): Promise<string> {
	await expectAccepted(client.call('sendAuthCode', { params: { mobile } }));
	const answer = await fetch(`${controlUrl}/hstong/sms?mobile=${mobile}`);
	const { code } = (await answer.json()) as { code: string };
	const reply = await expectAccepted(
		client.call('authByMobile', { params: { mobile, mobileCode: code } }),
	);
	return (reply.json.result as { token: string }).token;
}

/** Fails with the provider's words unless a call was accepted. */
export async function expectAccepted(call: Promise<Reply>): Promise<Reply> {
	const reply = await call;
	if (reply.json.code !== '00000') throw new Error(`${reply.status} ${JSON.stringify(reply.json)}`);
	return reply;
}

/** Takes a signed-in user through the application until `lastStep` is done (0 = licence agreed). */
export async function applyUntil(
	client: HstongClient,
	token: string,
	index: number,
	lastStep: number,
): Promise<void> {
	const call = async (operation: OperationId, input = {}): Promise<Reply> =>
		await expectAccepted(client.call(operation, { token, ...input }));
	const file = (name: string): object => ({
		content: image(`${name}${index}`),
		fileName: `${name}.jpg`,
	});
	await call('agreeLicense');
	for (let step = 1; step <= Math.min(lastStep, 6); step++) {
		if (step === 1) {
			await call('uploadIdCard', { path: { type: 'front' }, files: { image: file('front') } });
			await call('uploadIdCard', { path: { type: 'back' }, files: { image: file('back') } });
		}
		const params = stepParams(index)[step as 1 | 2 | 3 | 4 | 5 | 6];
		await call(`submitStep${step}` as OperationId, { params });
	}
	if (lastStep < 7) return;
	const info = await call('getStep7Info');
	const action = (info.json.result as { pic2TypeIdx: number }).pic2TypeIdx;
	await call('uploadAvatarAction', { path: { type: 1 }, files: { image: file('avatar1') } });
	await call('uploadAvatarAction', {
		path: { type: 2 },
		params: { action },
		files: { image: file('avatar2') },
	});
	if (lastStep >= 8) await call('submitStep8', { files: { signature: file('signature') } });
}
