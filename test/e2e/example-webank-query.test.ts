import { jsonOf, runsOf } from '../support/n8n-driver.ts';
import { exampleOf, useExamples } from './support/examples.ts';

// The example that answers the bank's query runs as it is in the repository; the sandbox plays the bank.

const { environment, control, examples } = useExamples();

const notify = control.notifyWebank;

const transName = 'TLMerchantQuery';
let id: string;
let url: string;
const example = exampleOf('微众查询商户');
beforeAll(async () => {
	id = await examples.publish(example);
	const trigger = example.nodes.find(({ type }) => type.endsWith('.weBankTrigger'));
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
	expect(executions.map((execution) => runsOf(execution, 'Note the Query 记下查询'))).toEqual([
		1, 0, 0,
	]);
	expect(jsonOf(executions[0], 'Note the Query 记下查询')).toEqual([
		{ seqNo, merchantno: '00000006', askedAt: expect.any(String) },
	]);

	await notify({ ...order, seqNo: `${seqNo}-next` });
	const [, , , next] = await environment.n8n.waitForExecutions(id, 4);
	expect(runsOf(next, 'Note the Query 记下查询')).toBe(1);
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
