import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';

import { resources } from '../../nodes/WeBank/operations';
import { buildNotification } from '../../sandbox/webank/notification.ts';
import { jsonOf } from '../support/n8n-driver.ts';
import { jpeg } from '../support/applicant';
import { binaryFile } from '../support/n8n-file';
import { itemsNode, row, type NodeInput } from '../support/workflow';
import { chainsOf, errorOf } from './support/chain';
import { useHost } from './support/use-host';

const WEBANK = 'n8n-nodes-fintech-onboarding.weBank';

const { environment, control, account } = useHost();
let credentials: NodeInput['credentials'];

beforeAll(async () => ({ credentials } = await account('webankApi', 'webank')));
afterEach(async () => {
	await control.call('/webank/replies', { replies: [] });
});

const {
	node: webank,
	httpRequest,
	execute,
	bytesOf,
} = chainsOf(environment, WEBANK, () => credentials);

const files = {
	data: binaryFile(jpeg(50_000, 1), '合同 1.jpg'),
	second: binaryFile(jpeg(6000, 2), 'second.jpg'),
};
const contract = { fileType: '006', fileFormat: 'jpg' };
const BODY = '{"ID_NO":"11010519491231002X","NAME":"王 + 大志 😀","AMOUNT":1.50}';
const service = { bizPath: 'yh', service_code: '10002', specifyBody: 'json', body: BODY };
const md5 = (data: Buffer) => createHash('md5').update(data).digest('hex');

/** How many access tokens were fetched, and how many calls were refused, since a request of the journal. */
async function since(seq: number) {
	const entries = await control.journal(seq);
	return {
		tokens: entries.filter(({ operation }) => operation === 'getAccessToken').length,
		refused: entries.filter(({ processed }) => !processed).length,
	};
}

test('every operation, chained by its items', async () => {
	const bizContent = '{"TYPE":"合同","NO":"1 + 1"}';
	const notified = { ...contract, bizPath: 'yh', additionalFields: { bizContent } };
	const call = buildNotification({
		...{ text: '{"备注":"a b+c*~😀"}', salt: 'webank-sandbox-salt', timestamp: String(Date.now()) },
		...{ transName: 'LoanResult', seqNo: '1' },
	});
	const chain: NodeInput[] = [
		webank('Test', 'business', 'networkTest'),
		itemsNode('Files', [{}], files),
		webank('Upload', 'file', 'upload', { ...contract, file: 'data' }),
		webank('Download', 'file', 'download', { binaryPropertyName: 'stored' }),
		itemsNode('Files Again', [{}], files),
		webank('Upload JSON', 'file', 'uploadJson', { ...notified, file: 'data' }),
		webank('Download JSON', 'file', 'download'),
		itemsNode('Files Once More', [{}], files),
		webank('Upload Form', 'file', 'uploadForm', { ...notified, file: 'data, second' }),
		webank('Download Second', 'file', 'download', {
			fileId: '={{ $json.fileList[1].fileId }}',
			hashValue: '={{ $json.fileList[1].hashValue }}',
		}),
		webank('Call', 'business', 'call', service),
		webank('Call By Fields', 'business', 'call', {
			bizPath: 'yh',
			service_code: '10003',
			bodyFields: {
				values: [{ name: 'FILE_ID', value: "={{ $('Upload').first().json.fileId }}" }],
			},
			additionalFields: { expectedCodes: '66590000' },
		}),
		webank('Ticket', 'userTicket', 'get', {
			USER_ID: 'u-1 &=+/',
			additionalFields: { USER_NAME: '王大志', EXTEND_INFO: '{"PLATE_NUM":"粤B12345"}' },
		}),
		webank('Build Reply', 'notification', 'buildReply', {
			transName: 'LoanResult',
			SeqNo: '1',
			Timestamp: '={{ String(Date.now()) }}',
			additionalFields: { content: '{"备注":"a b+c*~😀"}' },
		}),
		// A call of the bank: what Build Reply has signed is a reply, and none.
		webank('Verify', 'notification', 'verify', { notification: JSON.stringify(call) }),
	];
	const executed = new Set(
		chain
			.filter(({ type }) => type === WEBANK)
			.map(({ parameters }) => `${parameters?.resource}.${parameters?.operation}`),
	);
	const all = Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.keys(operations).map((operation) => `${resource}.${operation}`),
	);
	expect([...executed].sort()).toEqual(all.sort());

	const before = await control.lastSeq();
	const execution = await execute('webank operations', chain);
	expect(errorOf(execution)).toBeUndefined();
	expect(await since(before)).toEqual({ tokens: expect.any(Number), refused: 0 });

	expect(jsonOf(execution, 'Upload')[0].hashValue).toBe(md5(jpeg(50_000, 1)));
	expect(await bytesOf(execution, 'Download', 'stored')).toEqual(jpeg(50_000, 1));
	expect(await bytesOf(execution, 'Download JSON', 'data')).toEqual(jpeg(50_000, 1));
	expect(await bytesOf(execution, 'Download Second', 'data')).toEqual(jpeg(6000, 2));
	const { notices } = await control.call<{ notices: IDataObject[] }>('/webank/files');
	expect(notices.filter((notice) => notice.bizContent === bizContent)).toHaveLength(2);

	expect(jsonOf(execution, 'Call')[0]).toMatchObject({
		code: '60840000',
		businessCode: '66590000',
		businessMessage: '交易成功',
		jsonData: { REQUEST: { NAME: '王 + 大志 😀', AMOUNT: 1.5 } },
	});
	const { fileId } = jsonOf(execution, 'Upload')[0];
	expect(jsonOf(execution, 'Call By Fields')[0]).toMatchObject({
		jsonData: { REQUEST: { FILE_ID: fileId } },
	});
	expect(jsonOf(execution, 'Verify')[0]).toMatchObject({
		transName: 'LoanResult',
		seqNo: '1',
		content: { 备注: 'a b+c*~😀' },
	});
	expect(jsonOf(execution, 'Build Reply')[0]).toMatchObject({
		transName: 'LoanResult',
		SeqNo: '1',
	});
	const { ticket } = jsonOf(execution, 'Ticket')[0];
	expect(await control.call('/webank/h5-login', { ticket })).toMatchObject({
		code: '60850000',
		userId: 'u-1 &=+/',
		merchantId: '260125411000001',
		data: { USER_NAME: '王大志', EXTEND_INFO: '{"PLATE_NUM":"粤B12345"}' },
	});
});

test.each([
	['expires', '/webank/expire', { kind: 'signTicket' }],
	['is taken over by another system', '/webank/kick-out', { ticket: true }],
])(
	'the session %s in the middle of 300 items: all succeed with one further token',
	async (what, path, body) => {
		const items = Array.from({ length: 300 }, (_, i) => ({ i }));
		const { id } = await environment.n8n.saveWorkflow(
			row(`webank session ${what}`, [
				itemsNode('Items', items),
				webank('Call', 'business', 'call', {
					...service,
					body: '={{ JSON.stringify({ I: $json.i }) }}',
				}),
			]),
		);
		await execute('webank warm', [webank('Test', 'business', 'networkTest')]);
		const before = await control.lastSeq();
		await control.call('/faults', { webank: { latencyMs: 20 } });
		const started = await environment.n8n.start(id);
		while ((await control.lastSeq()) < before + 100) await sleep(5);
		await control.call(path, body);
		const execution = await environment.n8n.waitForExecution(started);
		await control.call('/faults', { webank: { latencyMs: null } });

		expect(errorOf(execution)).toBeUndefined();
		const echoes = jsonOf(execution, 'Call').map(({ jsonData }) => jsonData as IDataObject);
		expect(echoes.map(({ REQUEST }) => REQUEST)).toEqual(items.map(({ i }) => ({ I: i })));
		const { tokens, refused } = await since(before);
		expect(tokens).toBe(1);
		// It really happened while calls were under way.
		expect(refused).toBeGreaterThan(0);
	},
);

test("n8n's HTTP Request node calls, uploads and downloads with the credential", async () => {
	const { webank: api, 'webank-files': host } = environment.sandbox.urls;
	const values = (fields: IDataObject) => ({
		parameters: Object.entries(fields).map(([name, value]) => ({ name, value })),
	});
	const execution = await execute('webank HTTP Request', [
		// The tests of other credentials have taken over the session, which n8n's node could not tell.
		webank('Warm', 'business', 'networkTest'),
		httpRequest('Call', {
			method: 'POST',
			url: `${api}/api/s/yh/10002`,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: BODY,
		}),
		itemsNode('Files', [{}], files),
		httpRequest('Upload', {
			method: 'POST',
			url: `${host}/api/s/up/upload`,
			sendQuery: true,
			queryParameters: values(contract),
			sendBody: true,
			contentType: 'multipart-form-data',
			bodyParameters: {
				parameters: [{ parameterType: 'formBinaryData', name: 'file', inputDataFieldName: 'data' }],
			},
		}),
		httpRequest('Download', {
			url: `${host}/api/s/up/download`,
			sendQuery: true,
			queryParameters: values({
				fileId: '={{ JSON.parse($json.jsonData).FILE_LIST[0].FILE_ID }}',
				hashValue: '={{ JSON.parse($json.jsonData).FILE_LIST[0].HASH_VALUE }}',
			}),
			options: { response: { response: { responseFormat: 'file' } } },
		}),
	]);
	expect(errorOf(execution)).toBeUndefined();
	expect(JSON.parse(String(jsonOf(execution, 'Call')[0].jsonData))).toMatchObject({
		REQUEST: { NAME: '王 + 大志 😀' },
	});
	expect(await bytesOf(execution, 'Download', 'data')).toEqual(jpeg(50_000, 1));
});
