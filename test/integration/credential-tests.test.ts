import type { IDataObject, INodeCredentialTestResult } from 'n8n-workflow';

import { errors as hstongErrors } from '../../nodes/HSTong/codes';
import { scoped } from '../../nodes/QianchengCredit/codes';
import { errors as webankErrors, sessionErrors } from '../../nodes/WeBank/codes';
import {
	type Answers,
	credentialsOf,
	press,
	providerOf,
	providers,
	type ProviderCase,
} from '../support/providers';
import { certificates, keyOf, useServers } from '../support/servers';

const servers = useServers();

const OK = 200;

/** Presses the button before a server with these answers in place of the right ones. */
async function pressAt(provider: ProviderCase, changes: Answers = {}) {
	const answers = { ...provider.tested, ...changes };
	const address = await servers.answering((path) => {
		const [status, body, type] = answers[path] ?? [404, {}];
		return { status, body, type, headers: { location: '/login' } };
	});
	return await press(provider, credentialsOf(provider, address));
}

const paths = ({ tested }: ProviderCase) => Object.keys(tested);
const eachPath = providers.flatMap((provider) =>
	paths(provider).map((path): [string, string, ProviderCase] => [provider.name, path, provider]),
);

// A test tries nothing twice, so it must not say so.
const OF_RETRIES =
	/refused again|as well|was made again|signed again|sent again|run (it|the item) again/i;
const expectRed = ({ status, message }: INodeCredentialTestResult, says: RegExp) => {
	expect(message).toMatch(says);
	expect(message).not.toMatch(OF_RETRIES);
	expect(message).not.toMatch(/undefined|\[object|\.\.(?!\.)/);
	expect(message.length).toBeGreaterThan(30);
	expect(status).toBe('Error');
};

test.each(providers)('$name: an account that is right is green', async (provider) => {
	expect(await pressAt(provider)).toMatchObject({ status: 'OK' });
	expect(servers.requests).toHaveLength(paths(provider).length);
});

const CHANGE_OF_PROTOCOL =
	'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n';

test.each(providers)('$name: an answer that goes on for ever is red', async (provider) => {
	const { timeout } = AbortSignal;
	const hurry = jest
		.spyOn(AbortSignal, 'timeout')
		.mockImplementation((ms) => timeout.call(AbortSignal, ms / 150));
	const port = await servers.tcp((socket) => {
		socket.once('data', () => socket.write(CHANGE_OF_PROTOCOL));
	});
	const result = await press(provider, credentialsOf(provider, `http://127.0.0.1:${port}`));
	hurry.mockRestore();
	expectRed(result, /the answer was not complete within (75|150) seconds/);
});

describe.each(eachPath)('%s: %s', (_name, path, provider) => {
	test.each([
		[302, '', /HTTP 302, which leads to another address.*proxy/s],
		[403, '<html></html>', /refuses requests from this address|not allowed/],
		[404, '<html></html>', /does not know/],
		[405, '', /does not take such requests/],
		[407, '', /proxy/],
		[500, { code: 500 }, /HTTP 500/],
		[502, '<html><title>Bad Gateway</title></html>', /HTTP 502 \(Bad Gateway\)/],
		[504, { code: '00000' }, /HTTP 504/],
	])('HTTP %i is red', async (status, body, says) => {
		expectRed(await pressAt(provider, { [path]: [status, body] }), says);
	});

	test.each([
		['a page', '<html>Login</html>', /HTML page|not the one|state of a user/],
		['words', 'ok', /no JSON/],
		['a list', '[]', /other JSON|state of a user/],
		['nothing', '', /empty/],
	])('%s is red', async (_case, body, says) => {
		expectRed(await pressAt(provider, { [path]: [OK, body, 'text/html'] }), says);
	});

	test.each(['99999', '12345678', 'E001', '-1', '4711'])(
		'the code %s, which nobody knows, is red',
		async (code) => {
			const body = {
				code,
				msg: '某种原因',
				message: '某种原因',
				error: '某种原因',
				description: '某种原因',
			};
			// A code of Qiancheng Credit is a number.
			const isForeign = provider.name === 'Qiancheng Credit' && code === 'E001';
			expectRed(
				await pressAt(provider, { [path]: [OK, body] }),
				isForeign ? /other JSON/ : new RegExp(`${code}.*某种原因|某种原因.*${code}`, 's'),
			);
			expectRed(await pressAt(provider, { [path]: [OK, { code: 31337 }] }), /31337/);
		},
	);

	test('an answer without what it must bring is red', async () => {
		const { success } = provider;
		for (const data of [{}, null, [], { token: '' }, { tickets: [] }]) {
			const body = path.startsWith('/api/oauth2') ? { code: '60850000', ...data } : success(data);
			const { status } = await pressAt(provider, { [path]: [OK, body] });
			// These answer with a code alone.
			const isProof = /test\/10011|apply\/index/.test(path);
			expect([data, status]).toEqual([data, isProof ? 'OK' : 'Error']);
		}
	});
});

test.each([
	[
		{ code: '1003', msg: '签名错误' },
		/^Htouhui does not accept the common fields or the signature\./,
	],
	[{ code: '7', msg: '用户不存在' }, /^The address answers, but not with the state of a user\./],
])('Htouhui: the refusal %j inside the answer is told as what it is', async (body, says) => {
	const htouhui = providerOf('Htouhui');
	const result = await pressAt(htouhui, { '/openapi/user/query': [OK, body] });
	expectRed(result, says);
	expect(result.message).toContain(`The answer: ${JSON.stringify(body)}`);
});

describe('a code of the document', () => {
	const tables = [
		...Object.entries(hstongErrors)
			.filter(([code]) => !['10101', '10106'].includes(code))
			.map(([code, entry]) => ({ name: 'HSTong', path: '/account/apply/index', code, entry })),
		...Object.entries(webankErrors).flatMap(([code, entry]) =>
			Object.keys(providerOf('WeBank').tested).map((path) => ({
				...{ name: 'WeBank', path, code },
				entry: path.includes('oauth2') ? sessionErrors[code] : entry,
			})),
		),
		...Object.entries(scoped.authorizeToken).map(([code, entry]) => ({
			...{ name: 'Qiancheng Credit', path: '/client/authorize/token', code, entry },
		})),
	];

	test.each(tables)(
		'$name $code at $path is red, in its words',
		async ({ name, path, code, entry }) => {
			const provider = providerOf(name);
			const body = { code: name === 'Qiancheng Credit' ? Number(code) : code };
			const result = await pressAt(provider, { [path]: [OK, body] });
			expectRed(result, /./);
			expect(result.message).toBe(`${entry.message}. ${entry.remedy} (${code} ${entry.original})`);
		},
	);

	test.each(['10101', '10106'])('HSTong %s proves the signature', async (code) => {
		const [provider] = providers;
		const body = { code };
		expect(await pressAt(provider, { '/account/apply/index': [OK, body] })).toMatchObject({
			status: 'OK',
		});
	});
});

describe('a session', () => {
	test.each(providers.filter(({ name }) => ['WeBank', 'Qiancheng Credit'].includes(name)))(
		'of $name that is stored does not hide a changed secret',
		async (provider) => {
			const [path] = paths(provider);
			const body = { code: provider.name === 'WeBank' ? '60851007' : 1001, msg: 'no' };
			const says = provider.name === 'WeBank' ? /App ID, the secret/ : /password/;
			expectRed(await pressAt(provider, { [path]: [OK, body] }), says);
			expect(await pressAt(provider)).toMatchObject({ status: 'OK' });
			expect(servers.received.filter((line) => line.includes(path))).toHaveLength(2);
		},
	);
});

describe.each(providers)('$name: an address', (provider) => {
	const at = async (address: string) => {
		const account = provider.account('http://127.0.0.1');
		const own = Object.keys(account).filter((name) => /baseUrl$/i.test(name));
		const changes = Object.fromEntries(own.map((name) => [name, address]));
		return await press(provider, credentialsOf(provider, 'http://127.0.0.1', changes));
	};

	test('that is none is said in words', async () => {
		for (const address of ['https://a b', 'api.example.com', 'ftp://example.com', 'https://']) {
			expectRed(await at(address), /must begin with https:\/\/|is no address|hold no/);
		}
	});
	test.each<[what: string, address: () => Promise<string>, says: RegExp]>([
		[
			'of a host that does not exist',
			async () => await Promise.resolve('https://no-such-host.invalid'),
			/was not reached: (there is no host named no-such-host\.invalid|the name server gave no address)/,
		],
		[
			'that nobody answers at',
			async () => `http://127.0.0.1:${await servers.nobody()}`,
			/was not reached: 127\.0\.0\.1:\d+ refuses connections/,
		],
		[
			'whose certificate nobody knows',
			async () => `https://localhost:${await servers.https(() => {}, keyOf(certificates.right))}`,
			/was not reached: the certificate authority of localhost:\d+/,
		],
		[
			'that does not speak TLS',
			async () => `https://localhost:${await servers.http(() => {})}`,
			/was not reached: localhost:\d+ does not speak TLS/,
		],
		[
			'that ends the connection',
			async () =>
				`http://127.0.0.1:${await servers.tcp((socket) => void socket.once('data', () => socket.end()))}`,
			/the connection ended before the answer was complete/i,
		],
	])('%s is said in words', async (_what, address, says) =>
		expectRed(await at(await address()), says),
	);
});

/** What the test does not send. */
const UNSENT: Array<[provider: string, displayName: string, changes: IDataObject]> = [
	['Htouhui', 'Second Secret', { secondSecret: {} }],
	['Htouhui', 'Notification Reply', { notificationReply: 'O\u200bK' }],
	['Htouhui', 'Common Fields', { commonFields: 'merchant_id=1' }],
	['Htouhui', 'Common Fields', { commonFields: { values: { name: 'merchant_id' } } }],
	['Htouhui', "Htouhui's Public Key", { algorithm: 'rsaSha256', publicKey: 'no key' }],
	['Qiancheng Credit', 'Risk Public Key', { riskPublicKey: 'no key' }],
	['Qiancheng Credit', 'RSA Padding', { rsaPadding: 'none' }],
	['User Verification', 'Texts of Step 4', { multipartTextParams: 'both' }],
	['WeBank', 'Callback Salt', { salt: 'sa\u200blt' }],
	['WeBank', 'Callback Salt', { secondSalt: 'salt' }],
	[
		'WeBank',
		'Callback Time Window (Seconds)',
		{ salt: 'x', callbackTimestampWindowSeconds: '5 m' },
	],
	['WeBank', 'Reply Success Code', { salt: 'x', replySuccessCode: ['0'] }],
];

test.each(UNSENT)(
	"%s: '%s' that is filled in wrongly is red (%j)",
	async (name, field, changes) => {
		const provider = providerOf(name);
		const address = await servers.answering((path) => {
			const [status, body] = provider.tested[path] ?? [404, {}];
			return { status, body };
		});
		const result = await press(provider, credentialsOf(provider, address, changes));
		expectRed(result, /^The credential/);
		expect(result.message).toContain(`'${field}'`);
		expect(servers.requests).toEqual([]);
	},
);

test.each(providers)('$name: an empty credential is said in words', async (provider) => {
	const initial = provider.credentialType.properties.map((one) => [one.name, one.default]);
	expectRed(await press(provider, Object.fromEntries(initial) as never), /./);
});
