import { bankCardNumber, idCardNumber, jpeg } from '../../test/support/applicant.ts';
import { post, signed, type Account } from './floor.ts';

/** One item of the benchmark: what 'Submit Identity' sends. */
export type Applicant = Record<
	'token' | 'name' | 'enameFirst' | 'enameLast' | 'idCardNo' | 'idCardAddr' | 'bankCardNo',
	string
>;

/** An applicant who may submit step 1, and the items that submit it, each with another bank card. */
export async function prepareItems(
	account: Account,
	controlUrl: string,
	count: number,
): Promise<Applicant[]> {
	const mobile = '13800138000';
	await post(account, '/account/auth-code/send', { mobile });
	const sms = await fetch(`${controlUrl}/hstong/sms?mobile=${mobile}`);
	const { code: mobileCode } = (await sms.json()) as { code: string };
	const { result } = await post(account, '/account/authByMobile', { mobile, mobileCode });
	const { token } = result as { token: string };
	await post(account, '/account/apply/agree-license', { token });
	for (const side of ['front', 'back']) await uploadIdCard(account, token, side);
	return Array.from({ length: count }, (_, i) => ({
		token,
		name: '王测试',
		enameFirst: 'Wang',
		enameLast: 'Ceshi',
		idCardNo: idCardNumber(1),
		idCardAddr: `湖南省长沙市芙蓉区XX小区 ${i} 号`,
		bankCardNo: bankCardNumber(i),
	}));
}

async function uploadIdCard(account: Account, token: string, side: string): Promise<void> {
	const body = new FormData();
	for (const [name, value] of signed({ token }, account)) body.append(name, value);
	body.append('image', new Blob([jpeg()], { type: 'image/jpeg' }), `${side}.jpg`);
	const path = `/account/apply/step1/upload/id-card/${side}`;
	const response = await fetch(account.url + path, { method: 'POST', body });
	const { code } = (await response.json()) as { code: string };
	if (code !== '00000') throw new Error(`The sandbox refused the photo: ${code}`);
}
