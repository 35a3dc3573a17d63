import { createHmac } from 'node:crypto';
import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { credentialText, neededText } from '../nodes/shared/model/credential';
import { SetupProblem } from '../nodes/shared/model/errors';

/** What has to be added to a message that is signed. */
interface Signed {
	query?: Record<string, string>;
	body?: IDataObject;
}

/** A robot by its document. */
interface Robot {
	name: string;
	/** The beginning of the path of its addresses, by which a robot is known at any host. */
	path: string;
	text(content: string): IDataObject;
	sign?(secret: string, now: number): Signed;
}

const hmac = (key: string, text: string): string =>
	createHmac('sha256', key).update(text).digest('base64');

const ROBOTS: Robot[] = [
	{
		name: 'WeCom (企业微信)',
		path: '/cgi-bin/webhook/send',
		text: (content) => ({ msgtype: 'text', text: { content } }),
	},
	{
		name: 'DingTalk (钉钉)',
		path: '/robot/send',
		text: (content) => ({ msgtype: 'text', text: { content } }),
		sign: (secret, now) => {
			const timestamp = String(now);
			return { query: { timestamp, sign: hmac(secret, `${timestamp}\n${secret}`) } };
		},
	},
	{
		name: 'Feishu (飞书)',
		path: '/open-apis/bot/v2/hook/',
		text: (text) => ({ msg_type: 'text', content: { text } }),
		// The text is the key here, and what is hashed is empty.
		sign: (secret, now) => {
			const timestamp = String(Math.floor(now / 1000));
			return { body: { timestamp, sign: hmac(`${timestamp}\n${secret}`, '') } };
		},
	},
];

const robotAt = (address: string): Robot | undefined =>
	ROBOTS.find(({ path }) => new URL(address).pathname.startsWith(path));

const TEST_MESSAGE =
	'通知测试：开户与授信通知会发到本群。Test: notifications will arrive in this group.';
const LOCAL = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/;

/**
 * Addresses a request to the robot of a credential, and signs it where the robot has a secret.
 *
 * @param options a request to the address of the robot's document; without a body a test message is sent
 * @param now milliseconds of the clock
 * @returns new options. The address stands in `baseURL`: n8n writes the `url` of a failed request into the
 *          execution, and the robot's key is a part of it.
 * @throws SetupProblem when the address is none of a robot, or the request is for a robot of another kind
 */
export function robotRequest(
	credential: ICredentialDataDecryptedObject,
	{ url, uri, body, ...options }: IHttpRequestOptions & { uri?: string },
	now: number,
): IHttpRequestOptions {
	const address = neededText(credential, ['secretAddress', 'Robot Address']);
	if (!URL.canParse(address) || !(address.startsWith('https://') || LOCAL.test(address))) {
		throw new SetupProblem(
			"The credential's 'Robot Address' is no address that begins with https://",
			'Copy the whole Webhook address (机器人地址) from the settings of the robot in the group.',
		);
	}
	const robot = robotAt(address);
	if (!robot) {
		throw new SetupProblem(
			"The credential's 'Robot Address' is none of WeCom, DingTalk or Feishu",
			'Copy the whole Webhook address (机器人地址) from the settings of the robot in the group.',
		);
	}
	const wanted = url || uri;
	const other = wanted && URL.canParse(wanted) ? robotAt(wanted) : robot;
	if (other !== robot) {
		throw new SetupProblem(
			`The credential has the address of a robot of ${robot.name}, which the URL of the node does not belong to`,
			'Choose the credential of the robot that the node is for.',
		);
	}
	const secret = credentialText(credential, ['secret', 'Signing Secret']);
	if (secret !== '' && !robot.sign) {
		throw new SetupProblem(
			`The credential has a 'Signing Secret', which ${robot.name} does not know`,
			"Empty the field: WeCom's robots have no signature.",
		);
	}
	const signed = secret === '' ? {} : (robot.sign?.(secret, now) ?? {});
	const target = new URL(address);
	for (const [name, value] of Object.entries(signed.query ?? {})) {
		target.searchParams.set(name, value);
	}
	const given = ((typeof body === 'string' ? JSON.parse(body) : body) ?? {}) as IDataObject;
	// n8n tests a credential with an empty body.
	const message = Object.keys(given).length > 0 ? given : robot.text(TEST_MESSAGE);
	const sent = {
		...options,
		method: 'POST' as const,
		baseURL: target.href,
		url: '',
		body: { ...message, ...signed.body },
		json: true,
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
	};
	return sent;
}

/** What the robots answer when they refuse a test; they all do it with HTTP 200. */
const REFUSALS: Array<[key: string, value: number, message: string]> = [
	['errcode', 93000, "WeCom does not know this 'Robot Address' (93000): copy it again"],
	['errcode', 40058, 'WeCom refuses the message (40058)'],
	['errcode', 45009, 'WeCom has had too many messages in this minute (45009): wait a minute'],
	['errcode', 300001, "DingTalk does not know this 'Robot Address' (300001): copy it again"],
	[
		'errcode',
		310000,
		"DingTalk refuses the message by the robot's security settings (310000): enter the 'Signing Secret', or add the keyword 通知, or the address of this n8n, to the robot",
	],
	['errcode', 130101, 'DingTalk has had too many messages (130101): wait ten minutes'],
	['code', 19001, "Feishu does not know this 'Robot Address' (19001): copy it again"],
	['code', 19021, "Feishu refuses the signature (19021): check the 'Signing Secret' and the clock"],
	['code', 19022, "This n8n's address is not among those that the Feishu robot allows (19022)"],
	['code', 19024, 'Feishu misses the keyword (19024): add the keyword 通知 to the robot'],
	['code', 11232, 'Feishu has had too many messages (11232): wait a minute'],
	['code', 9499, 'Feishu refuses the message (9499)'],
];

export class GroupRobotApi implements ICredentialType {
	name = 'groupRobotApi';

	displayName = 'Group Robot (群机器人) API';

	icon = {
		light: 'file:../icons/group-robot.svg',
		dark: 'file:../icons/group-robot.dark.svg',
	} as const;

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-fintech-onboarding';

	properties: INodeProperties[] = [
		{
			displayName: 'Robot Address',
			name: 'secretAddress',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. https://oapi.dingtalk.com/robot/send?access_token=…',
			description:
				'Whole Webhook address (机器人地址) from the settings of the robot in a group of WeCom (企业微信), DingTalk (钉钉) or Feishu (飞书). It is a secret: whoever knows it can write into the group.',
		},
		{
			displayName: 'Signing Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				"Secret of the robot's security setting 加签 (DingTalk) or 签名校验 (Feishu), when it is switched on. WeCom has none. With the setting 自定义关键词 the keyword 通知 fits: all messages hold it.",
		},
	];

	authenticate: IAuthenticate = async (
		credential: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => robotRequest(credential, options, Date.now());

	test: ICredentialTestRequest = {
		request: { method: 'POST', url: '' },
		rules: REFUSALS.map(([key, value, message]) => ({
			type: 'responseSuccessBody',
			properties: { key, value, message },
		})),
	};
}
