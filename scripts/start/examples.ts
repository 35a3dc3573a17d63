import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import type { WorkflowInput } from '../host/n8n-types.ts';
import { readJson } from '../shared/files.ts';

/** Ids of created credentials by `credentialKey`. */
export type CredentialIds = Map<string, string>;

const FORM_TRIGGER = 'n8n-nodes-base.formTrigger';
const SUB_WORKFLOW_TRIGGER = 'n8n-nodes-base.executeWorkflowTrigger';
const SUB_WORKFLOW = 'n8n-nodes-base.executeWorkflow';

/** What the examples are grouped by in n8n, in reading order; tags, because folders need a licence. */
export const CHAPTERS = [
	'1 Start here 从这里开始',
	'2 Examples 示例',
	'3 Flagship 综合流程',
	'4 Parts 子流程',
] as const;

export type Chapter = (typeof CHAPTERS)[number];

/** A workflow of the examples folder. */
export interface Example extends WorkflowInput {
	chapter: Chapter;
}

/** The name under which a workflow refers to a credential on any instance. */
export function credentialKey(type: string, name: string): string {
	return `${type} ${name}`;
}

/**
 * The workflows of the examples folder, each after those that it calls, and otherwise the last to read first: n8n
 * lists what was saved last on top.
 */
export function readExamples(root = process.cwd()): Example[] {
	const folder = join(root, 'examples');
	if (!existsSync(folder)) return [];
	const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
	return calledFirst(files.map((file) => readExample(folder, file)).sort(byReading));
}

function readExample(folder: string, file: string): Example {
	const workflow = readJson<WorkflowInput>(folder, file);
	return { ...workflow, chapter: chapterOf(file, workflow) };
}

/** The chapter of an example: starters and parts of the flagship have it in the names of their files. */
function chapterOf(file: string, { nodes }: WorkflowInput): Chapter {
	const [starters, examples, flagship, parts] = CHAPTERS;
	if (file.startsWith('start-')) return starters;
	if (nodes.some(({ type }) => type === SUB_WORKFLOW_TRIGGER)) return parts;
	return /^(flagship|desk)-/.test(file) ? flagship : examples;
}

const byReading = (one: Example, other: Example): number =>
	other.chapter.localeCompare(one.chapter) || other.name.localeCompare(one.name, 'en');

/** n8n refers to a called workflow by its id, so it must be there before its callers. */
function calledFirst(workflows: Example[]): Example[] {
	const sorted = new Set<Example>();
	const visit = (workflow: Example): void => {
		if (sorted.has(workflow)) return;
		for (const name of calledBy(workflow)) {
			const called = workflows.find((candidate) => candidate.name === name);
			if (called && called !== workflow) visit(called);
		}
		sorted.add(workflow);
	};
	workflows.forEach(visit);
	return [...sorted];
}

/** The names of the workflows that a workflow calls. */
export const calledBy = ({ nodes }: WorkflowInput): string[] =>
	nodes
		.filter(({ type }) => type === SUB_WORKFLOW)
		.map((node) => referenceOf(node).cachedResultName);

interface WorkflowReference {
	value: string;
	cachedResultName: string;
}

const referenceOf = ({ parameters }: INode): WorkflowReference =>
	parameters.workflowId as unknown as WorkflowReference;

/** The workflow with those that it calls, found by name, given the ids of this instance. */
export function rewireCalls(
	workflow: WorkflowInput,
	ids: ReadonlyMap<string, string>,
): WorkflowInput {
	const nodes = workflow.nodes.map((node) => {
		if (node.type !== SUB_WORKFLOW) return node;
		const reference = referenceOf(node);
		const value = ids.get(reference.cachedResultName);
		if (!value) {
			throw new Error(
				`"${workflow.name}" calls the workflow "${reference.cachedResultName}", which is not there.`,
			);
		}
		return { ...node, parameters: { ...node.parameters, workflowId: { ...reference, value } } };
	});
	return { ...workflow, nodes };
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

/** Whether a workflow does something only when it is published: it has a form, or waits for calls. */
export function needsPublishing({ nodes }: WorkflowInput): boolean {
	return nodes.some(({ type, disabled }) => !disabled && listens(type));
}

function listens(type: string): boolean {
	const [packageName, name] = type.split('.');
	const ours = packageName === 'n8n-nodes-fintech-onboarding' && name.endsWith('Trigger');
	return ours || [FORM_TRIGGER, SUB_WORKFLOW_TRIGGER, 'n8n-nodes-base.webhook'].includes(type);
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
