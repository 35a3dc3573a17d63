import type { ServerResponse } from 'node:http';
import type { IDataObject } from 'n8n-workflow';

import { providerOf, runExample } from '../support/providers';
import { certificates, keyOf, send, useServers, type Reply } from '../support/servers';

const servers = useServers();

const TOKEN = { code: '60850000', access_token: 'a', expire_in: 3600 };

/** Where sessions come from, with the answers that come before. */
const places: Array<[path: string, name: string, before: Record<string, Reply>]> = [
	['/client/authorize/token', 'Qiancheng Credit', {}],
	['/api/oauth2/access_token', 'WeBank', {}],
	['/api/oauth2/api_ticket', 'WeBank', { '/api/oauth2/access_token': { body: TOKEN } }],
];
const each = places.map(([path, name, before]) => ({
	...{ path, name, before, provider: providerOf(name) },
}));

/** Runs an operation whose session gets this answer; every other request is counted. */
async function runWith(
	{ provider, path, before }: (typeof each)[number],
	effect: 'reads' | 'submits',
	answer: Reply | ((response: ServerResponse) => void),
): Promise<IDataObject> {
	const port = await servers.http((request, response) => {
		const [own] = String(request.url).split('?');
		request.resume().on('end', () => {
			if (own !== path) send(response, before[own] ?? { status: 418 });
			else if (typeof answer === 'function') answer(response);
			else send(response, answer);
		});
	});
	const more = { credentials: { session: '' }, options: { retries: 0 } };
	return (await runExample(provider, provider[effect], `http://127.0.0.1:${port}`, more)).json;
}

const noAnswers: Array<[what: string, answer: Parameters<typeof runWith>[2], says: RegExp]> = [
	['HTTP 500', { status: 500 }, /the server answered HTTP 500/],
	['HTTP 500 with a code', { status: 500, body: { code: '60851009' } }, /HTTP 500/],
	[
		'HTTP 502 with a page',
		{ status: 502, body: '<title>Bad Gateway</title>' },
		/HTTP 502 \(Bad Gateway\)/,
	],
	['HTTP 504 of a gateway', { status: 504, body: { code: 504 } }, /HTTP 504/],
	['a page', { type: 'text/html', body: '<html></html>' }, /an HTML page/],
	[
		'a redirect',
		{ status: 302, headers: { location: '/login' } },
		/HTTP 302, which leads to another address/,
	],
	['JSON that breaks off', { body: '{"code":"608' }, /JSON that breaks off/],
	['other JSON', { body: { ok: true } }, /other JSON/],
	['nothing', {}, /an empty one/],
	[
		'an end without an answer',
		(response) => response.socket?.destroy(),
		/connection ended before the answer/,
	],
	[
		'half of an answer',
		(response) => {
			response.writeHead(200, { 'content-length': '100' }).write('{"co');
			setTimeout(() => response.socket?.destroy(), 20);
		},
		/connection ended before the answer/,
	],
	['success without a token', { body: { code: 0, data: {} } }, /holds no token|other JSON|code/],
];

describe.each(each)('$name: $path', (place) => {
	// The code 0 is a refusal at WeBank.
	const cases = noAnswers.filter(
		([what]) => what !== 'success without a token' || place.name !== 'WeBank',
	);

	test.each(cases)(
		'%s is no answer, and the request itself was not sent',
		async (_what, answer, says) => {
			const outcomes = { reads: 'noAnswer', submits: 'notSent' } as const;
			for (const effect of ['reads', 'submits'] as const) {
				const { error, details } = await runWith(place, effect, answer);
				expect(error).toMatch(new RegExp(`^${place.name} gave out no session: `));
				expect(error).toMatch(says);
				expect(details).toMatchObject({
					outcome: outcomes[effect],
					failure: { cause: 'temporarily-unavailable' },
					description: expect.stringContaining('The request itself was not sent'),
				});
			}
			expect(servers.requests.filter((line) => !/token|ticket/.test(line))).toEqual([]);
		},
	);

	test('a refusal is one, in the words of the code', async () => {
		const code = place.name === 'WeBank' ? '60851009' : 1001;
		const body = { code, msg: '某种原因' };
		const { error, details } = await runWith(place, 'submits', { body });
		expect(error).toMatch(/does not (know this App ID|accept the account)/);
		expect(details).toMatchObject({
			...{ outcome: 'refused', code: String(code), providerMessage: '某种原因' },
			failure: { cause: 'credential-invalid' },
		});
	});

	test.each([404, 405, 413])('HTTP %i has a true next step', async (status) => {
		const { details } = await runWith(place, 'submits', { status });
		expect(details).toMatchObject({ outcome: 'refused', code: `HTTP ${status}` });
		expect((details as IDataObject).description).toMatch(
			/Check 'Environment' in the credential|smaller/,
		);
	});
});

test.each([
	...['', ' ', null, {}, true].map((token) => [0, { code: 0, data: { token } }] as const),
	...[{}, ...['', ' ', null, {}, true].map((access_token) => ({ access_token }))].map(
		(body) => [1, body] as const,
	),
	...[[], {}, ...['', ' ', {}, true].map((value) => [{ value }]), [null], undefined].map(
		(tickets) => [2, { tickets }] as const,
	),
])('success without what was asked for is no session: %i %j', async (place, body) => {
	const answer = { body: { code: '60850000', ...body } };
	const { error, details } = await runWith(each[place], 'submits', answer);
	expect(details).toMatchObject({ outcome: 'notSent' });
	expect(error).toMatch(/gave out no session: the answer holds no (token|ticket)/);
});

describe.each(each.slice(0, 2))(
	'$name: a session that cannot be asked for',
	({ name, provider }) => {
		test.each([
			[
				'nobody listens',
				async () => `http://127.0.0.1:${await servers.nobody()}`,
				/refuses connections/,
			],
			[
				'there is no such host',
				async () => await Promise.resolve('https://no-such-host.invalid'),
				/no host named|name server/,
			],
			[
				'nobody knows the authority',
				async () => `https://localhost:${await servers.https(() => {}, keyOf(certificates.right))}`,
				/certificate authority/,
			],
			[
				'TLS is not spoken',
				async () => `https://localhost:${await servers.http(() => {})}`,
				/does not speak TLS/,
			],
		])('because %s', async (_why, address, says) => {
			const credentials = { session: '' };
			const { json } = await runExample(provider, provider.submits, await address(), {
				credentials,
			});
			const { error, details } = json;
			expect(error).toMatch(new RegExp(`^${name} was not reached: `));
			expect(error).toMatch(says);
			expect(details).toMatchObject({ outcome: 'notSent' });
			expect(servers.requests).toEqual([]);
		});
	},
);
