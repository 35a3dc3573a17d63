import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import type { Report } from '../../sandbox/webank/sender.ts';
import { type Execution, jsonOf } from '../support/n8n-driver.ts';
import { jpeg } from '../support/applicant';
import { controlOf } from '../support/sandbox';
import { sharedEnvironment, type Environment } from './support/environment.ts';
import { exampleOf, examplesIn, expectPlainNodes } from './support/examples.ts';

// Both examples run as they are in the repository, against the sandbox; it plays the bank.

const WEBANK = 'n8n-nodes-fintech-onboarding.weBank';
const TRIGGER = `${WEBANK}Trigger`;
const PLAIN = ['formTrigger', 'if', 'removeDuplicates', 'set', 'wait'];

let environment: Environment;
let control: ReturnType<typeof controlOf>;
let examples: ReturnType<typeof examplesIn>;

beforeAll(async () => {
	environment = await sharedEnvironment();
	control = controlOf(environment.sandbox);
	examples = examplesIn(environment);
});
afterAll(async () => await examples?.unpublish());

const notify = async (order: IDataObject): Promise<Report> =>
	await control.call('/webank/notify', order);

/** How often each node ran. */
const runsOf = ({ data }: Execution, node: string) => data.resultData.runData[node]?.length ?? 0;

describe('the example that applies for credit', () => {
	const document = jpeg(40_000, 7);
	let id: string;
	const example = exampleOf('微众授信申请');
	beforeAll(async () => void (id = await examples.publish(example)));
	beforeEach(async () => await environment.n8n.deleteExecutions(id));
	afterEach(async () => await control.call('/webank/replies', { replies: [] }));

	/** Submits the form; returns the number of the execution and the request that reached the bank. */
	async function apply(until: 'waiting' | 'success') {
		const since = await control.lastSeq();
		const form = environment.n8n.formUrl('apply-for-webank-credit');
		const file = new File([document], '营业执照 1.jpg', { type: 'image/jpeg' });
		const answers = ['王大志', '11010519491231002X', '80000', 'Business License (营业执照)', file];
		expect((await environment.n8n.submitForm(form, answers)).status).toBe(200);
		const [execution] = await environment.n8n.waitForExecutions(id, 1, { until: [until] });
		const entries = await control.journal(since);
		const entry = entries.find(({ operation }) => operation === 'callService');
		const body = JSON.parse(String(entry?.params.$body ?? '{}')) as Record<string, string>;
		return { execution, body, operations: entries.map(({ operation, code }) => [operation, code]) };
	}

	/** The bank's address for this execution, at the port of the test's n8n. */
	const resumeUrl = ({ NOTIFY_URL }: Record<string, string>) => {
		const { pathname, search } = new URL(NOTIFY_URL);
		return environment.n8n.url + pathname + search;
	};

	test.each([
		['approves', { APS_STATUS: 'SUCC', CREDIT_LIMIT: '60000.00' }, 'Approved'],
		['declines', { APS_STATUS: 'FAIL', DESC: '额度不足' }, 'Declined'],
	])('uploads, applies, waits, and goes on when the bank %s', async (_what, content, ending) => {
		const { execution, body } = await apply('waiting');
		const orderNo = String(body.BIZ_SEQ_NO);
		expect(body).toMatchObject({
			BIZ_SEQ_NO: expect.stringMatching(/^CA\d{22}$/),
			USER_NAME: '王大志',
			ID_NO: '11010519491231002X',
			APPLY_LIMIT_AMT: '80000.00',
		});
		const { files, notices } = await control.call<{ files: IDataObject[]; notices: IDataObject[] }>(
			'/webank/files',
		);
		expect(files.find(({ fileId }) => fileId === body.FILE_ID)).toMatchObject({
			fileName: '营业执照 1.jpg',
			fileType: '002',
			fileFormat: 'jpg',
			size: document.length,
			hashValue: createHash('md5').update(document).digest('hex'),
		});
		expect(JSON.stringify(notices)).toContain(orderNo);

		const url = resumeUrl(body);
		for (const kind of ['wrongSignature', 'stale', 'missingField']) {
			const refused = await notify({ url, kind, content });
			expect(refused).toMatchObject({ replyCode: null, body: '{"accepted":false}' });
			await environment.n8n.waitForExecution(execution.id, { until: ['waiting'] });
		}
		const sent = await notify({ url, content, transName: 'CreditResult', seqNo: orderNo });
		expect(sent).toMatchObject({ asExpected: true, replyCode: '0000', signatureOk: true });

		const done = await environment.n8n.waitForExecution(execution.id);
		expect(done.status).toBe('success');
		expect(runsOf(done, 'Turn Away')).toBe(3);
		const outcome =
			ending === 'Approved'
				? { decision: 'approved', creditLimit: '60000.00' }
				: { decision: 'declined', reason: '额度不足' };
		expect(jsonOf(done, ending)).toEqual([expect.objectContaining({ orderNo, ...outcome })]);
	});

	test('tells why an application was not handed in', async () => {
		const replies = [{ bizPath: 'yh', serviceCode: '10002', code: '66590009', desc: '重复申请' }];
		await control.call('/webank/replies', { replies });

		const { execution, operations } = await apply('success');

		expect(jsonOf(execution, 'Not Handed In')).toEqual([
			expect.objectContaining({
				decision: 'not handed in',
				reason: expect.stringContaining('66590009'),
				whatToDo: expect.stringContaining('重复申请'),
			}),
		]);
		// Neither the upload nor the application was sent twice.
		expect(operations.filter(([operation]) => !/^get/.test(String(operation)))).toEqual([
			['uploadForm', '60840000'],
			['callService', '60840000'],
		]);
	});

	test('has nothing but forms, decisions and WeBank nodes', () =>
		expectPlainNodes(example, PLAIN, [WEBANK, TRIGGER]));

	test("offers the node's own file types, word for word", async () => {
		const { properties } = await environment.n8n.nodeType(WEBANK, 1);
		const choices = properties
			.filter(({ name }) => name === 'fileType')
			.flatMap(({ options = [] }) => options.map(({ name }) => name));
		const offered = JSON.stringify(example.nodes.find(({ type }) => /formTrigger/.test(type)));
		const labels = [...offered.matchAll(/"option":"([^"]+)"/g)].map(([, label]) => label);

		expect(labels).toHaveLength(7);
		expect(choices).toEqual(expect.arrayContaining(labels));
	});
});

describe('the example that answers a query', () => {
	const transName = 'TLMerchantQuery';
	let id: string;
	let url: string;
	const example = exampleOf('微众查询商户');
	beforeAll(async () => {
		id = await examples.publish(example);
		const trigger = example.nodes.find(({ type }) => type === TRIGGER);
		url = `${environment.n8n.url}/webhook/${trigger?.webhookId}/webank`;
	});
	beforeEach(async () => await environment.n8n.deleteExecutions(id));

	test('replies with the merchant, signed, and notes a redelivered query once', async () => {
		const seqNo = `example-${Date.now()}`;
		const order = { url, transName, seqNo, content: { merchantno: '00000006' } };
		const merchant = { merchantno: '00000006', merchantName: 'Sunshine Tea House (阳光茶铺)' };
		for (const times of [1, 2, 3]) {
			const report = await notify(order);
			expect(report).toMatchObject({ asExpected: true, replyCode: '0000', signatureOk: true });
			expect(report.content).toEqual({
				CODE: '0000',
				DESC: '系统处理成功',
				...merchant,
				status: 'OPEN',
			});
			await environment.n8n.waitForExecutions(id, times);
		}

		const executions = await environment.n8n.waitForExecutions(id, 3);
		expect(executions.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
		expect(executions.map((execution) => runsOf(execution, 'Note the Query'))).toEqual([1, 0, 0]);
		expect(jsonOf(executions[0], 'Note the Query')).toEqual([
			{ seqNo, merchantno: '00000006', askedAt: expect.any(String) },
		]);

		await notify({ ...order, seqNo: `${seqNo}-next` });
		const [, , , next] = await environment.n8n.waitForExecutions(id, 4);
		expect(runsOf(next, 'Note the Query')).toBe(1);
	});

	test('refuses a merchant that it does not know', async () => {
		const report = await notify({
			url,
			transName,
			content: { merchantno: '00000099' },
			expect: ['0002'],
		});

		expect(report).toMatchObject({
			asExpected: true,
			replyCode: '0002',
			content: { CODE: '0002', DESC: '商户不存在' },
		});
	});

	test('starts for nothing else', async () => {
		const sent = [
			await notify({ url, transName: 'Other', expect: ['0002'] }),
			await notify({ url, transName, kind: 'wrongSignature' }),
			await notify({ url, transName, kind: 'stale' }),
		];

		expect(sent.map(({ replyCode }) => replyCode)).toEqual(['0002', '0010', '0012']);
		expect(sent.every(({ asExpected }) => asExpected)).toBe(true);
		expect(await environment.n8n.executions(id)).toEqual([]);
	});

	test('has nothing but decisions and WeBank nodes', () =>
		expectPlainNodes(example, PLAIN, [WEBANK, TRIGGER]));
});
