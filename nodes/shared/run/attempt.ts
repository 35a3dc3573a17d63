import type { IExecuteFunctions } from 'n8n-workflow';

import type { Operation, Result } from '../model/operation';
import type { Provider } from '../model/provider';
import type { ReadParameter } from '../values/expressions';
import type { Account } from './accounts';
import { makeCall } from './call';
import { explain, outcomeOf, type Explanation, type Outcome } from './explain';
import type { Claim } from './once';
import { settle } from './settle';

/** What became of an item. */
export type Attempt = (Success | Failure) & {
	/** It must not be made again: the item was carried out, or may have been. */
	isFinal: boolean;
};

interface Success {
	ok: true;
	result: Result;
}

export interface Failure {
	ok: false;
	error: unknown;
	/** Undefined for an error that is not ours. */
	explanation: Explanation | undefined;
	outcome: Outcome;
}

/** What the items of an execution have in common. */
export interface Job {
	context: IExecuteFunctions;
	provider: Provider;
	operation: Operation;
	read: ReadParameter;
	account(itemIndex: number): Promise<Account>;
	/** Undefined without 'Submit Only Once'. */
	claim?: (itemIndex: number) => Claim;
}

/** Runs the operation for one item; what it throws is in the attempt. */
export async function attemptItem(job: Job, itemIndex: number): Promise<Attempt> {
	const { context, provider, operation, read } = job;
	const reads = operation.effect === 'reads';
	const claim = job.claim?.(itemIndex);
	let isSent = false;

	const run = async () => {
		const { credential, send } = await job.account(itemIndex);
		const call = makeCall(context, operation, credential, read, itemIndex, async (request) => {
			await claim?.take();
			isSent = true;
			return await send(request, reads);
		});
		return await operation.run(call);
	};
	const settled = await settle(run());
	if (settled.ok) return { ok: true, result: settled.value, isFinal: true };

	const { error } = settled;
	const explanation = explain(provider, operation, error);
	const outcome = explanation?.outcome ?? outcomeOf(operation, isSent);
	if (outcome === 'notSent' || outcome === 'refused') await claim?.release();
	return { ok: false, error, explanation, outcome, isFinal: !reads && outcome !== 'notSent' };
}
