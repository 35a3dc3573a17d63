import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionStatus, INodeTypeDescription, IRunExecutionData } from 'n8n-workflow';
import { unflatten } from './flatted.ts';
import { N8nSession } from './n8n-session.ts';
import {
	type CredentialInput,
	type CredentialTestResult,
	type Execution,
	type ExecutionSummary,
	FINAL_STATUSES,
	type Owner,
	type SavedWorkflow,
	type WorkflowInput,
} from './n8n-types.ts';

export * from './n8n-types.ts';

/** Where a manual run starts and ends: by default at the manual trigger, and at every end. */
export interface RunOptions {
	trigger?: string;
	destination?: string;
}

export interface WaitOptions {
	timeoutMs?: number;
	/** Statuses to wait for; by default those after which nothing more happens. */
	until?: ExecutionStatus[];
}

interface Named {
	id: string;
	name: string;
	type?: string;
}

interface PublicationStatus {
	status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	liveVersionId: string | null;
	triggers: Array<{ nodeId: string; status: string; errorMessage: string | null }>;
}

const POLL_MS = 100;
const TIMEOUT_MS = 60_000;
const PAGE_SIZE = 100;

/** Drives a running n8n as its editor does. Everything that is saved is found again by its name. */
export class N8nClient {
	readonly url: string;
	/** For requests that have no method here. */
	readonly session: N8nSession;

	/** The address of n8n without a slash at the end, as `startHost` returns it. */
	constructor(url: string) {
		this.url = url;
		this.session = new N8nSession(url);
	}

	/** Creates the owner account on a fresh instance; logs in otherwise. */
	async signIn(owner: Owner): Promise<void> {
		await this.session.signIn(owner);
	}

	/** All node types that are loaded, each as `<package>.<name>@<version>`. */
	async nodeTypes(): Promise<string[]> {
		return await this.session.file('/types/node-versions.json');
	}

	/** The description of a node type as the editor gets it. */
	async nodeType(name: string, version: number): Promise<INodeTypeDescription> {
		const nodeInfos = [{ name, version }];
		const found = await this.session.request<INodeTypeDescription[]>('POST', '/node-types', {
			nodeInfos,
		});
		return found[0];
	}

	/** The id of the credential with this name and type. */
	async findCredential({ name, type }: Pick<CredentialInput, 'name' | 'type'>) {
		const all = await this.session.request<Named[]>('GET', '/credentials');
		return all.find((credential) => credential.name === name && credential.type === type)?.id;
	}

	/** Creates the credential, or replaces the data of the one with this name and type. Returns its id. */
	async saveCredential({ name, type, data }: CredentialInput): Promise<string> {
		const id = await this.findCredential({ name, type });
		const body = { name, type, data };
		const saved = id
			? await this.session.request<Named>('PATCH', `/credentials/${id}`, body)
			: await this.session.request<Named>('POST', '/credentials', body);
		return saved.id;
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

	/** Creates the workflow, or replaces the one with this name. It still has to be published. */
	async saveWorkflow(workflow: WorkflowInput): Promise<SavedWorkflow> {
		const { name, nodes, connections, settings, pinData } = workflow;
		const body = { name, nodes, connections, settings, pinData };
		const id = await this.findWorkflow(name);
		return id
			? await this.session.request('PATCH', `/workflows/${id}`, body)
			: await this.session.request('POST', '/workflows', body);
	}

	/** The id of the workflow with this name. */
	async findWorkflow(name: string): Promise<string | undefined> {
		const filter = encodeURIComponent(JSON.stringify({ name, isArchived: false }));
		const found = await this.session.request<Named[]>('GET', `/workflows?filter=${filter}`);
		return found.find((workflow) => workflow.name === name)?.id;
	}

	/** A workflow as the editor shows it. */
	async workflow(id: string): Promise<SavedWorkflow> {
		return await this.session.request('GET', `/workflows/${id}`);
	}

	/** Publishes the version that the editor shows, and waits until its triggers listen. */
	async publish(id: string): Promise<void> {
		const { versionId, activeVersionId } = await this.workflow(id);
		if (versionId !== activeVersionId) {
			await this.session.request('POST', `/workflows/${id}/activate`, { versionId });
		}
		const status = await poll(`publication of workflow ${id}`, TIMEOUT_MS, async () => {
			const current = await this.publicationStatus(id);
			return current.status === 'in_progress' ? undefined : current;
		});
		if (status.status === 'published') return;
		const reasons = status.triggers.map((trigger) => trigger.errorMessage).filter(Boolean);
		throw new Error(`Workflow ${id} is ${status.status}: ${reasons.join('; ') || 'no trigger'}`);
	}

	/** Takes a published workflow offline. */
	async unpublish(id: string): Promise<void> {
		await this.session.request('POST', `/workflows/${id}/deactivate`, {});
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
			const execution = await this.execution(id);
			return until.includes(execution.status) ? execution : undefined;
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

	/** The address of the form of a published workflow. */
	formUrl(path: string): string {
		return `${this.url}/form/${path}`;
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

	private async publicationStatus(id: string): Promise<PublicationStatus> {
		return await this.session.request('GET', `/workflows/${id}/publication-status`);
	}
}

async function poll<T>(
	what: string,
	timeoutMs: number,
	probe: () => Promise<T | undefined>,
): Promise<T> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const result = await probe();
		if (result !== undefined) return result;
		if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}.`);
		await sleep(POLL_MS);
	}
}
