import type { IExecuteData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Attempt } from './attempt';

/** What the items of a node have reached in earlier tries of 'Retry On Fail'. */
export interface Memory {
	recall(itemIndex: number): Attempt | undefined;
	keep(itemIndex: number, attempt: Attempt): void;
}

/** An item's last word, and the item that it is about. */
interface Kept {
	item: INodeExecutionData;
	attempt: Attempt;
}

// n8n hands the node the same object for each try of one run, and another one for another run.
const runs = new WeakMap<IExecuteData, Map<number, Kept>>();

const NOTHING: Memory = { recall: () => undefined, keep: () => {} };

/**
 * Remembers what must not be done again when n8n runs the whole node once more: what was carried out,
 * and what may have been. The rest, which was not sent or only reads, is run again.
 */
export function memoryOf(context: IExecuteFunctions): Memory {
	if (!context.getNode().retryOnFail) return NOTHING;
	const items = context.getInputData();
	const run = context.getExecuteData();
	const kept = runs.get(run) ?? new Map<number, Kept>();
	runs.set(run, kept);
	return {
		recall: (itemIndex) => {
			const entry = kept.get(itemIndex);
			return entry?.item === items[itemIndex] ? entry?.attempt : undefined;
		},
		keep: (itemIndex, attempt) => {
			if (attempt.isFinal) kept.set(itemIndex, { item: items[itemIndex], attempt });
		},
	};
}
