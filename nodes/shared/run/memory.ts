import type { IDataObject, IExecuteData, IExecuteFunctions } from 'n8n-workflow';

import type { Attempt } from './attempt';

/** What the items of a node have reached in earlier tries of 'Retry On Fail'. */
export interface Memory {
	recall(itemIndex: number): Attempt | undefined;
	keep(itemIndex: number, attempt: Attempt): void;
}

// n8n hands the node the same object for each try of one run, and another one for another run. The calls of an
// agent's tools share one, and get other items for each try: the JSON object inside tells them apart.
const runs = new WeakMap<IExecuteData, WeakMap<IDataObject, Map<number, Attempt>>>();

const NOTHING: Memory = { recall: () => undefined, keep: () => {} };

/**
 * Remembers what must not be done again when n8n runs the whole node once more: what was carried out,
 * and what may have been. The rest, which was not sent or only reads, is run again.
 */
export function memoryOf(context: IExecuteFunctions): Memory {
	if (!context.getNode().retryOnFail) return NOTHING;
	const items = context.getInputData();
	const executeData = context.getExecuteData();
	const run = runs.get(executeData) ?? new WeakMap<IDataObject, Map<number, Attempt>>();
	runs.set(executeData, run);
	return {
		recall: (itemIndex) => run.get(items[itemIndex].json)?.get(itemIndex),
		keep: (itemIndex, attempt) => {
			if (!attempt.isFinal) return;
			const { json } = items[itemIndex];
			run.set(json, (run.get(json) ?? new Map<number, Attempt>()).set(itemIndex, attempt));
		},
	};
}
