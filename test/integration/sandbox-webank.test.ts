import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSandbox } from '../../sandbox/index.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { javaUrlDecode } from '../../sandbox/webank/crypto.ts';
import { userData } from '../reference/webank.ts';
import type { WebankClient } from '../reference/webank.ts';
import { startReceiver } from '../reference/webank-receiver.ts';
import { account, rightInput, salt, useWebank } from '../reference/webank-sandbox.ts';
import type { SignedOperation } from '../reference/webank-sandbox.ts';

const { codeOf, connect, control, controlUrl, failedChecks, journal, urls } = useWebank();
let client: WebankClient;

beforeAll(() => {
	client = connect();
});

const md5 = (content: Buffer): string => createHash('md5').update(content).digest('hex');

describe('Credentials', () => {
	test('come in the shapes of the document', async () => {
		const before = Date.now();
		const token = (await client.call('getAccessToken')).json;
		expect(token).toEqual({
			msg: '系统处理成功',
			access_token: expect.stringMatching(/^[0-9a-f]{64}$/),
			code: '60850000',
			expire_time: expect.stringMatching(/^\d{13}$/),
			expire_in: '3600',
			transactionTime: expect.stringMatching(/^20\d{12}$/),
		});
		const life = Number(token.expire_time) - before;
		expect(life).toBeGreaterThanOrEqual(3_600_000);
		expect(life).toBeLessThan(3_610_000);

		const accessToken = String(token.access_token);
		const ticket = (await client.call('getApiTicket', { accessToken })).json;
		expect(ticket).toEqual({
			msg: '系统处理成功',
			code: '60850000',
			tickets: [
				{
					expire_time: expect.stringMatching(/^\d{13}$/),
					expire_in: 3600,
					value: expect.stringMatching(/^[0-9a-f]{64}$/),
				},
			],
			transactionTime: expect.stringMatching(/^20\d{12}$/),
		});
	});

	test('of several types come in the order of the types', async () => {
		const accessToken = await client.accessToken();
		const query = { type: 'user,sign', user_data: userData({ USER_ID: 'u' }), mechant_id: 'm' };
		const { json } = await client.call('getApiTicket', { accessToken, query });
		const [user, sign] = json.tickets as Array<{ value: string; expire_in: number }>;
		expect([user?.expire_in, sign?.expire_in]).toEqual([300, 3600]);
		expect(await codeOf('networkTest', { ticket: sign?.value })).toBe('60840000');
		expect(await codeOf('networkTest', { ticket: user?.value })).toBe('60841018');
		expect(await control('/webank/h5-login', { ticket: user?.value })).toMatchObject({
			code: '60850000',
		});
	});
});

describe('A business call', () => {
	test('is answered with what it sent, to the letter', async () => {
		const ticket = await client.signTicket();
		const text = '{ "A": "系统 +/=&%20 😀", "N": 1.50, "E": "\\u7cfb", "X": null }';
		const path = { bizPath: 'yh', service_code: '10002' };
		const { json } = await client.call('callService', { ticket, path, text });
		const fields = '"DESC":"交易成功","BIZ_PATH":"yh","SERVICE_CODE":"10002"';
		expect(json).toEqual({
			BizSeqNo: expect.stringMatching(/^\d{32}$/),
			ConsumerSeqNo: expect.stringMatching(/^\d{32}$/),
			transactionTime: expect.stringMatching(/^20\d{12}$/),
			code: '60840000',
			msg: '系统处理成功',
			jsonData: `{"CODE":"66590000",${fields},"REQUEST":${text}}`,
		});
		expect((await journal()).at(-1)?.params).toMatchObject({ $body: text });
	});
});

describe('Kick-out rules', () => {
	const call = async (ticket: string): Promise<string> => await codeOf('networkTest', { ticket });

	test('a new ticket leaves the one before valid for five minutes', async () => {
		const accessToken = await client.accessToken();
		const older = await client.signTicket(accessToken);
		const newer = await client.signTicket(accessToken);
		await control('/webank/clock', { advanceSeconds: 298 });
		expect([await call(older), await call(newer)]).toEqual(['60840000', '60840000']);
		const detail = (await journal()).at(-2)?.checks.find(({ name }) => name === 'sign')?.detail;
		expect(detail).toContain('with a replaced ticket, good until');
		await control('/webank/clock', { advanceSeconds: 2 });
		expect([await call(older), await call(newer)]).toEqual(['60841018', '60840000']);
		await call(older);
		expect((await failedChecks()).sign).toContain('signed with a ticket that was past its time');
	});

	test('a new access token ends its predecessor and the tickets of it', async () => {
		const first = await client.accessToken();
		const ticket = await client.signTicket(first);
		const second = await client.accessToken();
		expect(await call(ticket)).toBe('60841017');
		expect((await failedChecks()).ticket).toContain('ended by a newer access token');
		const { json } = await client.call('getApiTicket', { accessToken: first });
		expect(json).toMatchObject({ code: '60851002', msg: '无效的access_token' });
		const successor = await client.signTicket(second);
		expect([await call(ticket), await call(successor)]).toEqual(['60841018', '60840000']);
	});

	test.each([
		[true, '60841018', 'ended by the access token of another system'],
		[false, '60841017', 'ended by the access token of another system'],
	])('another system kicks out, fetching a ticket too: %s', async (withTicket, code, reason) => {
		const accessToken = await client.accessToken();
		const ticket = await client.signTicket(accessToken);
		await control('/webank/kick-out', { ticket: withTicket });
		expect(await call(ticket)).toBe(code);
		expect(Object.values(await failedChecks()).join()).toContain(reason);
		expect((await client.call('getApiTicket', { accessToken })).json.code).toBe('60851002');
		expect(await call(await client.signTicket())).toBe('60840000');
	});

	test('a user ticket opens the page once', async () => {
		const accessToken = await client.accessToken();
		const data = { USER_ID: 'u-1', USER_NAME: '王大志', EXTEND_INFO: { PLATE: ['粤B1'] } };
		const query = { type: 'user', user_data: userData(data), mechant_id: 'm-1' };
		const get = async (): Promise<string> => {
			const { json } = await client.call('getApiTicket', { accessToken, query });
			return (json.tickets as Array<{ value: string }>)[0]?.value ?? '';
		};
		const [ticket, late] = [await get(), await get()];
		expect(await control('/webank/h5-login', { ticket })).toEqual({
			...{ code: '60850000', msg: '系统处理成功', userId: 'u-1', merchantId: 'm-1' },
			data: { ...data, EXTEND_INFO: '{"PLATE":["粤B1"]}' },
		});
		expect(await control('/webank/h5-login', { ticket })).toMatchObject({
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
	const query = { fileType: '001', fileFormat: 'png' };
	const fileName = '身份证 正面 (1).png';

	test('in JSON and in a form tell the business system', async () => {
		const ticket = await client.signTicket();
		const path = { bizPath: 'cgy' };
		const bizContent = '{"ORDER":"A&B=1 +"}';
		const text = JSON.stringify({ file: content.toString('base64'), fileName, bizContent });
		const one = await client.call('uploadJson', { ticket, path, query, text });
		const entry = {
			fileName,
			fileId: expect.stringMatching(/^\d{55}$/),
			hashValue: md5(content),
		};
		const success = { code: '60840000', msg: '系统处理成功' };
		expect(one.json).toEqual({ ...success, fileList: [entry] });
		const files = [
			{ content, fileName },
			{ content: Buffer.from('二'), fileName: '二.zip' },
		];
		const input = { ticket, path, query, files, parts: { bizContent } };
		const several = await client.call('uploadForm', input);
		expect(several.json).toMatchObject({
			...success,
			fileList: [entry, { fileName: '二.zip', hashValue: md5(Buffer.from('二')) }],
		});
		await client.call('uploadForm', { ...input, parts: {} });

		const stored = await control<{ files: unknown[]; notices: unknown[] }>('/webank/files');
		expect(stored.files).toMatchObject([
			{ ...entry, size: 70_000, fileType: '001', fileFormat: 'png', appId: account.appId },
			{ ...entry },
			{ fileName: '二.zip', size: 3 },
			{ ...entry },
			{ fileName: '二.zip' },
		]);
		const { fileList } = several.json;
		const common = { appId: account.appId, bizPath: 'cgy', bizContent };
		expect(stored.notices).toMatchObject([
			{ ...common, files: one.json.fileList },
			{ ...common, files: fileList },
		]);
	});

	test('of the two other accounts follow their switches', async () => {
		const signing = { appId: 'sandbox-webank-signed-body', secret: 'webank-signed-body-secret' };
		const naming = { appId: 'sandbox-webank-part-name', secret: 'webank-part-name-secret' };
		const ask = async (
			operation: SignedOperation,
			...[options]: Parameters<typeof connect>
		): Promise<string> => {
			const other = connect(options);
			const ticket = await other.signTicket();
			return (await other.call(operation, { ...rightInput[operation], ticket })).json.code;
		};
		expect(await ask('uploadJson', { ...signing, signUploadJsonBody: true })).toBe('60840000');
		expect(await ask('uploadJson', signing)).toBe('60841018');
		expect(await ask('uploadJson', { signUploadJsonBody: true })).toBe('60841018');
		expect(await ask('uploadFile', { ...naming, uploadPartName: 'media' })).toBe('60840000');
		expect(await ask('uploadFile', naming)).toBe('60840002');
		expect(await failedChecks()).toEqual({
			body: 'file is not a file part of this operation; the file part media is missing',
		});
		expect(await ask('uploadForm', naming)).toBe('60840000');
	});

	test('send a notification to the partner when told where', async () => {
		const { bodies, close, url } = await startReceiver('right');
		try {
			await control('/webank/upload-notice', { url });
			expect(await codeOf('uploadForm')).toBe('60840000');
			let notifications: unknown[] = [];
			while (notifications.length === 0) {
				({ notifications } = await control<{ notifications: unknown[] }>('/webank/notifications'));
			}
			expect(notifications).toMatchObject([{ transName: 'uploadNotice', asExpected: true }]);
			const { Plain } = JSON.parse(bodies[0] ?? '') as { Plain: string };
			expect(JSON.parse(javaUrlDecode(Plain) ?? '')).toMatchObject({
				bizPath: 'cgy',
				bizContent: { ORDER: 'A&B 1' },
				fileList: [{ fileName: 'one.pdf', hashValue: md5(Buffer.from('one')) }],
			});
		} finally {
			close();
		}
	});
});

describe('Faults', () => {
	const faults = async (webank: object): Promise<unknown> => await control('/faults', { webank });
	test('force every documented code, in the shape of its operation', async () => {
		const { msg, ...other } = { msg: '交易超时', code: '60840003' };
		await faults({ force: [{ path: 'callService', code: '60840003' }] });
		const ticket = await client.signTicket();
		const { json } = await client.call('callService', { ...rightInput.callService, ticket });
		const time = expect.stringMatching(/^20\d{12}$/);
		const serial = expect.stringMatching(/^\d{32}$/);
		expect(json).toEqual({
			...{ ...other, msg, transactionTime: time, BizSeqNo: serial, ConsumerSeqNo: serial },
		});
		await faults({ force: [{ path: 'getAccessToken', code: '60851013' }] });
		expect((await client.call('getAccessToken')).json).toEqual({
			...{ code: '60851013', msg: 'access_token获取失败', transactionTime: time },
		});
		await faults({ force: [{ code: '60846999', times: 3 }] });
		const shapes = [];
		for (const operation of ['uploadFile', 'downloadFile', 'uploadJson'] as const) {
			const reply = await client.call(operation, { ...rightInput[operation], ticket });
			expect(reply.headers['content-type']).toMatch(/^application\/json/);
			shapes.push(Object.keys(reply.json).sort());
		}
		const withSerial = ['BizSeqNo', 'code', 'msg'];
		expect(shapes).toEqual([withSerial, withSerial, ['code', 'msg']]);
	});
});

describe('Looking in', () => {
	test('shows sessions with their deadlines', async () => {
		const accessToken = await client.accessToken();
		await client.signTicket(accessToken);
		const ticket = await client.signTicket(accessToken);
		interface Shown {
			sessions: Array<{ kind: string; value: string; secondsLeft: number; alive: boolean }>;
		}
		const { sessions } = await control<Shown>('/webank/sessions?appId=sandbox-webank');
		expect(sessions).toMatchObject([
			{ kind: 'accessToken', value: accessToken, alive: true, secondsLeft: 3600 },
			{ kind: 'signTicket', value: ticket, alive: true, secondsLeft: 3600 },
			{ kind: 'signTicket', alive: true, replaced: true, secondsLeft: 300 },
		]);
	});

	test('shows accounts with the secret that counts', async () => {
		await control('/webank/secret', { appId: 'sandbox-webank', secret: 'another' });
		const { accounts } = await control<{ accounts: object[] }>('/webank/accounts');
		expect(accounts[0]).toMatchObject({ appId: 'sandbox-webank', secret: 'another', salt });
		expect(accounts).toHaveLength(3);
	});

	test('shows a page with sessions, files and notifications, and no markup of others', async () => {
		const evil = '<script>alert(1)</script>';
		const files = [{ content: Buffer.from('x'), fileName: `${evil}.png` }];
		await codeOf('uploadForm', { files, parts: { bizContent: JSON.stringify({ evil }) } });
		await control('/webank/notify', { url: urls().webank, transName: evil });
		const page = await (await fetch(controlUrl())).text();
		for (const address of Object.values(urls())) expect(page).toContain(address);
		for (const path of ['expire', 'kick-out', 'clock', 'notify'])
			expect(page).toContain(`data-post="/webank/${path}"`);
		expect(page).toContain('s left, until');
		expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
		expect(page).not.toContain('<script>alert(1)');
	});

	test.each([
		['expire', { kind: 'token' }, 'kind must be one of accessToken, signTicket, userTicket'],
		['expire', { kind: 'signTicket', appId: 'nobody' }, "There is no account 'nobody'"],
		['kick-out', { appId: 'nobody' }, "There is no account 'nobody'"],
		['kick-out', { ticket: 'yes' }, 'ticket must be true or false'],
		['kick-out', { beforeCalls: -1 }, 'beforeCalls must be a whole number'],
		['secret', {}, 'secret must be a string'],
		['lives', { signTicket: 'long' }, 'a life must be a whole number of seconds'],
		['lives', { ticket: 1 }, "There is no 'ticket'"],
		['clock', { advanceSeconds: -1 }, 'advanceSeconds must be a whole number'],
		['replies', { replies: {} }, 'replies must be a list'],
		['upload-notice', { url: 'file:///' }, 'url must be an http or https address'],
		['notify', { url: 'nowhere' }, 'url must be an http or https address'],
	])('refuses a wrong order: %s %j', async (path, body, error) => {
		const answer = await control<{ error: string }>(`/webank/${path}`, body);
		expect(answer.error).toContain(error);
	});

	test('forgets everything on a reset', async () => {
		const ticket = await client.signTicket();
		await codeOf('uploadForm', { ticket });
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
		expect(await codeOf('networkTest', { ticket })).toBe('60841017');
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
