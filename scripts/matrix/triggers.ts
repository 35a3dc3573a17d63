import type { INode } from 'n8n-workflow';
import type { AnyN8n } from './client.ts';
import type { Control } from '../shared/control.ts';
import { sandboxCredential } from './providers.ts';
import { own, triggered } from './workflows.ts';

/** What the sandbox has found out about the answer to a call. */
interface Report {
	asExpected: boolean;
	replyCode: string | null;
	body: string;
	status: number | null;
}

type Behind = (
	credentials: INode['credentials'],
) => Array<Pick<INode, 'name' | 'type'> & Partial<INode>>;

interface TriggerCase {
	trigger: string;
	credential: string;
	/** The end of the production URL, and the sandbox's name for the provider. */
	path: string;
	/** What the sandbox must know beside the address. */
	order?: object;
	parameters: INode['parameters'];
	behind: Behind;
}

const nothing: Behind = () => [{ name: 'End', type: 'n8n-nodes-base.noOp' }];

export const TRIGGERS: Record<string, TriggerCase> = {
	'Htouhui Trigger': {
		...{ trigger: 'htouhuiTrigger', credential: 'htouhuiApi', path: 'htouhui' },
		...{ parameters: {}, behind: nothing, order: { merchant: 'sandbox-htouhui-md5' } },
	},
	'WeBank Trigger': {
		...{ trigger: 'weBankTrigger', credential: 'webankApi', path: 'webank' },
		...{ parameters: {}, behind: nothing },
	},
	'WeBank Trigger with Build Reply': {
		...{ trigger: 'weBankTrigger', credential: 'webankApi', path: 'webank' },
		parameters: { responseMode: 'responseNode' },
		behind: (credentials) => [
			{
				...{ name: 'Build Reply', type: own('weBank'), credentials },
				parameters: { resource: 'notification', operation: 'buildReply', CODE: '0000' },
			},
		],
	},
};

/**
 * Has a published trigger called with a genuine and a forged notification: both must get the right answer, and only
 * the genuine one an execution.
 *
 * @returns what is wrong, if anything
 */
export async function callsOf(
	name: string,
	n8n: AnyN8n,
	control: Control,
	urls: Record<string, string>,
): Promise<string | undefined> {
	const { trigger, credential, path, order, parameters, behind } = TRIGGERS[name];
	const stored = { ...sandboxCredential(credential, urls), name };
	const credentials = { [credential]: { id: await n8n.saveCredential(stored), name } };
	const webhookId = name.toLowerCase().replace(/\W+/g, '-');
	const node = { ...{ name, type: own(trigger), typeVersion: 2 }, parameters, credentials };
	const workflow = await n8n.saveWorkflow(triggered(webhookId, node, behind(credentials)));
	await n8n.publish(workflow.id);
	const url = `${n8n.url}/webhook/${webhookId}/${path}`;
	for (const kind of ['right', 'wrongSignature']) {
		const report = await control<Report>(`/${path}/notify`, { ...order, url, kind });
		if (!report.asExpected) {
			return `the ${kind} call was answered ${report.status} ${report.replyCode ?? report.body.slice(0, 200)}`;
		}
	}
	await n8n.settled();
	const count = await n8n.executionCount(workflow);
	return count === 1 ? undefined : `a genuine and a forged call started ${count} executions`;
}
