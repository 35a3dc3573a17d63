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
import type { Environment } from './environment.ts';
import { useHost } from './use-host.ts';

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
	const { environment, control, publish: publishWorkflow } = useHost();
	const called = new Map<string, string>();

	/** An example with the sandbox's credentials, and with those that it calls, which are published before. */
	async function wired(example: WorkflowInput): Promise<WorkflowInput> {
		for (const name of calledBy(example)) {
			if (!called.has(name)) called.set(name, await publish(exampleOf(name)));
		}
		const ids = await saveDemoCredentials(environment);
		return rewireCalls(rewireCredentials(example, ids), called);
	}

	/** Saves an example with what it needs, and publishes it. Returns its id. */
	async function publish(example: WorkflowInput): Promise<string> {
		return (await publishWorkflow(await wired(example))).id;
	}

	/** Saves an example with what it needs. Returns its id. */
	const save = async (example: WorkflowInput): Promise<string> =>
		(await environment.n8n.saveWorkflow(await wired(example))).id;

	return { environment, control, examples: { save, publish } };
}
