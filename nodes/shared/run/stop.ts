import type { Effect } from '../model/operation';
import type { Attempt } from './attempt';

const KEEP_THEM = "For lists set 'On Error' to 'Continue (using error output)', which keeps them.";

/**
 * What the error of a node that stops says about the other items: their results are lost to the workflow,
 * and n8n's retry of the execution would do them again.
 *
 * @param attempts by item index; those that were not made are missing
 * @param stoppedAt the item whose error stops the node
 * @param isOnce whether 'Submit Only Once' knows the items
 * @returns sentences that can follow a description; '' when nothing else was done
 */
export function whatElseWasDone(
	attempts: Attempt[],
	stoppedAt: number,
	effect: Effect,
	isOnce: boolean,
): string {
	const done = namesOf(attempts, ({ ok, isFinal }) => ok && isFinal);
	if (effect === 'reads') {
		return done && `The results of ${done} are lost to the workflow. ${KEEP_THEM}`;
	}
	const unknown = namesOf(
		attempts,
		(attempt, i) => !attempt.ok && attempt.explanation.outcome === 'unknown' && i !== stoppedAt,
	);
	const again = isOnce
		? "'Submit Only Once' keeps a retry of this execution from submitting them again"
		: "n8n's 'Retry' of this execution would submit them again, so take them out of its input first";
	return [
		done && `Carried out before the node stopped: ${done}. The results are lost to the workflow.`,
		unknown && `Unknown, too: ${unknown}. ${effect.submits}`,
		(done || unknown) && `${again}. ${KEEP_THEM}`,
	]
		.filter(Boolean)
		.join(' ');
}

/** "3 items (0-1 and 4, counted from 0)"; '' for none. */
function namesOf(
	attempts: Attempt[],
	belongs: (attempt: Attempt, itemIndex: number) => boolean,
): string {
	const indexes = [...attempts.keys()].filter(
		(i) => attempts[i] !== undefined && belongs(attempts[i], i),
	);
	if (indexes.length === 0) return '';
	const known = new Set(indexes);
	const starts = indexes.filter((index) => !known.has(index - 1));
	const ends = indexes.filter((index) => !known.has(index + 1));
	const ranges = starts.map((start, i) => (start === ends[i] ? start : `${start}-${ends[i]}`));
	const count = indexes.length === 1 ? '1 item' : `${indexes.length} items`;
	return `${count} (${ranges.join(', ')}, counted from 0)`;
}
