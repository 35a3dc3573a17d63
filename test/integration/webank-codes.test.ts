import type { IDataObject } from 'n8n-workflow';

import { webankApiTest } from '../../nodes/WeBank/accountTest';
import { jpeg } from '../support/applicant';
import { binaryFile } from '../support/n8n-file';
import { providerOf, runExample } from '../support/providers';
import { useServers } from '../support/servers';
import { useWebank } from '../support/webank-node';

// What the document says of its codes outside of their list: notes 3.1 to 3.5 of 4.3, and the FAQ in section 6.

const servers = useServers();
const stage = useWebank();
const webank = providerOf('WeBank');

const details = ({ json }: { json: IDataObject }) => json.details as IDataObject;

describe('a code', () => {
	const answered = async (effect: 'reads' | 'submits', body: object, credentials = {}) =>
		await runExample(webank, webank[effect], await servers.answering({ body }), {
			...{ options: { retries: 0 }, credentials },
		});
	const NOT_REACHED = /was not reached properly.*Network and certificate are right.*App ID/s;

	test.each([
		['60840001', NOT_REACHED, 'unknown'],
		['60849999', NOT_REACHED, 'unknown'],
		['60841019', NOT_REACHED, 'unknown'],
		['60851009', /does not know this App ID.*Network and certificate are right/s, 'refused'],
		['60840002', /jsonData:\{\}/, 'refused'],
		['60840003', /developers of the business system.*业务对接开发人员/s, 'unknown'],
		['66590001', /WeBank refused the request/, 'refused'],
		['608499990', /WeBank refused the request/, 'refused'],
	])('%s is told by what the document says of it', async (code, words, outcome) => {
		const submitted = await answered('submits', { code, msg: '原文' });
		const text = `${String(submitted.json.error)} ${String(details(submitted).description)}`;
		expect(text).toMatch(words);
		expect(text).toContain(`WeBank code ${code}: 原文`);
		expect(details(submitted)).toMatchObject({ code, outcome, providerMessage: '原文' });
		expect(details(await answered('reads', { code, msg: '' }))).toMatchObject({
			outcome: 'refused',
		});
	});

	test.each(['60846999', '60840123', '60856999'])(
		'%s for a token leaves nothing unknown: the call was not sent',
		async (code) => {
			const failed = await answered('submits', { code, msg: '未知' }, { session: '' });
			expect(details(failed)).toMatchObject({ code, outcome: 'refused' });
			expect(String(details(failed).description)).not.toMatch(/carried out/);
			expect(servers.received.filter((line) => line.includes('/api/s/'))).toEqual([]);
		},
	);

	test('60841017 may also mean that the ticket does not exist or was not obtained', async () => {
		await stage.control.call('/faults', {
			webank: { force: [{ path: 'networkTest', code: '60841017', times: 50 }] },
		});
		await expect(stage.one('business', 'networkTest', {})).rejects.toMatchObject({
			message: 'WeBank does not find a valid ticket for the call',
			description: expect.stringMatching(/does not exist, has expired or was not obtained/),
		});
	});

	test('is told by the test of the credential in the same words', async () => {
		const address = await servers.answering((path) => ({
			body: path.includes('/api/s/test/')
				? { code: '60840777', msg: '接入异常' }
				: { code: '60850000', access_token: 'a', tickets: [{ value: 't' }] },
		}));
		const request = async ({ uri, method, headers, body }: Record<string, never>) => {
			const answer = await fetch(uri, { method, headers, body });
			return {
				statusCode: answer.status,
				headers: {},
				body: Buffer.from(await answer.arrayBuffer()),
			};
		};
		const data = webank.account(address);
		const result = await webankApiTest.call({ helpers: { request } } as never, { data } as never);
		expect(result).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(
				/^WeBank's platform was not reached properly.*\(60840777 接入异常\)$/,
			),
		});
	});
});

describe('an upload as JSON whose signature is refused', () => {
	const upload = {
		...{ fileType: '006', fileFormat: 'jpg', bizPath: 'yh' },
		options: { concurrency: 1 },
	};
	const items = (count: number) =>
		Array.from({ length: count }, () => ({
			json: {},
			binary: { data: binaryFile(jpeg(), 'a.jpg') },
		}));
	const SIGNED = { appId: 'sandbox-webank-signed-body', secret: 'webank-signed-body-secret' };
	const made = async (operation: string) =>
		(await stage.control.journal()).filter((entry) => entry.operation === operation).length;

	test.each([
		['is off and must be on', { ...SIGNED }],
		['is on and must be off', { specialSettings: true, signUploadJsonBody: true }],
	])('names the switch that %s, and renews once for all items', async (_what, credentials) => {
		const outputs = await stage.run('file', 'uploadJson', upload, {
			...{ items: items(6), credentials, continueOnFail: true },
		});
		for (const output of outputs) {
			expect(details(output)).toMatchObject({
				outcome: 'refused',
				code: '60841018',
				description: expect.stringContaining("'Sign Upload JSON Body'"),
			});
		}
		expect(await made('getAccessToken')).toBeLessThanOrEqual(2);
		expect(await made('uploadJson')).toBe(7);
		// The session was not the reason, and goes on.
		const before = await made('getAccessToken');
		await stage.run('file', 'upload', upload, { items: items(1), credentials });
		expect(await made('getAccessToken')).toBe(before);
	});

	test('is renewed and sent again when it was the session after all', async () => {
		await stage.run('file', 'uploadJson', upload, { items: items(1) });
		for (let i = 0; i < 2; i++) {
			await stage.control.call('/faults', {
				webank: { force: [{ path: 'uploadJson', code: '60841018', times: 1 }] },
			});
			const [{ json }] = await stage.run('file', 'uploadJson', upload, { items: items(1) });
			expect(json.error).toBeUndefined();
		}
	});
});

describe('the notification of an upload', () => {
	const notices = async () =>
		(await stage.control.call<{ notices: IDataObject[] }>('/webank/files')).notices;
	const items = [{ json: { o: { A: 1 } }, binary: { data: binaryFile(jpeg(), '合同 "1".jpg') } }];
	const send = async (operation: string, bizContent: unknown) =>
		await stage.run(
			'file',
			operation,
			{
				...{ fileType: '006', fileFormat: 'jpg', bizPath: 'yh' },
				additionalFields: { bizContent } as IDataObject,
			},
			{ items },
		);

	test.each([
		['{"N":"通知"}', '{"N":"通知"}'],
		['{\n "N": 1.50\r\n}', '{\n "N": 1.50\r\n}'],
		['ORDER=1&X=+%20', 'ORDER=1&X=+%20'],
		['<a>\n\t<b/>\n</a>', '<a>\n\t<b/>\n</a>'],
		['[1]', '[1]'],
		['{}', '{}'],
		['{ no JSON', '{ no JSON'],
		['--form-x\r\n', '--form-x'],
		[7, '7'],
		['={{ $json.o }}', '{"A":1}'],
	])('of a form is any text, sent as it is: %j', async (given, sent) => {
		const [{ json }] = await send('uploadForm', given);
		expect(await notices()).toMatchObject([{ bizContent: sent }]);
		expect(json).toMatchObject({ fileList: [{ fileName: expect.stringContaining('合同') }] });
	});

	test('of JSON is a JSON object', async () => {
		for (const bad of ['ORDER=1', '[1]', '1']) {
			await expect(send('uploadJson', bad)).rejects.toThrow("'Notification' must be");
		}
		await send('uploadJson', '{"N":1}');
		expect(await notices()).toMatchObject([{ bizContent: '{"N":1}' }]);
	});
});

describe('the vehicles of a user', () => {
	const get = async (additionalFields: IDataObject) => {
		const values = { USER_ID: 'u', mechant_id: 'm', additionalFields };
		await stage.run('userTicket', 'get', values);
		const asked = (await stage.control.journal()).filter(
			({ operation, params }) => operation === 'getApiTicket' && params.type === 'user',
		);
		return JSON.parse(String(asked.at(-1)?.params.user_data)) as IDataObject;
	};
	const vehicles = (...values: IDataObject[]) => ({ DRIV_LICENSE_INFO: { values } });
	const FULL = {
		...{ PLATE_NUM: '粤B12345', ENGINE_NO: 'A-1', VIN_CODE: 'LSVAA4182E2100000' },
		OWNER_ID_NO: '11010519491231002X',
	};

	test('become a part of the extension, which is a text', async () => {
		expect(await get(vehicles(FULL, { PLATE_NUM: '粤Ｂ１' }))).toEqual({
			USER_ID: 'u',
			EXTEND_INFO: JSON.stringify({
				DRIV_LICENSE_INFO: [
					{
						ENGINE_NO: 'A-1',
						OWNER_ID_NO: '11010519491231002X',
						PLATE_NUM: '粤B12345',
						VIN_CODE: 'LSVAA4182E2100000',
					},
					{ PLATE_NUM: '粤B1' },
				],
			}),
		});
		const EXTEND_INFO = ' { "A": 1.50 } ';
		expect((await get({ EXTEND_INFO, ...vehicles({ ENGINE_NO: '1' }) })).EXTEND_INFO).toBe(
			'{ "A": 1.50 ,"DRIV_LICENSE_INFO":[{"ENGINE_NO":"1"}]}',
		);
		expect((await get({ EXTEND_INFO: '{}', ...vehicles({ VIN_CODE: '1' }) })).EXTEND_INFO).toBe(
			'{"DRIV_LICENSE_INFO":[{"VIN_CODE":"1"}]}',
		);
		expect((await get({ EXTEND_INFO, ...vehicles({}) })).EXTEND_INFO).toBe('{ "A": 1.50 }');
	});

	const longest = { PLATE_NUM: 12, ENGINE_NO: 20, VIN_CODE: 32, OWNER_ID_NO: 30 };
	test.each(Object.entries(longest))(
		'%s has at most %i characters, in fields and in JSON',
		async (name, most) => {
			const since = await stage.control.lastSeq();
			const long = { [name]: '京'.repeat(most + 1) };
			await expect(get(vehicles(FULL, long))).rejects.toThrow(/^'Vehicle 2: .*' must have at most/);
			for (const list of [
				[FULL, long],
				[FULL, { [name]: Number('1'.repeat(13)) * 1e2, ...long }],
			]) {
				const EXTEND_INFO = JSON.stringify({ DRIV_LICENSE_INFO: list });
				await expect(get({ EXTEND_INFO })).rejects.toThrow(
					`'Extend Info' must have at most ${most} characters in DRIV_LICENSE_INFO[1].${name}`,
				);
			}
			await expect(
				get({ EXTEND_INFO: JSON.stringify({ DRIV_LICENSE_INFO: long }) }),
			).rejects.toThrow(`DRIV_LICENSE_INFO[0].${name}`);
			expect(await stage.control.journal(since)).toEqual([]);
			const right = { [name]: '京'.repeat(most) };
			expect((await get(vehicles(right))).EXTEND_INFO).toBe(
				JSON.stringify({ DRIV_LICENSE_INFO: [right] }),
			);
		},
	);

	test('are not given twice', async () => {
		const EXTEND_INFO = '{"DRIV_LICENSE_INFO":[]}';
		await expect(get({ EXTEND_INFO, ...vehicles(FULL) })).rejects.toThrow(
			"'Vehicle Licenses' must not replace those of 'Extend Info'",
		);
	});
});
