import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
} from 'n8n-workflow';

import type { Resources } from '../../nodes/shared/model/operation';
import type { Provider } from '../../nodes/shared/model/providerType';
import { fingerprintOf, type Session } from '../../nodes/shared/session/session';
import { sessions } from '../../nodes/shared/session/sessions';
import { fakeNode } from '../support/fake-node';
import { runNode } from '../support/n8n';

/** A provider whose session belongs to the account: each new token ends the one before. */
const server = {
	token: 0,
	fetches: 0,
	calls: 0,
	/** The token ends when this call arrives. */
	endAt: 0,
	/** Another system takes the session over at every call. */
	stolen: false,
};
const http = createServer((request, response) => {
	const token = new URL(request.url ?? '', 'http://x').searchParams.get('token');
	const answer = (body: object) => response.end(JSON.stringify(body));
	if (request.url === '/token') {
		server.fetches++;
		setTimeout(() => answer({ code: '0', result: String(++server.token) }), 20);
		return;
	}
	server.calls++;
	if (server.calls === server.endAt || server.stolen) server.token++;
	answer(token === String(server.token) ? { code: '0', result: token } : { code: 'LOST' });
});
let url = '';
beforeAll((done) => {
	http.listen(0, '127.0.0.1', () => {
		url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
		done();
	});
});
afterAll(() => http.close());
// What is known about an account lasts as long as the process: each test has its own.
let account = '';
beforeEach(() => {
	account = fingerprintOf(Math.random());
	Object.assign(server, { fetches: 0, calls: 0, endAt: 0, stolen: false });
});

const provider: Provider = {
	name: 'Fake',
	credential: 'fakeApi',
	address: "'Base URL' in the credential",
	errors: {
		LOST: { message: 'Session taken over', remedy: 'Look.', original: '', sessionLost: true },
	},
	session: { account: () => account },
	envelope: (body) => {
		const { code, result } = (body ?? {}) as { code?: string; result?: unknown };
		return code === undefined
			? undefined
			: { code: code === '0' ? '' : code, message: '', data: result };
	},
};

class FakeApi implements ICredentialType {
	name = 'fakeApi';
	displayName = 'Fake';
	properties = [
		{
			displayName: 'Session',
			name: 'session',
			type: 'hidden' as const,
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];
	preAuthentication: ICredentialType['preAuthentication'] = async function (credentials) {
		return await sessions.renew(credentials, account, async () => {
			const { result } = await (await fetch(`${url}/token`)).json();
			return { lifeMs: 60_000, token: result };
		});
	};
	authenticate: ICredentialType['authenticate'] = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	) => {
		const { token } = sessions.use<Session & { token: string }>(credentials, account);
		return { ...request, url: url + request.url, qs: { token } };
	};
}

const resources: Resources = {
	thing: {
		name: 'Thing',
		chinese: '东西',
		description: '',
		operations: {
			get: {
				id: 'get',
				name: 'Get',
				chinese: '操作',
				action: 'Get',
				description: '',
				effect: { submits: 'Look.' },
				fields: [],
				run: async (call) => ({ json: { token: await call.request({ path: '/get' }) } as never }),
			},
		},
	},
};

const node = fakeNode(provider, resources, 'get');

const run = async (count: number, session = '') =>
	await runNode({
		node,
		credentialType: new FakeApi(),
		credentials: { session },
		parameters: { options: { concurrency: 10 } },
		items: Array.from({ length: count }, () => ({ json: {} })),
		continueOnFail: true,
	});

test('a missing session is fetched once for all items', async () => {
	const outputs = await run(100);
	expect(outputs.every(({ json }) => json.error === undefined)).toBe(true);
	expect(server.fetches).toBe(1);
});

test('a session that the provider ends is renewed once, and every item is done', async () => {
	server.endAt = 300;
	const outputs = await run(1000);
	expect(outputs.filter(({ json }) => json.error)).toEqual([]);
	expect(server.fetches).toBe(2);
});

test('a session that another system keeps taking over ends in an error, not in a loop', async () => {
	server.stolen = true;
	const outputs = await run(100);
	expect(outputs.map(({ json }) => json.error)).toEqual(Array(100).fill('Session taken over'));
	// The ten that run at a time try a few times with the same sessions; all others are told at once.
	expect(server.fetches).toBeLessThanOrEqual(5);
	expect(server.calls).toBeLessThanOrEqual(50);
});
