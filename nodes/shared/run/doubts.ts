import type { IExecuteFunctions } from 'n8n-workflow';

import { StillUnknown } from '../model/errors';
import type { Provider } from '../model/providerType';
import type { Values } from '../model/operation';

/** What an agent must not submit again, because nobody knows what became of it. */
export interface Doubts {
	/** @throws StillUnknown when an earlier call with these values may have been carried out */
	refuse(values: Values): void;
	/** Remembers a call whose outcome is unknown. */
	note(values: Values): void;
}

/** The doubtful calls of each execution, for which n8n makes one signal. */
const executions = new WeakMap<AbortSignal, Set<string>>();

/**
 * The doubts about the tools of an agent. A model that reads that an outcome is unknown calls the tool again; a
 * workflow does only what somebody has built.
 *
 * @param place resource and operation
 * @returns undefined when the node is no tool
 */
export function doubtsOf(
	context: IExecuteFunctions,
	{ credential: type }: Provider,
	place: string[],
): Doubts | undefined {
	const node = context.getNode();
	const signal = context.getExecutionCancelSignal();
	if (!node.type.endsWith('Tool') || signal === undefined) return undefined;
	const known = executions.get(signal) ?? new Set<string>();
	executions.set(signal, known);
	const keyOf = ({ wire, path, local }: Values) =>
		JSON.stringify([node.credentials?.[type]?.id, ...place, wire, path, local]);
	return {
		refuse: (values) => {
			if (known.has(keyOf(values))) throw new StillUnknown();
		},
		note: (values) => void known.add(keyOf(values)),
	};
}
