import type { IDataObject } from 'n8n-workflow';

import { jsonOf, type Execution, type WorkflowInput } from '../support/n8n-driver.ts';
import { newMobile } from '../support/applicant';
import { CHAPTERS, readExamples } from '../../scripts/start/examples.ts';
import { useExamples } from './support/examples.ts';

// The workflows that a newcomer runs first: each with the sandbox's credentials, as it is.

const { environment, control, examples } = useExamples();

const starters = readExamples().filter(({ chapter }) => chapter === CHAPTERS[0]);
const starterOf = (word: string): WorkflowInput => {
	const found = starters.find(({ name }) => name.includes(word));
	if (!found) throw new Error(`No starter has '${word}' in its name`);
	return found;
};

/** Runs a starter; what a person types into a node first goes into its text. */
async function run(word: string, typed: Record<string, string> = {}): Promise<Execution> {
	const entries = Object.entries(typed);
	const text = entries.reduce(
		(before, [from, to]) => before.replaceAll(from, to),
		JSON.stringify(starterOf(word)),
	);
	const id = await examples.save(JSON.parse(text) as WorkflowInput);
	return await environment.n8n.run(id);
}

const green = (execution: Execution): IDataObject => ({
	status: execution.status,
	said: execution.data.resultData.error?.message,
});
const GREEN = { status: 'success', said: undefined };

it('tells who is on the blacklist, and whom each line is about', async () => {
	const execution = await run('查询黑名单');

	expect(green(execution)).toEqual(GREEN);
	const [listed, others] = [0, 1].map((output) =>
		jsonOf(execution, 'Listed? 在黑名单上吗', output),
	);
	expect(listed).toMatchObject([{ verdict: 'listed', personName: '李小红' }]);
	expect(others).toMatchObject([{ verdict: 'notListed', personName: '王大志' }]);
});

it('hands in an application at the bank, which accepts it or does not', async () => {
	const accepted = await run('提交授信申请');
	await control.call('/webank/replies', { replies: [{ code: '66590001', desc: '额度不足' }] });
	const refused = await run('提交授信申请');

	expect([green(accepted), green(refused)]).toEqual([GREEN, GREEN]);
	expect(jsonOf(accepted, 'Accepted? 受理了吗')).toMatchObject([{ businessCode: '66590000' }]);
	expect(jsonOf(refused, 'Accepted? 受理了吗', 1)).toMatchObject([{ businessCode: '66590001' }]);
});

it('submits the first step of a verification, and says what is wrong with a day that does not exist', async () => {
	const execution = await run('提交个人信息');
	const mistaken = await run('提交个人信息', { '1990-01-31': '1990-02-30' });

	expect(green(execution)).toEqual(GREEN);
	expect(jsonOf(execution, 'Get Verification 查询结果')).toMatchObject([
		{ firstName: 'Maria', lastName: 'Santos', birthDate: '1990-01-31' },
	]);
	expect(mistaken.status).toBe('error');
	expect(mistaken.data.resultData.error?.message).toContain("'Date of Birth'");
});

it('registers a user at Htouhui each time that it is run', async () => {
	for (const execution of [await run('注册用户'), await run('注册用户')]) {
		expect(green(execution)).toEqual(GREEN);
		expect(jsonOf(execution, 'Query User 查询用户')).toMatchObject([
			{ registered: true, htouhui_user_id: expect.stringMatching(/^\d+$/) },
		]);
	}
});

it('sends an SMS at HSTong, and takes the code that came with it', async () => {
	const mobile = newMobile();
	const mine = { '13800138000': mobile };

	const first = await run('短信验证码', mine);
	const code = await control.smsCode(mobile);
	const second = await run('短信验证码', {
		...mine,
		'"sms_code","value":""': `"sms_code","value":"${code}"`,
	});

	expect(green(first)).toEqual(GREEN);
	expect(jsonOf(first, 'Send Code 发送验证码')).toMatchObject([{ success: true, mobile }]);
	expect(green(second)).toEqual(GREEN);
	expect(jsonOf(second, 'Authorize 验证码授权')).toMatchObject([{ token: expect.any(String) }]);
});

const calls = [
	[
		'接收银行通知',
		'webank',
		{ content: { APS_STATUS: 'SUCC' } },
		'Approved? 批准了吗',
		{ content: { APS_STATUS: 'SUCC' } },
	],
	[
		'接收开户结果',
		'htouhui',
		{ merchant: 'sandbox-htouhui-md5' },
		'All Done? 都办完了吗',
		{ status: '3', verified: true },
	],
] as const;

test.each(calls)(
	'%s listens at its test URL for a call of the provider',
	async (word, provider, call, node, result) => {
		const workflow = starterOf(word);
		const [trigger] = workflow.nodes.filter(({ webhookId }) => webhookId);
		const id = await examples.save(workflow);
		await environment.n8n.deleteExecutions(id);
		await environment.n8n.listen(id, trigger.name);

		const url = `${environment.n8n.url}/webhook-test/${trigger.webhookId}/${provider}`;
		const report = await control.call(`/${provider}/notify`, { url, ...call });

		expect(report).toMatchObject({ asExpected: true });
		const [execution] = await environment.n8n.waitForExecutions(id);
		expect(green(execution)).toEqual(GREEN);
		expect(jsonOf(execution, node)).toMatchObject([result]);
	},
);

test('there is one for each provider, of two to five nodes with Chinese names beside its note', () => {
	const own = starters.flatMap(({ nodes }) => nodes.map(({ type }) => type.split('.')));
	const ours = own.filter(([from]) => from === 'n8n-nodes-fintech-onboarding');
	expect(new Set(ours.map(([, type]) => type.replace('Trigger', ''))).size).toBe(5);
	for (const { nodes } of starters) {
		const steps = nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
		expect(steps.length).toBeGreaterThanOrEqual(2);
		expect(steps.length).toBeLessThanOrEqual(5);
		expect(nodes.filter(({ name }) => !/\p{Script=Han}/u.test(name))).toEqual([]);
	}
});
