import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';

import { settle } from './settle';

/** n8n's store of processed items, which all executions and processes of an n8n share. */
export interface Processed {
	/** Records a key; false when it was there already. */
	record(key: string): Promise<boolean>;
	remove(key: string): Promise<void>;
}

// All nodes of a workflow share its list. n8n reads it, changes it and writes it whole, in 0.1 s at this length.
const SCOPE = 'workflow';
const RULES: ICheckProcessedOptions = { mode: 'entries', maxEntries: 100_000 };

type Helpers = IExecuteFunctions['helpers'];

/** Something to be done with a key. */
interface Task {
	isRemoval: boolean;
	key: string;
	helpers: Helpers;
	/** Is told whether the key was new. */
	done(isNew: boolean): void;
	failed(error: Error): void;
}

// The turns are those of a workflow. Two items that changed a list at the same time would lose one of the keys.
const waiting = new Map<string, Task[]>();

/**
 * The store for the workflow of a node. Within a process one call is made after another, and what came to
 * wait meanwhile goes into the next one. Two processes that record at the very same moment can lose a key.
 */
export function processedOf(context: IExecuteFunctions): Processed {
	const { helpers } = context;
	const { id = '' } = context.getWorkflow();
	const add = async (isRemoval: boolean, key: string) =>
		await new Promise<boolean>((done, failed) => {
			const task = { isRemoval, key, helpers, done, failed };
			const tasks = waiting.get(id);
			if (tasks) tasks.push(task);
			else {
				waiting.set(id, [task]);
				void workOff(id);
			}
		});
	return {
		record: async (key) => await add(false, key),
		remove: async (key) => void (await add(true, key)),
	};
}

async function workOff(workflowId: string): Promise<void> {
	const tasks = waiting.get(workflowId) ?? [];
	while (tasks.length > 0) {
		const group = nextGroup(tasks);
		const result = await settle(change(group));
		for (const task of group) {
			if (result.ok) task.done(result.value.has(task.key));
			else task.failed(result.error as Error);
		}
	}
	waiting.delete(workflowId);
}

/** Takes the tasks that can be done in one call: n8n would take each of two equal keys for new. */
function nextGroup(tasks: Task[]): Task[] {
	const keys = new Set<string>();
	const end = tasks.findIndex(({ key, isRemoval }) => {
		if (isRemoval !== tasks[0].isRemoval || keys.has(key)) return true;
		keys.add(key);
		return false;
	});
	return tasks.splice(0, end === -1 ? tasks.length : end);
}

/** Returns the keys that were new. */
async function change([first, ...others]: Task[]): Promise<Set<unknown>> {
	const keys = [first, ...others].map(({ key }) => key);
	if (first.isRemoval) {
		await first.helpers.removeProcessed(keys, SCOPE, RULES);
		return new Set();
	}
	const { new: fresh } = await first.helpers.checkProcessedAndRecord(keys, SCOPE, RULES);
	return new Set<unknown>(fresh);
}
