import type { IDataObject, INode } from 'n8n-workflow';
import { messageOf } from '../shared/progress.ts';
import { startScriptedModel, type Turn } from '../shared/scripted-model.ts';
import type { AnyN8n } from './client.ts';
import type { Control } from '../shared/control.ts';
import { sandboxCredential } from './providers.ts';
import { agentWith, own } from './workflows.ts';

/**
 * How nodes serve agents as tools: 'continue' where one that fails ends the run of the agent unless its On Error is set to
 * Continue.
 */
export type Tools = 'always' | 'continue' | 'none';

/** A field that the model fills in, as the editor's button for it writes it. */
const byModel = (key: string) =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`\`, 'string') }}`;

/** Nodes as tools, under the names that the editor gives to them. The last operation is one of two providers. */
const TOOLS = {
	'Send an SMS code to an applicant (发送短信验证码)': {
		...{ node: 'hSTong', credential: 'hstongApi' },
		...{ resource: 'authorization', operation: 'sendSmsCode', mobile: byModel('Mobile_Number') },
	},
	'Verify a notification from WeBank (核验通知)': {
		...{ node: 'weBank', credential: 'webankApi' },
		...{ resource: 'notification', operation: 'verify' },
	},
	'Verify a notification from Htouhui (核验通知)': {
		...{ node: 'htouhui', credential: 'htouhuiApi' },
		...{ resource: 'notification', operation: 'verify' },
	},
};

/** The name of the tool for SMS codes among those that are offered. */
function smsTool({ tools }: Turn): string {
	const names = tools.map(({ name }) => name.toLowerCase().replace(/_+$/, ''));
	const told = JSON.stringify(tools);
	if (new Set(names).size !== Object.keys(TOOLS).length) throw new Error(`offered: ${told}`);
	const tool = tools.find(({ name }) => name.startsWith('Send_an_SMS_code'));
	const { required = [], properties = {} } = tool?.parameters ?? {};
	const { type } = properties.Mobile_Number ?? {};
	if (!tool || !required.includes('Mobile_Number') || type !== 'string')
		throw new Error(`offered: ${told}`);
	return tool.name;
}

/** Finds out how nodes serve as tools, and what is wrong with that, if anything. */
export async function toolsOf(
	...n8n: [AnyN8n, Control, urls: Record<string, string>]
): Promise<{ tools: Tools; fault?: string }> {
	if (!(await agentFault(undefined, ...n8n).catch(messageOf))) return { tools: 'always' };
	const fault = await agentFault('continueRegularOutput', ...n8n).catch(messageOf);
	return fault ? { tools: 'none', fault } : { tools: 'continue' };
}

/**
 * Has an agent with three of the nodes as tools and a scripted model try an SMS code twice: with a number that is too
 * short, which the model must be told, and rightly.
 *
 * @returns what is wrong, if anything
 */
async function agentFault(
	onError: INode['onError'],
	n8n: AnyN8n,
	control: Control,
	urls: Record<string, string>,
): Promise<string | undefined> {
	const mobile = `139${String(Date.now()).slice(-8)}`;
	let told = '';
	const call = (turn: Turn, number: string) => ({
		calls: [{ tool: smsTool(turn), arguments: { Mobile_Number: number } }],
	});
	const model = await startScriptedModel([
		(turn) => call(turn, '1391234'),
		(turn) => {
			[told] = turn.results;
			return call(turn, mobile);
		},
		({ results }) => ({ text: results[0] }),
	]);
	try {
		const name = 'Scripted Model';
		const data = { apiKey: 'none', url: model.baseUrl };
		const id = await n8n.saveCredential({ name, type: 'openAiApi', data });
		const tools = Object.entries(TOOLS).map(async ([tool, { node, credential, ...parameters }]) => {
			const stored = { ...sandboxCredential(credential, urls), name: tool };
			const credentials = { [credential]: { id: await n8n.saveCredential(stored), name: tool } };
			return { name: tool, type: own(`${node}Tool`), parameters, credentials, onError };
		});
		const langchain = '@n8n/n8n-nodes-langchain';
		const versions = {
			agent: await n8n.newestVersion(`${langchain}.agent`),
			model: await n8n.newestVersion(`${langchain}.lmChatOpenAi`),
		};
		const path = 'agent-with-tools';
		const workflow = agentWith(
			path,
			versions,
			{ openAiApi: { id, name } },
			await Promise.all(tools),
		);
		await n8n.publish((await n8n.saveWorkflow(workflow)).id);
		const { output } = await n8n.call<IDataObject>(path, {});
		if (!told.includes("'Mobile Number' must have 11 digits")) return `the model was told: ${told}`;
		const { code } = await control<{ code?: string }>(`/hstong/sms?mobile=${mobile}`);
		return code && String(output).includes(mobile)
			? undefined
			: `the agent said: ${String(output)}`;
	} finally {
		await model.stop();
	}
}
