import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSandbox } from '../../sandbox/index.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { javaUrlDecode } from '../../sandbox/webank/crypto.ts';
import type { Value } from '../reference/client.ts';
import { photo, samples } from '../reference/samples.ts';
import {
	account,
	accounts,
	newTicket,
	newToken,
	useWebank,
} from '../support/sandboxes/use-webank.ts';

const webank = useWebank();
const { call, codeOf, control, failedChecks, ticket, urls } = webank;
const client = { call, close: () => undefined };
/** The code of a connection test that is signed with a ticket. */
const codeBy = async (proof = ''): Promise<string> =>
	await codeOf('networkTest', { $body: {} }, { proof });
const { appId, secret, salt } = account;
/** Tickets of these types. */
const ticketsOf = async (type: string, proof: string, user_data: Value = { USER_ID: 'u' }) => {
	const { json } = await call('getApiTicket', { type, mechant_id: 'm-1', user_data }, { proof });
	return json.tickets as Array<{ value: string; expire_in: number }>;
};

const hex64 = expect.stringMatching(/^[0-9a-f]{64}$/);
const milliseconds = expect.stringMatching(/^\d{13}$/);
const chinaTime = expect.stringMatching(/^20\d{12}$/);
const serial = expect.stringMatching(/^\d{32}$/);
const md5 = (content: Buffer): string => createHash('md5').update(content).digest('hex');

describe('Credentials', () => {
	test('come in the forms of the document', async () => {
		const end = Date.now() + 3_600_000;
		const { json } = await call('getAccessToken', { app_id: appId, secret });
		expect(json).toMatchObject({
			...{ msg: '系统处理成功', expire_in: '3600' },
			...{ access_token: hex64, expire_time: milliseconds, transactionTime: chinaTime },
		});
		expect(Number(json.expire_time) - end).toBeGreaterThanOrEqual(0);
		expect(Number(json.expire_time) - end).toBeLessThan(10_000);
		const tickets = await ticketsOf('user,sign', String(json.access_token));
		for (const one of tickets)
			expect(one).toMatchObject({ expire_time: milliseconds, value: hex64 });
	});

	test('of several types come in the order of the types', async () => {
		const [user, sign] = await ticketsOf('user,sign', await newToken(client));
		expect([user?.expire_in, sign?.expire_in]).toEqual([300, 3600]);
		expect(await codeBy(sign?.value)).toBe('60840000');
		expect(await codeBy(user?.value)).toBe('60841018');
		expect(await control('/webank/h5-login', { ticket: user?.value })).toMatchObject({
			code: '60850000',
		});
	});
});

describe('A business call', () => {
	test('is answered with what it sent, to the letter', async () => {
		const text = '{ "A": "系统 +/=&%20 😀", "N": 1.50, "E": "\\u7cfb", "X": null }';
		const params = { bizPath: 'yh', service_code: '10002', $body: text };
		const { json } = await call('callService', params, { proof: await ticket() });
		const fields = '"DESC":"交易成功","BIZ_PATH":"yh","SERVICE_CODE":"10002"';
		expect(json).toEqual({
			...{ BizSeqNo: serial, ConsumerSeqNo: serial, transactionTime: chinaTime },
			code: '60840000',
			msg: '系统处理成功',
			jsonData: `{"CODE":"66590000",${fields},"REQUEST":${text}}`,
		});
		expect((await webank.journal()).at(-1)?.params).toMatchObject({ $body: text });
	});
});

describe('Kick-out rules', () => {
	test('a new ticket leaves the one before valid for five minutes', async () => {
		const accessToken = await newToken(client);
		const older = await newTicket(client, account, accessToken);
		const newer = await newTicket(client, account, accessToken);
		await control('/webank/clock', { advanceSeconds: 298 });
		expect([await codeBy(older), await codeBy(newer)]).toEqual(['60840000', '60840000']);
		const detail = (await webank.journal())
			.at(-2)
			?.checks.find(({ name }) => name === 'sign')?.detail;
		expect(detail).toContain('with a replaced ticket, good until');
		await control('/webank/clock', { advanceSeconds: 2 });
		expect([await codeBy(older), await codeBy(newer)]).toEqual(['60841018', '60840000']);
		await codeBy(older);
		expect((await failedChecks()).sign).toContain('signed with a ticket that was past its time');
	});

	test('a new access token ends its predecessor and the tickets of it', async () => {
		const first = await newToken(client);
		const old = await newTicket(client, account, first);
		const second = await newToken(client);
		expect(await codeBy(old)).toBe('60841017');
		expect((await failedChecks()).ticket).toContain('ended by a newer access token');
		const { json } = await call('getApiTicket', { type: 'sign' }, { proof: first });
		expect(json).toMatchObject({ code: '60851002', msg: '无效的access_token' });
		const successor = await newTicket(client, account, second);
		expect([await codeBy(old), await codeBy(successor)]).toEqual(['60841018', '60840000']);
	});

	test.each([
		[true, '60841018', 'ended by the access token of another system'],
		[false, '60841017', 'ended by the access token of another system'],
	])('another system kicks out, fetching a ticket too: %s', async (withTicket, code, reason) => {
		const accessToken = await newToken(client);
		const kicked = await newTicket(client, account, accessToken);
		await control('/webank/kick-out', { ticket: withTicket });
		expect(await codeBy(kicked)).toBe(code);
		expect(Object.values(await failedChecks()).join()).toContain(reason);
		const again = await codeOf('getApiTicket', { type: 'sign' }, { proof: accessToken });
		expect([again, await codeBy(await ticket())]).toEqual(['60851002', '60840000']);
	});

	test('a user ticket opens the page once', async () => {
		const accessToken = await newToken(client);
		const data = { USER_ID: 'u-1', USER_NAME: '王大志', EXTEND_INFO: { PLATE: ['粤B1'] } };
		const get = async () => (await ticketsOf('user', accessToken, data))[0]?.value;
		const [value, late] = [await get(), await get()];
		expect(await control('/webank/h5-login', { ticket: value })).toEqual({
			...{ code: '60850000', msg: '系统处理成功', userId: 'u-1', merchantId: 'm-1' },
			data: { ...data, EXTEND_INFO: '{"PLATE":["粤B1"]}' },
		});
		expect(await control('/webank/h5-login', { ticket: value })).toMatchObject({
			...{ code: '60851003', msg: '无效的ticket' },
		});
		await control('/webank/clock', { advanceSeconds: 300 });
		expect(await control('/webank/h5-login', { ticket: late })).toMatchObject({
			...{ code: '60851005', msg: 'ticket已过期' },
		});
	});
});

describe('Files', () => {
	const content = Buffer.from(Array.from({ length: 70_000 }, (_unused, index) => index % 256));
	const fileName = '身份证 正面 (1).png';
	const place = { bizPath: 'cgy', fileType: '001', fileFormat: 'png' };

	test('in JSON and in a form tell the business system', async () => {
		const extra = { proof: await ticket() };
		const bizContent = '{"ORDER":"A&B=1 +"}';
		const inJson = { ...place, file: content.toString('base64'), fileName, bizContent };
		const one = await call('uploadJson', inJson, extra);
		const [fileId, hashValue] = [expect.stringMatching(/^\d{55}$/), md5(content)];
		const entry = { fileName, fileId, hashValue };
		const success = { code: '60840000', msg: '系统处理成功' };
		expect(one.json).toEqual({ ...success, fileList: [entry] });
		const file = [photo(fileName, content), photo('二.zip', Buffer.from('二'))];
		const several = await call('uploadForm', { ...place, file, bizContent }, extra);
		const second = { fileName: '二.zip', hashValue: md5(Buffer.from('二')) };
		expect(several.json).toMatchObject({ ...success, fileList: [entry, second] });
		await call('uploadForm', { ...place, file }, extra);

		const stored = await control<{ files: unknown[]; notices: unknown[] }>('/webank/files');
		expect(stored.files).toMatchObject([
			{ ...entry, size: 70_000, fileType: '001', fileFormat: 'png', appId },
			...[entry, { ...second, size: 3 }, entry, second],
		]);
		const common = { appId, bizPath: 'cgy', bizContent };
		expect(stored.notices).toMatchObject([
			{ ...common, files: one.json.fileList },
			{ ...common, files: several.json.fileList },
		]);
	});

	test.each([
		['uploadJson', accounts[1], {}, '60840000'],
		['uploadJson', accounts[1], { signUploadJsonBody: false }, '60841018'],
		['uploadJson', accounts[0], { signUploadJsonBody: true }, '60841018'],
		['uploadFile', accounts[2], {}, '60840000'],
		['uploadFile', accounts[2], { uploadPartName: 'file' }, '60840002'],
		['uploadForm', accounts[2], { uploadPartName: 'file' }, '60840000'],
	])(
		'by %s follow the switches of an account: %j with %j',
		async (operation, own, changes, code) => {
			const proof = await ticket(own);
			const reply = await webank
				.connect({ ...own, ...changes })
				.call(operation, samples('webank', operation), { proof });
			expect(reply.code).toBe(code);
		},
	);

	test('send a notification to the partner when told where', async () => {
		await control('/webank/upload-notice', { url: webank.partner.url() });
		const bizContent = '{"ORDER":"A&B 1"}';
		expect(
			await webank.codeWith('uploadForm', { bizContent, file: photo('one.pdf', content) }),
		).toBe('60840000');
		let notifications: unknown[] = [];
		while (notifications.length === 0) {
			({ notifications } = await control<{ notifications: unknown[] }>('/webank/notifications'));
		}
		expect(notifications).toMatchObject([{ transName: 'uploadNotice', asExpected: true }]);
		const { Plain } = JSON.parse(webank.partner.bodies[0] ?? '') as { Plain: string };
		expect(JSON.parse(javaUrlDecode(Plain) ?? '')).toMatchObject({
			...{ bizPath: 'yh', bizContent: { ORDER: 'A&B 1' } },
			fileList: [{ fileName: 'one.pdf', hashValue: md5(content) }],
		});
	});
});

test('Every documented code can be forced, in the shape of its operation', async () => {
	const force = async (...rules: object[]): Promise<unknown> =>
		await control('/faults', { webank: { force: rules } });
	const extra = { proof: await ticket() };
	await force({ path: 'callService', code: '60840003' });
	expect((await call('callService', samples('webank', 'callService'), extra)).json).toEqual({
		...{ msg: '交易超时', code: '60840003', transactionTime: chinaTime },
		...{ BizSeqNo: serial, ConsumerSeqNo: serial },
	});
	await force({ path: 'getAccessToken', code: '60851013' });
	expect((await call('getAccessToken', { app_id: appId, secret })).json).toEqual({
		...{ code: '60851013', msg: 'access_token获取失败', transactionTime: chinaTime },
	});
	await force({ code: '60846999', times: 3 });
	const shapes = [];
	for (const operation of ['uploadFile', 'downloadFile', 'uploadJson']) {
		const params = { ...samples('webank', operation), contentType: undefined };
		const reply = await call(operation, params, extra);
		expect(reply.headers['content-type']).toMatch(/^application\/json/);
		shapes.push(Object.keys(reply.json).sort());
	}
	const withSerial = ['BizSeqNo', 'code', 'msg'];
	expect(shapes).toEqual([withSerial, withSerial, ['code', 'msg']]);
});

describe('Looking in', () => {
	test('shows sessions with their deadlines', async () => {
		const accessToken = await newToken(client);
		await newTicket(client, account, accessToken);
		const newest = await newTicket(client, account, accessToken);
		interface Shown {
			sessions: Array<{ kind: string; value: string; secondsLeft: number; alive: boolean }>;
		}
		const { sessions } = await control<Shown>('/webank/sessions?appId=sandbox-webank');
		expect(sessions).toMatchObject([
			{ kind: 'accessToken', value: accessToken, alive: true, secondsLeft: 3600 },
			{ kind: 'signTicket', value: newest, alive: true, secondsLeft: 3600 },
			{ kind: 'signTicket', alive: true, replaced: true, secondsLeft: 300 },
		]);
	});

	test('shows accounts with the secret that counts', async () => {
		await control('/webank/secret', { appId: 'sandbox-webank', secret: 'another' });
		const { accounts: shown } = await control<{ accounts: object[] }>('/webank/accounts');
		expect(shown[0]).toMatchObject({ appId: 'sandbox-webank', secret: 'another', salt });
		expect(shown).toHaveLength(3);
	});

	test('shows a page with sessions, files and notifications, and no markup of others', async () => {
		const evil = '<script>alert(1)</script>';
		const file = photo(`${evil}.png`);
		await webank.codeWith('uploadForm', { file, bizContent: JSON.stringify({ evil }) });
		await control('/webank/notify', { url: urls().webank, transName: evil });
		const html = await webank.page();
		for (const address of Object.values(urls())) expect(html).toContain(address);
		for (const path of ['expire', 'kick-out', 'clock', 'notify'])
			expect(html).toContain(`data-post="/webank/${path}"`);
		expect(html).toContain('s left, until');
		expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
		expect(html).not.toContain('<script>alert(1)');
	});

	test('forgets everything on a reset', async () => {
		const old = await ticket();
		await codeOf('uploadForm', samples('webank', 'uploadForm'), { proof: old });
		await control('/webank/lives', { signTicket: 1 });
		await control('/webank/replies', { replies: [{ code: '1' }] });
		await control('/webank/clock', { advanceSeconds: 3600 });
		await control('/reset', {});
		expect(await control('/webank/sessions')).toMatchObject({
			sessions: [],
			lives: { accessToken: 3600, signTicket: 3600, userTicket: 300, ticketGrace: 300 },
		});
		expect(await control('/webank/files')).toEqual({ files: [], notices: [] });
		expect(await control('/webank/replies')).toEqual({ replies: [] });
		expect(await control('/webank/notifications')).toEqual({ notifications: [] });
		expect(await codeBy(old)).toBe('60841017');
	});
});

/** Starts a sandbox with WeBank at a port whose two followers are free as well. */
async function startAtPort(attempts = 10): Promise<{ port: number; sandbox: Sandbox }> {
	const probe = createServer();
	await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
	const { port } = probe.address() as AddressInfo;
	await new Promise((resolve) => probe.close(resolve));
	try {
		return { port, sandbox: await startSandbox({ ports: { webank: port } }) };
	} catch (error) {
		if (attempts === 1) throw error;
		return await startAtPort(attempts - 1);
	}
}

test('The further addresses take the ports after the first', async () => {
	const { port, sandbox } = await startAtPort();
	const { webank, 'webank-files': files, 'webank-mtls': mutual } = sandbox.urls;
	await sandbox.close();
	const host = '127.0.0.1';
	const expected = [`http://${host}:${port}`, `http://${host}:${port + 1}`];
	expect([webank, files, mutual]).toEqual([...expected, `https://${host}:${port + 2}`]);
});
