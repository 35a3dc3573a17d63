// Banks that do not exist, in the two spellings of 5.1.1 (camelCase) and 6.1.2 (snake_case), gap QC-35.

interface Input {
	name: string;
	label: string;
	desc: string;
	valid: string;
}

export interface LoginType {
	entryId: string;
	title: string;
	/** Dictionary entryType: 0 信用卡&储蓄卡, 1 仅信用卡, 2 仅储蓄卡. */
	entryType: number;
	needsPassword: boolean;
	disableReason?: string;
}

interface Bank {
	bankName: string;
	bankCode: string;
	loginTypes: readonly LoginType[];
}

const maintenance = '系统维护中';

const banks: readonly Bank[] = [
	{
		bankName: '沙盒银行',
		bankCode: 'SHYH',
		loginTypes: [
			{ entryId: '11', title: '信用卡卡号登录', entryType: 1, needsPassword: true },
			{ entryId: '12', title: '用户名登录', entryType: 0, needsPassword: true },
			{
				entryId: '13',
				title: '储蓄卡卡号登录',
				entryType: 2,
				needsPassword: true,
				disableReason: maintenance,
			},
		],
	},
	{
		// "某些银行不需要密码" (5.1.3): this is one.
		bankName: '样例银行',
		bankCode: 'YLYH',
		loginTypes: [{ entryId: '21', title: '身份证登录', entryType: 1, needsPassword: false }],
	},
	{
		bankName: '停用银行',
		bankCode: 'TYYH',
		loginTypes: [
			{
				entryId: '31',
				title: '用户名登录',
				entryType: 0,
				needsPassword: true,
				disableReason: maintenance,
			},
		],
	},
];

const loginTypes = new Map(
	banks.flatMap((bank) => bank.loginTypes.map((type) => [type.entryId, type] as const)),
);

/** The login type with this entry_id. */
export function loginTypeOf(entryId: string): LoginType | undefined {
	return loginTypes.get(entryId);
}

const inputsOf = ({ needsPassword }: LoginType): Input[] => {
	const account = {
		name: 'login_name',
		label: '登录名',
		desc: '请输入登录名',
		valid: '^\\S{2,32}$',
	};
	const password = {
		name: 'password',
		label: '密码',
		desc: '请输入网银登录密码',
		valid: '^.{6,32}$',
	};
	return needsPassword ? [account, password] : [account];
};

/** The answer of 5.1.1. */
export function bankInfo(): object[] {
	return banks.map(({ bankName, bankCode, loginTypes: types }) => {
		const isDisabled = types.every(({ disableReason }) => disableReason !== undefined);
		return {
			bankName,
			bankCode,
			// A bank is disabled when no login type is available (gap QC-36).
			disable: isDisabled,
			disableReason: isDisabled ? maintenance : '',
			loginTypes: types.map((type) => ({
				title: type.title,
				disable: type.disableReason !== undefined,
				disableReason: type.disableReason ?? '',
				entryId: type.entryId,
				entryType: type.entryType,
				inputs: inputsOf(type),
			})),
		};
	});
}

/** The answer of 6.1.2, which knows no "disable": what is not available is not listed. */
export function bankList(): object[] {
	return banks
		.map(({ bankName, bankCode, loginTypes: types }) => ({
			bank_name: bankName,
			bank_code: bankCode,
			login_types: types
				.filter(({ disableReason }) => disableReason === undefined)
				.map((type) => ({
					title: type.title,
					entry_id: type.entryId,
					entry_type: type.entryType,
					inputs: inputsOf(type),
				})),
		}))
		.filter(({ login_types: types }) => types.length > 0);
}
