import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { keysOf, replyOf } from '../../../nodes/Htouhui/settings';
import { oncePerCredential, withSession } from '../../../nodes/shared/model/credential';
import { settingsOf } from '../../../nodes/WeBank/callback';
import { clientCertificate } from '../../../nodes/WeBank/signing';
import { providers } from '../../support/providers';
import { certificates, keyOf } from '../../support/servers';

type Read = (credential: ICredentialDataDecryptedObject) => unknown;

const typeOf = (name: string): ICredentialType =>
	(providers.find((provider) => provider.name === name) as (typeof providers)[number])
		.credentialType;

/** What of a signed request depends on the credential alone; times and random parts are left out. */
const signed =
	(name: string, path: string): Read =>
	async (credential) => {
		const sign = typeOf(name).authenticate as (...args: unknown[]) => Promise<IHttpRequestOptions>;
		const { url, headers, agentOptions, body } = await sign(credential, {
			method: 'POST',
			url: path,
			body: { id: 1 },
		});
		const varying = /(nonce|sign|sign_time|timestamp)=[^&]*/g;
		return {
			...{ url: url.replace(varying, ''), agentOptions },
			body: String(body).replace(varying, ''),
			apiKey: headers?.apiKey,
		};
	};

const hstong = signed('HSTong', '/account/apply/index');
const htouhui = signed('Htouhui', '/openapi/user/register');
const verification = signed('User Verification', '/openapi/x');
const webank = signed('WeBank', '/api/s/yh/1');
const qiancheng = signed('Qiancheng Credit', '/telecom/collect/get-state');
const signIn = signed('Qiancheng Credit', '/client/authorize/token');

const { cert: CERTIFICATE, key: KEY } = keyOf(certificates.right) as { cert: string; key: string };

/** Every field of a credential that is an address, an account, a key or a secret, and who reads it. */
const FIELDS: Array<[provider: string, field: string, value: string, read: Read]> = [
	['HSTong', 'baseUrl', 'https://a.example', hstong],
	['HSTong', 'appId', '1000001', hstong],
	['HSTong', 'appSecret', 'a secret', hstong],
	['Htouhui', 'baseUrl', 'https://a.example', htouhui],
	['Htouhui', 'secret', '密钥 &=+', htouhui],
	['Htouhui', 'signField', 'mac', htouhui],
	['Htouhui', 'secondSecret', 'second', (credential) => keysOf(credential).secrets],
	['Htouhui', 'notificationReply', '{"code": "0"}', replyOf],
	['User Verification', 'baseUrl', 'https://a.example', verification],
	['User Verification', 'apiKey', 'key', verification],
	['User Verification', 'secretKey', 'secret', verification],
	['WeBank', 'apiBaseUrl', 'https://a.example', webank],
	['WeBank', 'fileBaseUrl', 'https://a.example', webank],
	['WeBank', 'clientCertificate', CERTIFICATE, clientCertificate],
	['WeBank', 'clientKey', KEY, clientCertificate],
	['WeBank', 'caCertificate', `${CERTIFICATE}\n${certificates.authority.pem}`, clientCertificate],
	['WeBank', 'salt', 'salt', settingsOf],
	['WeBank', 'secondSalt', 'salt', settingsOf],
	['WeBank', 'replySuccessCode', '0000', settingsOf],
	['Qiancheng Credit', 'baseUrl', 'https://a.example', qiancheng],
	['Qiancheng Credit', 'username', 'merchant', qiancheng],
	['Qiancheng Credit', 'password', 'pass word', signIn],
];

/** What an expression can result in beside a text, and what stands in its place when there is none. */
const NO_TEXTS: Array<[value: unknown, fault: string]> = [
	...[{}, { secret: 'x' }, ['x'], true, NaN, 2 ** 53, new Date(0)].map(
		(value): [unknown, string] => [value, 'is no text'],
	),
	['{{ $secrets.vault.key }}', 'holds an expression as a text'],
	['undefined', 'holds undefined, which'],
	['[object Object]', 'holds [object Object], which'],
];

const credentialOf = (name: string, changes: object): ICredentialDataDecryptedObject => ({
	...(providers.find((provider) => provider.name === name) as (typeof providers)[number]).account(
		'https://b.example',
	),
	...(name === 'WeBank' && { salt: 'x', clientCertificate: CERTIFICATE, clientKey: KEY }),
	...(changes as ICredentialDataDecryptedObject),
});
const displayNameOf = (name: string, field: string) =>
	typeOf(name).properties.find((property) => property.name === field)?.displayName;

// A session belongs to an account, so another App ID, secret or address would need another one.
const isOfSession = (name: string, field: string) =>
	name === 'WeBank' && ['apiBaseUrl', 'appId', 'secret'].includes(field);

describe.each(FIELDS)('%s, %s', (name, field, value, read) => {
	const withValue = async (text: string) => await read(credentialOf(name, { [field]: text }));

	if (!isOfSession(name, field)) {
		const blank = [' \r\n', '\u3000', '\u00a0\t'];
		test.each(['\n', '\ufeff', '\u200b\u2060', '\u202a', ...(field === 'password' ? [] : blank)])(
			'is the same with %j around it',
			async (dirt) => {
				expect(await withValue(`${dirt}${value}${dirt}`)).toEqual(await withValue(value));
			},
		);
	}

	test.each([
		['\u200b', '200B'],
		['\u00ad', '00AD'],
		['\ufe0f', 'FE0F'],
		['\u3164', '3164'],
		['\ufeff', 'FEFF'],
		['\u202e', '202E'],
		['\u00a0', '00A0'],
		['\u2028', '2028'],
		['\u0000', '0000'],
		['\u0007', '0007'],
		['\u{e0001}', 'E0001'],
	])('is refused with %j inside', async (invisible, codePoint) => {
		const inside = value[0] + invisible + value.slice(1);
		await expect(async () => await withValue(inside)).rejects.toThrow(
			`The credential's '${displayNameOf(name, field)}' holds an invisible character (U+${codePoint})`,
		);
	});
});

test.each(FIELDS)('%s, %s is refused when it is no text', async (name, field, _value, read) => {
	// A password is what it is.
	const noTexts = NO_TEXTS.filter(([value]) => field !== 'password' || typeof value !== 'string');
	for (const [value, fault] of noTexts) {
		await expect(async () => await read(credentialOf(name, { [field]: value }))).rejects.toThrow(
			`The credential's '${displayNameOf(name, field)}' ${fault}`,
		);
	}
});

test.each([{}, ['password'], '{{ $json.names }}'])(
	"'Further Encrypted Parameters' %j is not taken for none",
	async (furtherEncrypted) => {
		await expect(hstong(credentialOf('HSTong', { furtherEncrypted }))).rejects.toThrow(
			"'Further Encrypted Parameters'",
		);
	},
);

test.each(['24 h', {}, NaN])("'Token Validity in Hours' %j is refused", async (tokenHours) => {
	await expect(signIn(credentialOf('Qiancheng Credit', { tokenHours }))).rejects.toThrow(
		/^The credential's 'Token Validity in Hours' is no (number|text)$/,
	);
});

test('a password keeps the blanks at its ends, and is refused with others than a keyboard has', async () => {
	const sent = async (password: string) =>
		await signIn(credentialOf('Qiancheng Credit', { password }));
	expect(await sent('  pass word ')).toMatchObject({
		body: expect.stringContaining('password=++pass+word+'),
	});
	for (const blank of ['\u00a0', '\u3000']) {
		await expect(sent(`pass${blank}`)).rejects.toThrow("'Password' holds an invisible character");
	}
});

describe('what must be there', () => {
	test.each([
		['HSTong', 'appId', hstong],
		['HSTong', 'appSecret', hstong],
		['HSTong', 'baseUrl', hstong],
		['Htouhui', 'secret', htouhui],
		['User Verification', 'apiKey', verification],
		['User Verification', 'secretKey', verification],
		['User Verification', 'baseUrl', verification],
		['WeBank', 'appId', webank],
		['WeBank', 'secret', webank],
		['WeBank', 'apiBaseUrl', webank],
		['WeBank', 'fileBaseUrl', webank],
		['WeBank', 'salt', settingsOf],
		['Qiancheng Credit', 'username', qiancheng],
		['Qiancheng Credit', 'password', signIn],
	] as Array<[string, string, Read]>)('%s, %s', async (name, field, read) => {
		for (const nothing of [undefined, null, '', ' \u200b\n']) {
			await expect(
				async () => await read(credentialOf(name, { [field]: nothing })),
			).rejects.toThrow(`The credential has no '${displayNameOf(name, field)}'`);
		}
	});
});

describe.each([
	['HSTong', 'baseUrl', hstong],
	['Htouhui', 'baseUrl', htouhui],
	['User Verification', 'baseUrl', verification],
	['WeBank', 'apiBaseUrl', webank],
	['WeBank', 'fileBaseUrl', webank],
	['Qiancheng Credit', 'baseUrl', qiancheng],
] as Array<[string, string, Read]>)('the address %s, %s', (name, field, read) => {
	test.each([
		['a.example', 'must begin with https://'],
		['//a.example', 'must begin with https://'],
		['ftp://a.example', 'must begin with https://'],
		['javascript:alert(1)', 'must begin with https://'],
		['https:a.example', 'must begin with https://'],
		['https://', 'is no address'],
		['https://a b.example', 'is no address'],
		['https://a.example:99999', 'is no address'],
		['https://a.example/account/apply', 'must hold no path such as /account/apply'],
		['https://a.example\\x', 'must hold no path such as /x'],
		['https://a.example/?', 'must hold no query'],
		['https://a.example?x=1', 'must hold no query'],
		['https://a.example#x', 'must hold no query'],
		['https://user@a.example', 'must hold no user name or password'],
		['https://user:pass@a.example', 'must hold no user name or password'],
	])('%s is refused: %s', async (address, fault) => {
		await expect(async () => await read(credentialOf(name, { [field]: address }))).rejects.toThrow(
			`The credential's '${displayNameOf(name, field)}' ${fault}`,
		);
	});
});

test('what is made of a credential is made once, for copies with another session too', () => {
	let made = 0;
	const read = oncePerCredential(({ appId }) => `${String(appId)} ${++made}`);
	const [one, other] = [{ appId: 'a' }, { appId: 'b' }];
	expect([read(one), read(one), read(withSession(one, 'x'))]).toEqual(['a 1', 'a 1', 'a 1']);
	expect([read(withSession(withSession(other, 'x'), 'y')), read(other)]).toEqual(['b 2', 'b 2']);
	const failing = oncePerCredential(() => {
		throw new Error(String(++made));
	});
	expect(() => failing(one)).toThrow('3');
	expect(() => failing(one)).toThrow('4');
});
