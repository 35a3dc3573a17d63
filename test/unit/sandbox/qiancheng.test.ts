import { inflateSync } from 'node:zlib';
import spec from '../../../spec/qiancheng-credit.json';
import { drawDigits } from '../../../sandbox/core/picture.ts';
import { machines } from '../../../sandbox/qiancheng-credit/machines.ts';
import { createQianchengCredit } from '../../../sandbox/qiancheng-credit/provider.ts';
import { paths } from '../../../sandbox/qiancheng-credit/rules.ts';
import { messageOf } from '../../../sandbox/qiancheng-credit/spec.ts';

test('Both paths of the degree login are served', () => {
	const found = createQianchengCredit().match('POST', '/degree/collect/login');
	expect(found?.operation).toBe('degreeLogin');
});

test.each([
	['1000', 'authorizeToken', '获取令牌失败'],
	['1001', 'authorizeToken', '账户或密码错误'],
	['1000', 'searchBlacklist', '服务不可用'],
	['1001', 'searchBlacklist', '输入错误'],
	['1000', 'riskAuditResult', '系统错误'],
	['1001', 'riskAuditResult', '参数错误错误'],
	['1003', 'degreeGetRawData', '正在采集数据'],
	['1003', 'ebankGetRawData', '正在采集数据'],
])('The code %s of %s says %s', (code, operation, text) => {
	expect(messageOf(code, operation)).toBe(text);
});

describe.each(Object.entries(machines))('The states of %s', (kind, machine) => {
	const known: number[] = spec.dictionaries[machine.dictionary as 'telecomState'].map(
		({ value }) => value,
	);
	const { begun, finished, failed, challenges } = machine;
	const used = [
		begun,
		...finished,
		...Object.values(challenges).flatMap((challenge) => Object.values(challenge) as number[]),
	];

	test('are those of the appendix', () => {
		for (const state of [...used, failed]) expect(known).toContain(state);
	});

	test('have a rule for every last digit, and every challenge is on a path', () => {
		const rules = paths[kind as keyof typeof paths];
		expect(rules).toHaveLength(10);
		const asked = rules.flatMap((path) => path.challenges);
		expect(new Set(asked)).toEqual(new Set(Object.keys(challenges)));
	});
});

test('A picture captcha is a PNG of its digits', () => {
	const picture = drawDigits('3507');
	const width = picture.readUInt32BE(16);
	const height = picture.readUInt32BE(20);
	expect([width, height]).toEqual([114, 54]);
	const start = picture.indexOf('IDAT');
	const lines = inflateSync(
		picture.subarray(start + 4, start + 4 + picture.readUInt32BE(start - 4)),
	);
	expect(lines).toHaveLength((width + 1) * height);
	expect(new Set(lines)).toEqual(new Set([0, 255]));
	expect(drawDigits('3508').equals(picture)).toBe(false);
});
