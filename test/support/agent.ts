import type { WorkflowInput } from './n8n-driver.ts';
import { line, type NodeInput, to } from './workflow.ts';

/** The types of n8n's agent and of the model that a script plays. */
export const AGENT = '@n8n/n8n-nodes-langchain.agent';
export const MODEL = '@n8n/n8n-nodes-langchain.lmChatOpenAi';

/** A field that the model fills in, as the editor's button "Let the model define this parameter" writes it. */
export const byModel = (key: string, description = ''): string =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`${description}\`, 'string') }}`;

/**
 * An agent with a model that a script plays, and tools.
 *
 * @param start what gives it its task
 * @param credentialId of the model
 * @param versions the type versions of agent and model
 */
export function agentWith(
	name: string,
	start: NodeInput,
	credentialId: string,
	tools: NodeInput[],
	versions: { agent: number; model: number },
): WorkflowInput {
	const agent = 'AI Agent';
	const model = 'Scripted Model';
	const workflow = line(name, [
		start,
		{
			...{ name: agent, type: AGENT, typeVersion: versions.agent },
			parameters: { promptType: 'define', text: 'Do what the script says.', options: {} },
		},
		{
			...{ name: model, type: MODEL, typeVersion: versions.model },
			parameters: {
				model: { __rl: true, mode: 'id', value: 'scripted' },
				responsesApiEnabled: false,
				options: { maxRetries: 0 },
			},
			credentials: { openAiApi: { id: credentialId, name: model } },
		},
		...tools,
	]);
	return {
		...workflow,
		connections: {
			[start.name]: to(agent),
			[model]: to(agent, 'ai_languageModel'),
			...Object.fromEntries(tools.map((tool) => [tool.name, to(agent, 'ai_tool')])),
		},
	};
}
