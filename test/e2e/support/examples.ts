import { controlOf } from '../../support/sandbox.ts';
import type { WorkflowInput } from '../../support/n8n-driver.ts';
import { demoCredentials } from '../../../sandbox/registry.ts';
import {
	calledBy,
	credentialKey,
	formPath,
	readExamples,
	rewireCalls,
	rewireCredentials,
} from '../../../scripts/start/examples.ts';
import { type Environment, sharedEnvironment } from './environment.ts';

/** Saves the credentials of the sandbox, as `npm start` does. Returns their ids by type and name. */
export async function saveDemoCredentials({
	n8n,
	sandbox,
}: Environment): Promise<Map<string, string>> {
	const ids = new Map<string, string>();
	for (const credential of demoCredentials(sandbox.urls)) {
		const key = credentialKey(credential.type, credential.name);
		ids.set(key, await n8n.saveCredential(credential));
	}
	return ids;
}

/** The example that begins with the form of this path, or whose name has these words. */
export function exampleOf(pathOrWords: string): WorkflowInput {
	const found =
		readExamples().find((workflow) => formPath(workflow) === pathOrWords) ??
		readExamples().find(({ name }) => name.includes(pathOrWords));
	if (!found) throw new Error(`No example has the form or the name '${pathOrWords}'`);
	return found;
}

/** The examples in the n8n that the test files share; what a file publishes is not left to the next one. */
export function useExamples() {
	const environment = sharedEnvironment();
	const published: string[] = [];
	const called = new Map<string, string>();

	/** Saves an example with the sandbox's credentials, after those that it calls. Returns its id. */
	async function save(example: WorkflowInput): Promise<string> {
		for (const name of calledBy(example)) {
			if (!called.has(name)) called.set(name, await publish(exampleOf(name)));
		}
		const ids = await saveDemoCredentials(environment);
		const wired = rewireCalls(rewireCredentials(example, ids), called);
		return (await environment.n8n.saveWorkflow(wired)).id;
	}

	/** Saves an example in this way, and publishes it. Returns its id. */
	async function publish(example: WorkflowInput): Promise<string> {
		const id = await save(example);
		await environment.n8n.publish(id);
		published.push(id);
		return id;
	}

	afterAll(async () => {
		for (const id of published) await environment.n8n.unpublish(id);
	});

	return {
		environment,
		control: controlOf(environment.sandbox),
		examples: { save, publish },
	};
}
