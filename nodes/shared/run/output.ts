import type { IDataObject, INodeExecutionData, NodeError } from 'n8n-workflow';

import type { Result } from '../model/operation';
import type { Mask } from '../values/conceal';

/** What becomes of the fields of the input item. */
interface InputRules {
	includeInput: boolean;
	/** It is laid over them, where there is one. */
	mask?: Mask;
}

/** The output item of an item that was carried out. */
export function succeeded(
	input: INodeExecutionData,
	{ json, binary }: Result,
	itemIndex: number,
	{ includeInput, mask }: InputRules,
): INodeExecutionData {
	const files = { ...input.binary, ...binary };
	return {
		json: includeInput ? { ...carriedOver(input.json, mask), ...json } : json,
		// The item's files travel on, so that the next node can send another of them.
		...(Object.keys(files).length > 0 && { binary: files }),
		pairedItem: { item: itemIndex },
	};
}

/**
 * The output item of a failed item, for a node that continues.
 *
 * @param json what the error says
 * @param toErrorOutput whether n8n moves it to an output of its own; it then adds the input's fields itself
 */
export function failed(
	input: INodeExecutionData,
	json: IDataObject,
	error: NodeError,
	itemIndex: number,
	{ includeInput, mask, toErrorOutput }: InputRules & { toErrorOutput: boolean },
): INodeExecutionData {
	const { binary } = input;
	// n8n adds the fields that are not there already: masked ones must be.
	const hasInput = toErrorOutput ? mask !== undefined : includeInput;
	const item: INodeExecutionData = {
		json: hasInput ? { ...carriedOver(input.json, mask), ...json } : json,
		// A page or another node behind the error output may need the files that were not used up.
		...(binary && { binary }),
		pairedItem: { item: itemIndex },
	};
	// n8n before 2.34.6 knows a failed item by this property alone. It is hidden, because n8n would replace the
	// item's JSON by its message, and can be written, because n8n takes it away.
	if (toErrorOutput) Object.defineProperty(item, 'error', { value: error, writable: true });
	return item;
}

/** What n8n takes for a failed item, and would repeat or misroute. */
const FAILURE_NAMES = ['error', '$error'];

/** The input's fields; what a step before has left of its failure is called otherwise. */
function carriedOver(given: IDataObject, mask: Mask | undefined): IDataObject {
	const json = mask?.json(given) ?? given;
	const hasFailed = FAILURE_NAMES.some((name) => Object.hasOwn(json, name));
	if (!hasFailed) return json;
	const nameOf = (name: string) => {
		if (FAILURE_NAMES.includes(name)) return 'previousError';
		return name === 'details' ? 'previousDetails' : name;
	};
	return Object.fromEntries(Object.entries(json).map(([name, value]) => [nameOf(name), value]));
}
