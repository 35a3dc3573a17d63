import { setTimeout as sleep } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import type { IDataObject, INode } from 'n8n-workflow';

import { demoCredentials } from '../../sandbox/registry.ts';
import { TITLES } from '../../scripts/matrix/titles.ts';
import { usableExamples } from '../../scripts/matrix/needs.ts';
import { type DemoExample, fillDemo } from '../../scripts/start/demo.ts';
import { formPath } from '../../scripts/start/examples.ts';
import { type OwnEnvironment, startEnvironment } from '../e2e/support/environment.ts';
import { AGENT, agentWith, byModel, MODEL } from '../support/agent.ts';
import { newMobile } from '../support/applicant.ts';
import { controlOf, type Control } from '../support/sandbox.ts';
import { startScriptedModel, type Turn } from '../support/scripted-model.ts';
import { line, type NodeInput, nodesOf, own, to } from '../support/workflow.ts';
import { TRIALS, type Through } from './operations.ts';

// The packed package in one version of n8n against the sandbox: `npm run matrix` runs this file for each version, named
// by E2E_N8N. What differs from one version to the next is called by titles.ts, so that the table can say it.

const { name: PACKAGE, n8n: shipped } = JSON.parse(readFileSync('package.json', 'utf8')) as {
	name: string;
	n8n: { nodes: string[] };
};

let environment: OwnEnvironment;
let control: Control;

beforeAll(async () => {
	environment = await startEnvironment();
	control = controlOf(environment.sandbox);
}, 300_000);
afterAll(async () => await environment?.stop());

const demoCredential = (type: string) => {
	const found = demoCredentials(environment.sandbox.urls).find((one) => one.type === type);
	if (!found) throw new Error(`The sandbox has no credential of the type ${type}.`);
	return { ...found, data: found.data as IDataObject };
};

/** A credential of the sandbox under a name of its own, as nodes refer to it. */
async function saved(type: string, name: string, changes: IDataObject = {}) {
	const data = { ...demoCredential(type).data, ...changes };
	const id = await environment.n8n.saveCredential({ type, name, data });
	return { [type]: { id, name } };
}

/** Publishes a workflow and calls its webhook. */
async function answerOf<T>(
	workflow: Parameters<typeof environment.n8n.saveWorkflow>[0],
	body: object,
) {
	const { n8n } = environment;
	await n8n.publish((await n8n.saveWorkflow(workflow)).id);
	const response = await n8n.webhook(workflow.name, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${response.status}: ${text.slice(0, 300)}`);
	return JSON.parse(text) as T;
}

const nodeTypes = async () =>
	await environment.n8n.session.file<Array<{ name: string; version: number | number[] }>>(
		'/types/nodes.json',
	);

test('nodes', async () => {
	const loaded = (await nodeTypes()).map(({ name }) => name);
	const wanted = shipped.nodes.map((file) => {
		const [, first, rest] = /\/(\w)(\w+)\.node\.js$/.exec(file) ?? [];
		return own(first.toLowerCase() + rest);
	});

	expect(loaded).toEqual(expect.arrayContaining([...wanted, own('hSTongTool')]));
});

test.each([...new Set(Object.values(TRIALS).map(({ credential }) => credential))])(
	'the test button of %s',
	async (type) => {
		const { data } = demoCredential(type);
		const secret = ['appSecret', 'secret', 'password', 'secretKey'].find((name) => name in data);
		const press = async (name: string, changes: IDataObject) => {
			const { id } = (await saved(type, `${type} ${name}`, changes))[type];
			const credentials = { id, name, type, data: { ...data, ...changes } };
			return await environment.n8n.session.request<{ status: string; message: string }>(
				...(['POST', '/credentials/test', { credentials }] as const),
			);
		};

		expect(await press('right', {})).toMatchObject({ status: 'OK' });
		expect(await press('wrong', { [String(secret)]: 'wrong' })).toMatchObject({ status: 'Error' });
	},
);

/** One node with an error output behind a webhook that takes items; what has come out, each with its branch. */
function listThrough(path: string, node: Partial<INode> & Pick<INode, 'type'>) {
	const core = (name: string) => `n8n-nodes-base.${name}`;
	const mark = (name: string, value: string) => ({
		...{ name, type: core('set'), typeVersion: 3.4 },
		parameters: {
			assignments: { assignments: [{ id: name, name: 'branch', value, type: 'string' }] },
			...{ includeOtherFields: true, options: {} },
		},
	});
	const nodes = nodesOf([
		{
			...{ name: 'List', type: core('webhook'), typeVersion: 2, webhookId: path },
			parameters: {
				...{ path, httpMethod: 'POST', responseMode: 'lastNode', responseData: 'allEntries' },
			},
		},
		{
			...{ name: 'Items', type: core('splitOut') },
			parameters: { fieldToSplitOut: 'body.items', options: {} },
		},
		{ ...node, name: 'Provider', onError: 'continueErrorOutput' },
		mark('Succeeded', 'success'),
		mark('Failed', 'error'),
		{ name: 'All', type: core('merge'), typeVersion: 3.2 },
	]);
	const [succeeded, failed] = [to('Succeeded').main, to('Failed').main];
	const connections = {
		...{ List: to('Items'), Items: to('Provider'), Provider: { main: [...succeeded, ...failed] } },
		...{ Succeeded: to('All'), Failed: to('All', 'main', 1) },
	};
	return { name: path, nodes, connections, settings: { executionOrder: 'v1' as const } };
}

test.each(Object.entries(TRIALS))(
	'%s',
	async (name, { node, credential, changes, options = {}, outcome = 'refused', run }) => {
		const credentials = await saved(credential, name, changes);
		const through: Through = async ([resource, operation], parameters, items) => {
			const path = `${name} ${operation}`.toLowerCase().replace(/\W+/g, '-');
			const all = { resource, operation, ...parameters, options } as INode['parameters'];
			const workflow = listThrough(path, { type: own(node), parameters: all, credentials });
			return await answerOf<IDataObject[]>(workflow, { items });
		};

		const [success, failure, ...more] = await run(through, control);

		expect(success).toMatchObject({ branch: 'success' });
		expect(success).not.toHaveProperty('error');
		expect(failure).toMatchObject({
			branch: 'error',
			error: expect.stringMatching(/./),
			details: {
				outcome,
				description: expect.stringMatching(/./),
				...(outcome === 'refused' && { code: expect.stringMatching(/./) }),
			},
		});
		expect(more).toEqual([]);
	},
);

const END = [{ name: 'End', type: 'n8n-nodes-base.noOp' }];
const REPLY = {
	...{ name: 'Build Reply', type: own('weBank') },
	parameters: { resource: 'notification', operation: 'buildReply', CODE: '0000' },
};

interface TriggerCase {
	name: string;
	type: string;
	credential: string;
	/** The end of the production URL, and the sandbox's name for the provider. */
	path: string;
	/** What the sandbox must know beside the address. */
	order?: object;
	parameters: INode['parameters'];
	behind: NodeInput[];
}

test.each<TriggerCase>([
	{
		...{
			name: 'Htouhui Trigger',
			type: 'htouhuiTrigger',
			credential: 'htouhuiApi',
			path: 'htouhui',
		},
		...{ order: { merchant: 'sandbox-htouhui-md5' }, parameters: {}, behind: END },
	},
	{
		...{ name: 'WeBank Trigger', type: 'weBankTrigger', credential: 'webankApi', path: 'webank' },
		...{ parameters: {}, behind: END },
	},
	{
		...{ name: 'WeBank Trigger with Build Reply', type: 'weBankTrigger', credential: 'webankApi' },
		...{ path: 'webank', parameters: { responseMode: 'responseNode' }, behind: [REPLY] },
	},
])('$name', async ({ name, type, credential, path, order, parameters, behind }) => {
	const { n8n } = environment;
	const credentials = await saved(credential, name);
	const webhookId = name.toLowerCase().replace(/\W+/g, '-');
	const trigger = { name, type: own(type), typeVersion: 2, parameters, credentials, webhookId };
	const nodes = [trigger, ...behind.map((node) => ({ ...node, credentials }))];
	const { id } = await n8n.saveWorkflow(line(name, nodes));
	await n8n.publish(id);
	const url = `${n8n.url}/webhook/${webhookId}/${path}`;
	for (const kind of ['right', 'wrongSignature']) {
		const report = await control.call(`/${path}/notify`, { ...order, url, kind });
		expect(report).toMatchObject({ asExpected: true });
	}

	// n8n writes an execution down behind its answer.
	await sleep(500);
	expect(await n8n.executions(id)).toHaveLength(1);
});

describe('tools of an agent', () => {
	/** Nodes under the names that the editor gives to them as tools. The last operation is one of two providers. */
	const TOOLS: Record<string, { node: string; credential: string; parameters: IDataObject }> = {
		'Send an SMS code to an applicant (发送短信验证码)': {
			...{ node: 'hSTong', credential: 'hstongApi' },
			parameters: {
				...{ resource: 'authorization', operation: 'sendSmsCode' },
				mobile: byModel('Mobile_Number'),
			},
		},
		'Verify a notification from WeBank (核验通知)': {
			...{ node: 'weBank', credential: 'webankApi' },
			parameters: { resource: 'notification', operation: 'verify' },
		},
		'Verify a notification from Htouhui (核验通知)': {
			...{ node: 'htouhui', credential: 'htouhuiApi' },
			parameters: { resource: 'notification', operation: 'verify' },
		},
	};

	/** A call of the tool for SMS codes, which all of them must have been offered beside. */
	function smsCall({ tools }: Turn, mobile: string) {
		expect(tools.map(({ name }) => name.toLowerCase().replace(/_+$/, ''))).toHaveLength(3);
		const tool = tools.find(({ name }) => name.startsWith('Send_an_SMS_code'));
		expect(tool?.parameters).toMatchObject({
			required: ['Mobile_Number'],
			properties: { Mobile_Number: { type: 'string' } },
		});
		return { calls: [{ tool: String(tool?.name), arguments: { Mobile_Number: mobile } }] };
	}

	test.each<[string, INode['onError']]>([
		[TITLES.tools, undefined],
		[TITLES.toolsThatContinue, 'continueRegularOutput'],
	])('%s', async (_title, onError) => {
		const { n8n } = environment;
		const mobile = newMobile();
		const model = await startScriptedModel([
			// The model must be told what is wrong with a number that is too short.
			(turn) => smsCall(turn, '1391234'),
			(turn) => {
				expect(turn.results[0]).toContain("'Mobile Number' must have 11 digits");
				return smsCall(turn, mobile);
			},
			({ results }) => ({ text: results[0] }),
		]);
		try {
			const types = await nodeTypes();
			const newest = (type: string) =>
				Math.max(...types.filter(({ name }) => name === type).flatMap(({ version }) => version));
			const data = { apiKey: 'none', url: model.baseUrl };
			const id = await n8n.saveCredential({ name: 'Scripted Model', type: 'openAiApi', data });
			const tools = Object.entries(TOOLS).map(async ([name, { node, credential, parameters }]) => ({
				...{ name, type: own(`${node}Tool`), parameters, onError },
				credentials: await saved(credential, name),
			}));
			const path = 'agent-with-tools';
			const task = {
				...{ name: 'Task', type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: path },
				parameters: { path, httpMethod: 'POST', responseMode: 'lastNode' },
			};
			const versions = { agent: newest(AGENT), model: newest(MODEL) };
			const workflow = agentWith(path, task, id, await Promise.all(tools), versions);
			const { output } = await answerOf<IDataObject>(workflow, {});

			expect(output).toContain(mobile);
			expect(await control.smsCode(mobile)).toMatch(/^\d+$/);
		} finally {
			await model.stop();
		}
	});
});

test(TITLES.previews, async () => {
	const preview = 'hSTong/1.0.0/authorization/sendSmsCode.json';
	expect(await environment.n8n.session.file(`/schemas/${PACKAGE}.${preview}`)).toBeDefined();
});

describe('examples', () => {
	let imported: DemoExample[];
	beforeAll(async () => {
		const { n8n, sandbox, userFolder } = environment;
		imported = await fillDemo(n8n, sandbox.urls, `${userFolder}/imported.json`);
	}, 600_000);

	test.each(usableExamples(process.env.E2E_N8N))(
		'$name is published, and shows its form',
		async (example) => {
			expect(imported.find(({ name }) => name === example.name)?.problem).toBeUndefined();
			const path = formPath(example);
			if (path === undefined) return;
			const form = await fetch(environment.n8n.formUrl(path));
			expect(form.status).toBe(200);
			expect(await form.text()).toContain('<form');
		},
	);
});
