import { generateKeyPairSync } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import { createCertificate } from '../../sandbox/core/certificates.ts';
import { certificates } from '../support/servers';
import { service, useWebank, userId } from '../support/webank-node';

const stage = useWebank();
const { run, one, fetches } = stage;

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
		// Those that run at a time try a few times with the same sessions; all others are told at once.
		expect(await fetches()).toBeLessThanOrEqual(5);
		expect((await stage.control.journal()).length).toBeLessThanOrEqual(60);
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
	test('says that a certificate is too weak', async () => {
		const keys = generateKeyPairSync('rsa', { modulusLength: 1024 });
		const { pem } = createCertificate('Partner', 'client', {
			authority: certificates.authority,
			keys,
		});
		const clientKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' });
		await expect(
			call({ clientCertificate: pem, clientKey: String(clientKey) }),
		).rejects.toMatchObject({
			message:
				'WeBank was not reached: the client certificate in the credential is too weak for TLS',
			description: expect.stringContaining('2048 bits'),
		});
	});
	test('says what is missing without the certificate', async () => {
		const { ca } = await material();
		await expect(call({ specialSettings: true, caCertificate: ca })).rejects.toMatchObject({
			message: 'WeBank was not reached: the server demands a client certificate that it accepts',
			description: expect.stringContaining('in the credential'),
		});
	});
});
