import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';

import { sessions } from '../../nodes/shared/session/sessions';
import { requestAsHttpNode } from '../support/n8n';
import { item, service, types, useWebank, userId } from '../support/webank-node';

const stage = useWebank();
const { prepare, run, one, fetches } = stage;

describe('the session', () => {
	const items = (count: number) => Array.from({ length: count }, () => ({ json: {} }));

	test('is fetched once for 300 items', async () => {
		const outputs = await run('business', 'call', service, { items: items(300) });
		expect(outputs).toHaveLength(300);
		expect(await fetches()).toBe(1);
	});

	test('is fetched once for each account, when the account differs by item', async () => {
		const { accounts } = await stage.control.call<{ accounts: IDataObject[] }>('/webank/accounts');
		// What this process knows of their sessions from other tests is of no use with another secret.
		for (const account of accounts) {
			account.secret = `secret ${Math.random()}`;
			await stage.control.call('/webank/secret', { appId: account.appId, secret: account.secret });
		}
		const persons = Array.from({ length: 60 }, (_, i) => {
			const { appId, secret } = accounts[i % accounts.length];
			return { json: { no: `N${i}`, appId, secret } };
		});
		const values = { ...service, specifyBody: 'json', body: '={{ JSON.stringify($json) }}' };
		const credentials = { appId: '={{ $json.appId }}', secret: '={{ $json.secret }}' };
		const outputs = await run('business', 'call', values, { items: persons, credentials });
		const asked = outputs.map(({ json }) => (json.jsonData as { REQUEST: IDataObject }).REQUEST);
		expect(asked).toEqual(persons.map(({ json }) => json));
		expect(await fetches()).toBe(accounts.length);
		const calls = (await stage.control.journal()).filter(
			({ operation }) => operation === 'callService',
		);
		expect(calls).toHaveLength(60);
		expect(new Set(calls.map(({ params }) => params.app_id)).size).toBe(accounts.length);
	});

	test.each([
		['business', 'call', service],
		['userTicket', 'get', { ...userId, USER_ID: '={{ $json.id }}' }],
	])('is renewed once when it ends under %s %s', async (resource, operation, values) => {
		// It ends when this request arrives, not when a test that runs beside it finds the time.
		await stage.control.call('/faults', { webank: { expireTokensAtRequest: 30 } });
		const persons = Array.from({ length: 200 }, (_, i) => ({ json: { id: `u${i}` } }));
		const outputs = await run(resource, operation, values, { items: persons });
		expect(outputs.filter(({ json }) => !json.ticket && json.code !== '60840000')).toEqual([]);
		expect(await fetches()).toBe(2);
	});

	test('that lives two seconds is renewed in time: no call is refused', async () => {
		await stage.control.call('/webank/lives', { accessToken: 2, signTicket: 2 });
		const since = Date.now();
		while (Date.now() - since < 3500) {
			const outputs = await run('business', 'networkTest', {}, { items: items(5) });
			expect(outputs).toHaveLength(5);
			await sleep(100);
		}
		const journal = await stage.control.journal();
		expect(journal.filter(({ processed }) => !processed)).toEqual([]);
		// Half of its life each.
		expect(await fetches()).toBeGreaterThanOrEqual(3);
		expect(await fetches()).toBeLessThanOrEqual(5);
	});

	test.each([-24, -1, 1, 24])('is the same when our clock is wrong by %p hours', async (hours) => {
		const wrong = hours * 3_600_000;
		const clock = jest.spyOn(sessions.clock, 'now').mockImplementation(() => Date.now() + wrong);
		for (let i = 0; i < 3; i++) await run('business', 'networkTest', {}, { items: items(5) });
		clock.mockRestore();
		expect(await fetches()).toBe(1);
	});

	test('taken over for good by a foreign system ends in a clear error', async () => {
		await stage.control.call('/webank/kick-out', { beforeCalls: 1000 });
		const outputs = await run('business', 'call', service, {
			items: items(100),
			continueOnFail: true,
		});
		expect(outputs.every(({ json }) => json.error !== undefined)).toBe(true);
		expect(outputs[99].json.details).toMatchObject({
			description: expect.stringMatching(/another system that uses the same App ID/i),
		});
		expect(await fetches()).toBeLessThan(50);
	});

	test('of a wrong secret is not had, and the error says what to check', async () => {
		const credentials = { secret: 'wrong' };
		await expect(run('business', 'call', service, { credentials })).rejects.toMatchObject({
			description: expect.stringMatching(/credential.*WeBank code/),
		});
	});

	test('that cannot be fetched leaves nothing unknown: the business call was not sent', async () => {
		await stage.control.call('/faults', {
			webank: { events: [{ everyNth: 1, kind: 'drop', when: 'after', path: 'getApiTicket' }] },
		});
		const [output] = await run('business', 'call', service, { continueOnFail: true });
		expect(output.json).toMatchObject({
			error: 'WeBank gave out no session: the connection ended before the answer was complete',
			details: { outcome: 'notSent' },
		});
		expect(JSON.stringify(output)).not.toContain('webank-sandbox-secret');
	});

	test('of an address that nobody answers at is not had', async () => {
		const credentials = { apiBaseUrl: 'http://127.0.0.1:9' };
		await expect(run('business', 'call', service, { credentials })).rejects.toMatchObject({
			message: 'WeBank was not reached: 127.0.0.1:9 refuses connections',
		});
	});
});

describe('mutual TLS', () => {
	const material = async () =>
		await stage.control.call<
			Record<'ca' | 'certificate' | 'key' | 'encryptedKey' | 'passphrase', string>
		>('/webank/mtls');
	const call = async (credentials: IDataObject) =>
		await one(
			'business',
			'networkTest',
			{},
			{
				credentials: { apiBaseUrl: stage.sandbox.urls['webank-mtls'], ...credentials },
			},
		);

	test('works with the certificate', async () => {
		const { ca, certificate, key } = await material();
		const credentials = {
			specialSettings: true,
			caCertificate: ca,
			clientCertificate: certificate,
			clientKey: key,
		};
		expect(await call(credentials)).toMatchObject({ code: '60840000' });
	});
	test('works with a passphrase, and with line breaks lost', async () => {
		const { ca, certificate, encryptedKey, passphrase } = await material();
		const oneLine = (pem: string) => pem.trim().replace(/\n/g, ' ');
		const credentials = {
			specialSettings: true,
			caCertificate: oneLine(ca),
			clientCertificate: oneLine(certificate),
			clientKey: oneLine(encryptedKey),
			clientKeyPassphrase: passphrase,
		};
		expect(await call(credentials)).toMatchObject({ code: '60840000' });
	});
	test('says what is missing without the certificate', async () => {
		const { ca } = await material();
		await expect(call({ specialSettings: true, caCertificate: ca })).rejects.toMatchObject({
			message: 'WeBank was not reached: the server demands a client certificate that it accepts',
			description: expect.stringContaining('in the credential'),
		});
	});
});

describe("in n8n's HTTP Request node", () => {
	const send = async (method: string, uri: string, parts: IDataObject = {}) =>
		await requestAsHttpNode(prepare('business', 'networkTest', {}), {
			method,
			uri,
			...parts,
		} as never);

	test('a business call is signed', async () => {
		const uri = `${stage.sandbox.urls.webank}/api/s/yh/10002`;
		const answer = await send('POST', uri, { body: { NAME: '王大志' } });
		expect(answer).toMatchObject({ code: '60840000' });
	});
	test.each([
		'{"NAME":"王大志"}',
		' \n{ "NAME" : "\\u738b+%41&=?" }\n',
		'{"a":12345678901234567890}',
	])('a business call with the raw body %j is signed as it is', async (body) => {
		const uri = `${stage.sandbox.urls.webank}/api/s/yh/10002`;
		for (const content of [body, Buffer.from(body)]) {
			const parts = { body: content, headers: { 'content-type': 'application/json' } };
			expect(await send('POST', uri, parts as unknown as IDataObject)).toMatchObject({
				code: '60840000',
			});
		}
	});
	test('a download is signed', async () => {
		const [{ json }] = await run('file', 'upload', types, { items: [item()] });
		const { fileId, hashValue } = json;
		const uri = `${stage.sandbox.urls['webank-files']}/api/s/up/download?fileId=${fileId}`;
		const answer = await send('GET', uri, { qs: { hashValue } });
		expect(String(answer).length).toBeGreaterThan(3000);
	});
});
