import type { ExecutionStatus, INodeExecutionData, IRunExecutionData } from 'n8n-workflow';

import { N8nClient, poll } from '../../scripts/host/n8n-client.ts';
import type { CredentialInput } from '../../scripts/host/n8n-types.ts';
import { unflatten } from './flatted.ts';

export type * from '../../scripts/host/n8n-types.ts';

/** n8n's answer to the test button of a credential. */
export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

/** An execution without its data. */
export interface ExecutionSummary {
	id: string;
	workflowId: string;
	status: ExecutionStatus;
	mode: string;
	startedAt: string;
	stoppedAt: string | null;
	waitTill: string | null;
}

/** An execution with its decoded run data. */
export interface Execution extends ExecutionSummary {
	data: IRunExecutionData;
}

/** Statuses in which an execution does nothing more. */
export const FINAL_STATUSES: ExecutionStatus[] = ['success', 'error', 'canceled', 'crashed'];

/** The items that a node gave to one of its outputs in its last run. */
export function outputOf(execution: Execution, node: string, output = 0): INodeExecutionData[] {
	const runs = execution.data.resultData.runData[node] ?? [];
	return runs.at(-1)?.data?.main[output] ?? [];
}

/** The JSON of the items that a node gave to one of its outputs in its last run. */
export function jsonOf(execution: Execution, node: string, output = 0) {
	return outputOf(execution, node, output).map((item) => item.json);
}

/** How often a node ran. */
export const runsOf = ({ data }: Execution, node: string): number =>
	data.resultData.runData[node]?.length ?? 0;

/** The nodes at which a manual run starts and ends: by default the manual trigger, and every end. */
export interface RunOptions {
	trigger?: string;
	destination?: string;
}

export interface WaitOptions {
	timeoutMs?: number;
	/** Statuses to wait for; by default those after which nothing more happens. */
	until?: ExecutionStatus[];
}

const TIMEOUT_MS = 60_000;
const PAGE_SIZE = 100;

/** Runs what is in an n8n as a person does in its editor, and reads what has become of it. */
export class N8nDriver extends N8nClient {
	/** All node types that are loaded, each as `<package>.<name>@<version>`. */
	async nodeTypes(): Promise<string[]> {
		return await this.session.file('/types/node-versions.json');
	}

	/** The stored data of a credential; n8n replaces secrets with a placeholder. */
	async credentialData(id: string): Promise<CredentialInput> {
		return await this.session.request('GET', `/credentials/${id}?includeData=true`);
	}

	/** Presses the test button of a stored credential. */
	async testCredential(id: string): Promise<CredentialTestResult> {
		const { name, type, data } = await this.credentialData(id);
		const credentials = { id, name, type, data };
		return await this.session.request('POST', '/credentials/test', { credentials });
	}

	/** Deletes a credential, whatever uses it. */
	async deleteCredential(id: string): Promise<void> {
		await this.session.request('DELETE', `/credentials/${id}`);
	}

	/** Takes a published workflow offline. */
	async unpublish(id: string): Promise<void> {
		await this.session.request('POST', `/workflows/${id}/deactivate`, {});
		if (!(await this.tellsStatus(id))) return;
		await poll(`end of publication of workflow ${id}`, TIMEOUT_MS, async () => {
			const { status } = await this.publicationStatus(id);
			return status === 'not_published' ? status : undefined;
		});
	}

	/** Starts a manual run of the saved workflow and returns the id of its execution. */
	async start(workflowId: string, options: RunOptions = {}): Promise<string> {
		const { executionId } = await this.runManually(workflowId, options);
		if (executionId) return executionId;
		throw new Error('The trigger waits for a test call: use listen() and call its test URL.');
	}

	/** Runs the saved workflow manually and waits for its end. */
	async run(workflowId: string, options: RunOptions & WaitOptions = {}): Promise<Execution> {
		return await this.waitForExecution(await this.start(workflowId, options), options);
	}

	/** Makes a webhook or form trigger listen at its test URL for one call. */
	async listen(workflowId: string, trigger: string): Promise<void> {
		const { waitingForWebhook } = await this.runManually(workflowId, { trigger });
		if (!waitingForWebhook) throw new Error(`"${trigger}" has no test URL: it ran at once.`);
	}

	/** An execution with its run data. */
	async execution(id: string): Promise<Execution> {
		const stored = await this.session.request<ExecutionSummary & { data: string }>(
			'GET',
			`/executions/${id}`,
		);
		return { ...stored, data: unflatten(stored.data) as IRunExecutionData };
	}

	/** Waits until an execution has one of the statuses. */
	async waitForExecution(id: string, options: WaitOptions = {}): Promise<Execution> {
		const { timeoutMs = TIMEOUT_MS, until = FINAL_STATUSES } = options;
		return await poll(`execution ${id}`, timeoutMs, async () => {
			const execution = await this.execution(id).catch((error: unknown) => {
				// n8n 2.20 refuses to show one that is just beginning.
				if (/reading 'resultData'/.test(String(error))) return undefined;
				throw error;
			});
			return execution && until.includes(execution.status) ? execution : undefined;
		});
	}

	/** The latest executions of a workflow, oldest first. */
	async executions(workflowId: string): Promise<ExecutionSummary[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.session.request<{ results: ExecutionSummary[] }>(
			'GET',
			`/executions?limit=${PAGE_SIZE}&filter=${filter}`,
		);
		return results.sort((a, b) => Number(a.id) - Number(b.id));
	}

	/** The ids of the executions of a workflow, the newest first, as n8n's list has them. */
	async executionIds(workflowId: string): Promise<string[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const ids: string[] = [];
		for (let cursor: string | undefined = ''; cursor !== undefined; ) {
			const more: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
			const page: { results: Array<{ id: string }>; nextCursor?: string } =
				await this.session.request('GET', `/executions?limit=${PAGE_SIZE}&filter=${filter}${more}`);
			ids.push(...page.results.map(({ id }) => id));
			cursor = page.nextCursor || undefined;
		}
		// n8n sorts by the start and goes on by the id: at the end of a page, one can come twice or be left out.
		return [...new Set(ids)];
	}

	/** Waits until a workflow has this many executions in one of the statuses, oldest first. */
	async waitForExecutions(
		workflowId: string,
		count = 1,
		options: WaitOptions = {},
	): Promise<Execution[]> {
		const { timeoutMs = TIMEOUT_MS, until = FINAL_STATUSES } = options;
		const what = `${count} execution(s) of workflow ${workflowId}`;
		const done = await poll(what, timeoutMs, async () => {
			const all = await this.executions(workflowId);
			const matching = all.filter((execution) => until.includes(execution.status));
			return matching.length >= count ? matching : undefined;
		});
		return await Promise.all(done.map(async ({ id }) => await this.execution(id)));
	}

	/** Deletes all executions of a workflow. */
	async deleteExecutions(workflowId: string): Promise<void> {
		const deleteBefore = new Date(Date.now() + 86_400_000).toISOString();
		await this.session.request('POST', '/executions/delete', {
			deleteBefore,
			filters: { workflowId },
		});
	}

	/** Calls the webhook of a published workflow, or its test URL after `listen`. */
	async webhook(path: string, init: RequestInit = {}, test = false): Promise<Response> {
		return await fetch(`${this.url}/webhook${test ? '-test' : ''}/${path}`, init);
	}

	/** Submits a form, its values in the order of its fields. */
	async submitForm(url: string, values: Array<string | Blob>): Promise<Response> {
		const body = new FormData();
		for (const [index, value] of values.entries()) body.append(`field-${index}`, value);
		return await fetch(url, { method: 'POST', body });
	}

	private async runManually(workflowId: string, { trigger, destination }: RunOptions) {
		const name = trigger ?? (await this.manualTrigger(workflowId));
		return await this.session.request<{ executionId?: string; waitingForWebhook?: boolean }>(
			'POST',
			`/workflows/${workflowId}/run`,
			{
				triggerToStartFrom: { name },
				destinationNode: destination && { nodeName: destination, mode: 'inclusive' },
			},
		);
	}

	private async manualTrigger(workflowId: string): Promise<string> {
		const { nodes, name } = await this.workflow(workflowId);
		const trigger = nodes.find((node) => node.type === 'n8n-nodes-base.manualTrigger');
		if (!trigger) throw new Error(`"${name}" has no manual trigger: name the trigger to run.`);
		return trigger.name;
	}
}
