import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { demoCredentials } from '../../sandbox/registry.ts';
import {
	type Chapter,
	CHAPTERS,
	type CredentialIds,
	credentialKey,
	formPath,
	needsPublishing,
	readExamples,
	rewireCalls,
	rewireCredentials,
} from './examples.ts';
import type { N8nClient } from '../host/n8n-client.ts';
import type { Owner, WorkflowInput } from '../host/n8n-types.ts';
import { withOwnKey } from './own-api.ts';
import { readJson } from '../shared/files.ts';
import { messageOf } from '../shared/progress.ts';

/** The login of the demo; it reaches nothing but this machine. */
export const demoOwner: Owner = {
	email: 'demo@example.com',
	firstName: 'Demo',
	lastName: 'Owner',
	password: 'Sandbox-5678',
};

/** A workflow of the demo as it is shown to the person who has started it. */
export interface DemoExample {
	name: string;
	chapter: Chapter;
	/** The address of its form, or of its page in the editor. */
	url: string;
	hasForm: boolean;
	/** Why it could not be published. */
	problem?: string;
}

interface Imported {
	id: string;
	hash: string;
}

/**
 * Puts the demo's credentials and example workflows into n8n, tagged by chapter. What has not changed since the last
 * time stays as it is, so that a person's own changes to an example survive the next start. Returns the examples in
 * reading order.
 */
export async function fillDemo(
	n8n: N8nClient,
	urls: Record<string, string>,
	recordFile: string,
): Promise<DemoExample[]> {
	const keep = keeper(recordFile);
	const ids: CredentialIds = new Map();
	for (const credential of demoCredentials(urls)) {
		const key = credentialKey(credential.type, credential.name);
		const existing = await n8n.findCredential(credential);
		const save = async () => await n8n.saveCredential(await withOwnKey(n8n, credential));
		ids.set(key, await keep(key, credential, existing, save));
	}
	const tags = await n8n.saveTags(CHAPTERS);
	const examples: DemoExample[] = [];
	const workflowIds = new Map<string, string>();
	for (const { chapter, ...workflow } of readExamples()) {
		const wired = rewireCalls(rewireCredentials(workflow, ids), workflowIds);
		const tagged = { ...wired, tags: [tags[CHAPTERS.indexOf(chapter)]] };
		const { id, ...example } = await saveExample(n8n, tagged, keep);
		workflowIds.set(workflow.name, id);
		examples.unshift({ ...example, chapter });
	}
	return examples;
}

async function saveExample(
	n8n: N8nClient,
	workflow: WorkflowInput,
	keep: Keep,
): Promise<Omit<DemoExample, 'chapter'> & { id: string }> {
	const { name } = workflow;
	const existing = await n8n.findWorkflow(name);
	const id = await keep(`workflow ${name}`, workflow, existing, async () => {
		return (await n8n.saveWorkflow(workflow)).id;
	});
	const path = formPath(await n8n.workflow(id));
	const url = path ? n8n.formUrl(path) : `${n8n.url}/workflow/${id}`;
	const example = { id, name, url, hasForm: path !== undefined };
	if (!needsPublishing(workflow)) return example;
	try {
		await n8n.publish(id);
		return example;
	} catch (error) {
		return { ...example, problem: messageOf(error) };
	}
}

/** Saves unless the thing with the existing id is the one that was saved with this content. Returns its id. */
type Keep = (
	key: string,
	content: object,
	existing: string | undefined,
	save: () => Promise<string>,
) => Promise<string>;

/** Remembers in a file what was put into n8n, so that only what has changed is put there again. */
function keeper(file: string): Keep {
	const known: Record<string, Imported> = existsSync(file)
		? readJson<Record<string, Imported>>(file)
		: {};
	return async (key, content, existing, save) => {
		const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
		if (existing && known[key]?.id === existing && known[key].hash === hash) return existing;
		const id = await save();
		known[key] = { id, hash };
		writeFileSync(file, JSON.stringify(known, null, '\t'));
		return id;
	};
}
