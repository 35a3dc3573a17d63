import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeTypeDescription } from 'n8n-workflow';
import { N8nSession } from './n8n-session.ts';
import type { CredentialInput, Owner, SavedWorkflow, WorkflowInput } from './n8n-types.ts';

export * from './n8n-types.ts';

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

/** Fills a running n8n as its editor does. Everything that is saved is found again by its name. */
export class N8nClient {
	readonly url: string;
	/** The session for requests that have no method here. */
	readonly session: N8nSession;

	/** The address of n8n without a slash at the end, as `startHost` returns it, and see N8nSession. */
	constructor(url: string, token?: string) {
		this.url = url;
		this.session = new N8nSession(url, token);
	}

	/** Creates the owner account on a fresh instance; logs in otherwise. */
	async signIn(owner: Owner): Promise<void> {
		await this.session.signIn(owner);
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

	/** Creates the workflow, or replaces the one with this name. It still has to be published. */
	async saveWorkflow(workflow: WorkflowInput): Promise<SavedWorkflow> {
		const { name, nodes, connections, settings, pinData, tags } = workflow;
		const body = { name, nodes, connections, settings, pinData, tags };
		const id = await this.findWorkflow(name);
		return id
			? await this.session.request('PATCH', `/workflows/${id}`, body)
			: await this.session.request('POST', '/workflows', { ...body, active: false });
	}

	/** Creates the tags of these names that are not there. Returns their ids in the order of the names. */
	async saveTags(names: readonly string[]): Promise<string[]> {
		const all = await this.session.request<Named[]>('GET', '/tags');
		const ids: string[] = [];
		for (const name of names) {
			const tag = all.find((candidate) => candidate.name === name);
			ids.push((tag ?? (await this.session.request<Named>('POST', '/tags', { name }))).id);
		}
		return ids;
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

	/**
	 * Publishes the version that the editor shows, which 1.x calls to activate, and waits until its triggers listen.
	 * Older n8n answers when they do, and has no status of it.
	 */
	async publish(id: string): Promise<void> {
		const { nodes, versionId, activeVersionId } = await this.workflow(id);
		// Before 2.0 only what listens can be activated; a workflow that others call serves them as it is.
		const isCalled = nodes.some(({ type }) => type === 'n8n-nodes-base.executeWorkflowTrigger');
		if (isCalled && (await this.version()).startsWith('1.')) return;
		if (activeVersionId === undefined) {
			await this.session.request('PATCH', `/workflows/${id}`, { active: true, versionId });
			return;
		}
		if (versionId !== activeVersionId) {
			await this.session.request('POST', `/workflows/${id}/activate`, { versionId });
		}
		if (!(await this.tellsStatus(id))) return;
		let reads = 0;
		const status = await poll(`publication of workflow ${id}`, TIMEOUT_MS, async () => {
			const current = await this.publicationStatus(id);
			// n8n reads at once whether it is publishing and what listens: what has ended in between looks like nothing.
			if (current.status === 'not_published' && reads++ === 0) return undefined;
			return current.status === 'in_progress' ? undefined : current;
		});
		if (status.status === 'published') return;
		const reasons = status.triggers.map((trigger) => trigger.errorMessage).filter(Boolean);
		throw new Error(`Workflow ${id} is ${status.status}: ${reasons.join('; ') || 'no trigger'}`);
	}

	/** The version of this n8n. */
	private async version(): Promise<string> {
		return (await this.session.request<{ versionCli: string }>('GET', '/settings')).versionCli;
	}

	/** The address of the form of a published workflow. */
	formUrl(path: string): string {
		return `${this.url}/form/${path}`;
	}

	/** Whether this n8n publishes behind its answer and tells how far it is; older ones answer when it is done. */
	protected async tellsStatus(id: string): Promise<boolean> {
		return await this.publicationStatus(id).then(
			() => true,
			() => false,
		);
	}

	protected async publicationStatus(id: string): Promise<PublicationStatus> {
		return await this.session.request('GET', `/workflows/${id}/publication-status`);
	}
}

/** Probes until the probe returns something, and returns that. */
export async function poll<T>(
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
