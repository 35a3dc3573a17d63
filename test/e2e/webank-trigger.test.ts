import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INode } from 'n8n-workflow';

import { kindNames, kindOf, type KindName } from '../../sandbox/webank/kinds.ts';
import { buildNotification } from '../../sandbox/webank/notification.ts';
import { jsonOf } from '../support/n8n-driver.ts';
import type { NodeInput } from '../support/workflow';
import { calledLine, type Listening, useHost } from './support/use-host';

// The bank calls a published workflow, rightly and maliciously; the sandbox verifies every reply.

const TRIGGER = 'n8n-nodes-fintech-onboarding.weBankTrigger';
const WEBANK = 'n8n-nodes-fintech-onboarding.weBank';
const SALT = 'webank-sandbox-salt';

const host = useHost();
const { environment, control } = host;
const credential = async (name: string, changes: IDataObject = {}) =>
	(await host.account('webankApi', name, changes)).credentials;

const END: NodeInput = { name: 'End', type: 'n8n-nodes-base.noOp' };
const trigger = (credentials: INode['credentials'], parameters: IDataObject = {}): NodeInput => ({
	...{ name: 'WeBank Trigger', type: TRIGGER, typeVersion: 2, parameters, credentials },
});
const listen = async (
	name: string,
	credentials: INode['credentials'],
	parameters: IDataObject = {},
	behind: NodeInput[] = [END],
): Promise<Listening> =>
	await host.listen(name, [trigger(credentials, parameters), ...behind], 'webank');

const notify = control.notifyWebank;

/** The executions of a workflow once there are `count` of them. */
const executionsOf = async ({ id }: Listening, count: number) =>
	await environment.n8n.waitForExecutions(id, count);

/** Sends a right notification and returns the number of its execution, the only one there is. */
const oneExecution = async ({ id, url }: Listening): Promise<number> =>
	await host.onlyExecution(id, async () => await notify({ url }));

describe('every kind of notification', () => {
	let workflow: Listening;
	let last: number;
	beforeAll(async () => {
		workflow = await listen('webank kinds', await credential('webank kinds'));
		last = await oneExecution(workflow);
	});

	// n8n itself refuses what is no JSON or larger than 16 MB before it asks any trigger: the latter with 500.
	const statuses: Partial<Record<KindName, number>> = {
		notJson: 422,
		huge: 500,
		hugeUnsigned: 500,
	};
	const executions: Partial<Record<KindName, number>> = {
		right: 1,
		...{ replay: 2, renamed: 2, sentBack: 1 },
		upperCaseSignature: 1,
		percentEncoded: 1,
		prototype: 1,
	};
	test.each(kindNames)('%s', async (kind) => {
		await environment.n8n.deleteExecutions(workflow.id);
		const report = await notify({ url: workflow.url, kind });
		const { status, replyCode, signatureOk, faults, summary } = report;
		const refusedByN8n = statuses[kind];
		if (refusedByN8n !== undefined) expect(status).toBe(refusedByN8n);
		else {
			expect({ status, signatureOk, faults }).toEqual({
				status: 200,
				signatureOk: !kindOf(kind).unproven,
				faults: [],
			});
			expect(kindOf(kind).expected).toContain(replyCode);
			expect(summary.asExpected).toBe(summary.sent);
		}
		const count = executions[kind] ?? 0;
		const started = await executionsOf(workflow, count);
		expect(started.map((execution) => execution.status)).toEqual(Array(count).fill('success'));
		// Numbers are given out without gaps, so no execution has come and gone unseen.
		expect(await oneExecution(workflow)).toBe(last + count + 1);
		last += count + 1;
	});
});

test.each([
	['what Java encodes otherwise', { TEXT: "a b+c*d~e!'()-._ %2B &=?#/\\" }],
	['Chinese and emoji', { NAME: '王大志', 备注: '生僻字 𠮷 😀\u200d👩', EMPTY: '' }],
	['numbers, lists, nothing', { A: 1234.5, B: [{ C: null }, [], {}], D: true, E: '\n\t"' }],
])('%s arrive as the bank meant it', async (name, content) => {
	const workflow = await listen('webank content', await credential('webank kinds'));
	await environment.n8n.deleteExecutions(workflow.id);
	const sent = await notify({ url: workflow.url, content, transName: 'LoanResult', seqNo: name });
	expect(sent).toMatchObject({ replyCode: '0000', replyDesc: '系统处理成功', asExpected: true });
	const [execution] = await executionsOf(workflow, 1);
	expect(jsonOf(execution, 'End')).toEqual([
		{
			...{ transName: 'LoanResult', seqNo: name, content },
			timestamp: expect.stringMatching(/^\d{13}$/),
			dedupeKey: expect.stringMatching(/^[0-9a-f]{64}$/),
		},
	]);
});

/** Sends a text as it is and returns what comes back. */
async function post({ url }: Listening, body: string, contentType = 'application/json') {
	const headers = { 'content-type': contentType };
	const answer = await fetch(url, { method: 'POST', headers, body });
	return { status: answer.status, text: await answer.text() };
}

test.each([
	'Application/JSON',
	'application/json ;charset=utf-8',
	'application/json,charset=utf-8',
])('a call as %s is JSON, where n8n itself reads it and where it does not', async (contentType) => {
	const workflow = await listen('webank types', await credential('webank kinds'));
	await environment.n8n.deleteExecutions(workflow.id);
	const text = '{"NO":12345678901234567890,"NAME":"王"}';
	const parts = { text, salt: SALT, timestamp: String(Date.now()), transName: 'a', seqNo: '1' };
	await post(workflow, JSON.stringify(buildNotification(parts)), contentType);
	const [execution] = await executionsOf(workflow, 1);
	expect(jsonOf(execution, 'End')).toMatchObject([{ content: { NAME: '王' } }]);
});

describe.each(['lastNode', 'responseNode'])('answered by the workflow (%s)', (responseMode) => {
	const answering = async (name: string, reply: IDataObject, behind: NodeInput[] = []) => {
		const credentials = await credential('webank kinds');
		const parameters = { resource: 'notification', operation: 'buildReply', ...reply };
		const buildReply = { name: 'Build Reply', type: WEBANK, parameters, credentials };
		const nodes = [buildReply, ...behind];
		return await listen(`${name} ${responseMode}`, credentials, { responseMode }, nodes);
	};

	if (responseMode === 'responseNode') {
		test('at once, while the workflow goes on', async () => {
			const parameters = { amount: 2, unit: 'seconds' };
			const wait = { name: 'Wait', type: 'n8n-nodes-base.wait', typeVersion: 1.1, parameters };
			const workflow = await answering('webank at once', {}, [wait]);
			const started = Date.now();
			expect(await notify({ url: workflow.url })).toMatchObject({ asExpected: true });
			expect(Date.now() - started).toBeLessThan(1900);
			const [{ status }] = await executionsOf(workflow, 1);
			expect(status).toBe('success');
		});
	}

	test('with business content that is signed', async () => {
		const { url } = await answering('webank answer', {
			additionalFields: { content: '={{ { "ECHO": $json.content.NAME, "备注": "a b+c*~😀" } }}' },
		});
		expect(await notify({ url, content: { NAME: '王大志' } })).toMatchObject({
			replyCode: '0000',
			signatureOk: true,
			faults: [],
			content: { CODE: '0000', DESC: '系统处理成功', ECHO: '王大志', 备注: 'a b+c*~😀' },
		});
	});

	test('with a refusal; one that is not genuine never reaches the workflow', async () => {
		const workflow = await answering('webank refusal', {
			CODE: '0002',
			additionalFields: { DESC: '没有这个商户' },
		});
		const sent = await notify({ url: workflow.url, expect: ['0002'] });
		expect(sent).toMatchObject({ replyDesc: '没有这个商户', asExpected: true });
		await executionsOf(workflow, 1);
		const forged = await notify({ url: workflow.url, kind: 'wrongSignature' });
		expect(forged).toMatchObject({ replyCode: '0010', asExpected: true });
		expect(await environment.n8n.executions(workflow.id)).toHaveLength(1);
	});
});

describe('the credential', () => {
	test('without a salt is not enough to publish', async () => {
		const name = 'webank no salt';
		const nodes = [trigger(await credential(name, { salt: '' })), END];
		const { id } = await environment.n8n.saveWorkflow(calledLine(name, nodes));
		await expect(environment.n8n.publish(id)).rejects.toThrow(
			"The credential has no 'Callback Salt'",
		);
	});

	test('that was deleted leaves no failed executions of calls that nobody signed', async () => {
		const name = 'webank deleted';
		const credentials = await credential(name);
		const workflow = await listen(name, credentials);
		await environment.n8n.deleteCredential(credentials.webankApi.id);
		for (const kind of ['wrongSignature', 'right', 'missingField', 'wrongSignature']) {
			expect(await notify({ url: workflow.url, kind })).toMatchObject({ status: 503, body: '' });
		}
		expect(await environment.n8n.executions(workflow.id)).toEqual([]);
	});

	test('whose salt is taken away later answers nothing that could be believed', async () => {
		const name = 'webank salt lost';
		const workflow = await listen(name, await credential(name));
		expect(await notify({ url: workflow.url })).toMatchObject({ replyCode: '0000' });
		await executionsOf(workflow, 1);
		await credential(name, { salt: '' });
		// It may be remembered for some seconds.
		let refused = await notify({ url: workflow.url });
		for (let tries = 0; tries < 100 && refused.status !== 503; tries++) {
			await sleep(100);
			refused = await notify({ url: workflow.url });
		}
		expect(refused).toMatchObject({ status: 503, body: '' });
		const { length } = await environment.n8n.executions(workflow.id);
		expect(await notify({ url: workflow.url })).toMatchObject({ status: 503 });
		expect(await environment.n8n.executions(workflow.id)).toHaveLength(length);
	});
});
