// The published rules: what decides how a query ends. README.md shows the same tables.
import type { Course } from '../core/people.ts';

export type CollectionKind = 'telecom' | 'degree' | 'ebank' | 'ebankV2';
export type ChallengeKind = 'sms' | 'queryPassword' | 'dynamicPassword' | 'picture';

/** How the collection of a mobile number goes on once its login data are there. */
export interface Path {
	text: string;
	challenges: readonly ChallengeKind[];
	ending: 'finished' | 'failed' | 'never';
	/** The state that it shows once instead, until the service password is submitted again. */
	detour?: number;
	/** Whether it takes ten steps where others take one. */
	slow?: boolean;
}

const finished = { challenges: [], ending: 'finished' } as const;
const failed = { text: '失败 fails', challenges: [], ending: 'failed' } as const;
const never = {
	text: '十分钟后失败 never finishes; fails after ten minutes',
	challenges: [],
	ending: 'never',
} as const;

const ebank: readonly Path[] = [
	{ ...finished, text: '直接完成 straight' },
	{ ...finished, text: '短信验证码 SMS captcha', challenges: ['sms'] },
	{ ...finished, text: '动态密码 dynamic password', challenges: ['dynamicPassword'] },
	{ ...finished, text: '图片验证码 picture captcha', challenges: ['picture'] },
	{
		...finished,
		text: '先图片后短信验证码 picture captcha, then SMS captcha',
		challenges: ['picture', 'sms'],
	},
	{
		...finished,
		text: '先动态密码后短信验证码 dynamic password, then SMS captcha',
		challenges: ['dynamicPassword', 'sms'],
	},
	failed,
	never,
	{ ...failed, text: '短信验证码后失败 SMS captcha, then fails', challenges: ['sms'] },
	{ ...finished, text: '直接完成但较慢 straight, slowly', slow: true },
];

const straight: Path = { ...finished, text: '直接完成 straight' };

/** The paths by the last digit of the mobile number, 0 to 9. */
export const paths: Readonly<Record<CollectionKind, readonly Path[]>> = {
	telecom: [
		straight,
		{ ...finished, text: '短信验证码 SMS captcha', challenges: ['sms'] },
		{ ...finished, text: '查询密码 query password', challenges: ['queryPassword'] },
		{
			...finished,
			text: '先短信验证码后查询密码 SMS captcha, then query password',
			challenges: ['sms', 'queryPassword'],
		},
		{ ...finished, text: '服务密码错误一次 service password refused once (state 0)', detour: 0 },
		{ ...finished, text: '重新开始一次 process restarted once (state 1)', detour: 1 },
		failed,
		never,
		{ ...failed, text: '短信验证码后失败 SMS captcha, then fails', challenges: ['sms'] },
		{ ...finished, text: '数据较晚 data ready late (state 41 for ten steps)', slow: true },
	],
	degree: Array.from({ length: 10 }, (_path, digit) => {
		if (digit === 6) return failed;
		if (digit === 7) return never;
		return digit === 9
			? { ...straight, text: '直接完成但较慢 straight, slowly', slow: true }
			: straight;
	}),
	ebank,
	ebankV2: ebank,
};

/** The path of a mobile number. */
export function pathOf(kind: CollectionKind, mobile: string): Path {
	return paths[kind][Number(mobile.at(-1))] ?? straight;
}

/** A password that every login refuses. */
export const wrongPassword = '000000';

/** What is right when something is asked; a captcha sent again is the next of its list. */
export const rightCodes: Readonly<Record<ChallengeKind, readonly string[]>> = {
	sms: ['123456', '234567', '345678', '456789'],
	queryPassword: ['654321'],
	dynamicPassword: ['246810'],
	picture: ['3507', '8264', '9142'],
};

/** What the blacklist says of a mobile number by its last digit (gap QC-34). */
export type Listing = 'listed' | 'notListed' | 'withoutAnswer' | 'withoutData';

/** Looks a person up. */
export function listingOf(mobile: string, name: string, names: readonly string[]): Listing {
	if (names.includes(name)) return 'listed';
	switch (mobile.at(-1)) {
		case '7':
			return 'withoutData';
		case '8':
			return 'listed';
		case '9':
			return 'withoutAnswer';
		default:
			return 'notListed';
	}
}

const listings: Readonly<Record<Listing, string>> = {
	listed: '在黑名单 listed',
	notListed: '不在黑名单 not listed',
	withoutAnswer: '黑名单没有答案 no answer about the list',
	withoutData: '黑名单没有数据 no data about the list',
};

/** The same rules for people who are to be made by them. */
export const courses = (names: readonly string[]): Course[] => [
	...paths.telecom.map(({ text }, digit) => {
		const mobileEnds = String(digit);
		const listing = listingOf(mobileEnds, '', names);
		const isRare = listing !== 'listed';
		return { mobileEnds, isRare, text: `${listings[listing]}; 运营商 carrier: ${text}` };
	}),
	...names.map((name) => ({ name, mobileEnds: '0', text: `${listings.listed}, 按姓名 by name` })),
];

/** Rules of the risk audit. */
export const risk = { mostOverdueDays: 30, largeAmount: 5_000_000 };
