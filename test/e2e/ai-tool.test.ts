import type { IDataObject, INodeTypeDescription } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { demoCredentials } from '../../sandbox/registry.ts';
import {
	startScriptedModel,
	type OfferedTool,
	type Reply,
	type Turn,
} from '../support/scripted-model.ts';
import { agentWith, byModel } from '../support/agent';
import { jsonOf, type Execution } from '../support/n8n-driver.ts';
import { idCardNumber, newMobile } from '../support/applicant';
import { controlOf } from '../support/sandbox';
import type { NodeInput } from '../support/workflow';
import { sharedEnvironment } from './support/environment';

// The nodes as tools of n8n's AI Agent. The model is played by a script that knows the tools only by
// what it is told of them; it is n8n's own default that the tool's name and description come from the
// operation's action, and the names of its arguments from the names of the fields.

const PACKAGE = 'n8n-nodes-fintech-onboarding';

const environment = sharedEnvironment();
const control = controlOf(environment.sandbox);
let credentials: Record<string, NodeInput['credentials']>;

beforeAll(async () => {
	const { n8n, sandbox } = environment;
	const firstOfType = demoCredentials(sandbox.urls).filter(
		({ type }, i, all) => all.findIndex((other) => other.type === type) === i,
	);
	const saved = firstOfType.map(async (credential) => {
		const { type } = credential;
		const name = `${credential.name}, for tools`;
		const id = await n8n.saveCredential({ ...credential, name });
		return [type, { [type]: { id, name } }] as const;
	});
	credentials = Object.fromEntries(await Promise.all(saved));
});

/** The type of a node as a tool, which n8n derives from that of the node. */
async function toolType(node: string): Promise<INodeTypeDescription> {
	const name = `${PACKAGE}.${node}`;
	const description = await environment.n8n.nodeType(name, 1);
	return { ...description, name: `${name}Tool`, inputs: [], outputs: ['ai_tool'] };
}

/** The name of the argument that the editor makes of a field's. */
const keyOf = (displayName: string) => displayName.replace(/[^\w-]/g, '_').slice(0, 63);

/** A node as the editor adds it as a tool: named by its operation, its required fields left to the model. */
async function toolNode(
	node: string,
	resource: string,
	operation: string,
	settings: Partial<NodeInput> = {},
): Promise<NodeInput> {
	const description = await toolType(node);
	const chosen = { resource, operation };
	const fields = description.properties.filter(
		({ required, displayOptions }) =>
			required &&
			displayOptions?.show?.resource?.includes(resource) &&
			displayOptions.show.operation?.includes(operation),
	);
	const [{ name: credentialType }] = description.credentials ?? [];
	return {
		name: NodeHelpers.makeNodeName(chosen, description),
		type: description.name,
		credentials: credentials[credentialType],
		parameters: {
			...chosen,
			...Object.fromEntries(
				fields.map(({ name, displayName }) => [name, byModel(keyOf(displayName))]),
			),
		},
		...settings,
	};
}

/** The one tool whose description speaks of all the words. */
function toolFor({ tools }: Turn, ...words: RegExp[]): OfferedTool {
	const found = tools.filter(({ description }) => words.every((word) => word.test(description)));
	if (found.length === 1) return found[0];
	const offered = tools.map(({ name, description }) => `${name}: ${description}`).join('\n');
	throw new Error(`${found.length} tools are for ${words.join(' and ')}:\n${offered}`);
}

/** The arguments that the model has to find for each tool, all of them required, by its description. */
const offered = ({ tools }: Turn) =>
	Object.fromEntries(
		tools.map(({ description, parameters: { properties = {}, required = [] } }) => {
			expect([...required].sort()).toEqual(Object.keys(properties).sort());
			return [description, Object.keys(properties)];
		}),
	);

/** A call of the tool, each argument given the one fact that its name or description speaks of. */
function callOf(tool: OfferedTool, facts: Array<[RegExp, string]>) {
	const { properties = {} } = tool.parameters;
	const values = Object.entries(properties).map(([name, { description = '' }]) => {
		const fitting = facts.filter(([word]) => word.test(`${name} ${description}`));
		if (fitting.length !== 1) {
			throw new Error(`${fitting.length} facts fit '${name}' (${description}) of ${tool.name}`);
		}
		return [name, fitting[0][1]];
	});
	return { tool: tool.name, arguments: Object.fromEntries(values) as IDataObject };
}

test('a model calls three of them rightly, corrects a mistake that one explains, and answers', async () => {
	const mobile = newMobile().replace(/\d$/, '8');
	const idCard = idCardNumber(321);
	const mistyped = idCard.replace(/.$/, (last) => (last === '1' ? '2' : '1'));
	const facts = (card: string): Array<[RegExp, string]> => [
		[/id.?card/i, card],
		[/mobile/i, mobile],
		[/^name\b/i, '王测试'],
	];
	const model = await startScriptedModel([
		(turn) => {
			expect(offered(turn)).toEqual({
				'Check a person against the blacklist (查询黑名单) in Qiancheng Credit': [
					'Name',
					'ID_Card_Number',
					'Mobile_Number',
				],
				'Send an SMS code to an applicant (发送短信验证码) in HSTong': ['Mobile_Number'],
				'Test the connection to WeBank (测试连接) in WeBank': [],
				'Get the verification of the user (查询认证信息) in User Verification': [],
				'Query a user (查询用户) in Htouhui': ['Your_User_ID', 'ID_Card_Number'],
			});
			return { calls: [callOf(toolFor(turn, /person/i, /blacklist/i), facts(mistyped))] };
		},
		(turn) => {
			expect(turn.results).toHaveLength(1);
			expect(turn.results[0]).toMatch(/'ID Card Number' has a last character .* mistyped/);
			return { calls: [callOf(toolFor(turn, /person/i, /blacklist/i), facts(idCard))] };
		},
		(turn) => {
			expect(JSON.parse(turn.results[0])).toEqual([
				expect.objectContaining({ is_in: true, verdict: 'listed' }),
			]);
			return {
				calls: [
					callOf(toolFor(turn, /SMS code/i, /send/i), facts(idCard)),
					callOf(toolFor(turn, /test/i, /connection/i), []),
				],
			};
		},
		({ results }): Reply => {
			const [sms, connection] = results.map((text) => (JSON.parse(text) as IDataObject[])[0]);
			expect(sms).toMatchObject({ success: true, mobile });
			expect(connection).toHaveProperty('businessCode');
			return { text: `Listed; code sent to ${String(sms.mobile)}; the bank answers.` };
		},
	]);
	const tools = await Promise.all([
		toolNode('qianchengCredit', 'blacklist', 'search'),
		toolNode('hSTong', 'authorization', 'sendSmsCode'),
		toolNode('weBank', 'business', 'networkTest'),
		toolNode('userVerification', 'verification', 'get'),
		toolNode('htouhui', 'user', 'query'),
	]);
	const since = await control.lastSeq();
	const execution = await runAgent('Agent with five tools', model, tools);

	const journal = await control.journal(since);
	expect(JSON.stringify(journal)).not.toContain(mistyped);
	// A session that another file of tests has ended is refused once, and renewed.
	const finished = journal.filter(({ processed }) => processed);
	const called = (operation: string) => finished.filter((entry) => entry.operation === operation);
	expect(called('searchBlacklist')).toEqual([
		expect.objectContaining({
			params: expect.objectContaining({ name: '王测试', id_card: idCard, mobile }),
		}),
	]);
	expect(called('sendAuthCode')).toHaveLength(1);
	expect(await control.smsCode(mobile)).toMatch(/^\d+$/);
	expect(called('networkTest')).toHaveLength(1);
	expect(jsonOf(execution, 'AI Agent')[0]).toMatchObject({
		output: `Listed; code sent to ${mobile}; the bank answers.`,
	});
});

async function runAgent(
	name: string,
	model: Awaited<ReturnType<typeof startScriptedModel>>,
	tools: NodeInput[],
	version = 3.1,
): Promise<Execution> {
	try {
		const { n8n } = environment;
		const data = { apiKey: 'none', url: model.baseUrl };
		const credential = { name: 'Scripted Model', type: 'openAiApi', data };
		const start = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };
		const versions = { agent: version, model: 1.3 };
		const modelId = await n8n.saveCredential(credential);
		const workflow = agentWith(name, start, modelId, tools, versions);
		return await n8n.run((await n8n.saveWorkflow(workflow)).id);
	} finally {
		await model.stop();
	}
}

test('with On Error set to continue, the model is also told what to do; descriptions can be written by hand', async () => {
	const toolDescription = 'Sends the code for the account opening. Ask for the number first.';
	const argument = 'The number that the applicant has named';
	const model = await startScriptedModel([
		(turn) => {
			const tool = toolFor(turn, /Ask for the number first/);
			expect(tool.description).toBe(toolDescription);
			expect(tool.parameters.properties?.Mobile_Number).toMatchObject({ description: argument });
			return { calls: [callOf(tool, [[/number/i, '1391234']])] };
		},
		({ results }) => {
			const [{ error, details }] = JSON.parse(results[0]) as IDataObject[];
			expect(error).toMatch(/^'Mobile Number' must have 11 digits/);
			expect(details).toMatchObject({
				outcome: 'notSent',
				description: expect.stringContaining('Nothing was sent'),
			});
			return { text: 'Which number is it?' };
		},
	]);
	const tool = await toolNode('hSTong', 'authorization', 'sendSmsCode');
	const mobile = byModel(keyOf('Mobile Number'), argument);
	const parameters = { ...tool.parameters, mobile, descriptionType: 'manual', toolDescription };
	const since = await control.lastSeq();
	const execution = await runAgent('Agent with a described tool', model, [
		{ ...tool, parameters, onError: 'continueRegularOutput' },
	]);

	expect(await control.lastSeq()).toBe(since);
	expect(jsonOf(execution, 'AI Agent')[0]).toMatchObject({ output: 'Which number is it?' });
});

// The older agent calls its tools by itself, the newer has n8n run them as nodes.
test.each([2.2, 3.1])(
	"with 'Retry On Fail', a tool of agent %d submits once although its answer is lost and the model calls again",
	async (version) => {
		const mobile = newMobile();
		const send = (turn: Turn): Reply => ({
			calls: [callOf(toolFor(turn, /SMS code/i), [[/mobile/i, mobile]])],
		});
		// The older agent tells the model nothing of a tool that failed.
		const expectUnknown = ({ results }: Turn) => {
			if (version > 3) expect(results[0]).toContain('It is unknown whether HSTong');
		};
		const model = await startScriptedModel([
			send,
			(turn) => {
				expectUnknown(turn);
				return send(turn);
			},
			(turn) => {
				expectUnknown(turn);
				return { text: 'Has the SMS arrived?' };
			},
		]);
		const tries = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
		const tool = await toolNode('hSTong', 'authorization', 'sendSmsCode', tries);
		const since = await control.lastSeq();
		await control.call('/faults', {
			hstong: { events: [{ everyNth: 1, kind: 'drop', when: 'after', path: 'sendAuthCode' }] },
		});
		const execution = await runAgent(`Tries of agent ${version}`, model, [tool], version);
		await control.noFaults();

		const calls = (await control.journal(since)).filter(
			({ operation, processed }) => operation === 'sendAuthCode' && processed,
		);
		expect(calls).toHaveLength(1);
		expect(jsonOf(execution, 'AI Agent')[0]).toMatchObject({ output: 'Has the SMS arrived?' });
	},
);
