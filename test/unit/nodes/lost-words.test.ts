import { qianchengCredit } from '../../../nodes/QianchengCredit/provider';
import { Refusal } from '../../../nodes/shared/model/errors';
import { LostWords } from '../../../nodes/shared/session/lostWords';

const refused = (code: string, words: string) => new Refusal(code, words);

describe('What a process has found out about words', () => {
	let now = 0;
	const words = () => new LostWords({ now: () => now, random: () => 0, pause: async () => {} });
	beforeEach(() => (now = Date.UTC(2026, 0, 1)));

	test('is nothing at first: a new session is worth a try', () => {
		expect(words().areProven(refused('1001', '请重新登录'))).toBe(false);
		expect(words().areWorthATry(refused('1001', '请重新登录'))).toBe(true);
	});

	test.each([
		[
			'令牌 2ae85e8e10ca12f2ad1f41e4a03f7dcb 已过期',
			'令牌 00000000000000000000000000000000 已过期',
		],
		['token abc-123_x expired', 'token q9 expired'],
		['登录于 2026-01-01 12:00:00 失效', '登录于 2027-02-28 01:02:03 失效'],
	])('is for %p and %p alike', (one, other) => {
		const found = words();
		found.note(refused('1001', one), true);
		expect(found.areProven(refused('1001', other))).toBe(true);
	});

	test('is not for another code or other words', () => {
		const found = words();
		found.note(refused('1001', '请重新登录'), true);
		expect(found.areProven(refused('1002', '请重新登录'))).toBe(false);
		expect(found.areProven(refused('1001', '请重新提交'))).toBe(false);
	});

	test('lasts as long as the process when a new session helped', () => {
		const found = words();
		found.note(refused('1001', '请重新登录'), true);
		now += 1e10;
		expect(found.areProven(refused('1001', '请重新登录'))).toBe(true);
	});

	test('lasts ten minutes when it did not', () => {
		const found = words();
		found.note(refused('1001', '用户未授权'), false);
		expect(found.areWorthATry(refused('1001', '用户未授权'))).toBe(false);
		now += 600_001;
		expect(found.areWorthATry(refused('1001', '用户未授权'))).toBe(true);
		expect(found.areProven(refused('1001', '用户未授权'))).toBe(false);
	});
});

describe('Of the refusals of Qiancheng', () => {
	const rules = qianchengCredit.session?.unclearLoss;

	test.each([
		...[
			['1001', 'Token Expired'],
			['1001', 'LOGIN required'],
			['9', 'Unauthorized'],
		],
		...[
			['1001', '登陆超时'],
			['1001', '票据无效'],
			['1001', '会话已结束'],
			['1000', '凭证错误'],
		],
		...[
			['HTTP 401', ''],
			['HTTP 403', ''],
			['401', ''],
			['40100', ''],
			['1403', ''],
		],
	])('%s %p can mean the token', (code, words) => {
		expect(rules?.canMean(refused(code, words))).toBe(true);
	});

	test.each([
		...[
			['1001', ''],
			['1000', '系统错误'],
			['1003', '正在采集数据'],
			['HTTP 404', ''],
		],
		...[
			['1001', '参数错误'],
			['1001', '手机号格式不正确'],
			['2000', 'name is empty'],
		],
	])('%s %p cannot', (code, words) => {
		expect(rules?.canMean(refused(code, words))).toBe(false);
	});

	test.each([
		['1002', '任何', '1002', true],
		['1002', '任何', ' 7 ，1002、8', true],
		['10021', '任何', '1002', false],
		['1001', '请您重新获取后再试', '重新获取', true],
		['1001', '任何', '', false],
		['1001', '任何', ' ;；\n,', false],
	])('%s %p is in the list %p: %p', (code, words, tokenRefusals, isListed) => {
		expect(rules?.isListed(refused(code, words), { tokenRefusals })).toBe(isListed);
	});
	test('none is in a list that is not there', () => {
		expect(rules?.isListed(refused('1001', '任何'), {})).toBe(false);
	});
});
