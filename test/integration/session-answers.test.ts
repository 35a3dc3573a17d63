import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IDataObject } from 'n8n-workflow';

import { providers, runExample, type ProviderCase } from '../support/providers';
import { certificates, keyOf, useServers } from '../support/servers';

const servers = useServers();

interface Reply {
	status?: number;
	type?: string;
	body?: string;
	headers?: Record<string, string>;
}

const json = (value: unknown): Reply => ({ body: JSON.stringify(value) });
const WEBANK_TOKEN = json({ code: '60850000', access_token: 'a', expire_in: 3600 });

/** Where sessions come from, with the answers that come before. */
const places: Array<[path: string, name: string, before: Record<string, Reply>]> = [
	['/client/authorize/token', 'Qiancheng Credit', {}],
	['/api/oauth2/access_token', 'WeBank', {}],
	['/api/oauth2/api_ticket', 'WeBank', { '/api/oauth2/access_token': WEBANK_TOKEN }],
];
const each = places.map(([path, name, before]) => ({
	...{ path, name, before },
	provider: providers.find((one) => one.name === name) as ProviderCase,
}));

const withoutSession = (account: IDataObject): IDataObject => ({ ...account, session: '' });

/** Runs an operation whose session gets this answer; every other request is counted. */
async function runWith(
	{ provider, path, before }: (typeof each)[number],
	effect: 'reads' | 'submits',
	answer: (response: ServerResponse) => void,
): Promise<IDataObject> {
	const port = await servers.http((request: IncomingMessage, response: ServerResponse) => {
		const own = String(request.url).split('?')[0];
		request.resume();
		request.on('end', () => {
			if (own === path) answer(response);
			else send(before[own] ?? { status: 418 })(response);
		});
	});
	const account = withoutSession(provider.account(`http://127.0.0.1:${port}`));
	return (await runExample(provider, provider[effect], account, { retries: 0 })).json;
}

const send =
	({ status = 200, type = 'application/json', body = '', headers }: Reply) =>
	(response: ServerResponse) =>
		void response.writeHead(status, { 'content-type': type, ...headers }).end(body);

const requests = () => servers.received.filter((line) => /^(GET|POST) /.test(line));

const noAnswers: Array<[what: string, answer: (response: ServerResponse) => void, says: RegExp]> = [
	['HTTP 500', send({ status: 500 }), /the server answered HTTP 500/],
	['HTTP 500 with a code', send({ status: 500, ...json({ code: '60851009' }) }), /HTTP 500/],
	[
		'HTTP 502 with a page',
		send({ status: 502, body: '<title>Bad Gateway</title>' }),
		/HTTP 502 \(Bad Gateway\)/,
	],
	['HTTP 504 of a gateway', send({ status: 504, ...json({ code: 504 }) }), /HTTP 504/],
	['a page', send({ type: 'text/html', body: '<html></html>' }), /an HTML page/],
	[
		'a redirect',
		send({ status: 302, headers: { location: '/login' } }),
		/HTTP 302, which leads to another address/,
	],
	['JSON that breaks off', send({ body: '{"code":"608' }), /no JSON/],
	['other JSON', send(json({ ok: true })), /other JSON/],
	['nothing', send({}), /an empty one/],
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
	['success without a token', send(json({ code: 0, data: {} })), /holds no token|other JSON|code/],
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
			expect(requests().filter((line) => !/token|ticket/.test(line))).toEqual([]);
		},
	);

	test('a refusal is one, in the words of the code', async () => {
		const code = place.name === 'WeBank' ? '60851009' : 1001;
		const { error, details } = await runWith(
			place,
			'submits',
			send(json({ code, msg: '某种原因' })),
		);
		expect(error).toMatch(/does not (know this App ID|accept the account)/);
		expect(details).toMatchObject({
			...{ outcome: 'refused', code: String(code), providerMessage: '某种原因' },
			failure: { cause: 'credential-invalid' },
		});
	});

	test.each([404, 405, 413])('HTTP %i has a true next step', async (status) => {
		const { details } = await runWith(place, 'submits', send({ status }));
		expect(details).toMatchObject({ outcome: 'refused', code: `HTTP ${status}` });
		expect((details as IDataObject).description).toMatch(
			/Check 'Environment' in the credential|smaller/,
		);
	});
});

test('WeBank: success without a token or a ticket is no session', async () => {
	const [, ofToken, ofTicket] = each;
	const broken: Array<[typeof ofToken, object]> = [
		...[{}, { access_token: '' }, { access_token: null }].map((body): [typeof ofToken, object] => [
			ofToken,
			body,
		]),
		...[
			{},
			{ tickets: [] },
			{ tickets: {} },
			{ tickets: [{ value: '' }] },
			{ tickets: [null] },
		].map((body): [typeof ofToken, object] => [ofTicket, body]),
	];
	for (const [place, body] of broken) {
		const answer = send(json({ code: '60850000', ...body }));
		const { error, details } = await runWith(place, 'submits', answer);
		expect(details).toMatchObject({ outcome: 'notSent' });
		expect(error).toMatch(/gave out no session: the answer holds no (token|ticket)/);
	}
});

describe.each(each.slice(0, 2))(
	'$name: a session that cannot be asked for',
	({ name, provider }) => {
		const at = async (address: string) =>
			(await runExample(provider, provider.submits, withoutSession(provider.account(address))))
				.json;

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
			const { error, details } = await at(await address());
			expect(error).toMatch(new RegExp(`^${name} was not reached: `));
			expect(error).toMatch(says);
			expect(details).toMatchObject({ outcome: 'notSent' });
			expect(requests()).toEqual([]);
		});
	},
);
