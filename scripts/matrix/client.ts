import { setTimeout as sleep } from 'node:timers/promises';
import { N8nClient } from '../host/n8n-client.ts';
import type { SavedWorkflow } from '../host/n8n-types.ts';
import { compareVersions } from './needs.ts';

/** Fills an n8n of any version: what its editor does to publish differs from one to the next. */
export class AnyN8n extends N8nClient {
	private readonly version: string;

	/** See `N8nClient`; the version is that of the n8n at the address. */
	constructor(url: string, version: string) {
		super(url);
		this.version = version;
	}

	/** Publishes a workflow, which 1.x calls to activate, and waits until its triggers listen. */
	override async publish(id: string): Promise<void> {
		const { nodes, versionId, activeVersionId } = await this.workflow(id);
		// Before 2.0 only what listens can be activated; a workflow that others call serves them as it is.
		const isCalled = nodes.some(({ type }) => type === 'n8n-nodes-base.executeWorkflowTrigger');
		if (isCalled && compareVersions(this.version, '2.0') < 0) return;
		if (activeVersionId === undefined) {
			await this.session.request('PATCH', `/workflows/${id}`, { active: true, versionId });
		} else {
			await super.publish(id);
		}
	}

	/** How many executions a workflow has. */
	async executionCount({ id }: Pick<SavedWorkflow, 'id'>): Promise<number> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
		const { results } = await this.session.request<{ results: unknown[] }>(
			'GET',
			`/executions?limit=20&filter=${filter}`,
		);
		return results.length;
	}

	/** The newest version of a node type, as the editor adds it. */
	async newestVersion(type: string): Promise<number> {
		const versions = (await this.nodeTypes()).filter(({ name }) => name === type);
		return Math.max(...versions.flatMap(({ version }) => version));
	}

	private async nodeTypes(): Promise<Array<{ name: string; version: number | number[] }>> {
		return await this.session.file('/types/nodes.json');
	}

	/** The names of this package's node types, those for agents included. */
	async ownNodeTypes(): Promise<string[]> {
		return (await this.nodeTypes())
			.map(({ name }) => name.split('.'))
			.filter(([packageName]) => packageName === 'n8n-nodes-fintech-onboarding')
			.map(([, name]) => name);
	}

	/** Calls a production URL and returns the JSON of the answer. */
	async call<T>(path: string, body: object): Promise<T> {
		const response = await fetch(`${this.url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		const text = await response.text();
		if (!response.ok)
			throw new Error(`/webhook/${path} answered ${response.status}: ${text.slice(0, 300)}`);
		return JSON.parse(text) as T;
	}

	/** Waits for what n8n does behind an answer: writing an execution down. */
	async settled(): Promise<void> {
		await sleep(500);
	}
}
