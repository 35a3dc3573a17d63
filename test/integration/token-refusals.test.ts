import type { IDataObject } from 'n8n-workflow';

import { sessions } from '../../nodes/shared/session/sessions';
import { useQiancheng } from '../support/qiancheng';
import { person } from '../support/qiancheng-data';

// Gap QC-09: no document says how Qiancheng refuses a token that has ended.
const stage = useQiancheng({ continueOnFail: true });
const { run, settings, calls } = stage;

const items = (count: number) => Array.from({ length: count }, () => ({ json: {} }));
const search = async (count = 1, credentials: IDataObject = {}) =>
	await run('blacklist', 'search', person(0), { items: items(count), credentials });
const start = async () =>
	await run('telecom', 'create', { ...person(0), service_password: '123456' });
const fetched = async () => (await calls('authorizeToken')).length;
/** Ends all tokens after they have lasted for a while. */
const endTokens = async () => {
	passed += 60_000;
	await stage.control.call('/qiancheng-credit/expire', {});
};
let passed = 0;
beforeEach(() => jest.spyOn(sessions.clock, 'now').mockImplementation(() => Date.now() + passed));
const failed = (outputs: Awaited<ReturnType<typeof run>>) =>
	outputs.filter(({ json }) => json.error !== undefined);

let count = 0;
/** Words that no test before has taught this process. */
const newWords = (words: string): string =>
	`${words}${'甲乙丙丁戊己庚辛壬癸'.charAt(count++ % 10)}${'。'.repeat(count / 10)}`;

describe('A token that has worked and is refused', () => {
	test.each([
		['1001', 'token已过期'],
		['1000', '鉴权不通过'],
		['401', '拒绝访问'],
	])('with code %s and %p is renewed once, and the item does not notice', async (code, words) => {
		await settings({ tokenRefusalCode: code, tokenRefusalWords: newWords(words) });
		expect(failed(await search(2))).toEqual([]);
		await endTokens();
		expect(failed(await search(20))).toEqual([]);
		expect(await fetched()).toBe(2);
	});

	test.each([
		['1001', '参数不正确'],
		['1003', '正在采集数据'],
		['1001', '姓名为空'],
	])('with code %s and %p, which mean something else, is kept', async (code, words) => {
		await settings({ tokenRefusalCode: code, tokenRefusalWords: newWords(words) });
		await search();
		await endTokens();
		expect(failed(await search(5))).toHaveLength(5);
		expect(await fetched()).toBe(1);
	});

	test('is renewed for a submission too, which is carried out once', async () => {
		await settings({ tokenRefusalWords: newWords('登录超时') });
		await search();
		await endTokens();
		expect(failed(await start())).toEqual([]);
		const created = await calls('telecomCreate');
		expect(created.map(({ processed }) => processed)).toEqual([false, true]);
	});

	test('with code 1000 is not renewed for a submission, which may have been carried out', async () => {
		await settings({ tokenRefusalCode: '1000', tokenRefusalWords: newWords('登录超时') });
		await search();
		await endTokens();
		const [{ json }] = await start();
		expect(json.details).toMatchObject({ code: '1000', outcome: 'unknown' });
		expect(await calls('telecomCreate')).toHaveLength(1);
	});

	test('with code 1000 is renewed for a submission when a search has proven what the words mean', async () => {
		await settings({ tokenRefusalCode: '1000', tokenRefusalWords: newWords('登录超时') });
		await search();
		await endTokens();
		expect(failed(await search())).toEqual([]);
		await endTokens();
		expect(failed(await start())).toEqual([]);
		const created = await calls('telecomCreate');
		expect(created.map(({ processed }) => processed)).toEqual([false, true]);
	});
});

describe('Words that can mean a token but do not', () => {
	test('cost one token and one more call, and are told as they are', async () => {
		await search();
		const words = newWords('该用户未授权');
		await settings({ tokenRefusalWords: words, acceptTokens: false });
		const outputs = await search(10);
		expect(failed(outputs)).toHaveLength(10);
		expect(outputs[0].json.details).toMatchObject({ code: '1001', providerMessage: words });
		expect(await fetched()).toBe(2);
	});
});

describe('Further Token Refusals', () => {
	const special = (tokenRefusals: string) => ({ specialSettings: true, tokenRefusals });

	test.each([
		['1001', '参数不正确', '参数不正确'],
		['1001', '错误：请稍后重新获取', '没有， 重新获取'],
		['2077', '不可用', '1002、2077'],
		['1000', '系统错误', '系统错误；别的'],
	])('code %s, %p: %p means a lost token, also for a submission', async (code, words, setting) => {
		await settings({ tokenRefusalCode: code, tokenRefusalWords: words });
		await search(1, special(setting));
		await endTokens();
		const values = { ...person(0), service_password: '123456' };
		const outputs = await run('telecom', 'create', values, { credentials: special(setting) });
		expect(failed(outputs)).toEqual([]);
		expect(await fetched()).toBe(2);
	});

	test('that no new token helps against end in an error that says so', async () => {
		await settings({ tokenRefusalWords: '参数不正确', acceptTokens: false });
		const [{ json }] = await search(1, special('参数不正确'));
		expect(json.error).toBe('Qiancheng Credit does not accept the token');
	});
});
