import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import cryptoJs from 'crypto-js';
import type { IDataObject } from 'n8n-workflow';

import { type Execution, FINAL_STATUSES } from '../support/n8n-driver.ts';
import { itemsNode, row } from '../support/workflow.ts';
import { sharedEnvironment } from './support/environment.ts';
import { exampleOf } from './support/examples.ts';
import { tableOf } from './support/tables.ts';
import {
	ALL,
	addressOf,
	type Kind,
	NAMES,
	PATHS,
	type Sent,
	startRobots,
	switchOn,
} from './support/robots.ts';

// The groups of the team, played by servers of this machine: what they get, and what becomes of a refusal.

const KEY = 'robot-key-4711';
const SECRET = 'SEC-signing-secret-0815';

const environment = sharedEnvironment();
let robots: Awaited<ReturnType<typeof startRobots>>;
beforeAll(async () => (robots = await startRobots()));
beforeEach(() => robots.reset());
afterAll(() => robots.stop());

/** *Notify* with these branches switched on. */
const notifyWith = async (channels: string[], port = robots.port, secret = ''): Promise<string> =>
	await switchOn(environment, robots, channels, { port, secret, key: KEY });

/** Calls it as the flagship does, and waits for what it does. */
async function call(id: string, items: IDataObject[], calls = 1): Promise<Execution[]> {
	const { n8n } = environment;
	const before = (await n8n.executions(id)).length;
	const caller = await n8n.saveWorkflow(
		row('notify caller', [
			itemsNode('Items', items),
			{
				...{ name: 'Tell the Team', type: 'n8n-nodes-base.executeWorkflow', typeVersion: 1.3 },
				...{ onError: 'continueRegularOutput' as const },
				parameters: {
					workflowId: { __rl: true, mode: 'list', value: id },
					workflowInputs: {
						mappingMode: 'defineBelow',
						value: {},
						matchingColumns: [],
						schema: [],
					},
					options: { waitForSubWorkflow: false },
				},
			},
		]),
	);
	for (let i = 0; i < calls; i++) expect((await n8n.run(caller.id)).status).toBe('success');
	const all = await n8n.waitForExecutions(id, before + calls, { until: FINAL_STATUSES });
	return all.slice(before);
}

const failure = (i: number): IDataObject => ({
	...{ kind: 'failure', reference: `A-${i}`, name: '王小明', step: 'HSTong: Upload Photo' },
	...{ code: '5003', link: `https://n8n.example.com/webhook/desk?case=A-${i}` },
});
const report = {
	kind: 'report',
	title: '隔夜批量 Overnight',
	text: '共 200 人',
	html: '<p>表</p>',
};

const pathsOf = (sent: Sent[]) => sent.map(({ path }) => path);
const rows = async () => await tableOf(environment, 'notifications');

it('sends nothing while nothing is switched on, and says so', async () => {
	const [execution] = await call(await notifyWith([]), [report]);

	expect(execution.status).toBe('success');
	expect([...robots.sent, ...robots.mails]).toEqual([]);
	expect((await rows())[0]).toMatchObject({
		...{ kind: 'report', wecom: 'off', dingtalk: 'off', feishu: 'off', email: 'off' },
	});
});

describe('what each robot gets', () => {
	const textIn = ({ body }: Sent): string => JSON.stringify(body);
	const base64 = (text: string, key: string): string =>
		cryptoJs.enc.Base64.stringify(cryptoJs.HmacSHA256(text, key));

	it("is its document's JSON, signed where it has a secret, and a mail", async () => {
		const id = await notifyWith(ALL, robots.port, SECRET);
		const [execution] = await call(id, [failure(1)]);

		expect(execution.status).toBe('success');
		const [wecom, dingtalk, feishu] = (Object.keys(NAMES) as Kind[]).map((kind) =>
			robots.sent.find(({ path }) => path.startsWith(PATHS[kind])),
		) as Sent[];
		expect(robots.sent.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST']);
		const line = '未完成 A-1 · 王** · HSTong: Upload Photo (5003)';
		const link = 'https://n8n.example.com/webhook/desk?case=A-1';
		const title = '通知：未完成 1 · 1 not finished';
		expect(wecom).toMatchObject({
			query: { key: KEY },
			body: {
				msgtype: 'markdown',
				markdown: { content: `**${title}**\n${line} [查看 Open](${link})` },
			},
		});
		expect(dingtalk.body).toEqual({
			msgtype: 'markdown',
			markdown: { title, text: `**${title}**\n\n${line} [查看 Open](${link})` },
		});
		const { access_token, timestamp, sign } = dingtalk.query;
		expect(access_token).toBe(KEY);
		expect(Math.abs(Number(timestamp) - Date.now())).toBeLessThan(60_000);
		expect(sign).toBe(base64(`${timestamp}\n${SECRET}`, SECRET));
		const { timestamp: seconds, sign: signature, ...message } = feishu.body;
		expect(feishu.path).toBe(`${PATHS.feishu}${KEY}`);
		expect(Math.abs(Number(seconds) * 1000 - Date.now())).toBeLessThan(60_000);
		expect(signature).toBe(base64('', `${String(seconds)}\n${SECRET}`));
		expect(message).toEqual({
			msg_type: 'post',
			content: {
				post: {
					zh_cn: {
						title,
						content: [
							[
								{ tag: 'text', text: `${line} ` },
								{ tag: 'a', text: '查看 Open', href: link },
							],
						],
					},
				},
			},
		});
		expect(robots.mails).toHaveLength(1);
		for (const text of [...robots.sent.map(textIn), ...robots.mails]) {
			expect(text).not.toMatch(/王小明|小明/);
		}
	});

	it('has nothing of what others have written that a robot would take for layout, or for a call', async () => {
		const id = await notifyWith([NAMES.wecom]);
		await call(id, [
			{ ...failure(1), name: '<@all>' },
			{ ...failure(2), code: '[x](http://evil.example) **bold**' },
			{ ...failure(3), link: 'javascript:alert(1)' },
			{ ...failure(4), link: 'https://n8n.example.com/) [x](http://evil.example' },
			{ ...failure(5), step: 'a\n# b <font color="red">@all' },
		]);

		const [{ body }] = robots.sent;
		const [, ...lines] = (body as { markdown: { content: string } }).markdown.content.split('\n');
		const own = new URL('/webhook/desk?case=A-', environment.n8n.url).href;
		const given = 'https://n8n.example.com/webhook/desk?case=A-';
		expect(lines).toEqual([
			`未完成 A-1 · ** · HSTong: Upload Photo (5003) [查看 Open](${given}1)`,
			`未完成 A-2 · 王** · HSTong: Upload Photo (x http evil.example bold) [查看 Open](${given}2)`,
			`未完成 A-3 · 王** · HSTong: Upload Photo (5003) [查看 Open](${own}3)`,
			`未完成 A-4 · 王** · HSTong: Upload Photo (5003) [查看 Open](${own}4)`,
			`未完成 A-5 · 王** · a b font color="red" all (5003) [查看 Open](${given}5)`,
		]);
	});
});

it('tells 200 steps that were not finished in a few messages of ten lines', async () => {
	const id = await notifyWith([NAMES.wecom, NAMES.feishu]);
	const many = Array.from({ length: 190 }, (_one, i) => failure(i + 100));

	await call(id, many);
	await call(id, [{ ...failure(1), kind: 'review' }], 10);

	const contents = robots.sent
		.filter(({ path }) => path === PATHS.wecom)
		.map(({ body }) => (body as { markdown: { content: string } }).markdown.content);
	// As many as there are windows of ten seconds, and one more where two meet at the end of one.
	expect(contents.length).toBeLessThanOrEqual(4);
	expect(contents[0]).toContain('未完成 190');
	expect(contents[0]).toMatch(/另有 180 条 and 180 more/);
	for (const content of contents) expect(Buffer.byteLength(content)).toBeLessThan(4096);
	const told = contents.flatMap((content) => [...content.matchAll(/(?:未完成|待审核) (\d+)/g)]);
	expect(told.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(200);
	expect((await rows()).filter(({ claim }) => !claim)).toEqual([]);
}, 120_000);

const REFUSED: Array<[Kind, object, string]> = [
	['wecom', { errcode: 93000, errmsg: 'invalid webhook url' }, '(93000) invalid webhook url'],
	['wecom', { errcode: 45009, errmsg: 'api freq out of limit' }, '(45009)'],
	['dingtalk', { errcode: 310000, errmsg: 'keywords not in content' }, '(310000) keywords'],
	['feishu', { code: 19021, msg: 'sign match fail', data: {} }, '(19021) sign match fail'],
	['feishu', { status: 502, text: '<html>Bad Gateway</html>' }, 'No answer'],
	['dingtalk', { status: 500, text: '' }, 'No answer'],
];

describe('a message that is not delivered', () => {
	it.each(REFUSED)('%s %j is seen, and stops nobody', async (kind, answer, says) => {
		robots.answers[kind] = answer;
		const id = await notifyWith(Object.values(NAMES));

		const [execution] = await call(id, [report]);

		expect(pathsOf(robots.sent)).toHaveLength(3);
		expect(execution.status).toBe('error');
		expect(execution.data.resultData.error?.message).toContain(says);
		const [{ wecom, dingtalk, feishu }] = await rows();
		const said = { wecom, dingtalk, feishu };
		expect(said[kind]).toContain(says);
		expect(Object.values(said).filter((one) => one === 'sent')).toHaveLength(2);
	});

	it('leaves no key in what n8n has written, not even when nobody answers', async () => {
		const id = await notifyWith(Object.values(NAMES), 9, SECRET);
		const [execution] = await call(id, [{ ...report, title: 'marker-0815' }]);

		expect(execution.status).toBe('error');
		expect((await rows())[0].feishu).toMatch(/No answer/);
		const folder = join(environment.userFolder, '.n8n');
		const texts = [
			...readdirSync(folder).filter((name) => /sqlite|\.log/.test(name)),
			environment.logFile,
		].map((name) => readFileSync(name.startsWith('/') ? name : join(folder, name), 'latin1'));
		expect(texts.some((text) => text.includes('marker-0815'))).toBe(true);
		expect(texts.filter((text) => text.includes(KEY) || text.includes(SECRET))).toEqual([]);
	});
});

it('holds no credential', () => {
	const notify = exampleOf('Notify (');
	for (const { type, parameters, credentials } of notify.nodes) {
		expect(credentials).toBeUndefined();
		if (type.endsWith('httpRequest')) expect(parameters.nodeCredentialType).toBe('groupRobotApi');
	}
});

it('has a test button that sends a message, and says what the robot says', async () => {
	const { n8n } = environment;
	const data = { secretAddress: addressOf('feishu', robots.port, KEY), secret: SECRET };
	const id = await n8n.saveCredential({ name: 'robot test', type: 'groupRobotApi', data });

	expect(await n8n.testCredential(id)).toMatchObject({ status: 'OK' });
	expect(robots.sent[0].body).toMatchObject({ msg_type: 'text', sign: expect.any(String) });

	robots.answers.feishu = { code: 19001, msg: 'param invalid', data: {} };
	expect(await n8n.testCredential(id)).toMatchObject({
		...{ status: 'Error', message: expect.stringContaining('19001') },
	});
});
