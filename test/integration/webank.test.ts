import type { IDataObject } from 'n8n-workflow';

import { javaUrlDecode } from '../../sandbox/webank/crypto.ts';
import { buildNotification, verifyReply } from '../../sandbox/webank/notification.ts';
import { jpeg } from '../support/applicant';
import { binaryFile } from '../support/n8n-file';
import { BODY, item, service, types, useWebank, userId } from '../support/webank-node';

const stage = useWebank();
const { run, one, fetches } = stage;

test.each<[place: string, values: IDataObject, result: object]>([
	['business.call', { ...service, additionalFields: { type: 'sync' } }, { code: '60840000' }],
	['business.networkTest', {}, {}],
	['userTicket.get', userId, { ticket: expect.any(String) as string, expire_in: 300 }],
	['file.upload', types, { fileId: expect.any(String), hashValue: expect.any(String) } as object],
	[
		'file.uploadForm',
		{
			...{ ...types, bizPath: 'yh', file: 'data, second' },
			additionalFields: { bizContent: '{"N":"通知"}' },
		},
		{ fileList: [expect.anything(), expect.anything()] as unknown[] },
	],
	[
		'file.uploadJson',
		{ ...types, bizPath: 'yh', additionalFields: { bizContent: '{"N":"通知"}' } },
		{ fileId: expect.any(String) as string },
	],
])('%s succeeds, with one session', async (place, values, result) => {
	const [resource, operation] = place.split('.');
	const [{ json }] = await run(resource, operation, values, { items: [item()] });
	expect(json).toMatchObject(result);
	expect(await fetches()).toBe(1);
});

describe('a file', () => {
	test.each(['upload', 'uploadJson', 'uploadForm'])(
		'comes back byte for byte (%s)',
		async (operation) => {
			const values = { ...types, bizPath: 'yh' };
			const [stored] = await run('file', operation, values, { items: [item()] });
			const [{ binary, json }] = await run('file', 'download', {}, { items: [stored] });
			expect(Buffer.from(String(binary?.data.data), 'base64')).toEqual(jpeg(5000, 1));
			expect(json).toMatchObject({ mimeType: 'image/jpeg', bytes: 5000 });
		},
	);

	test('can be a text, where that is asked for', async () => {
		const contentType = 'application/json';
		const text = binaryFile(Buffer.from('[1, "合同"]'), 'text', contentType);
		const items = [{ json: {}, binary: { data: text } }];
		const [stored] = await run('file', 'upload', types, { items });
		const values = { additionalFields: { contentType } };
		const [{ json }] = await run('file', 'download', values, { items: [stored] });
		expect(json).toMatchObject({ mimeType: contentType, bytes: 13 });
	});

	test('of 20 MB goes there and back', async () => {
		const large = binaryFile(jpeg(20 * 1024 * 1024, 9), 'large.jpg');
		const items = [{ json: {}, binary: { data: large } }];
		const [stored] = await run('file', 'upload', types, { items });
		const [{ json }] = await run('file', 'download', {}, { items: [{ json: stored.json }] });
		expect(json.bytes).toBe(20 * 1024 * 1024);
	});

	test('may have a part of another name, and a signed JSON body', async () => {
		const part = { appId: 'sandbox-webank-part-name', secret: 'webank-part-name-secret' };
		await run('file', 'upload', types, {
			items: [item()],
			credentials: { ...part, specialSettings: true, uploadPartName: 'media' },
		});
		const body = { appId: 'sandbox-webank-signed-body', secret: 'webank-signed-body-secret' };
		await run(
			'file',
			'uploadJson',
			{ ...types, bizPath: 'yh' },
			{
				items: [item()],
				credentials: { ...body, specialSettings: true, signUploadJsonBody: true },
			},
		);
	});
});

describe('a business call', () => {
	test('sends the JSON exactly as given', async () => {
		await one('business', 'call', service);
		const entry = (await stage.control.journal()).find(
			({ operation }) => operation === 'callService',
		);
		expect(JSON.stringify(entry)).toContain(JSON.stringify(BODY).slice(1, -1));
	});

	test.each([
		['without a name', [{ name: ' ', value: '1' }], 'has a value without a name'],
		[
			'of the same name',
			[
				{ name: 'ID_NO', value: '1' },
				{ name: 'ID_NO ', value: '2' },
			],
			"has 'ID_NO' twice",
		],
	])('refuses a field %s rather than dropping one', async (_what, values, message) => {
		const since = (await stage.control.journal()).length;
		await expect(
			one('business', 'call', { bizPath: 'yh', service_code: '1', bodyFields: { values } }),
		).rejects.toMatchObject({ message: `'Business Fields' ${message}` });
		expect(await stage.control.journal()).toHaveLength(since);
	});

	test('sends fields given one by one', async () => {
		const bodyFields = { values: [{ name: 'ID_NO', value: '1' }] };
		const values = { bizPath: 'yh', service_code: '1', bodyFields };
		expect(await one('business', 'call', values)).toMatchObject({ code: '60840000' });
	});

	test('tells the business code apart, and fails on one that is not expected', async () => {
		await stage.control.call('/webank/replies', {
			replies: [{ serviceCode: '10002', code: '66590009', desc: '额度不足', times: 2 }],
		});
		const result = await one('business', 'call', service);
		expect(result).toMatchObject({ businessCode: '66590009', businessMessage: '额度不足' });
		const values = { ...service, additionalFields: { expectedCodes: '66590000, 66590001' } };
		const [output] = await run('business', 'call', values, { continueOnFail: true });
		expect(output.json).toMatchObject({
			error: 'The business system answered with code 66590009, which is not expected',
			// Only the interface document of the business knows whether it was done.
			details: {
				outcome: 'unknown',
				providerMessage: '额度不足',
				description: expect.stringContaining('by your own serial number'),
			},
		});
	});

	test('whose outcome WeBank does not know says so', async () => {
		await stage.control.call('/faults', {
			webank: { force: [{ path: 'callService', code: '60840003', times: 1 }] },
		});
		const [output] = await run('business', 'call', service, { continueOnFail: true });
		expect(output.json.details).toMatchObject({ code: '60840003', outcome: 'unknown' });
	});
});

describe('a notification', () => {
	const build = async (values: IDataObject = {}) =>
		await one('notification', 'buildReply', {
			transName: 'LoanResult',
			SeqNo: '7',
			Timestamp: String(Date.now()),
			...values,
		});

	const salt = 'webank-sandbox-salt';
	const read = ({ Plain }: IDataObject): IDataObject =>
		JSON.parse(javaUrlDecode(String(Plain)) ?? '') as IDataObject;

	test('is verified and decoded', async () => {
		const content = { AMOUNT: '1.50', NOTE: 'a b+c ~* 😀 王', CODE: '66590000' };
		const timestamp = String(Date.now());
		const text = JSON.stringify(content);
		const message = buildNotification({ text, salt, timestamp, transName: 'Loan', seqNo: '7' });
		const items = [{ json: { body: { ...message } } }];
		expect(await one('notification', 'verify', {}, { items })).toEqual({
			...{ transName: 'Loan', seqNo: '7', timestamp, content },
			dedupeKey: expect.stringMatching(/^[0-9a-f]{64}$/),
		});
	});
	test('is answered with a reply that the bank accepts, and nobody as a call', async () => {
		const content = { AMOUNT: '1.50', NOTE: 'a b+c ~* 😀 王' };
		for (const additionalFields of [{ content }, {}, { content: { CODE: 1 } }]) {
			const reply = await build({ additionalFields });
			expect(verifyReply(JSON.stringify(reply), salt)).toMatchObject({ signatureOk: true });
			const items = [{ json: { body: reply } }];
			await expect(one('notification', 'verify', {}, { items })).rejects.toThrow(
				'The notification is not genuine: it is a reply, not a call',
			);
		}
	});
	test.each(['0001', '0010'])('is refused with %s without a signature', async (CODE) => {
		const reply = await build({ CODE });
		expect(reply.Signature).toBe('');
		expect(read(reply).CODE).toBe(CODE);
	});
	test.each([
		['{"AMOUNT":', 'must be JSON, but ends before all of it is there'],
		['[1]', 'must be a JSON object'],
	])('is not built of %s, which would be left out', async (content, message) => {
		await expect(build({ additionalFields: { content } })).rejects.toMatchObject({
			message: `'Business Content' ${message}`,
		});
	});
	test.each([null, '', '{}', {}])(
		'is built without a content that is empty: %j',
		async (content) => {
			const sent = read(await build({ additionalFields: { content } }));
			expect(Object.keys(sent)).toEqual(['CODE', 'DESC']);
		},
	);
	test('that was changed is not genuine', async () => {
		const message = { ...(await build()), SeqNo: '7', Plain: '%7B%7D' };
		await expect(
			one('notification', 'verify', {}, { items: [{ json: { body: message } }] }),
		).rejects.toThrow('The notification is not genuine: its signature does not fit');
	});
	test('cannot be verified without a salt', async () => {
		await expect(one('notification', 'verify', {}, { credentials: { salt: '' } })).rejects.toThrow(
			"The credential has no 'Callback Salt'",
		);
	});
	test('is answered with the success code that was agreed', async () => {
		const values = { transName: 'a', SeqNo: '1', Timestamp: '2' };
		const credentials = { specialSettings: true, replySuccessCode: '60840000' };
		const { Plain } = await one('notification', 'buildReply', values, { credentials });
		expect(decodeURIComponent(String(Plain))).toContain('"CODE":"60840000"');
	});
});

test('nothing that the node sends or returns is left out', () => {
	expect(stage.unseen()).toEqual([]);
});
