import type { IExecuteFunctions } from 'n8n-workflow';

import { canHaveReached } from '../model/errors';
import type { Operation, Result } from '../model/operation';
import type { Provider } from '../model/providerType';
import type { ReadParameter } from '../values/expressions';
import { changesIn, passedOn } from '../values/values';
import type { Account } from './accounts';
import { makeCall } from './call';
import { explain, type Explanation } from './explain';
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
	explanation: Explanation;
}

/** What the items of an execution have in common. */
export interface Job {
	context: IExecuteFunctions;
	provider: Provider;
	operation: Operation;
	read: ReadParameter;
	account(itemIndex: number): Promise<Account>;
	/** The key of 'Submit Only Once'; undefined without it. */
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
			const answer = await settle(send(request, reads));
			if (!answer.ok && !canHaveReached(answer.error)) throw answer.error;
			isSent = true;
			if (!answer.ok) throw answer.error;
			return answer.value;
		});
		const { json, binary } = await operation.run(call);
		const values = call.values();
		return {
			json: { ...json, ...passedOn(operation.fields, values), ...changesIn(values) },
			binary,
		};
	};
	const settled = await settle(run());
	if (settled.ok) return { ok: true, result: settled.value, isFinal: true };

	const explanation = explain(provider, operation, settled.error, isSent);
	const { outcome } = explanation;
	if (outcome === 'notSent' || outcome === 'refused') await claim?.release();
	return { ok: false, explanation, isFinal: !reads && outcome !== 'notSent' };
}
