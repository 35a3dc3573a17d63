/** Made-up applicants: each test has its own, so that no test depends on another. */

// Test files that share a sandbox run in processes of their own: each begins elsewhere.
let count = Math.floor(Math.random() * 90_000) * 1000;

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The birthdays of adults, one after the other. */
const birthday = (n: number) => new Date(Date.UTC(1949, 11, 31 + (n % 20_000)));

/** A resident identity card number that belongs to nobody, with the right check character; another for each n. */
export function idCardNumber(n: number, birth = birthday(Math.floor(n / 1000))): string {
	const date = birth.toISOString().slice(0, 10).replace(/-/g, '');
	const digits = `110105${date}${String(n % 1000).padStart(3, '0')}`;
	const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
	return digits + '10X98765432'[sum % 11];
}

/** A bank card number of 19 digits with the right Luhn digit. */
export function bankCardNumber(n: number): string {
	const digits = `622202${String(n).padStart(12, '0')}`;
	const sum = [...digits].reverse().reduce((total, digit, i) => {
		const value = Number(digit) * (i % 2 === 0 ? 2 : 1);
		return total + (value > 9 ? value - 9 : value);
	}, 0);
	return digits + String((10 - (sum % 10)) % 10);
}

/** The number of a child of eight. */
export const childsIdCard = (): string =>
	idCardNumber(1, new Date(Date.now() - 8 * 365 * 86_400_000));

export const newMobile = (): string => `139${String(++count).padStart(8, '0')}`;

/** Bytes that begin as a JPEG does, with an empty segment. */
export const jpeg = (size = 2000, fill = 7): Buffer =>
	Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 2]), Buffer.alloc(size - 6, fill)]);

export const png = (size = 2000): Buffer =>
	Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		Buffer.alloc(size - 8, 3),
	]);

/** Valid values of every submitting step, by parameter name. */
export const steps = {
	identity: (n = 1) => ({
		name: '王测试',
		enameFirst: 'Wang',
		enameLast: 'Ceshi',
		idCardNo: idCardNumber(n),
		idCardAddr: '湖南省长沙市芙蓉区XX小区',
		bankCardNo: bankCardNumber(n),
	}),
	personalData: {
		employmentStatus: 1,
		gender: 2,
		placeOfBirth: '湖南省',
		email: 'user+tag@example.com',
		cAddrProvince: '430000',
		cAddrCity: '430100',
		cAddrDistrict: '430102',
		cAddrDivision: '湖南省长沙市芙蓉区',
		cAddrDetail: '1 号楼 / 2 单元 #3',
	},
	finances: {
		annualIncome: 1,
		targetInvestmentPeriod: 2,
		estimatedInvestmentAmount: 0,
		sharesExperience: 1,
		cbbcExperience: 0,
		warrantsExperience: 0,
		futuresExperience: 0,
		optionsExperience: 4,
	},
	declarations: {
		d1: true,
		d2: true,
		d5: true,
		d6: true,
		d7: true,
		qc1: false,
		scChina: true,
	},
	accounts: { acHK: true, acUS: true, q1: false, q2: false, q3: true, q4: true },
	riskDisclosure: { d1: true, d2: true, d3: true, d4: true },
} as const;
