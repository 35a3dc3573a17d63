import type { IDataObject } from 'n8n-workflow';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { demoCredentials } from '../../sandbox/registry.ts';
import { chainsOf, errorOf } from './support/chain';
import { sharedEnvironment } from './support/environment';

const environment = sharedEnvironment();
const servers: Server[] = [];
afterAll(() => {
	for (const server of servers) server.close();
});

/** A server of this machine, which counts the requests that it gets. */
async function listen(
	answer: (path: string) => { status: number; location?: string; json: object },
) {
	const seen: string[] = [];
	const server = createServer((request, response) => {
		const path = String(request.url);
		seen.push(path);
		const { status, location, json } = answer(path.split('?')[0]);
		response.writeHead(status, {
			'content-type': 'application/json',
			...(location && { location }),
		});
		request.resume().on('end', () => response.end(JSON.stringify(json)));
	});
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const SESSIONS: Record<string, object> = {
	'/client/authorize/token': { code: 0, data: { token: 'token' } },
	'/api/oauth2/access_token': { code: '60850000', access_token: 'token', expire_in: 3600 },
	'/api/oauth2/api_ticket': { code: '60850000', tickets: [{ value: 'ticket', expire_in: 3600 }] },
};

/** Every type, with a secret that is wrong, and what its test button says of it. */
const TYPES: Array<[type: string, wrong: IDataObject, says: RegExp]> = [
	['hstongApi', { appSecret: 'wrong' }, /signature.*App Secret.*10105/],
	['htouhuiApi', { secret: 'wrong' }, /does not accept the common fields or the signature/],
	['qianchengCreditApi', { password: 'wrong' }, /account or its password.*1001 账户或密码错误/],
	['userVerificationApi', { secretKey: 'wrong' }, /does not accept the signature/],
	['webankApi', { secret: 'wrong' }, /secret.*60851007/],
];

describe.each(TYPES)('%s', (type, wrong, says) => {
	const save = async (what: string, changes: IDataObject = {}) => {
		const all = demoCredentials(environment.sandbox.urls);
		const data = { ...all.find((demo) => demo.type === type)?.data, ...changes };
		const name = `hosts ${type} ${what}`;
		const id = await environment.n8n.saveCredential({ name, type, data });
		return { [type]: { id, name } };
	};
	const { execute, httpRequest } = chainsOf(environment, '', () => undefined);
	const requests = (url: string, credentials: Awaited<ReturnType<typeof save>>) =>
		[3, 4.4].flatMap((typeVersion) =>
			['GET', 'POST'].map((method) => ({
				...httpRequest(
					`${method} ${typeVersion}`,
					{
						method,
						url,
						...(method === 'POST' && {
							...{ sendBody: true, contentType: 'json', specifyBody: 'json' },
							jsonBody: '{"a":"1"}',
						}),
						options: { redirect: { redirect: { followRedirects: true } } },
					},
					{ credentials },
				),
				typeVersion,
			})),
		);

	test('has a test button that tells what is wrong', async () => {
		const { n8n } = environment;
		const tested = async (what: string, changes: IDataObject = {}) =>
			await n8n.testCredential((await save(what, changes))[type].id);
		const at = (url: string) => ({ baseUrl: url, apiBaseUrl: url });
		const red = (message: RegExp) => ({
			status: 'Error',
			message: expect.stringMatching(message) as string,
		});
		expect(await tested('right')).toMatchObject({ status: 'OK' });
		expect(await tested('wrong', wrong)).toMatchObject(red(says));
		const nobody = await tested('nobody', at('http://127.0.0.1:9'));
		expect(nobody).toMatchObject(red(/127\.0\.0\.1:9 refuses connections/));
		const another = await tested('another', at(n8n.url));
		expect(another).toMatchObject(red(/does not know (this interface|the address)|an HTML page/));
	});

	test("signs nothing for a foreign address in n8n's HTTP Request node", async () => {
		const foreign = await listen(() => ({ status: 200, json: {} }));
		const credentials = await save('foreign');
		for (const node of requests(`${foreign.url}/path`, credentials)) {
			const error = errorOf(await execute(`${type} foreign ${node.name}`, [node]));
			expect(error.message).toMatch(
				/^The credential signs requests to .* only, not to http:\/\/127/,
			);
			expect(error.message).toContain(foreign.url);
		}
		expect(foreign.seen).toEqual([]);
	});

	test('follows no redirect, in the HTTP Request node and in its own test', async () => {
		const foreign = await listen(() => ({ status: 200, json: {} }));
		for (const status of [302, 307]) {
			const own = await listen((path) =>
				path in SESSIONS
					? { status: 200, json: SESSIONS[path] }
					: { status, location: `${foreign.url}/taken`, json: {} },
			);
			const hosts = { baseUrl: own.url, apiBaseUrl: own.url, fileBaseUrl: own.url };
			const credentials = await save(`redirect ${status}`, hosts);
			for (const node of requests(`${own.url}/blacklist/x`, credentials)) {
				const error = errorOf(await execute(`${type} ${status} ${node.name}`, [node]));
				expect(error).toMatchObject({ httpCode: String(status) });
			}
			const sent = own.seen.filter((path) => path.startsWith('/blacklist/x'));
			expect(sent).toHaveLength(4);
			await environment.n8n.testCredential(credentials[type].id);
			expect(own.seen.length).toBeGreaterThan(4);
		}
		expect(foreign.seen).toEqual([]);
	});
});
