import { DataDeduplicationService } from 'n8n-core';
import type { ICheckProcessedContextData, IDataDeduplicator } from 'n8n-workflow';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * n8n's store of processed items, in memory: as in its own deduplication-helper.js a list is read, added to
 * and written whole, so that two at the same moment could lose an entry.
 */
export const processed = {
	lists: new Map<string, unknown[]>(),
	/** What n8n's database would throw. */
	fault: undefined as Error | undefined,
	calls: 0,
};

const listOf = (scope: string, { workflow, node }: ICheckProcessedContextData): string =>
	`${workflow.id} ${scope === 'node' ? node?.id : ''}`;

async function read(list: string): Promise<unknown[]> {
	processed.calls++;
	await sleep(1);
	if (processed.fault) throw processed.fault;
	return [...(processed.lists.get(list) ?? [])];
}

async function write(list: string, entries: unknown[]): Promise<void> {
	await sleep(1);
	processed.lists.set(list, entries);
}

const store: Partial<IDataDeduplicator> = {
	checkProcessedAndRecord: async (items, scope, context) => {
		const list = listOf(scope, context);
		const known = await read(list);
		const isNew = items.map((item) => !known.includes(item));
		await write(list, [...known, ...items.filter((_, i) => isNew[i])]);
		return {
			new: items.filter((_, i) => isNew[i]),
			processed: items.filter((_, i) => !isNew[i]),
		};
	},
	removeProcessed: async (items, scope, context) => {
		const list = listOf(scope, context);
		const known = await read(list);
		await write(
			list,
			known.filter((item) => !items.includes(item as string)),
		);
	},
};

/** Gives n8n-core in this process the store. */
export async function useProcessed(): Promise<void> {
	await DataDeduplicationService.init(store as IDataDeduplicator);
}
