import type { ICredentialType, IDataObject, INodeExecutionData, INodeType } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { PROVIDERS } from '../../spec/providers.ts';
import { watch } from './watch';
import { runNode, type Run } from './n8n';
import { controlOf, type Control } from './sandbox';
import { readSchema, schemaFaults } from './schema';

export type RunOptions = Partial<Pick<Run, 'items' | 'continueOnFail' | 'signal'>> & {
	/** The values that replace those of the sandbox's account. */
	credentials?: IDataObject;
};

/** A node before the sandbox, with n8n-core in process. */
export interface Stage {
	readonly sandbox: Sandbox;
	readonly control: Control;
	/** What n8n's engine needs for one run, without running it. */
	prepare(resource: string, operation: string, values: IDataObject, options?: RunOptions): Run;
	/** Runs an operation; what succeeds must be as its preview shows it, and be submitted once at most. */
	run(...args: Parameters<Stage['prepare']>): Promise<INodeExecutionData[]>;
	/** What no run of this file has sent or returned. */
	unseen(): string[];
	/** The JSON of the one item of a run. */
	one(...args: Parameters<Stage['prepare']>): Promise<IDataObject>;
}

/**
 * Starts a sandbox before the tests of a file, resets it before each, and closes it after them.
 *
 * @param account the credential's values for the sandbox
 * @param defaults of every run
 */
export function useStage(
	node: INodeType,
	credentialType: ICredentialType,
	account: (urls: Sandbox['urls']) => IDataObject,
	defaults: RunOptions = {},
): Stage {
	let sandbox: Sandbox;
	let control: Control;
	beforeAll(async () => {
		sandbox = await startSandbox();
		control = controlOf(sandbox);
	});
	beforeEach(async () => await control.reset());
	afterAll(async () => await sandbox.close());

	const entry = PROVIDERS.find((provider) => provider.node === node.constructor.name);
	if (!entry) throw new Error(`package.json lists no node ${node.constructor.name}`);
	const watcher = watch(entry);

	const initial = Object.fromEntries(
		credentialType.properties.map(({ name, default: value }) => [name, value as IDataObject]),
	);
	const prepare: Stage['prepare'] = (resource, operation, values, options = {}) => {
		const { credentials, ...rest } = { ...defaults, ...options };
		return {
			node,
			credentialType,
			...rest,
			credentials: { ...initial, ...account(sandbox.urls), ...credentials } as Run['credentials'],
			parameters: { resource, operation, ...values },
		};
	};
	const run: Stage['run'] = async (resource, operation, values, options) => {
		const since = await control.lastSeq();
		const prepared = prepare(resource, operation, values, options);
		const checked = await runNode(checking(prepared));
		expect(await control.journal(since)).toEqual([]);
		const outputs = await runNode(prepared);
		expectToForesee(checked, outputs);
		const requests = await control.journal(since);
		watcher.expectOnce(resource, operation, requests, prepared.items?.length ?? 1);
		watcher.note(resource, operation, requests, outputs);
		const preview = readSchema(node.constructor.name, resource, operation);
		const hasInput = (values.options as IDataObject | undefined)?.includeInput === true;
		for (const { json } of outputs) {
			if (!hasInput && json.error === undefined) expect(schemaFaults(json, preview)).toEqual([]);
		}
		return outputs;
	};
	return {
		get sandbox() {
			return sandbox;
		},
		get control() {
			return control;
		},
		prepare,
		run,
		unseen: watcher.unseen,
		one: async (...args) => (await run(...args))[0].json,
	};
}

/** The same run with 'Check Only'. */
const checking = (run: Run): Run => ({
	...run,
	continueOnFail: true,
	parameters: {
		...run.parameters,
		options: { ...(run.parameters.options as IDataObject | undefined), checkOnly: true },
	},
});

/** What a check lets pass is not stopped by its values, and what it stops is stopped in the same words. */
function expectToForesee(checked: INodeExecutionData[], outputs: INodeExecutionData[]): void {
	outputs.forEach(({ json }, i) => {
		const { checked: passes, error } = checked[i].json;
		if (passes === true) expect(json.error ?? '').not.toMatch(/^'/);
		else expect(json.error).toBe(error);
	});
}
