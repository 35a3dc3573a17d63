import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import type { WorkflowInput } from './n8n-types.ts';

/** Ids of created credentials by `credentialKey`. */
export type CredentialIds = Map<string, string>;

const FORM_TRIGGER = 'n8n-nodes-base.formTrigger';

/** The name under which a workflow refers to a credential on any instance. */
export function credentialKey(type: string, name: string): string {
	return `${type} ${name}`;
}

/** The workflows of the examples folder, in the order of their file names. */
export function readExamples(root = process.cwd()): WorkflowInput[] {
	const folder = join(root, 'examples');
	if (!existsSync(folder)) return [];
	const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
	return files
		.sort()
		.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as WorkflowInput);
}

/** The workflow with its credentials, found by type and name, given the ids of this instance. */
export function rewireCredentials(workflow: WorkflowInput, ids: CredentialIds): WorkflowInput {
	const nodes = workflow.nodes.map((node) => {
		const references = Object.entries(node.credentials ?? {}).map(([type, { name }]) => {
			const id = ids.get(credentialKey(type, name));
			if (id) return [type, { id, name }];
			throw new Error(
				`"${workflow.name}" uses the credential "${name}" (${type}), which is not among the demo credentials.`,
			);
		});
		return node.credentials ? { ...node, credentials: Object.fromEntries(references) } : node;
	});
	return { ...workflow, nodes };
}

/** Whether a workflow does something only when it is published: it has a form or waits for calls. */
export function needsPublishing({ nodes }: WorkflowInput): boolean {
	return nodes.some(({ type, disabled }) => !disabled && listens(type));
}

function listens(type: string): boolean {
	const [packageName, name] = type.split('.');
	const ours = packageName === 'n8n-nodes-fintech-onboarding' && name.endsWith('Trigger');
	return ours || type === FORM_TRIGGER || type === 'n8n-nodes-base.webhook';
}

/** The path of a workflow's form, if it has one. */
export function formPath({ nodes }: WorkflowInput): string | undefined {
	const trigger = nodes.find(({ type, disabled }) => type === FORM_TRIGGER && !disabled);
	return trigger && pathOf(trigger);
}

function pathOf({ parameters, webhookId }: INode): string | undefined {
	const { path, options } = parameters as { path?: string; options?: { path?: string } };
	return path ?? options?.path ?? webhookId;
}
