import { canHaveReached } from '../model/errors';
import type { Call, Result } from '../model/operation';
import type { Mask } from '../values/conceal';
import { notesOn, passedOn } from '../values/values';
import { makeCall } from './call';
import { checkItem } from './check';
import { explain, type Explanation, inSentences } from './explain';
import type { Job } from './job';
import { maskedExplanation, maskedResult, maskOf } from './mask';
import { settle } from './settle';

/** What became of an item. */
export type Attempt = (Success | Failure) & {
	/** It must not be made again: the item was carried out, or may have been. */
	isFinal: boolean;
	/** What hides personal data in all of its output; undefined where nothing is hidden. */
	mask?: Mask;
};

interface Success {
	ok: true;
	result: Result;
}

export interface Failure {
	ok: false;
	explanation: Explanation;
}

/** Runs the operation for one item; what it throws is in the attempt. */
export async function attemptItem(job: Job, itemIndex: number): Promise<Attempt> {
	const attempt = await tried(job, itemIndex);
	const mask = maskOf(job, itemIndex);
	if (mask === undefined) return attempt;
	return attempt.ok
		? { ...attempt, mask, result: await maskedResult(job, mask, attempt.result) }
		: { ...attempt, mask, explanation: maskedExplanation(mask, attempt.explanation) };
}

async function tried(job: Job, itemIndex: number): Promise<Attempt> {
	const { context, provider, operation, read } = job;
	const reads = operation.effect === 'reads';
	const claim = job.claim?.(itemIndex);
	const reached: { isSent: boolean; call?: Call } = { isSent: false };

	const run = async () => {
		// Whether it can be read at all shows before anything is sent.
		job.masks?.(itemIndex);
		if (job.checksOnly?.(itemIndex)) {
			return { result: await checkItem(job, itemIndex), isFinal: false };
		}
		const { credential, send } = await job.account(itemIndex);
		const call: Call = makeCall(
			context,
			operation,
			credential,
			read,
			itemIndex,
			async (request) => {
				job.doubts?.refuse(call.values());
				await claim?.take();
				const answer = await settle(send(request, reads));
				if (!answer.ok && !canHaveReached(answer.error)) throw answer.error;
				reached.isSent = true;
				if (!answer.ok) throw answer.error;
				return answer.value;
			},
		);
		reached.call = call;
		const { json, binary } = await operation.run(call);
		const values = call.values();
		const notes = notesOn(values, json);
		const whole = { ...json, ...passedOn(operation.fields, values), ...notes };
		return { result: { json: whole, binary }, isFinal: true };
	};
	const settled = await settle(run());
	if (settled.ok) return { ok: true, ...settled.value };

	const { isSent, call } = reached;
	const explained = explain(provider, operation, settled.error, isSent);
	// What was sent was read before, and what was unlikely may be the reason.
	const warnings = isSent ? (call?.values().warnings ?? []) : [];
	const description = inSentences(explained.description, ...warnings.map(({ english }) => english));
	const explanation = { ...explained, description };
	const { outcome } = explanation;
	if (outcome === 'unknown' && isSent && call) job.doubts?.note(call.values());
	if (outcome === 'notSent' || outcome === 'refused') await claim?.release();
	return { ok: false, explanation, isFinal: !reads && outcome !== 'notSent' };
}
