import cryptoJs from 'crypto-js';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { robotRequest } from '../../../credentials/GroupRobotApi.credentials';

const NOW = 1_599_360_473_123;
const WECOM = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693axxx6-7aoc-4bc4';
const DINGTALK = 'https://oapi.dingtalk.com/robot/send?access_token=abc';
const FEISHU = 'https://open.feishu.cn/open-apis/bot/v2/hook/0f1e-2d3c';

const hmac = (text: string, key: string): string =>
	cryptoJs.enc.Base64.stringify(cryptoJs.HmacSHA256(text, key));

const request = (
	secretAddress: string,
	secret = '',
	options: Partial<IHttpRequestOptions> & { uri?: string } = {},
) =>
	robotRequest(
		{ secretAddress, secret },
		{ url: secretAddress.split('?')[0], body: { a: 1 }, ...options },
		NOW,
	);

it.each([
	['WeCom', WECOM, '', {}, {}],
	['DingTalk', DINGTALK, '', {}, {}],
	[
		'DingTalk with 加签',
		DINGTALK,
		'SEC+/=密',
		{ timestamp: String(NOW), sign: hmac(`${NOW}\nSEC+/=密`, 'SEC+/=密') },
		{},
	],
	['Feishu', FEISHU, '', {}, {}],
	['Lark', 'https://open.larksuite.com/open-apis/bot/v2/hook/x', '', {}, {}],
	[
		'Feishu with 签名校验',
		FEISHU,
		'secret',
		{},
		{ timestamp: '1599360473', sign: hmac('', '1599360473\nsecret') },
	],
])('%s gets the message at its address', (_name, address, secret, query, body) => {
	const sent = request(`  ${address}\u200B`, secret);

	const given = new URL(address);
	for (const [name, value] of Object.entries(query)) given.searchParams.set(name, value);
	// An address in `url` would be written into the execution when nobody answers.
	expect(sent).toMatchObject({
		method: 'POST',
		url: '',
		baseURL: given.href,
		body: { a: 1, ...body },
	});
	expect(sent).toMatchObject({ followRedirect: false, disableFollowRedirect: true });
});

it('sends a message of its own where there is none, as the test of a credential has none', () => {
	for (const address of [WECOM, DINGTALK, FEISHU]) {
		for (const body of [undefined, {}]) {
			expect(JSON.stringify(request(address, '', { url: '', body }).body)).toContain('通知测试');
		}
	}
});

it('reads a message that is written as JSON', () => {
	expect(request(FEISHU, '', { body: '{"msg_type":"text"}' }).body).toEqual({ msg_type: 'text' });
});

it.each([
	['no address', '', '', {}, "no 'Robot Address'"],
	['a word', 'my robot', '', {}, 'begins with https://'],
	['a key without its address', '693axxx6', '', {}, 'begins with https://'],
	['an address that is not secure', WECOM.replace('https', 'http'), '', {}, 'begins with https://'],
	['a robot of nobody', 'https://hooks.slack.com/services/T/B', '', {}, 'none of WeCom'],
	['another robot than the node is for', WECOM, '', { url: DINGTALK }, 'WeCom (企业微信)'],
	['the same by the older name', FEISHU, '', { url: undefined, uri: DINGTALK }, 'Feishu (飞书)'],
	['a node for another service', WECOM, '', { url: 'https://evil.example/x' }, 'WeCom (企业微信)'],
	['a secret that WeCom does not know', WECOM, 'secret', {}, "a 'Signing Secret'"],
])('refuses %s before anything is sent', (_what, address, secret, options, message) => {
	expect(() => request(address, secret, options)).toThrow(message);
	try {
		request(address, secret, options);
	} catch (error) {
		expect(String(error)).not.toContain('693axxx6');
	}
});
